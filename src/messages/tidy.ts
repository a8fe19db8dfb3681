// Makes text that people typed safe to show: no control characters, no reversed reading direction, never longer
// than its place. It does not escape markup; that is the adapter's work.

/** Reading-direction overrides and characters that take no room: they can make text look like other text. */
const deceptive = /[\p{Bidi_Control}\u00AD\u200B\u2060\uFEFF]/gu;

/** One line: for headings, topics, labels and summaries. */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(deceptive, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** Several lines stay several lines; everything else as `tidy`. */
export function tidyLines(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
    .replace(deceptive, '')
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Addresses of attackers must not be pressed by mistake, nor made into links by a platform: `hxxps://evil[.]example/x`. */
export function defanged(text: string): string {
  return text.replaceAll(
    /(h)tt(ps?:\/\/)([\p{L}\p{N}.@:-]*)/giu,
    (_address, h: string, rest: string, host: string) =>
      `${h}xx${rest}${host.replaceAll('.', '[.]')}`,
  );
}

/** Characters of a text once `&`, `<` and `>` are escaped: what counts towards Slack's limits. */
export function weightOf(text: string): number {
  return text.length + 4 * (text.match(/[&<>]/g)?.length ?? 0);
}

/** The longest beginning, in whole code points, that weighs no more than `limit`. */
export function beginningOf(text: string, limit: number): string {
  let weight = 0;
  let length = 0;
  for (const character of text) {
    weight += weightOf(character);
    if (weight > limit) break;
    length += character.length;
  }
  return text.slice(0, length);
}

/** Cuts at a whole code point and marks the cut; the result weighs no more than `limit`. */
export function clip(text: string, limit: number): string {
  if (weightOf(text) <= limit) return text;
  return `${beginningOf(text, limit - 1).trimEnd()}…`;
}

/** Cuts at a whole code point by plain length, unmarked: for text that a person will go on editing. */
export function shorten(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}

/** User text for a heading, label or topic: one line of at most `limit` characters. */
export function line(text: string, limit: number): string {
  return clip(defanged(tidy(text)), limit);
}
