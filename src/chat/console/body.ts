// The body of a stored message: what a person typed, a message of the bot, or a file. Read back with a check, as JSON
// from a database is only as good as whoever wrote it.
import type { Message } from '../../messages/message.ts';

export type Body =
  | { kind: 'said'; text: string; marked: boolean }
  | { kind: 'message'; message: Message; marked: boolean }
  | { kind: 'file'; filename: string; title: string; content: Buffer };

export const saidBody = (text: string, marked = false): Record<string, unknown> => ({
  kind: 'said',
  text,
  marked,
});

export const messageBody = (message: Message, marked = false): Record<string, unknown> => ({
  kind: 'message',
  message,
  marked,
});

export function readBody(json: Record<string, unknown>): Body {
  const marked = json['marked'] === true;
  const message = json['message'];
  if (json['kind'] === 'file') {
    return {
      kind: 'file',
      filename: text(json['filename']),
      title: text(json['title']),
      content: Buffer.from(text(json['content']), 'base64'),
    };
  }
  if (isMessage(message)) return { kind: 'message', message, marked };
  return { kind: 'said', text: text(json['text']), marked };
}

/** The words of a message, for the timeline. */
export function wordsOf(body: Body): string {
  switch (body.kind) {
    case 'said':
      return body.text;
    case 'message':
      return body.message.summary;
    case 'file':
      return body.filename;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'summary' in value && 'blocks' in value;
}
