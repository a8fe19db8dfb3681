// How well the course of a case went: which of Vultron's twelve desired orders of events its real history meets.
import type { CaseMove, CsCode } from './case-types.ts';

export const desiderata = [
  ['V', 'P'],
  ['V', 'X'],
  ['V', 'A'],
  ['F', 'P'],
  ['F', 'X'],
  ['F', 'A'],
  ['D', 'P'],
  ['D', 'X'],
  ['D', 'A'],
  ['P', 'X'],
  ['P', 'A'],
  ['X', 'A'],
] as const satisfies readonly (readonly [CsCode, CsCode])[];

export interface Desideratum {
  first: CsCode;
  second: CsCode;
  /** Null: neither has happened. An event that has not happened is later than one that has. */
  met: boolean | null;
}

/** In the order in which things happened, not in that in which they were recorded. */
function csHistory(history: readonly CaseMove[]): { code: CsCode; at: string }[] {
  return history
    .flatMap((move) => (move.machine === 'cs' ? [{ code: move.code, at: move.at }] : []))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

export function desiderataOf(history: readonly CaseMove[]): Desideratum[] {
  const order = csHistory(history).map(({ code }) => code);
  return desiderata.map(([first, second]) => {
    const one = order.indexOf(first);
    const other = order.indexOf(second);
    if (one === -1 && other === -1) return { first, second, met: null };
    return { first, second, met: one !== -1 && (other === -1 || one < other) };
  });
}
