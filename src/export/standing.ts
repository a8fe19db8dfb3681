// Which entries were later corrected or withdrawn. Numbers only, so that even a long record fits in memory.
import type { EntryView } from '#src/commands/view-types.ts';
import { numberIn } from './listing.ts';

export interface Standing {
  take(entry: EntryView): void;
  /** The number of the newest entry that corrects this one. */
  correctedBy(seq: number): number | undefined;
  withdrawnBy(seq: number): number | undefined;
}

export function startStanding(): Standing {
  const corrected = new Map<number, number>();
  const withdrawn = new Map<number, number>();
  return {
    take({ kind, seq, data }) {
      if (kind !== 'correction' && kind !== 'withdrawal') return;
      const of = numberIn(data, 'of');
      if (of !== null) (kind === 'correction' ? corrected : withdrawn).set(of, seq);
    },
    correctedBy: (seq) => corrected.get(seq),
    withdrawnBy: (seq) => withdrawn.get(seq),
  };
}
