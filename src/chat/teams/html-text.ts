// The text of a message as Teams keeps it, which is HTML: what a person reads, line by line.

const names: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Plain text; a picture or a file is named. It is never given to anything that reads HTML. */
export function htmlText(html: string): string {
  return html
    .replaceAll(/<(script|style)\b[^>]*>.*?<\/\1\s*>/gisu, '')
    .replaceAll(
      /<img\b[^>]*>/giu,
      (tag) => `[image: ${/\balt="([^"]*)"/iu.exec(tag)?.[1] || 'unnamed'}]`,
    )
    .replaceAll(/<attachment\b[^>]*>(?:\s*<\/attachment>)?/giu, '[attachment]')
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|blockquote|pre)\s*>/giu, '\n')
    .replaceAll(/<li\b[^>]*>/giu, '• ')
    .replaceAll(/<\/?[a-z][^>]*>/giu, '')
    .replaceAll(/&(#x?[\da-f]+|[a-z]+);/giu, (whole, name: string) => entity(name) ?? whole)
    .replaceAll('\u00A0', ' ')
    .replaceAll(/[ \t]+\n/gu, '\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return names[name.toLowerCase()];
  const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : undefined;
}
