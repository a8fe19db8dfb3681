// Commands about an incident's place on a release train: which booking is meant, the event of its chart, and why not.
import { monthlyRelease, nextMonthlyRelease } from '#machines/release-calendar.ts';
import { trainName } from '#machines/train-entries.ts';
import { whatNoticeTells } from '#machines/train-notice.ts';
import { trainState } from '#machines/train-state.ts';
import type { TrainEvent } from '#machines/train-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyPartEvent, createPart } from './apply-event.ts';
import { Refused } from './refused.ts';
import type { AboutIncident, Stamp } from './request.ts';
import type { Train } from './train-places.ts';
import { bookingOf, onTheirWay } from './train-places.ts';

/** The one of that number, or the nearest that is still to go. Throws Refused when there is none. */
export function trainFor(db: Db, row: IncidentRow, n: number | null): Train {
  const found = n === null ? onTheirWay(db, row)[0] : loadPart(db, row.id, 'train', n);
  if (found === undefined) throw new Refused({ reason: 'unknownTrain', n, incidentId: row.id });
  return found;
}

/** False when the command is about no train. */
export function changeTrain(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  const { tx } = work;
  const { row } = opened;
  switch (command.verb) {
    case 'joinTrain':
      join(work, opened, command, stamp);
      return true;
    case 'leaveTrain': {
      const { booking, reason } = command;
      take(work, opened, trainFor(tx, row, booking), { ...stamp, type: 'LEAVE', reason });
      return true;
    }
    case 'noticeTrain': {
      const { booking, bulletins, severity, families } = command;
      const train = trainFor(tx, row, booking);
      refuseTelling(tx, row, families);
      take(work, opened, train, { ...stamp, type: 'NOTICE', bulletins, severity, families });
      return true;
    }
    case 'heldWebcast': {
      const { booking, note } = command;
      take(work, opened, webcastOf(tx, row, booking), { ...stamp, type: 'WEBCAST', note });
      return true;
    }
    default:
      return false;
  }
}

/**
 * `go` without a time holds until the train's; another time than the train's is refused, because the list of what goes
 * would be wrong. What was due already goes at once.
 */
export function onTrain(
  { tx, now }: Pick<Work, 'tx' | 'now'>,
  row: IncidentRow,
  command: AboutIncident,
): AboutIncident {
  if (command.verb !== 'go') return command;
  const [train] = onTheirWay(tx, row);
  if (train === undefined) return command;
  const { releaseAt } = train.snapshot.context;
  if (command.at === releaseAt || (command.at !== null && releaseAt <= now)) return command;
  if (command.at !== null)
    throw new Refused({
      reason: 'otherThanTrain',
      n: train.n,
      name: trainName(train.snapshot.context),
      releaseAt,
      incidentId: row.id,
    });
  return releaseAt > now ? { ...command, at: releaseAt } : command;
}

/** Every open case goes along, but one that was decided to go with another release. */
function join(
  work: Work,
  opened: Opened,
  { month, at, reason }: Extract<AboutIncident, { verb: 'joinTrain' }>,
  stamp: Stamp,
): void {
  const { tx, now } = work;
  const { row } = opened;
  const incidentId = row.id;
  if (row.closed) throw new Refused({ reason: 'trainOfClosed', incidentId });
  const releaseAt = at ?? (month === null ? nextMonthlyRelease(now) : monthlyRelease(month));
  if (releaseAt <= now) throw new Refused({ reason: 'trainPast', releaseAt, incidentId });
  const cases = partsOf(tx, incidentId, 'case').filter(({ closed }) => !closed);
  const coming = cases
    .filter(({ snapshot: { context } }) => {
      const decided = context.investigation?.vehicle?.releaseAt ?? null;
      return decided === null || decided === releaseAt;
    })
    .map(({ n }) => n);
  if (coming.length === 0 && cases.length > 0)
    throw new Refused({ reason: 'trainElsewhere', cases: cases.map(({ n }) => n), incidentId });
  const there = onTheirWay(tx, row).find(
    ({ snapshot: { context } }) => context.releaseAt === releaseAt,
  );
  const aboard = there?.snapshot.context.cases ?? [];
  const newcomers = coming.filter((n) => !aboard.includes(n));
  if (there !== undefined && newcomers.length === 0)
    throw new Refused({
      reason: 'trainBooked',
      n: there.n,
      name: trainName(there.snapshot.context),
      incidentId,
    });
  leaveOthers(work, opened, { there, coming, releaseAt }, stamp);
  if (there === undefined) {
    const booking = { ...bookingOf(tx, row, coming), releaseAt, reason };
    createPart(work, opened, 'train', { ...booking, ...stamp });
    return;
  }
  for (const caseNumber of newcomers) {
    const event: TrainEvent = { ...stamp, type: 'CASE_ON', caseNumber };
    applyPartEvent(work, opened, trainFor(tx, row, there.n), event);
  }
}

function leaveOthers(
  work: Work,
  opened: Opened,
  { there, coming, releaseAt }: { there: Train | undefined; coming: number[]; releaseAt: string },
  stamp: Stamp,
): void {
  const reason = `it goes ${releaseAt}`;
  for (const { n, snapshot } of onTheirWay(work.tx, opened.row)) {
    if (n === there?.n) continue;
    const { cases } = snapshot.context;
    const events: TrainEvent[] =
      cases.length === 0
        ? [{ ...stamp, type: 'LEAVE', reason }]
        : cases
            .filter((one) => coming.includes(one))
            .map((caseNumber) => ({ ...stamp, type: 'CASE_OFF', caseNumber, reason }));
    for (const event of events)
      applyPartEvent(work, opened, trainFor(work.tx, opened.row, n), event);
  }
}

/** The last that went and whose webcast nobody has held. */
function webcastOf(db: Db, row: IncidentRow, n: number | null): Train {
  const gone = partsOf(db, row.id, 'train').filter(({ state }) => state === 'departed');
  const open = gone.findLast(({ snapshot: { context } }) => context.webcast === null);
  return n === null && open !== undefined ? open : trainFor(db, row, n ?? gone.at(-1)?.n ?? null);
}

function refuseTelling(db: Db, row: IncidentRow, families: string): void {
  const cases = partsOf(db, row.id, 'case').map(({ snapshot }) => snapshot.context);
  const what = whatNoticeTells(families, row.snapshot.context, cases);
  if (what.length > 0) throw new Refused({ reason: 'noticeTells', what, incidentId: row.id });
}

function take(work: Work, opened: Opened, train: Train, event: TrainEvent): void {
  const refused = applyPartEvent(work, opened, train, event);
  if (refused === null) return;
  const { movedTo } = train.snapshot.context;
  throw new Refused({
    reason: 'trainNotNow',
    n: train.n,
    name: trainName(train.snapshot.context),
    state: trainState(train.snapshot),
    event: event.type,
    movedTo,
    incidentId: opened.row.id,
  });
}
