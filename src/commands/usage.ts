// How a verb is written, as far as it matters to what was typed: a verb with ten ways would hide the one that is meant.

/** Between the ways of one verb. */
const between = ' · ';

/** Longer than this nobody reads in a refusal, in characters. */
const longest = 300;

/** The ways of `usage` that name most of the words typed; without any, as many as can be read. */
export function usageFor(usage: string, typed: string): string {
  const words = new Set(typed.toLowerCase().split(/\s+/));
  const ways = usage.split(between).map((way) => ({
    way,
    named: wordsOf(way).filter((word) => words.has(word)).length,
  }));
  const most = Math.max(...ways.map(({ named }) => named));
  return short(ways.filter(({ named }) => named === most).map(({ way }) => way));
}

/** What is typed as it stands there: no `<place>` for something else. */
const wordsOf = (way: string): string[] =>
  way
    .replaceAll(/<[^>]*>/g, ' ')
    .toLowerCase()
    .split(/[\s|[\]]+/);

function short([first = '', ...others]: readonly string[]): string {
  let shown = first;
  for (const way of others) {
    if (shown.length + way.length > longest) return `${shown}${between}…`;
    shown += between + way;
  }
  return shown;
}
