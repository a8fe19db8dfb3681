// A message of Slack's as the command that puts it on the timeline.
import type { Command } from '#src/commands/command.ts';
import { permalink, type Identity } from './identity.ts';
import { plainText } from './incoming-text.ts';
import { personId } from './people.ts';
import { listAt, textAt } from './read.ts';

export type Capture = Extract<Command, { verb: 'capture' }>;

/** The same for the shortcut and the pin, so that a message is captured once. */
export function messageId(channel: string, ts: string): string {
  return `${channel}:${ts}`;
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
  const text = plainText(textAt(message, 'text') ?? '', team);
  const files = listAt(message, 'files').map(
    (file) => `[file: ${textAt(file, 'name') ?? 'unnamed'}]`,
  );
  return [text, ...files].join('\n').trim();
}

/** Slack's ts is in seconds with microseconds, e.g. `1763791234.000200`. */
function instantOf(ts: string): string | undefined {
  const ms = Math.floor(Number(ts) * 1000);
  if (!Number.isFinite(ms) || ms <= 0) return undefined;
  return Temporal.Instant.fromEpochMilliseconds(ms).toString({ fractionalSecondDigits: 3 });
}
