// Text of the record as HTML that shows it and does nothing else, in elements and in quoted attributes alike.

const special = /[&<>"']/;
const everySpecial = /[&<>"']/g;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return special.test(text) ? text.replace(everySpecial, (one) => entities[one] ?? one) : text;
}
