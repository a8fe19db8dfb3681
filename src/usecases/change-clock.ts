// Commands about clocks: which one is meant, the event of its chart, and why not.
import { clockState } from '#machines/clock-state.ts';
import type { ClockEvent } from '#machines/clock-types.ts';
import type { ClockStart } from '#machines/clock-triggers.ts';
import type { RegimeId } from '#machines/regimes.ts';
import { regimes } from '#machines/regimes.ts';
import type { NotAllowed } from '#machines/step.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyPartEvent, startClocks } from './apply-event.ts';
import { caseFor } from './change-case.ts';
import { Refused } from './refused.ts';
import type { AboutIncident, Stamp } from './request.ts';

type Clock = PartRow<'clock'>;

/** Throws Refused when there is no such clock. */
export function clockFor(db: Db, row: IncidentRow, n: number): Clock {
  const found = loadPart(db, row.id, 'clock', n);
  if (found === undefined) throw new Refused({ reason: 'unknownClock', n, incidentId: row.id });
  return found;
}

/** False when the command is about no clock. */
export function changeClock(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  const { tx } = work;
  const { row } = opened;
  switch (command.verb) {
    case 'proposeClock':
      propose(work, opened, command, stamp);
      return true;
    case 'decideClock':
      decide(work, opened, command, stamp);
      return true;
    case 'fileClock': {
      const { clockNumber, reference, isProgress } = command;
      const clock = clockFor(tx, row, clockNumber);
      const filedAt = command.at ?? stamp.at;
      const { regime, caseNumber } = clock.snapshot.context;
      take(
        work,
        opened,
        clock,
        isProgress
          ? { ...stamp, type: 'PROGRESS', reference }
          : { ...stamp, type: 'FILED', reference, filedAt },
      );
      if (regime === 'reporter' && caseNumber !== null)
        promiseNews(work, opened, caseNumber, filedAt);
      return true;
    }
    case 'waiveClock': {
      const clock = clockFor(tx, row, command.clockNumber);
      take(work, opened, clock, { ...stamp, type: 'WAIVE', reason: command.reason });
      return true;
    }
    case 'clockSince': {
      const clock = clockFor(tx, row, command.clockNumber);
      // What is only proposed counts as a whole from another time.
      const meant = clock.state === 'proposed' ? groupOf(tx, row, clock) : [clock];
      takeAll(work, opened, meant, { ...stamp, type: 'SINCE', t0At: command.since });
      return true;
    }
    case 'answerReporter':
      answer(work, opened, command, stamp);
      return true;
    default:
      return false;
  }
}

function propose(
  work: Work,
  opened: Opened,
  { regime, since, reason }: Extract<AboutIncident, { verb: 'proposeClock' }>,
  stamp: Stamp,
): void {
  const asked = clocksOf(work.tx, opened.row, regime).find(({ state }) => state === 'proposed');
  if (asked !== undefined)
    throw new Refused({ reason: 'clockProposed', n: asked.n, incidentId: opened.row.id });
  startClocks(work, opened, byHand(regime, since, reason, stamp), stamp.by);
}

/** What nobody knows of is the awareness of now; that something is material nobody knows before it is determined. */
function byHand(regime: RegimeId, since: string | null, reason: string, { at }: Stamp): ClockStart {
  return {
    regime,
    applies: false,
    since: since ?? (regime === 'sec' ? null : at),
    reason: reason === '' ? 'somebody says so' : reason,
    caseNumber: null,
  };
}

/** A number is the clock of that number; the first one of a regime stands for all that can take it. */
function decide(
  work: Work,
  opened: Opened,
  { which, applies, since, reason }: Extract<AboutIncident, { verb: 'decideClock' }>,
  stamp: Stamp,
): void {
  const { tx } = work;
  const { row } = opened;
  if (typeof which === 'string' && clocksOf(tx, row, which).length === 0)
    startClocks(work, opened, byHand(which, since, reason, stamp), stamp.by);
  const named =
    typeof which === 'number' ? clockFor(tx, row, which) : clocksOf(tx, row, which).at(-1);
  if (named === undefined) return;
  const group = groupOf(tx, row, named);
  const isAll = typeof which === 'string' || named.n === named.snapshot.context.group;
  const event: ClockEvent = applies
    ? { ...stamp, type: 'APPLIES', since, reason }
    : { ...stamp, type: 'NOT_APPLICABLE', reason };
  takeAll(work, opened, isAll ? group : [named], event);
}

/** The first must take it, or it is refused; the others of its regime as far as they can. */
function takeAll(
  work: Work,
  opened: Opened,
  [first, ...others]: readonly Clock[],
  event: ClockEvent,
): void {
  if (first === undefined) return;
  take(work, opened, first, event);
  for (const other of others) applyPartEvent(work, opened, other, event);
}

function answer(
  work: Work,
  opened: Opened,
  { caseNumber, at }: Extract<AboutIncident, { verb: 'answerReporter' }>,
  stamp: Stamp,
): void {
  const { tx } = work;
  const { row } = opened;
  const { reporter } = caseFor(tx, row, caseNumber).snapshot.context;
  if (reporter === null)
    throw new Refused({ reason: 'noReporter', n: caseNumber, incidentId: row.id });
  const filedAt = at ?? stamp.at;
  const event: ClockEvent = { ...stamp, type: 'FILED', reference: 'answered', filedAt };
  for (const clock of clocksOf(tx, row, 'reporter')) {
    if (clock.snapshot.context.caseNumber === caseNumber && !clock.closed)
      take(work, opened, clock, event);
  }
  promiseNews(work, opened, caseNumber, filedAt);
}

/** The next news is due 7 days after the last, until the case is closed. */
function promiseNews(work: Work, opened: Opened, caseNumber: number, since: string): void {
  if (caseFor(work.tx, opened.row, caseNumber).closed) return;
  startClocks(
    work,
    opened,
    {
      regime: 'reporter',
      obligation: 'update',
      applies: true,
      since,
      reason: 'the reporter was answered',
      caseNumber,
    },
    'ssirp',
  );
}

/** Of this incident, by number; not those that went on in another one. */
function clocksOf(db: Db, row: IncidentRow, regime: RegimeId): Clock[] {
  return partsOf(db, row.id, 'clock').filter(
    ({ state, snapshot }) => snapshot.context.regime === regime && state !== 'moved',
  );
}

/** All clocks of its regime, the first in front. */
function groupOf(db: Db, row: IncidentRow, { snapshot }: Clock): Clock[] {
  const { regime, group } = snapshot.context;
  return clocksOf(db, row, regime).filter((other) => other.snapshot.context.group === group);
}

function take(work: Work, opened: Opened, clock: Clock, event: ClockEvent): void {
  const refused = applyPartEvent(work, opened, clock, event);
  if (refused !== null) throw notNow(opened.row, clock, event.type, refused);
}

function notNow(
  row: IncidentRow,
  { n, snapshot }: Clock,
  event: ClockEvent['type'],
  refused: NotAllowed,
): Refused {
  const { name, regime, movedTo } = snapshot.context;
  return new Refused({
    reason: 'clockNotNow',
    n,
    name,
    regime: regimes[regime].name,
    state: clockState(snapshot),
    event,
    guards: 'guards' in refused ? refused.guards : [],
    movedTo,
    incidentId: row.id,
  });
}
