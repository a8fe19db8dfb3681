// What comes of a document's file that somebody hands in.
import type { Section, Texts } from '#machines/document-types.ts';

/** What is wrong with the file; `line` counts from 1. */
export interface FileProblem {
  line: number;
  problem: string;
}

export type Reading =
  /** `texts`: the sections whose words are others now, empty for none any more. `inEnglish`: not translated yet. */
  { ok: true; texts: Texts; inEnglish: Section[] } | { ok: false; problems: FileProblem[] };
