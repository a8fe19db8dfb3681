// Names and words of the record within Markdown: they are shown and do nothing else.

const special = /[\\`*_[\]<>|~&$]/g;
const blockStart = /^(?:[-+=#:>]|\d{1,9}(?=[.)]))/;

/** One line. */
export function lineText(text: string): string {
  return cellText(text).replace(blockStart, (start) =>
    /^\d/.test(start) ? `${start}\\` : `\\${start}`,
  );
}

/** Within a line or a cell of a table. */
export function cellText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(special, String.raw`\$&`);
}

export function linkText(text: string, href: string): string {
  const target = href.replaceAll(
    /[\\|()<>\s]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  return `[${cellText(text)}](<${target}>)`;
}
