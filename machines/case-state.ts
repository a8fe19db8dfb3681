// Reads the stored state of a case, and takes it along when its incident is merged into another.
import { caseEntry } from './case-entries.ts';
import { gapsOf } from './case-gaps.ts';
import { has, isBarred, isCriticalSecret } from './case-guards.ts';
import type { CaseContext, CaseStates, EmState, RmState } from './case-types.ts';
import type { Consequence, EntryDraft } from './effects.ts';
import type { CaseStanding } from './incident-types.ts';
import type { Move, MovedFrom } from './part-types.ts';
import { remedyWithoutWords } from './remedy.ts';
import type { Stored } from './stored.ts';

interface CaseValue {
  here?: {
    rm: RmState;
    em: EmState;
    cs: Record<'vendor' | 'awareness' | 'exploit' | 'attacks', string>;
  };
}

/** Null for a case that went on in another incident. */
export function caseStates({ value }: Pick<Stored<CaseContext>, 'value'>): CaseStates | null {
  const { here } = value as CaseValue;
  if (here === undefined) return null;
  const { vendor, awareness, exploit, attacks } = here.cs;
  return { rm: here.rm, em: here.em, cs: `${vendor}${awareness}${exploit}${attacks}` };
}

export function rmState(stored: Stored<CaseContext>): RmState | 'moved' {
  return caseStates(stored)?.rm ?? 'moved';
}

export function isCaseClosed(stored: Stored<CaseContext>): boolean {
  const rm = rmState(stored);
  return rm === 'closed' || rm === 'moved';
}

/** Null for a case that went on in another incident. */
export function caseStanding(stored: Stored<CaseContext>): CaseStanding | null {
  const states = caseStates(stored);
  if (states === null) return null;
  const { n, isWithoutEmbargo } = stored.context;
  // Where none may start any more, there is nothing to decide.
  const isDecided = isWithoutEmbargo || states.em !== 'none' || isBarred(stored.context);
  const { context } = stored;
  const lacks = gapsOf(context);
  const isMitigated = has(context, 'A') && !lacks.includes('mitigation');
  return {
    n,
    rm: states.rm,
    hasPosture: isDecided,
    lacks,
    ...(isMitigated ? { isMitigated } : {}),
  };
}

/** Title, CVE and reporter of a private incident's case stay there. */
export function caseMoved(context: CaseContext, { to, numbers, isWider }: Move): CaseContext {
  const { kev, investigation, ...known } = context;
  const { n, incidentId, duplicateOf, bypassOf } = context;
  const renumbered = (old: number | null): number | null =>
    old === null ? null : (numbers.get(old) ?? null);
  return {
    ...known,
    ...(kev === undefined || isWider ? {} : { kev }),
    ...(investigation === undefined
      ? {}
      : { investigation: isWider ? remedyWithoutWords(investigation) : investigation }),
    ...to,
    duplicateOf: renumbered(duplicateOf),
    bypassOf: renumbered(bypassOf),
    ...(isWider
      ? { title: `case ${n} of ${incidentId}, private: see there`, cve: null, reporter: null }
      : {}),
  };
}

export function caseTakenOver(context: CaseContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now case ${from.n} of ${from.incidentId}`;
  return caseEntry(context, { at, by }, 'takenOver', did, { from: from.incidentId, was: from.n });
}

/** What the incident that takes it over must know at once. */
export function caseArrived(context: CaseContext): Consequence[] {
  if (!isCriticalSecret(context)) return [];
  return [{ kind: 'toIncident', event: { type: 'CRITICAL_CASE', n: context.n, holds: true } }];
}
