// JSON as it is published: the same bytes for the same content.

/** Keys in alphabetical order (CSAF 2.0, 6.2.13), two spaces, a newline at the end; no key for undefined or an empty list. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(tidy(value), null, 2)}\n`;
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined && !(Array.isArray(one) && one.length === 0))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, tidy(one)]),
  );
}
