// What an advance notice must not say: it names how many bulletins, how grave, and product families, and no case.
import type { CaseContext } from './case-types.ts';
import type { IncidentContext } from './incident-types.ts';

const cvePattern = /CVE-\d{4}-\d+/iu;
/** Shorter words stand in every sentence. */
const tellingLength = 4;

/**
 * What of the record these product families would give away, in words; empty: nothing. Compared without case, so a
 * person who writes a family in other words is not stopped.
 */
export function whatNoticeTells(
  families: string,
  { title }: Pick<IncidentContext, 'title'>,
  cases: readonly Pick<CaseContext, 'n' | 'title' | 'reporter' | 'investigation'>[],
): string[] {
  const said = families.toLowerCase();
  const has = (words: string | null): boolean =>
    words !== null && words.length >= tellingLength && said.includes(words.toLowerCase());
  return [
    ...(cvePattern.test(families) ? ['a CVE number'] : []),
    ...(has(title) ? ['the title of the incident'] : []),
    ...cases.flatMap((one) => [
      ...(has(one.title) ? [`the title of case ${one.n}`] : []),
      ...(has(one.reporter) ? [`the reporter of case ${one.n}`] : []),
      ...(one.investigation?.products ?? [])
        .filter(({ name }) => has(name))
        .map(({ name }) => `the product “${name}” of case ${one.n}`),
    ]),
  ];
}
