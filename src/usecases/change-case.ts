// Commands about cases: which case is meant, the event of its chart, and why not.
import { caseStates } from '#machines/case-state.ts';
import type { CaseEvent, CaseInput } from '#machines/case-types.ts';
import type { CaseFact, FactName, IncidentEvent } from '#machines/incident-types.ts';
import { caseFactNames } from '#machines/incident-types.ts';
import { unmetNeeds } from '#machines/investigation.ts';
import type { NotAllowed } from '#machines/step.ts';
import { leaves } from '#machines/step.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyPartEvent, createPart } from './apply-event.ts';
import { assessmentEvent } from './assessment-event.ts';
import { courseKinds, lastDeed, Refused, takeEvent } from './refused.ts';
import type { AboutIncident, Stamp } from './request.ts';
import { lookUpInKev } from './threat.ts';

/** Throws Refused when there is no such case. */
export function caseFor(db: Db, row: IncidentRow, n: number): PartRow<'case'> {
  const found = loadPart(db, row.id, 'case', n);
  if (found === undefined) throw new Refused({ reason: 'unknownCase', n, incidentId: row.id });
  return found;
}

/** False when the command is about no case. */
export function changeCase(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  switch (command.verb) {
    case 'addCase': {
      const { title, cve, reporter, vendorAware } = command;
      addCase(work, opened, { title, cve, reporter, vendorAware, bypassOf: null, ...stamp });
      return true;
    }
    case 'bypassCase': {
      const { caseNumber, title } = command;
      caseFor(work.tx, opened.row, caseNumber);
      const bypass = { title, cve: null, reporter: null, vendorAware: true, bypassOf: caseNumber };
      addCase(work, opened, { ...bypass, ...stamp });
      return true;
    }
    case 'duplicateCase':
      refuseCircle(work.tx, opened.row, command.caseNumber, command.of);
      take(work, opened, command.caseNumber, { ...stamp, type: 'DUPLICATE', of: command.of });
      return true;
    case 'moveCase':
      take(work, opened, command.caseNumber, moveEvent(command, stamp));
      return true;
    case 'caseCve':
      take(work, opened, command.caseNumber, { ...stamp, type: 'CVE', cve: command.cve });
      lookUpInKev(work, opened, caseFor(work.tx, opened.row, command.caseNumber));
      return true;
    case 'caseState': {
      const type = ({ V: 'VENDOR_AWARE', F: 'FIX_READY', D: 'FIX_DEPLOYED' } as const)[
        command.code
      ];
      take(work, opened, command.caseNumber, { ...stamp, type });
      return true;
    }
    case 'bugBar':
    case 'caseSeverity':
    case 'caseCvss':
    case 'caseCwe':
    case 'caseProducts':
    case 'removeProduct':
    case 'assessCase':
    case 'reconcileCase':
    case 'signOffCase':
      take(work, opened, command.caseNumber, { ...stamp, ...assessmentEvent(command) });
      return true;
    case 'remedy':
      take(work, opened, command.caseNumber, { ...stamp, ...command.act });
      return true;
    case 'embargo': {
      const n =
        command.caseNumber ?? onlyCase(work.tx, opened.row, `embargo case <n> ${command.step}`).n;
      take(work, opened, n, embargoEvent(command, stamp));
      return true;
    }
    default:
      return false;
  }
}

function moveEvent(
  { to, reason }: Extract<AboutIncident, { verb: 'moveCase' }>,
  stamp: Stamp,
): CaseEvent {
  switch (to) {
    case 'valid':
      return { ...stamp, type: 'VALIDATE' };
    case 'accepted':
      return { ...stamp, type: 'ACCEPT' };
    case 'invalid':
      return { ...stamp, type: 'INVALIDATE', reason };
    case 'deferred':
      return { ...stamp, type: 'DEFER', reason };
    case 'closed':
      return { ...stamp, type: 'CLOSE', reason };
  }
}

function embargoEvent(
  { step, until, reason }: Extract<AboutIncident, { verb: 'embargo' }>,
  stamp: Stamp,
): CaseEvent {
  switch (step) {
    case 'propose':
      return { ...stamp, type: 'PROPOSE_EMBARGO', until: until ?? stamp.at };
    case 'revise':
      return { ...stamp, type: 'REVISE_EMBARGO', until: until ?? stamp.at };
    case 'accept':
      return { ...stamp, type: 'ACCEPT_EMBARGO' };
    case 'reject':
      return { ...stamp, type: 'REJECT_EMBARGO', reason };
    case 'end':
      return { ...stamp, type: 'END_EMBARGO', reason };
    case 'none':
      return { ...stamp, type: 'NO_EMBARGO', reason };
  }
}

/** The first case is what the incident was about so far: its facts are the case's. */
function addCase(work: Work, opened: Opened, input: Omit<CaseInput, 'incidentId' | 'n'>): void {
  const { row } = opened;
  if (row.closed) refuseClosed(work.tx, row);
  const isFirst = partsOf(work.tx, row.id, 'case').length === 0;
  const n = createPart(work, opened, 'case', input);
  const { facts } = row.snapshot.context;
  for (const fact of caseFactNames) {
    const occurredAt = facts[fact];
    if (!isFirst || occurredAt === null) continue;
    const { at, by } = input;
    const known = { type: 'FACT', fact, occurredAt, text: '', at, by } as const;
    applyPartEvent(work, opened, caseFor(work.tx, row, n), known);
  }
  lookUpInKev(work, opened, caseFor(work.tx, row, n));
}

function refuseClosed(db: Db, row: IncidentRow): never {
  throw new Refused({
    reason: 'notNow',
    event: 'ADD_CASE',
    onlyIn: ['active'],
    now: leaves(row.snapshot.value),
    incidentId: row.id,
    phase: row.snapshot.context.phase,
    closed: true,
    last: lastDeed(db, row.id, { kinds: courseKinds }),
  });
}

/** A duplicate of a duplicate of itself would have no original. */
function refuseCircle(db: Db, row: IncidentRow, n: number, original: number): void {
  const seen = new Set<number>();
  for (let at: number | null = original; at !== null && !seen.has(at);) {
    seen.add(at);
    const found: PartRow<'case'> = caseFor(db, row, at);
    if (at === n) throw notNow(row, caseFor(db, row, n), 'DUPLICATE', { guards: ['isOtherCase'] });
    at = found.snapshot.context.duplicateOf;
  }
}

function take(work: Work, opened: Opened, n: number, event: CaseEvent): void {
  const part = caseFor(work.tx, opened.row, n);
  const refused = applyPartEvent(work, opened, part, event);
  if (refused !== null) throw notNow(opened.row, part, event.type, withNeeds(part, event, refused));
}

/** Each of the many needs of an investigation goes by its own name. */
function withNeeds(
  { snapshot }: PartRow<'case'>,
  event: CaseEvent,
  refused: NotAllowed,
): NotAllowed {
  const isOfNeeds = 'guards' in refused && refused.guards.includes('hasAllItNeeds');
  return isOfNeeds ? { guards: unmetNeeds(snapshot.context, event) } : refused;
}

function notNow(
  row: IncidentRow,
  { n, snapshot }: PartRow<'case'>,
  event: CaseEvent['type'],
  refused: NotAllowed,
): Refused {
  const { history, movedTo } = snapshot.context;
  return new Refused({
    reason: 'caseNotNow',
    n,
    event,
    guards: 'guards' in refused ? refused.guards : [],
    onlyIn: 'onlyIn' in refused ? refused.onlyIn : [],
    states: caseStates(snapshot),
    history,
    movedTo,
    incidentId: row.id,
  });
}

/** The case that is meant when none was named: the only one that is not closed. */
export function onlyCase(db: Db, row: IncidentRow, command: string): PartRow<'case'> {
  const open = partsOf(db, row.id, 'case').filter(({ closed }) => !closed);
  const [only, ...others] = open;
  if (only !== undefined && others.length === 0) return only;
  const cases = open.map(({ n, snapshot }) => ({ n, title: snapshot.context.title }));
  throw new Refused({ reason: 'whichCase', cases, command, incidentId: row.id });
}

type Fact = Extract<IncidentEvent, { type: 'FACT' }>;

/**
 * A fact about cases, which make it the incident's. False when it is only the incident's: there is no case.
 * Nobody may end all embargoes with one word by mistake, so of several cases one must be named, or all.
 */
export function takeFact(work: Work, opened: Opened, command: AboutIncident, event: Fact): boolean {
  if (command.verb !== 'fact') return false;
  const { fact } = event;
  const meant = meantBy(work.tx, opened.row, command);
  if (meant === null) return false;
  if (!isCaseFact(fact)) {
    takeOfIncident(work, opened, event, meant, command.caseNumber);
    return true;
  }
  const refused = tellCases(work, opened, meant, { ...event, fact });
  if (refused.some(({ why }) => why === null)) return true;
  const [first] = refused;
  // The cases know; the incident itself may still have to learn it, or says who told it.
  if (command.caseNumber === undefined || first === undefined || first.why === null) {
    takeEvent(work, opened, event);
    return true;
  }
  throw notNow(opened.row, first.part, 'FACT', first.why);
}

function isCaseFact(fact: FactName): fact is CaseFact {
  return caseFactNames.some((name) => name === fact);
}

/** Does it say that a case is attacked? */
function isOfAttacks(fact: FactName): boolean {
  return fact === 'broad' || fact === 'kev';
}

/** Which cases a fact is about; null when there is none, or when it need not be said. */
function meantBy(
  db: Db,
  row: IncidentRow,
  { fact, caseNumber }: Extract<AboutIncident, { verb: 'fact' }>,
): PartRow<'case'>[] | null {
  const here = partsOf(db, row.id, 'case').filter(({ state }) => state !== 'moved');
  if (here.length === 0 && caseNumber === undefined) return null;
  if (caseNumber === 'all') return here;
  if (caseNumber !== undefined) return [caseFor(db, row, caseNumber)];
  // Only attacks are news to a case.
  const isNews = isOfAttacks(fact) && row.snapshot.context.facts.attacks === null;
  return isCaseFact(fact) || isNews ? openOr(db, row, `fact ${fact} case <n>`) : null;
}

function tellCases(
  work: Work,
  opened: Opened,
  meant: readonly PartRow<'case'>[],
  { type, fact, occurredAt, text, at, by }: Fact & { fact: CaseFact },
): { part: PartRow<'case'>; why: NotAllowed | null }[] {
  return meant.map((part) => ({
    part,
    why: applyPartEvent(work, opened, part, { type, fact, occurredAt, text, at, by }),
  }));
}

/** What the incident knows already may be news to the case: it is attacked, too. */
function takeOfIncident(
  work: Work,
  opened: Opened,
  event: Fact,
  meant: readonly PartRow<'case'>[],
  named: number | 'all' | undefined,
): void {
  const caseNumber = named ?? meant[0]?.n;
  const known = (opened.row.snapshot.context.facts[event.fact] ?? null) !== null;
  if (known && isOfAttacks(event.fact)) {
    const attacks = { ...event, fact: 'attacks', text: event.text || event.fact } as const;
    if (tellCases(work, opened, meant, attacks).some(({ why }) => why === null)) return;
  }
  takeEvent(work, opened, caseNumber === undefined ? event : { ...event, caseNumber });
}

/** Null when every case is closed: then the fact is one of the incident. */
function openOr(db: Db, row: IncidentRow, command: string): PartRow<'case'>[] | null {
  const isAny = partsOf(db, row.id, 'case').some(({ closed }) => !closed);
  return isAny ? [onlyCase(db, row, command)] : null;
}
