// What was said before, to be brought back line by line.

export interface Recall {
  keep(text: string): void;
  /** The line before (-1) or after (1) the one shown; null when `shown` is something being written, or there is none. */
  step(shown: string, by: 1 | -1): string | null;
}

export function createRecall(): Recall {
  const said: string[] = [];
  let at = 0;
  return {
    keep: (text) => {
      if (said.at(-1) !== text) said.push(text);
      at = said.length;
    },
    step: (shown, by) => {
      const isOurs = shown === '' || shown === said[at];
      const next = at + by;
      if (!isOurs || next < 0 || next > said.length) return null;
      at = next;
      return said[at] ?? '';
    },
  };
}
