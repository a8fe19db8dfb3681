// A message that was held up, said so: what it says was so when it was to be said, which may be hours ago.
import type { Message } from './message.ts';
import { rich } from './rich.ts';
import { between, formatInstant } from './time.ts';

const lateMs = 10 * 60_000;

/** With its own time, when that is ten minutes ago or more; else as it is. `at` and `now` are ISO-8601 UTC. */
export function datedWhenLate(message: Message, at: string, now: string): Message {
  if (between(at, now) < lateMs) return message;
  return {
    summary: `${message.summary} (Delivered late: this is from ${formatInstant(at, null)}.)`,
    blocks: [
      ...message.blocks,
      { kind: 'text', text: rich`Delivered late: this is from ${{ at }}.`, tone: 'muted' },
    ],
  };
}
