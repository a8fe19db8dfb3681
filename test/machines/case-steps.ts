// A case that is told events, step by step; every step is checked for what always holds.
import type { CaseEvent, CaseInput, CaseStates } from '#machines/case-types.ts';
import { caseStates } from '#machines/case-state.ts';
import type { CaseContext } from '#machines/case-types.ts';
import type { Consequence } from '#machines/effects.ts';
import type { NotAllowed, Step, Stored } from '#machines/step.ts';
import { startPart, stepPart } from '#machines/step.ts';

export const at = '2026-03-02T10:00:00.000Z';
export const soon = '2026-03-09T10:00:00.000Z';
export const late = '2026-04-14T17:00:00.000Z';
const stamp = { at, by: 'slack:T1:ada' };

export type Said = CaseEvent extends infer E
  ? E extends CaseEvent
    ? Omit<E, 'at' | 'by'>
    : never
  : never;

export interface Told {
  snapshot: Stored<CaseContext>;
  steps: Step<CaseContext, CaseEvent>[];
}

export function newCase(input: Partial<CaseInput> = {}): Told {
  const step = startPart('case', {
    incidentId: 'INC-2026-0001',
    n: 1,
    title: 'Heap overflow',
    cve: null,
    reporter: null,
    bypassOf: null,
    vendorAware: true,
    ...stamp,
    ...input,
  });
  return { snapshot: step.snapshot, steps: [step] };
}

/** The case after the event, or why it was not taken. */
export function tell(
  told: Told,
  event: Said,
  when: Partial<typeof stamp> = {},
): Told | { refused: NotAllowed } {
  const full = { ...event, ...stamp, ...when };
  const stored = JSON.parse(JSON.stringify(told.snapshot)) as Stored<CaseContext>;
  const stepped = stepPart('case', stored, full);
  if (!stepped.ok) return { refused: stepped.refused };
  return { snapshot: stepped.step.snapshot, steps: [...told.steps, stepped.step] };
}

/** As `tell` one after the other; a refusal is a mistake of the test. */
export function after(told: Told, ...events: Said[]): Told {
  return events.reduce((now, event) => {
    const next = tell(now, event);
    if ('refused' in next) throw new Error(`${event.type}: ${JSON.stringify(next.refused)}`);
    return next;
  }, told);
}

export function states({ snapshot }: Told): CaseStates {
  const found = caseStates(snapshot);
  if (found === null) throw new Error('the case went on elsewhere');
  return found;
}

/** What one of the three machines did so far, as a word: `rva`. */
export function word({ snapshot }: Told, machine: 'rm' | 'em' | 'cs'): string {
  return snapshot.context.history
    .filter((move) => move.machine === machine)
    .map(({ code }) => code)
    .join('');
}

export function texts({ steps }: Told): string[] {
  return steps.flatMap(({ entries }) => entries.map(({ text }) => text));
}

export function consequences({ steps }: Told): Consequence[] {
  return steps.at(-1)?.consequences ?? [];
}

export const rmEvents: Record<string, Said> = {
  v: { type: 'VALIDATE' },
  i: { type: 'INVALIDATE', reason: 'by design' },
  a: { type: 'ACCEPT' },
  d: { type: 'DEFER', reason: 'later' },
  c: { type: 'CLOSE', reason: 'done' },
};
export const emEvents: Record<string, Said> = {
  p: { type: 'PROPOSE_EMBARGO', until: late },
  a: { type: 'ACCEPT_EMBARGO' },
  r: { type: 'REJECT_EMBARGO', reason: 'no' },
  t: { type: 'END_EMBARGO', reason: 'enough' },
};
export const csEvents: Record<string, Said> = {
  V: { type: 'VENDOR_AWARE' },
  F: { type: 'FIX_READY' },
  D: { type: 'FIX_DEPLOYED' },
  P: { type: 'FACT', fact: 'public', occurredAt: at, text: 'a blog' },
  X: { type: 'FACT', fact: 'exploit', occurredAt: at, text: 'a repository' },
  A: { type: 'FACT', fact: 'attacks', occurredAt: at, text: 'a customer' },
};
