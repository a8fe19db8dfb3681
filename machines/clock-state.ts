// Reads the stored state of a clock, and takes it along when its incident is merged into another.
import { clockEntry } from './clock-entries.ts';
import type { ClockContext, ClockState } from './clock-types.ts';
import type { EntryDraft } from './effects.ts';
import type { Move, MovedFrom } from './part-types.ts';
import { regimes, stageOf } from './regimes.ts';
import type { Stored } from './stored.ts';

export function clockState({ value }: Pick<Stored<ClockContext>, 'value'>): ClockState {
  return value === 'moved' ? 'moved' : (value as { here: ClockState }).here;
}

/** Proposed, running or waiting: somebody still has to do something, now or later. */
export function isClockOpen(stored: Stored<ClockContext>): boolean {
  const state = clockState(stored);
  return state === 'proposed' || state === 'running' || state === 'waiting';
}

/** Its time has passed while it is open: said with the warning, so that the record agrees. */
export function isOverdue(stored: Stored<ClockContext>): boolean {
  return isClockOpen(stored) && stored.context.warned === 'passed';
}

/** Words of a private incident stay there. */
export function clockMoved(
  context: ClockContext,
  { to, numbers, renamed, isWider }: Move,
): ClockContext {
  const { group, caseNumber, incidentId, n, regime, obligation } = context;
  const there = caseNumber === null ? undefined : renamed.get(`case/${caseNumber}`);
  const newCase = there === undefined ? null : Number(there.slice('case/'.length));
  const about = newCase === null ? '' : ` of case ${newCase}`;
  return {
    ...context,
    ...to,
    group: numbers.get(group) ?? to.n,
    caseNumber: newCase,
    name: caseNumber === null ? context.name : `${stageName(regime, obligation)}${about}`,
    ...(isWider
      ? {
          reason: `clock ${n} of ${incidentId}, private: see there`,
          reference: null,
          decided: unsaid(context),
        }
      : {}),
  };
}

const unsaid = ({ decided }: ClockContext): ClockContext['decided'] =>
  decided === null ? null : { ...decided, reason: '' };

function stageName(regime: ClockContext['regime'], obligation: ClockContext['obligation']): string {
  return `${regimes[regime].short} ${stageOf(regime, obligation).name}`.trim();
}

export function clockTakenOver(context: ClockContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now clock ${from.n} of ${from.incidentId}`;
  return clockEntry(context, { at, by }, 'takenOver', did, { from: from.incidentId, was: from.n });
}
