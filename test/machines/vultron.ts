// Vultron's published machines, written down by hand from its documentation (CERTCC/Vultron, MIT): what our chart of a
// case is held against. Where the published tables are at hand, a test holds this against them.
import { existsSync, readFileSync } from 'node:fs';

type Delta = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const rm: { start: string; final: string[]; delta: Delta } = {
  start: 'S',
  final: ['C'],
  delta: {
    S: { r: 'R' },
    R: { v: 'V', i: 'I' },
    I: { v: 'V', c: 'C' },
    V: { a: 'A', d: 'D' },
    A: { d: 'D', c: 'C' },
    D: { a: 'A', c: 'C' },
    C: {},
  },
};

export const em: { start: string; final: string[]; delta: Delta } = {
  start: 'N',
  final: ['N', 'X'],
  delta: {
    N: { p: 'P' },
    P: { p: 'P', r: 'N', a: 'A' },
    A: { p: 'R', t: 'X' },
    R: { p: 'R', a: 'A', r: 'A', t: 'X' },
    X: {},
  },
};

/** V before F before D; vP goes to V and pX to P before anything else; nothing is ever undone. */
export function csNext(state: string, code: string): string | undefined {
  const lower = code.toLowerCase();
  if (!state.includes(lower)) return undefined;
  if (state.includes('p') && state.includes('X') && code !== 'P') return undefined;
  const isUnaware = state.includes('v') && state.includes('P');
  if (isUnaware && code !== 'V' && !(state.includes('p') && code === 'P')) return undefined;
  if (code === 'F' && !state.startsWith('V')) return undefined;
  if (code === 'D' && !state.startsWith('VF')) return undefined;
  return state.replace(lower, code);
}

export const csEdges: readonly (readonly [string, string, string])[] = edges();

function edges(): (readonly [string, string, string])[] {
  const found = new Map<string, readonly [string, string, string]>();
  const walk = (from: string): void => {
    for (const code of 'VFDPXA') {
      const to = csNext(from, code);
      if (to === undefined || found.has(`${from} ${code}`)) continue;
      found.set(`${from} ${code}`, [from, to, code]);
      walk(to);
    }
  };
  walk('vfdpxa');
  return [...found.values()];
}

/** Is this a word of the machine? Returns the state it leads to. */
export function run(
  { start, delta }: { start: string; delta: Delta },
  word: string,
): string | undefined {
  let state: string | undefined = start;
  for (const code of word) state = state === undefined ? undefined : delta[state]?.[code];
  return state;
}

export interface PublishedTables {
  RM: { start: string; final: string[]; delta: Delta; words: string[] };
  EM: { start: string; final: string[]; delta: Delta; words_len_le_7: string[] };
  CS: { start: string; final: string; edges: [string, string, string][] };
  histories: { history: string; desiderata_met: number }[];
  desiderata: string[];
}

/** The published tables, where they are at hand beside the project. */
export function publishedTables(): PublishedTables | undefined {
  const file = new URL('../../../shared/data/vultron/vultron-tables.json', import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PublishedTables) : undefined;
}
