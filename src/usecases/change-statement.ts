// Commands about statements: which one is meant, the event of its chart, and why not. What its label does not let its
// audience read, and what would give an embargoed case away, is neither approved nor given.
import { isToldOfEmbargoes, labelsFor, whyNot } from '#machines/audiences.ts';
import { rmState } from '#machines/case-state.ts';
import { isClockOpen } from '#machines/clock-state.ts';
import type { DraftSource } from '#machines/draft-source.ts';
import { fieldsOf } from '#machines/regulator-fields.ts';
import { fieldsIn, toBeWritten } from '#machines/regulator-text.ts';
import { draftOf } from '#machines/statement-draft.ts';
import { statementState } from '#machines/statement.ts';
import type { StatementContext, StatementEvent } from '#machines/statement-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import type { StatementCommand } from '../commands/statement-command.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent, applyPartEvent, createPart } from './apply-event.ts';
import { changeClock } from './change-clock.ts';
import { refuseRevealing } from './embargo-guard.ts';
import { Refused } from './refused.ts';
import type { AboutIncident, Stamp } from './request.ts';

type Statement = PartRow<'statement'>;
type Draft = Extract<StatementCommand, { verb: 'draftStatement' }>;
type Give = Extract<StatementCommand, { verb: 'giveStatement' }>;

/** Throws Refused when there is no such statement. */
export function statementFor(db: Db, row: IncidentRow, n: number): Statement {
  const found = loadPart(db, row.id, 'statement', n);
  if (found === undefined) throw new Refused({ reason: 'unknownStatement', n, incidentId: row.id });
  return found;
}

/** How it reads: an approval is of these words under this label. */
export function readingOf({ tlp, text }: Pick<StatementContext, 'tlp' | 'text'>): string {
  return `${tlp === null ? '' : `TLP:${tlp} `}${text}`;
}

/** Everything for the outside needs two people; a holding statement and what stays in the house need one. */
export function needsTwo({ kind }: Pick<StatementContext, 'kind'>): boolean {
  return kind !== 'holding' && kind !== 'executive-brief';
}

/** False when the command is about no statement. */
export function changeStatement(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  const { tx } = work;
  const { row } = opened;
  switch (command.verb) {
    case 'draftStatement':
      draft(work, opened, command, stamp);
      return true;
    case 'writeStatement': {
      const { text } = command;
      take(work, opened, statementFor(tx, row, command.statement), {
        ...stamp,
        type: 'WRITE',
        text,
      });
      return true;
    }
    case 'labelStatement': {
      const { label } = command;
      take(work, opened, statementFor(tx, row, command.statement), {
        ...stamp,
        type: 'LABEL',
        label,
      });
      return true;
    }
    case 'approveStatement': {
      const statement = statementFor(tx, row, command.statement);
      const { context } = statement.snapshot;
      if (command.as !== undefined && command.as !== readingOf(context))
        throw new Refused({ reason: 'statementChanged', n: context.n, incidentId: row.id });
      refuseUnlessTellable(work, row, statement, 'APPROVE');
      take(work, opened, statement, { ...stamp, type: 'APPROVE' });
      return true;
    }
    case 'giveStatement':
      give(work, opened, command, stamp);
      return true;
    case 'withdrawStatement': {
      const { reason } = command;
      take(work, opened, statementFor(tx, row, command.statement), {
        ...stamp,
        type: 'WITHDRAW',
        reason,
      });
      return true;
    }
    default:
      return false;
  }
}

function draft(
  work: Work,
  opened: Opened,
  { kind, clockNumber, label, text }: Draft,
  { at, by }: Stamp,
): void {
  const { row } = opened;
  const { context: incident } = row.snapshot;
  const source = sourceOf(work.tx, row, clockNumber);
  if (kind === 'regulator' && source.clock === null) refuseClock(work.tx, row);
  const made = draftOf(kind, source);
  createPart(work, opened, 'statement', {
    kind,
    tlp: label ?? incident.tlp,
    text: text ?? made.text,
    withheld: made.withheld,
    drill: row.drill,
    clock: source.clock?.n ?? null,
    at,
    by,
  });
}

function sourceOf(db: Db, row: IncidentRow, clockNumber: number | null): DraftSource {
  const clocks = askedFor(db, row);
  return {
    incident: row.snapshot.context,
    cases: partsOf(db, row.id, 'case').flatMap(({ snapshot }) => {
      const rm = rmState(snapshot);
      return rm === 'moved' ? [] : [{ context: snapshot.context, rm }];
    }),
    clocks: partsOf(db, row.id, 'clock')
      .filter(({ snapshot }) => isClockOpen(snapshot))
      .map(({ snapshot }) => snapshot.context),
    clock: clocks.find(({ n }) => n === clockNumber) ?? null,
  };
}

/** Clocks for which an authority asks for a text. */
function askedFor(db: Db, row: IncidentRow): DraftSource['clocks'] {
  return partsOf(db, row.id, 'clock')
    .filter(({ snapshot }) => isClockOpen(snapshot))
    .map(({ snapshot }) => snapshot.context)
    .filter(({ regime, obligation }) => fieldsOf(regime, obligation).length > 0);
}

function refuseClock(db: Db, row: IncidentRow): never {
  const clocks = askedFor(db, row).map(({ n, name }) => ({ n, name }));
  throw new Refused({ reason: 'statementClock', clocks, incidentId: row.id });
}

/** A holding statement that was given is one of the incident’s; a regulator’s files its clock. */
function give(work: Work, opened: Opened, { statement: n, how, to }: Give, stamp: Stamp): void {
  const { row } = opened;
  const statement = statementFor(work.tx, row, n);
  const { kind, clock, text, given, approved } = statement.snapshot.context;
  refuseUnlessTellable(work, row, statement, 'GIVE');
  const told = given.find(
    (one) => one.how === how && one.to === to && one.at >= (approved?.at ?? ''),
  );
  if (told !== undefined)
    throw new Refused({ reason: 'statementTold', n, at: told.at, to, incidentId: row.id });
  if (clock !== null && given.length === 0)
    changeClock(
      work,
      opened,
      {
        verb: 'fileClock',
        clockNumber: clock,
        reference: to === '' ? `statement ${n}` : to,
        at: null,
        isProgress: false,
        incidentId: row.id,
      },
      stamp,
    );
  take(work, opened, statement, { ...stamp, type: 'GIVE', how, to });
  if (kind === 'holding' && given.length === 0)
    applyIncidentEvent(work, opened, { ...stamp, type: 'HOLDING', text });
}

/** The state comes first: nobody mends a label of what cannot be approved or given anyway. */
function refuseUnlessTellable(
  work: Work,
  row: IncidentRow,
  statement: Statement,
  event: 'APPROVE' | 'GIVE',
): void {
  const { context } = statement.snapshot;
  const { n, audience, tlp, text, kind } = context;
  const state = statementState(statement.snapshot);
  const isInPlace =
    event === 'APPROVE' ? state === 'draft' : state === 'approved' || state === 'given';
  if (!isInPlace) throw notNow(row, statement, event);
  const why = whyNot(tlp, audience);
  if (why !== null)
    throw new Refused({
      reason: 'statementLabel',
      n,
      why,
      labels: labelsFor(audience),
      incidentId: row.id,
    });
  if (!isToldOfEmbargoes(audience)) refuseRevealing(work, row, text);
  if (kind !== 'regulator') return;
  const fields = Object.entries(fieldsIn(text)).filter(([, value]) => value === toBeWritten);
  if (fields.length > 0)
    throw new Refused({
      reason: 'statementUnwritten',
      n,
      fields: fields.map(([name]) => name),
      incidentId: row.id,
    });
}

function take(work: Work, opened: Opened, statement: Statement, event: StatementEvent): void {
  if (applyPartEvent(work, opened, statement, event) !== null)
    throw notNow(opened.row, statement, event.type);
}

function notNow(
  row: IncidentRow,
  { n, snapshot }: Statement,
  event: StatementEvent['type'],
): Refused {
  return new Refused({
    reason: 'statementNotNow',
    n,
    state: statementState(snapshot),
    event,
    movedTo: snapshot.context.movedTo,
    incidentId: row.id,
  });
}
