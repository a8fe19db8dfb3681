// The timeline as CSV (RFC 4180) for spreadsheets: no cell can become a formula, no character hides.
import { stringify } from 'csv-stringify/sync';
import type { EntryView } from '#src/commands/view-types.ts';
import { namesOf } from './names.ts';
import type { Names } from './names.ts';
import type { ExportSource } from './source.ts';
import type { Standing } from './standing.ts';
import { startStanding } from './standing.ts';
import { visible } from './visible.ts';

const columns = [
  'seq',
  'occurredAt',
  'recordedAt',
  'actor',
  'actorId',
  'kind',
  'text',
  'link',
  'correctedBy',
  'withdrawnBy',
  'hash',
];
/** One call of the library per row would spend most of its time on reading its options. */
const rowsPerCall = 500;
// Spreadsheets take UTF-8 for what it is only after a byte order mark.
const byteOrderMark = '\uFEFF';

type Row = (string | number | undefined)[];

export function* csv(source: ExportSource): Generator<string> {
  const standing = startStanding();
  for (const revision of source.revisions()) standing.take(revision);
  const names = namesOf(source.people);

  yield byteOrderMark + written([columns]);
  let rows: Row[] = [];
  for (const entry of source.entries()) {
    rows.push(rowOf(entry, names, standing));
    if (rows.length < rowsPerCall) continue;
    yield written(rows);
    rows = [];
  }
  if (rows.length > 0) yield written(rows);
}

function rowOf(entry: EntryView, names: Names, standing: Standing): Row {
  return [
    entry.seq,
    entry.occurredAt,
    entry.recordedAt,
    names.of(entry.actor),
    visible(entry.actor),
    entry.kind,
    names.inText(entry.text),
    visible(entry.link ?? ''),
    standing.correctedBy(entry.seq),
    standing.withdrawnBy(entry.seq),
    entry.hash,
  ];
}

function written(rows: Row[]): string {
  return stringify(rows, { record_delimiter: '\r\n', escape_formulas: true });
}
