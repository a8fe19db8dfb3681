// How a clock is said: its state, its due time, what it waits for. Whoever reads it knows that a person submits.
import type { Basis } from '#machines/calendar.ts';
import type { ClockState } from '#machines/clock-types.ts';
import type { Awaited } from '#machines/regimes.ts';
import type { ClockView } from '../commands/view-types.ts';
import type { Rich } from './message.ts';
import { bold, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { plural } from './view-blocks.ts';

export const clockStateNames: Record<ClockState, string> = {
  proposed: 'to be decided',
  running: 'running',
  waiting: 'waiting',
  filed: 'done',
  notApplicable: 'does not apply',
  waived: 'waived',
  moved: 'moved',
};

const awaited: Record<Awaited, string> = {
  measure: 'a corrective or mitigating measure is available to users',
  notification: 'the notification is submitted',
  handled: 'the incident is handled',
  highRisk: 'a high risk to persons is found',
  information: 'information that was missing is available',
};

/** `24 h`, `14 d`, `4 business days`, `1 month`. */
function lengthOf(basis: Basis | null): string {
  if (basis === null) return 'without undue delay';
  const { unit, count } = basis;
  if (unit === 'calendarMonth') return `${count} ${plural('month', count)}`;
  if (unit === 'businessDays:US') return `${count} business days`;
  return count > 72 && count % 24 === 0 ? `${count / 24} d` : `${count} h`;
}

/** `due …`, `24 h from its start`, or what it waits for. */
export function whenDue({ state, context }: ClockView): Rich {
  const { dueAt, waitsFor, basis, filedAt, filedBy, reference, decided, warned } = context;
  switch (state) {
    case 'filed':
      return rich`done ${{ at: filedAt ?? '' }}, as ${who(filedBy ?? '')} says: ${richOf(line(reference ?? '', 200))}`;
    case 'notApplicable':
    case 'waived': {
      const why = line(decided?.reason ?? '', 200);
      return rich`${clockStateNames[state]}${why === '' ? '' : rich`: ${richOf(why)}`}`;
    }
    case 'moved':
      return rich`went on in ${context.movedTo?.incidentId ?? 'another incident'}`;
    case 'proposed':
    case 'running':
    case 'waiting':
      if (waitsFor !== null) return rich`${lengthOf(basis)} once ${awaited[waitsFor]}`;
      if (dueAt === null)
        return basis === null ? ['due without undue delay'] : [`${lengthOf(basis)} from then`];
      return warned === 'passed'
        ? rich`overdue since ${{ at: dueAt }}`
        : rich`due ${{ at: dueAt }}`;
  }
}

/** `Clock 2 CRA notification · running · due …` in one line. */
export function clockLine(view: ClockView): Rich {
  const { state, n, context } = view;
  const isTold = state === 'proposed' || state === 'running' || state === 'waiting';
  const middle = isTold ? ` · ${clockStateNames[state]}` : '';
  return rich`${bold(`Clock ${n}`)} ${context.name}${middle} · ${whenDue(view)}`;
}

/** The nearest due first; what has no due time at the end. */
export function byDue(clocks: readonly ClockView[]): ClockView[] {
  return clocks.toSorted((a, b) => dueOf(a).localeCompare(dueOf(b)) || a.n - b.n);
}

/** A nine comes after every date; a tilde would come before. */
const dueOf = ({ context: { dueAt } }: ClockView): string => dueAt ?? '9';
