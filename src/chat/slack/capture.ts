// A message of Slack's as the command that puts it on the timeline.
import type { Command } from '#src/commands/command.ts';
import { permalink, type Identity } from './identity.ts';
import { plainText } from './incoming-text.ts';
import { personId } from './people.ts';
import { listAt, textAt } from '../../shared/read.ts';

export type Capture = Extract<Command, { verb: 'capture' }>;

/** The same for the shortcut and the pin, so that a message is captured once. */
export function messageId(channel: string, ts: string): string {
  return `${channel}:${ts}`;
}

/** Undefined for ids that are none of ours. */
export function conversationAndTs(id: string): { channel: string; ts: string } | undefined {
  const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/u.exec(id) ?? [];
  return channel === undefined || ts === undefined ? undefined : { channel, ts };
}

/** Undefined when there is nothing to keep: no text and no files. */
export function captureOf(
  message: unknown,
  channel: string,
  identity: Identity,
): Capture | undefined {
  const ts = textAt(message, 'ts');
  const text = textOf(message, identity.team);
  const at = ts === undefined ? undefined : instantOf(ts);
  if (ts === undefined || at === undefined || text === '') return undefined;
  const author = textAt(message, 'user');
  return {
    verb: 'capture',
    incidentId: null,
    messageId: messageId(channel, ts),
    author: author === undefined ? null : personId(identity.team, author),
    text,
    at,
    link: permalink(identity, channel, ts, textAt(message, 'thread_ts')),
  };
}

function textOf(message: unknown, team: string): string {
  const text = saidIn(message, team);
  const files = listAt(message, 'files').map(
    (file) => `[file: ${textAt(file, 'name') ?? 'unnamed'}]`,
  );
  return [text, ...files].join('\n').trim();
}

/** What people read of it: its text; where it has none, the words of its blocks and of what is attached. */
function saidIn(message: unknown, team: string): string {
  const own = plainText(textAt(message, 'text') ?? '', team).trim();
  const attached = listAt(message, 'attachments').map((attachment) => {
    const parts = ['pretext', 'title', 'text'].map((name) => textAt(attachment, name) ?? '');
    const words = parts.filter((part) => part !== '').join('\n');
    return plainText(words || (textAt(attachment, 'fallback') ?? ''), team).trim();
  });
  const blocks = own === '' ? plainText(wordsIn(listAt(message, 'blocks')), team).trim() : '';
  return [own, blocks, ...attached].filter((part) => part !== '').join('\n');
}

/** Every text in blocks of whatever kind, in order. */
function wordsIn(blocks: readonly unknown[]): string {
  return blocks
    .flatMap((block) => {
      const text = textAt(block, 'text') ?? textAt(block, 'text', 'text');
      const below = ['elements', 'fields'].flatMap((name) => {
        const words = wordsIn(listAt(block, name));
        return words === '' ? [] : [words];
      });
      return text === undefined ? below : [text, ...below];
    })
    .join(' ');
}

/** Slack's ts is in seconds with microseconds, e.g. `1763791234.000200`. */
function instantOf(ts: string): string | undefined {
  const ms = Math.floor(Number(ts) * 1000);
  if (!Number.isFinite(ms) || ms <= 0) return undefined;
  return Temporal.Instant.fromEpochMilliseconds(ms).toString({ fractionalSecondDigits: 3 });
}
