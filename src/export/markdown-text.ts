// Text of the record as Markdown that shows it and does nothing else: no headings, links, tables or HTML come of it.
// Addresses are defanged as security people write them, since renderers make links even of escaped ones.

const addressLike = /:\/\/|@|www\.|\.[a-z]{2}/i;
const special = /[\\`*_[\]{}<>|~&$#]/g;
const blockStart = /^(?:[-+=:]|\d{1,9}(?=[.)]))/;

/** One line for headings, labels and cells. */
export function inline(text: string): string {
  return startOfLine(escaped(text.replaceAll(/\s*\n\s*/g, ' ').trim()));
}

/** May take several lines; each further one begins with `indent`, so that it stays in its list item. */
export function lines(text: string, indent: string): string {
  if (!text.includes('\n')) return startOfLine(escaped(text.trim()));
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => startOfLine(escaped(line)))
    .join(`\\\n${indent}`);
}

/** The target of a link, in angle brackets, out of which no character leads. */
export function target(href: string): string {
  return `<${href.replaceAll(/[\\|()<>\s]/g, percentEncoded)}>`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function escaped(text: string): string {
  const dull = text.replaceAll(special, String.raw`\$&`);
  return addressLike.test(text) ? defanged(dull) : dull;
}

/** `https://a.example` becomes `https[:]//a.example` on the page, `ann@a.example` `ann[@]a.example`. */
function defanged(text: string): string {
  return text
    .replaceAll('://', String.raw`\[:\]//`)
    .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, -1)}${String.raw`\[.\]`}`)
    .replaceAll(/(?<=[\w.+-])@(?=\w)/g, String.raw`\[@\]`)
    .replaceAll(/(?<=[\w-])\.(?=[a-z]{2})/gi, String.raw`\.`);
}

function startOfLine(text: string): string {
  return text.replace(blockStart, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`));
}
