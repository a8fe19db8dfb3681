// How a clock went, from when it was due and when it was done, and how many went how.
import type { ClockContext, ClockState } from './clock-types.ts';
import type { IsoInstant } from './incident-types.ts';

interface Clock {
  state: ClockState;
  context: ClockContext;
}

/** Of a clock that applied and had a due time: how it went, or stands now. */
export type ClockOutcome = 'met' | 'late' | 'overdue' | 'running';

/** Null: it waits, does not apply, was waived before it was due, went elsewhere, or has no due time. */
export function clockOutcome(
  { state, context: { dueAt, filedAt, decided } }: Clock,
  now: IsoInstant,
): ClockOutcome | null {
  if (dueAt === null) return null;
  switch (state) {
    case 'filed':
      return filedAt !== null && filedAt > dueAt ? 'late' : 'met';
    case 'running':
      return now > dueAt ? 'overdue' : 'running';
    case 'waived':
      // Waiving what was missed does not undo that it was.
      return decided !== null && decided.at > dueAt ? 'overdue' : null;
    case 'proposed':
    case 'waiting':
    case 'notApplicable':
    case 'moved':
      return null;
  }
}

export interface ClockCounts {
  /** Done by the time at which they were due. */
  met: number;
  /** Done later, not done and overdue, or waived after they were due. */
  missed: number;
  /** Applying, not done and not due yet. */
  running: number;
}

export function clockCounts(clocks: readonly Clock[], now: IsoInstant): ClockCounts {
  const outcomes = clocks.map((clock) => clockOutcome(clock, now));
  const count = (...names: readonly (ClockOutcome | null)[]): number =>
    outcomes.filter((outcome) => names.includes(outcome)).length;
  return { met: count('met'), missed: count('late', 'overdue'), running: count('running') };
}
