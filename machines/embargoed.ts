// What nobody outside may read while a case is under an embargo: its title, its CVE, its products, who found it.
import type { CaseContext } from './case-types.ts';
import type { IsoInstant } from './incident-types.ts';

/** A case whose embargo is proposed or in force. Until a proposal is answered it counts as if it were in force. */
export interface Embargoed {
  n: number;
  /** Null while it is only proposed. */
  until: IsoInstant | null;
  /** Each is secret by itself. */
  words: readonly string[];
}

/** A name of one or two letters would be found in every sentence. */
const shortest = 3;

/** Null for a case that is not under an embargo. */
export function embargoedOf(context: CaseContext): Embargoed | null {
  const { n, title, cve, reporter, embargoUntil, proposals, movedTo, investigation } = context;
  if (movedTo !== null || (embargoUntil === null && proposals.length === 0)) return null;
  const products = investigation?.products ?? [];
  const words = [
    title,
    cve,
    reporter,
    ...products.filter(({ isAffected }) => isAffected).map(({ name }) => name),
  ].flatMap((word) => (word === null ? [] : [word.trim()]));
  return { n, until: embargoUntil, words: words.filter(({ length }) => length >= shortest) };
}

/** Which of the secret words stand in a text, as whole words, whatever their case and spacing. */
export function revealed(
  text: string,
  secrets: readonly Embargoed[],
): { n: number; until: IsoInstant | null; words: string[] }[] {
  const read = plain(text);
  return secrets.flatMap(({ n, until, words }) => {
    const found = words.filter((word) => isIn(read, plain(word)));
    return found.length === 0 ? [] : [{ n, until, words: found }];
  });
}

/** Letters and digits alone, a space between words and on both sides: `CVE-2021-26855` → ` cve 2021 26855 `. */
function plain(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u);
  return ` ${words.filter((word) => word !== '').join(' ')} `;
}

function isIn(text: string, word: string): boolean {
  return word.trim() !== '' && text.includes(word);
}
