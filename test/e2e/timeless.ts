// What two runs must leave alike: moments, spans and ids of channels are written as one.
import { textOf } from '../slack-server/reading.ts';
import type { SlackServer } from '../slack-server/server.ts';

/** Channels and messages that stand in Slack, and the keys that stand there twice. */
export function standing({ workspace }: SlackServer): {
  channels: string[];
  messages: string[];
  repeatedKeys: string[];
} {
  const channels = [...workspace.channels.values()];
  const posted = channels.flatMap(({ name, messages }) =>
    messages.map((message) => ({ name, message })),
  );
  const keys = posted.flatMap(({ message: { metadata } }) =>
    metadata === undefined ? [] : [JSON.stringify(metadata)],
  );
  return {
    channels: channels.map(({ name }) => name).toSorted(),
    messages: posted
      .map(({ name, message }) => `#${name}: ${timeless(textOf(message))}`)
      .toSorted(),
    repeatedKeys: keys.filter((key, index) => keys.indexOf(key) !== index),
  };
}

export function timeless(text: string): string {
  return (
    text
      .replaceAll(/archives\/C[0-9A-Z]+(\/p\d+)?/g, 'archives/<channel>')
      .replaceAll(/<!date\^\d+\^[^|>]*\|[^>]*>/g, '<moment>')
      .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( UTC|Z)?/g, '<moment>')
      .replaceAll(/\d\d:\d\d UTC/g, '<time>')
      .replaceAll(/\bin (about )?\d+ (min|h|d)\b/g, 'in <span>')
      // What failures held up for ten minutes says so, truthfully; how long they lasted is chance.
      .replaceAll(/\n?Delivered late: this is from <moment>[^\n]*/g, '')
  );
}
