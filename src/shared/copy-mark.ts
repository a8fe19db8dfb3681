// Marks in copies that are given out, by which a copy that turns up elsewhere is known again. They look like a reference.

const pattern = /\bREF-(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}\b/gu;

/** A fresh mark, such as `REF-7K2M-…`, out of chance: at least 80 bits of it. */
export function newMark(newId: () => string): string {
  const letters = `${newId()}${newId()}`.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');
  const groups = [0, 4, 8, 12].map((from) => letters.slice(from, from + 4));
  return `REF-${groups.join('-')}`;
}

// Characters that nobody sees and that copying keeps: word joiner around, zero width space and non-joiner as bits.
const [edge, zero, one] = ['\u2060', '\u200B', '\u200C'];
const hidden = new RegExp(`${edge}([${zero}${one}]+)${edge}`, 'gu');

/** The mark in characters that nobody sees, for a line of prose; code that people copy must stay as it is. */
export function hiddenMark(mark: string): string {
  const bits = Array.from(mark, (letter) => letter.charCodeAt(0).toString(2).padStart(7, '0'));
  return `${edge}${bits.join('').replaceAll('0', zero).replaceAll('1', one)}${edge}`;
}

/** Every mark in a text, seen or not, without repeats. */
export function marksIn(text: string): string[] {
  const read = [...text.matchAll(hidden)].map(([, bits = '']) => unhidden(bits));
  const found = [text, ...read].flatMap((part) => part.toUpperCase().match(pattern) ?? []);
  return [...new Set(found)];
}

function unhidden(bits: string): string {
  const digits = bits.replaceAll(zero, '0').replaceAll(one, '1');
  const letters = digits.match(/.{7}/gu) ?? [];
  return letters.map((letter) => String.fromCharCode(Number.parseInt(letter, 2))).join('');
}
