// Do two titles speak of the same incident? Pure. A needless question costs one press, an incident declared twice
// costs two rooms; but a question asked at every second declaration would soon be answered without reading.
import { distance } from 'fastest-levenshtein';

/** Words that carry nothing. */
const empty = new Set(
  `a an and are as at be been being by for from has have in into is it its may might new of on or our possible
  possibly reported suspected that the their there this through to under urgent via was we were with within`.split(
    /\s+/,
  ),
);

/** What several words, or several spellings, say alike. */
const alike: readonly [RegExp, string][] = [
  [/\b(0|zero) ?days?\b/g, 'zeroday'],
  [/\bremote code execution\b/g, 'rce'],
  [/\b(privilege escalation|elevation of privileges?|eop|lpe|privesc)\b/g, 'privesc'],
  [/\b(sql injection|sqli)\b/g, 'sqli'],
  [/\bcross site scripting\b/g, 'xss'],
  [/\b(denial of service|ddos)\b/g, 'dos'],
  [/\b(authentication|auth) bypass\b/g, 'authbypass'],
  [/\b(proof of concept|poc)\b/g, 'exploit'],
  [/\b(vulnerabilit(y|ies)|vulns?|flaws?|bugs?|holes?)\b/g, 'vulnerability'],
  [/\b(exploit(s|ed|ation|ing)?)\b/g, 'exploit'],
  [/\b(attack(s|ed|ers?|ing)?)\b/g, 'attack'],
  [/\b(outages?|down|unavailable|offline)\b/g, 'outage'],
  [/\b(breach(es|ed)?|compromised?|intrusions?|hacked)\b/g, 'breach'],
  [/\b(leak(s|ed|ing)?|exposed|exposure|disclosed)\b/g, 'leak'],
];

/** Words of the trade say what kind of thing happened; which one it is, other words say. */
const ofTheTrade = new Set(
  `attack authbypass breach critical customer customers dos exploit incident issue leak malware outage phishing privesc
  problem production ransomware rce security server service sqli system vulnerability wild xss zeroday`.split(
    /\s+/,
  ),
);

const cve = /\bcve[\s_-]*(\d{4})[\s_-]*(\d{4,19})\b/gi;
/** How much of both titles must be said by both, from 0 to 1. */
const enough = 0.7;

/** True when two titles probably mean the same incident. The order does not matter. */
export function isSimilar(one: string, other: string): boolean {
  const [ids, otherIds] = [cvesOf(one), cvesOf(other)];
  if (ids.some((id) => otherIds.includes(id))) return true;
  // Two vulnerabilities of one product are two incidents.
  if (ids.length > 0 && otherIds.length > 0) return false;
  const [words, otherWords] = [wordsOf(one), wordsOf(other)];
  if (words.length === 0 || otherWords.length === 0) return plain(one) === plain(other);
  // Two machines, versions or tickets whose numbers differ are not one.
  if (numbersDiffer(words, otherWords)) return false;
  const shared = sharedWeight(words, otherWords) + sharedWeight(otherWords, words);
  return shared / (weightOf(words) + weightOf(otherWords)) >= enough;
}

function cvesOf(title: string): string[] {
  return [...title.matchAll(cve)].map(([, year, number]) => `${year}-${Number(number)}`);
}

/** Without accents, punctuation and case. */
function plain(title: string): string {
  return title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]+/gu, ' ')
    .replaceAll(/(?<!\d)\.|\.(?!\d)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function wordsOf(title: string): string[] {
  const said = alike.reduce(
    (text, [several, one]) => text.replaceAll(several, one),
    plain(title.replaceAll(cve, ' ')),
  );
  return [...new Set(said.split(' ').filter((word) => word !== '' && !empty.has(word)))];
}

const weigh = (word: string): number => (ofTheTrade.has(word) ? 0.5 : 1);

function weightOf(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + weigh(word), 0);
}

function sharedWeight(words: readonly string[], others: readonly string[]): number {
  return weightOf(words.filter((word) => others.some((other) => isSameWord(word, other))));
}

/** Equal, but for an `s` at the end or a slip of the fingers in a long word. */
function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  if (/\d/.test(one + other)) return false;
  const shorter = Math.min(one.length, other.length);
  if (shorter < 4) return false;
  if (one.replace(/s$/, '') === other.replace(/s$/, '')) return true;
  return distance(one, other) <= (shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0);
}

function numbersDiffer(words: readonly string[], others: readonly string[]): boolean {
  const numbers = words.filter((word) => /\d/.test(word));
  const otherNumbers = others.filter((word) => /\d/.test(word));
  return (
    numbers.length > 0 &&
    otherNumbers.length > 0 &&
    !numbers.some((number) => otherNumbers.includes(number))
  );
}
