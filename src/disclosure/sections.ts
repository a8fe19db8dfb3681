// Which sections a document may have words in.
import type { DocumentContext, Section } from '#machines/document-types.ts';
import { caseSections, wholeSections } from '#machines/document-types.ts';

export function sectionsOf({ cases }: Pick<DocumentContext, 'cases'>): Section[] {
  const ofCases = cases.flatMap((n) =>
    caseSections.map((section): Section => `case/${n}/${section}`),
  );
  return [...wholeSections, ...ofCases];
}
