// The order of the sequence of events: when things happened, not when somebody wrote them down.
// Entries told late are few and are kept aside; all others stay a stream.
import type { EntryView } from '#src/commands/view-types.ts';

const lateMax = 2000;
const lateCharactersMax = 1_000_000;

export interface Latecomers {
  take(entry: EntryView): void;
  /** Entries told late that could not be kept aside: they stay where they were recorded. */
  cut(): number;
  inOrder(entries: Iterable<EntryView>): Generator<EntryView>;
}

export function startLatecomers(): Latecomers {
  const late: EntryView[] = [];
  let characters = 0;
  let cut = 0;
  let latest = '';

  return {
    take(entry) {
      // An instant in the future (a slip of the hand) must not make everything after it look late.
      if (entry.occurredAt >= latest && entry.occurredAt <= entry.recordedAt) {
        latest = entry.occurredAt;
        return;
      }
      characters += entry.text.length;
      if (late.length < lateMax && characters <= lateCharactersMax) late.push(entry);
      else cut += 1;
    },
    cut: () => cut,
    inOrder: (entries) => merge(entries, late),
  };
}

function* merge(entries: Iterable<EntryView>, late: readonly EntryView[]): Generator<EntryView> {
  const aside = new Set(late.map(({ seq }) => seq));
  const queue = late.toSorted((a, b) => compare(a.occurredAt, b.occurredAt) || a.seq - b.seq);
  let next = 0;
  for (const entry of entries) {
    if (aside.has(entry.seq)) continue;
    for (let waiting = queue[next]; waiting !== undefined; waiting = queue[next]) {
      if (waiting.occurredAt >= entry.occurredAt) break;
      yield waiting;
      next += 1;
    }
    yield entry;
  }
  yield* queue.slice(next);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
