// What in a document's file is not to be changed: whatever stands between its sections.
import type { FileProblem } from './reading.ts';
import type { Line, SplitFile } from './split-file.ts';

/** Compared with the file that the record gives now, which has the same sections in the same order. */
export function changesOutside(file: SplitFile, record: SplitFile): FileProblem[] {
  return record.between.flatMap((lines, index) => {
    const found = changeIn(file.between[index] ?? [], lines);
    if (found === undefined) return [];
    const line = found.line ?? lineAfter(file, index);
    return [{ line, problem: wordsOf(found) }];
  });
}

interface Change {
  line: number | undefined;
  was: string | undefined;
  is: string | undefined;
}

/** The first line that is another. */
function changeIn(file: readonly Line[], record: readonly Line[]): Change | undefined {
  const length = Math.max(file.length, record.length);
  for (let index = 0; index < length; index += 1) {
    const was = record[index]?.text;
    const is = file[index]?.text;
    if (plain(was) !== plain(is)) return { line: file[index]?.line, was, is };
  }
  return undefined;
}

/** Editors align tables and take blanks away. */
function plain(line: string | undefined): string | undefined {
  return line?.replaceAll(/\s+/g, ' ').replaceAll(/-{3,}/g, '---').trim();
}

function lineAfter({ sections }: SplitFile, index: number): number {
  return sections[index]?.line ?? sections.at(-1)?.line ?? 1;
}

function wordsOf({ was, is }: Change): string {
  const from = 'comes from the record and cannot be changed here';
  if (was === undefined) return `${quoted(is)} stands outside the marks: write it into a section`;
  if (is === undefined) return `${quoted(was)} is gone: it ${from}`;
  return `${quoted(is)} was ${quoted(was)}: it ${from}`;
}

function quoted(line = ''): string {
  const text = line.trim();
  return `“${text.length > 80 ? `${text.slice(0, 79)}…` : text}”`;
}
