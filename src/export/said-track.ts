// What was told outside the room, as the entries go by.
import type { EntryView } from '#src/commands/view-types.ts';
import type { Said } from '#machines/said.ts';
import { saidBy } from '#machines/said.ts';

const rowsMax = 200;

export interface SaidTrack {
  take(entry: EntryView): void;
  /** In the order of the record; at most 200. */
  said: readonly Said[];
  total(): number;
}

export function startSaidTrack(): SaidTrack {
  const said: Said[] = [];
  let last: Said | undefined;
  let total = 0;
  return {
    take(entry) {
      const one = saidBy(entry, last);
      if (one === null) return;
      last = one;
      total += 1;
      if (said.length < rowsMax) said.push(one);
    },
    said,
    total: () => total,
  };
}
