// The parts that a document is composed of, before they are HTML or Markdown.
import type { Locale, Section } from '#machines/document-types.ts';
import type { Words } from './i18n.ts';
import type { Publication } from './publication.ts';

/** Words in the document's language, or a name (a product, an id, a version, a vector) that no language changes. */
export type Cell = string | Name;
export interface Name {
  name: string;
  href?: string;
}

export type Level = 2 | 3 | 4;

export type Node =
  | { kind: 'heading'; level: Level; text: string; anchor: string }
  /** What its authors wrote, Markdown. */
  | { kind: 'words'; section: Section; text: string }
  /** `isEnglish`: in English whatever the language of the document is. */
  | { kind: 'paragraph'; text: string; isEnglish: boolean }
  | { kind: 'questions'; items: { question: string; answer: string }[] }
  | { kind: 'list'; items: string[] }
  | { kind: 'pairs'; rows: { label: string; value: Cell }[] }
  /** `label` is for those who hear it. */
  | { kind: 'table'; label: string; columns: Cell[]; rows: Cell[][] };

/** What the parts of an outline are made with. */
export interface Draughting {
  publication: Publication;

  locale: Locale;
  words: Words;
  /** With what nobody has written yet; then what stands around it does not depend on what is written. */
  isBlank: boolean;
  /** The words of a section; nothing where there are none and nobody is to write them. */
  section: (section: Section) => Node[];
}

const heading = (level: Level, text: string, anchor: string): Node => ({
  kind: 'heading',
  level,
  text,
  anchor,
});

export const paragraph = (text: string, isEnglish = false): Node => ({
  kind: 'paragraph',
  text,
  isEnglish,
});

export const pairs = (rows: readonly (readonly [string, Cell])[]): Node => ({
  kind: 'pairs',
  rows: rows.map(([label, value]) => ({ label, value })),
});

/** Nothing where there is no row. */
export function table(label: string, columns: Cell[], rows: Cell[][]): Node[] {
  return rows.length === 0 ? [] : [{ kind: 'table', label, columns, rows }];
}

/** A heading with what stands below it; nothing where there is nothing. */
export function under(level: Level, text: string, anchor: string, nodes: readonly Node[]): Node[] {
  return nodes.length === 0 ? [] : [heading(level, text, anchor), ...nodes];
}
