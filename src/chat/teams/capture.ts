// A message of Teams as the command that puts it on the timeline.
import type { Command } from '../../commands/command.ts';
import type { MessageRead, Place } from './connector.ts';
import { htmlText } from './html-text.ts';
import { personOf } from './identity.ts';

export type Capture = Extract<Command, { verb: 'capture' }>;

const mark = ' ';

/** The same for each shortcut, so that a message is captured once. Ids of Teams have no blanks. */
export function messageIdOf({ kind, conversationId }: Place, id: string): string {
  // A post itself: what is said below it stands in the thread that it begins.
  const isPost = kind === 'channel' && !conversationId.includes(';messageid=');
  return `${conversationId}${isPost ? `;messageid=${id}` : ''}${mark}${id}`;
}

/** Undefined for ids that are none of ours. */
export function conversationAndId(
  messageId: string,
): { conversationId: string; id: string } | undefined {
  const [, conversationId, id] = /^(\S+) (\d+)$/u.exec(messageId) ?? [];
  return conversationId === undefined || id === undefined ? undefined : { conversationId, id };
}

/** Undefined when there is nothing to keep: no text and no file. */
export function captureOf(
  message: MessageRead,
  { where, tenantId }: { where: Place; tenantId: string },
): Capture | undefined {
  const text = htmlText(message.html);
  if (text === '') return undefined;
  const { author, at, link } = message;
  return {
    verb: 'capture',
    incidentId: null,
    messageId: messageIdOf(where, message.id),
    author: author === undefined ? null : personOf(tenantId, author.aadObjectId),
    text,
    at: instantOf(at, message.id),
    link: link ?? null,
  };
}

/** When it does not say: the ids of messages are epoch milliseconds. */
function instantOf(at: string | undefined, id: string): string {
  const epochMs = at === undefined ? Number(id) : Date.parse(at);
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ fractionalSecondDigits: 3 });
}
