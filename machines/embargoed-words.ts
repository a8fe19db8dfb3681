// The words that would give away a case whose embargo is in force: its title, CVE, finder and products.
import type { Audience } from './incident-types.ts';
import type { CaseContext } from './case-types.ts';
import type { IsoInstant } from './incident-types.ts';

/** Executives, partners and regulators are told of an embargo by name and keep it. */
const outsiders: readonly Audience[] = ['customers', 'press', 'public'];

export function isToldOfEmbargoes(audience: Audience): boolean {
  return !outsiders.includes(audience);
}

export interface GivenAway {
  caseNumber: number;
  until: IsoInstant;
  word: string;
}

export function isEmbargoed({ embargoUntil }: Pick<CaseContext, 'embargoUntil'>): boolean {
  return embargoUntil !== null;
}

/** Which words of a text give an embargoed case away, without regard to case; each once. */
export function givenAway(text: string, cases: readonly CaseContext[]): GivenAway[] {
  const said = plain(text);
  return cases.flatMap((context) => {
    const { n: caseNumber, embargoUntil: until } = context;
    if (until === null) return [];
    return secretsOf(context)
      .filter((word) => said.includes(plain(word)))
      .map((word) => ({ caseNumber, until, word }));
  });
}

function secretsOf({ title, cve, reporter, investigation }: CaseContext): string[] {
  const products = investigation?.products ?? [];
  const words = [title, cve, reporter, ...products.map(({ name }) => name)];
  return words.flatMap((word) => (word === null || word.trim() === '' ? [] : [word]));
}

/** Words between blanks, so that a product “Go” is not found in “good”. */
function plain(text: string): string {
  const words =
    text
      .toLowerCase()
      .normalize('NFKC')
      .match(/[\p{L}\p{N}-]+/gu) ?? [];
  return ` ${words.join(' ')} `;
}
