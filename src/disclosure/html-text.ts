// Text within HTML and within its styles: it is shown and does nothing else.

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** In elements and in quoted attributes. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (one) => entities[one] ?? one);
}

/** A string of CSS, quoted; out of it nothing leads, neither into CSS nor into HTML. */
export function cssText(text: string): string {
  return `"${text.replaceAll(/["\\<>\n\r\f]/g, (one) => `\\${one.charCodeAt(0).toString(16)} `)}"`;
}
