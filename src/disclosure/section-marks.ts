// The marks in a document's file for editing, as they are written and read again. They are comments of HTML, which
// Markdown does not show.
import { tlpLabels } from '#machines/audiences.ts';
import type { Locale } from '#machines/document-types.ts';
import type { IncidentId, Tlp } from '#machines/incident-types.ts';

/** Of which document, language and edition the file is. */
export interface Head {
  incidentId: IncidentId;
  n: number;
  id: string;
  locale: Locale;
  edition: number;
  /** Under which it may be read. */
  tlp: Tlp;
}

export function headMark({ incidentId, n, id, locale, edition, tlp }: Head): string {
  return `<!-- document ${incidentId} ${n} ${id} ${locale} edition ${edition} TLP:${tlp} -->`;
}

const headPattern =
  /^<!-- document (?<incidentId>\S+) (?<n>\d{1,9}) (?<id>\S+) (?<locale>[\w-]+) edition (?<edition>\d{1,9}) TLP:(?<tlp>\S+) -->$/;

export function headOf(line: string): Head | undefined {
  const found = headPattern.exec(line.trim())?.groups;
  if (found === undefined) return undefined;
  const { incidentId = '', n, id = '', locale = '', edition } = found;
  const tlp = tlpLabels.find((label) => label === found['tlp']);
  if (tlp === undefined) return undefined;
  return { incidentId, n: Number(n), id, locale, edition: Number(edition), tlp };
}

export interface SectionMark {
  section: string;
  /** Digest of its words when the file was made. */
  was: string;
  /** Digest of the English words then; null in the English file itself. */
  english: string | null;
}

/** A section between its marks. */
export function sectionMark({ section, was, english }: SectionMark, text: string): string {
  const of = english === null ? '' : ` of ${english}`;
  const begin = `<!-- section ${section} ${was}${of} -->`;
  return [begin, ...(text === '' ? [] : [text]), `<!-- end ${section} -->`].join('\n\n');
}

const beginPattern =
  /^<!-- section (?<section>\S+) (?<was>[\da-f]{1,8})(?: of (?<english>[\da-f]{1,8}))? -->$/;
const endPattern = /^<!-- end (?<section>\S+) -->$/;

export function beginningOf(line: string): SectionMark | undefined {
  const found = beginPattern.exec(line.trim())?.groups;
  if (found === undefined) return undefined;
  const { section = '', was = '', english = null } = found;
  return { section, was, english };
}

export function endOf(line: string): string | undefined {
  return endPattern.exec(line.trim())?.groups?.['section'];
}

/** Words as they are compared: without what an editor adds or takes at ends. */
export function tidied(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

const markLike = /^(\s*)(\\*<!-- (?:document|section|end) )/gm;

/** Words that look like a mark are none. */
export function shielded(text: string): string {
  return text.replaceAll(markLike, String.raw`$1\$2`);
}

export function unshielded(text: string): string {
  return text.replaceAll(/^(\s*)\\(\\*<!-- (?:document|section|end) )/gm, '$1$2');
}
