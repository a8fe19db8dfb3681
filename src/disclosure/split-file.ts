// A document's file, taken apart by its marks: sections, and what stands between them.
import type { FileProblem } from './reading.ts';
import type { Head, SectionMark } from './section-marks.ts';
import { beginningOf, endOf, headOf, tidied, unshielded } from './section-marks.ts';

export interface Line {
  line: number;
  text: string;
}

export interface SectionInFile extends SectionMark {
  /** Its words, without empty lines at the ends. */
  text: string;
  /** Of the mark before it. */
  line: number;
}

export interface SplitFile {
  /** Absent: the file was not made by us. */
  head: Head | undefined;
  sections: SectionInFile[];
  /** What stands before each section, and after the last; lines without text are left out. */
  between: Line[][];
  problems: FileProblem[];
}

export function splitFile(file: string): SplitFile {
  const [first = '', ...rest] = file
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n');
  const sections: SectionInFile[] = [];
  const between: Line[][] = [];
  const problems: FileProblem[] = [];
  let outside: Line[] = [];
  let open: { mark: SectionMark; line: number; lines: string[] } | null = null;
  for (const [index, text] of rest.entries()) {
    const line = index + 2;
    const mark = beginningOf(text);
    const end = endOf(text);
    if (open !== null && end === open.mark.section) {
      sections.push({
        ...open.mark,
        line: open.line,
        text: unshielded(tidied(open.lines.join('\n'))),
      });
      open = null;
    } else if (open !== null) {
      // A mark that is missing would make words of the next section words of this one.
      if (mark !== undefined || end !== undefined)
        problems.push({ line, problem: `Before this mark, “${open.mark.section}” has no end` });
      open.lines.push(text);
    } else if (mark !== undefined) {
      between.push(outside);
      outside = [];
      open = { mark, line, lines: [] };
    } else if (end === undefined) {
      if (text.trim() !== '') outside.push({ line, text });
    } else problems.push({ line, problem: `“${end}” ends here and does not begin` });
  }
  if (open !== null)
    problems.push({
      line: open.line,
      problem: `“${open.mark.section}” begins here and has no end`,
    });
  return { head: headOf(first), sections, between: [...between, outside], problems };
}
