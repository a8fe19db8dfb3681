// A timeline of 100,000 entries: streamed, in chunks, and in a time near that of reading it.
import { expect, test } from 'vitest';
import type { EntryView } from '#src/commands/view-types.ts';
import { exportIncident } from '#src/export/export.ts';
import { ada, TestRecord } from './record.ts';

const count = 100_000;

function* manyEntries(first: readonly EntryView[]): Generator<EntryView> {
  yield* first;
  const start = Temporal.Instant.from('2026-03-02T14:00:00Z');
  for (let n = first.length; n < count; n += 1) {
    const at = start.add({ seconds: n * 10 }).toString({ fractionalSecondDigits: 3 });
    const text = `Line ${n}: <@${ada}> looked at host-${n % 50} & found <nothing> new_yet`;
    const data = { n };
    yield {
      seq: n + 1,
      occurredAt: at,
      recordedAt: at,
      actor: ada,
      kind: 'note',
      text,
      data,
      link: null,
      hash: 'f'.repeat(64),
    };
  }
}

test.for(['md', 'html', 'json', 'csv'] as const)('%s streams in bounded chunks', (format) => {
  const record = new TestRecord();
  let reading = 0;
  const source = record.source({
    exportedAt: '2026-04-01T00:00:00.000Z',
    entries: () => {
      reading += 1;
      return manyEntries(record.entries);
    },
  });

  let longest = 0;
  let text = '';
  for (const chunk of exportIncident(format, source).chunks) {
    longest = Math.max(longest, chunk.length);
    text = chunk;
  }

  expect(text.length).toBeGreaterThan(0);
  expect(longest).toBeLessThan(256 * 1024);
  expect(reading).toBeLessThanOrEqual(2);
});
