// Makes text safe to look at: characters that hide or reorder what a reader sees become visible codes.

// Controls, format characters (bidi overrides, zero width, tags), lone surrogates and line separators. What text and
// scripts need stays: line feed, tab, soft hyphen, the joiners (200C to 200D), Arabic number signs.
const unseen =
  /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n\t\u{ad}\u{200c}-\u{200d}\u{600}-\u{605}\u{6dd}]]/v;
const everyUnseen = new RegExp(unseen.source, 'gv');
const lineEnds = /\r\n?|[\u2028\u2029]/g;

/** `a<U+202E>b` becomes `a[U+202E]b`; every kind of line end becomes `\n`. */
export function visible(text: string): string {
  if (!unseen.test(text)) return text;
  return text.replace(lineEnds, '\n').replace(everyUnseen, code);
}

function code(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** One line: line ends and tabs become single spaces. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s*[\n\t]\s*/g, ' ').trim();
}

/** At most `max` UTF-16 units, never half a character, with an ellipsis where text was cut. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/\p{Cs}$/u, '')}…`;
}
