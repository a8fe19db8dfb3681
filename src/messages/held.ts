// Since when nothing is delivered to a workspace, why, and what would help: in health, and below other answers.
import type { Held } from '../commands/view-types.ts';
import type { Block, Message } from './message.ts';
import { rich } from './rich.ts';
import { line } from './tidy.ts';
import { formatInstant } from './time.ts';

export function heldBlock(held: Held): Block {
  return {
    kind: 'text',
    text: rich`Nothing is delivered to this workspace since ${{ at: held.since }}: ${whyHeld(held)} The platform is asked again ${{ at: held.nextTryAt }}; then everything goes out by itself.`,
    tone: 'bad',
  };
}

/** For summaries, as a sentence after others. */
export function heldWords(held: Held | null): string {
  return held === null
    ? ''
    : ` Nothing is delivered to this workspace since ${formatInstant(held.since, null)}: ${whyHeld(held)}`;
}

/** The code, and what would help where that is known. */
export function whyHeld({ reason, remedy }: Pick<Held, 'reason' | 'remedy'>): string {
  return [`${line(reason, 100)}.`, line(remedy, 300)].filter((part) => part !== '').join(' ');
}

/** An answer to somebody whose doing is recorded, but reaches nobody yet. */
export function withHeldNotice({ summary, blocks }: Message, held: Held): Message {
  const since = formatInstant(held.since, null);
  const words = `It is recorded, but deliveries to this workspace are held back since ${since}: ${whyHeld(held)}`;
  return {
    summary: `${summary} ${words}`,
    blocks: [...blocks, { kind: 'text', text: [words], tone: 'warning' }],
  };
}
