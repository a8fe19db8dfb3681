// One accepted event, written whole: journal, timeline, snapshot, timers and effects, in the caller's transaction.
// Consequences (one chart's step asking something of another) are followed until none is left.
import type { ClockChanges, ClockStart } from '#machines/clock-triggers.ts';
import { clocksOfIncident, obligationsOf } from '#machines/clock-triggers.ts';
import type { Consequence } from '#machines/effects.ts';
import type { DeclareInput, IncidentContext, IncidentEvent } from '#machines/incident-types.ts';
import type { PartKind, Parts } from '#machines/part-types.ts';
import { placed } from '#machines/part-types.ts';
import { refresh } from '#machines/rule-parts.ts';
import { partKinds, partOf, siblingOf } from '#machines/siblings.ts';
import type { NotAllowed, Step, Stored } from '#machines/step.ts';
import {
  declareIncident,
  leaves,
  startPart,
  stepIncident,
  stepPart,
  takeOverPart,
} from '#machines/step.ts';
import type { TaskContext } from '#machines/task.ts';
import { distrustHomes } from '#db/boards.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { insertIncident, loadIncident, saveIncident } from '#db/incidents.ts';
import type { PartRow } from '#db/parts.ts';
import { insertPart, loadPart, nextPart, partsOf, savePart } from '#db/parts.ts';
import { loadTask, pendingTasksOf } from '#db/tasks.ts';
import { firstHash } from '#db/timeline.ts';
import { cancelTimer, startTimer, timersOf } from '#db/timers.ts';
import { applyTaskEvent, createTask } from './apply-task.ts';
import { followInTasks } from './follow-in-tasks.ts';
import { hideWhereUnknown } from './mirror.ts';
import { onCallOffers } from './on-call.ts';
import { mayBelong, queue } from './queue.ts';
import { releaseDocuments } from './release-documents.ts';
import { placesOf } from './train-places.ts';
import type { Work } from './work.ts';
import type { Opened } from './write-step.ts';
import { writeStep } from './write-step.ts';

export type { Rules, Work } from './work.ts';
export type { Opened } from './write-step.ts';

const system = 'ssirp';

/** Throws when there is no such incident: callers look it up first. */
export function openIncident({ tx }: Work, id: string): Opened {
  const row = loadIncident(tx, id);
  if (row === undefined) throw new Error(`incident ${id} does not exist`);
  return forChange(row);
}

/** A row that this transaction has just loaded or inserted, as an incident for change. */
export function forChange(row: IncidentRow): Opened {
  return { row, formerPeople: row.snapshot.context.members, entries: [] };
}

export function finish(work: Work, { row, formerPeople }: Opened): void {
  saveIncident(work.tx, row, formerPeople);
  const { members } = row.snapshot.context;
  distrustHomes(
    work.tx,
    formerPeople.filter((person) => !members.includes(person)),
  );
  hideWhereUnknown(work, row);
}

/** Declares an incident: its first journal row, entries, timers and effects. */
export function declare(work: Work, tenant: string, number: number, input: DeclareInput): Opened {
  const step = declareIncident(input);
  const year = Number(input.at.slice(0, 4));
  const row: IncidentRow = {
    id: input.id,
    tenant,
    year,
    number,
    title: input.title,
    level: input.level,
    visibility: input.visibility,
    drill: input.drill,
    phase: 'mobilize',
    closed: false,
    outcome: null,
    declaredBy: input.by,
    declaredAt: input.at,
    closedAt: null,
    snapshot: step.snapshot,
    lastSeq: 0,
    lastJournal: 0,
    lastTask: 0,
    lastHash: firstHash(input.id),
  };
  insertIncident(work.tx, row, step.snapshot.context.members);
  const opened = forChange(row);
  writeStep(
    work,
    opened,
    { instance: 'incident', event: { type: '@init', input }, at: input.at },
    step,
  );
  takeIncidentStep(work, opened, step, input.by);
  changeClocks(work, opened, clocksOfIncident(null, step.snapshot.context, input.at), input.by);
  return opened;
}

/** One event of the incident's own chart. Returns why not, or null when it was taken. */
export function applyIncidentEvent(
  work: Work,
  opened: Opened,
  event: IncidentEvent,
): NotAllowed | null {
  const stepped = stepIncident(opened.row.snapshot, event);
  if (!stepped.ok) return stepped.refused;
  const { context: before } = opened.row.snapshot;
  writeStep(work, opened, { instance: 'incident', event, at: event.at }, stepped.step);
  takeIncidentStep(work, opened, stepped.step, event.by);
  // What a merged incident knew, its clocks were asked about: they come along.
  if (event.type !== 'MERGED_FROM') {
    const { context } = stepped.step.snapshot;
    changeClocks(work, opened, clocksOfIncident(before, context, event.at), event.by);
  }
  return null;
}

/**
 * What a step started, stopped or settled. Nothing is asked about twice by itself, but what the level now asks for runs,
 * whatever was said of it at a quieter one.
 */
function changeClocks(
  work: Work,
  opened: Opened,
  { starts, consequences }: ClockChanges,
  by: string,
): void {
  const known = partsOf(work.tx, opened.row.id, 'clock').filter(({ state }) => state !== 'moved');
  for (const start of starts) {
    const same = known.filter(
      ({ snapshot: { context } }) =>
        context.regime === start.regime && context.caseNumber === start.caseNumber,
    );
    if (same.length === 0) startClocks(work, opened, start, system);
    else if (start.applies && !same.some(({ state }) => state === 'running' || state === 'filed')) {
      for (const clock of same) {
        // What was only proposed is not due later than it was.
        const since = clock.state === 'proposed' ? null : start.since;
        const { reason } = start;
        const event = { type: 'APPLIES', since, reason, at: work.now, by: system } as const;
        applyPartEvent(work, opened, clock, event);
      }
    }
  }
  for (const consequence of consequences) follow(work, opened, consequence, by);
}

/** All clocks of a regime, or the one that is named: the first of them stands for all. */
export function startClocks(work: Work, opened: Opened, start: ClockStart, by: string): void {
  const { obligation: _obligation, ...input } = start;
  let group: number | null = null;
  for (const obligation of obligationsOf(start)) {
    const clock = { ...input, obligation, group, at: work.now, by };
    const n: number = createPart(work, opened, 'clock', clock);
    group ??= n;
  }
}

/** Adds a part with the next number of its kind in the incident, which it returns. */
export function createPart<K extends PartKind>(
  work: Work,
  opened: Opened,
  kind: K,
  input: Omit<Parts[K]['input'], 'incidentId' | 'n'>,
): number {
  const incidentId = opened.row.id;
  const n = nextPart(work.tx, incidentId, kind);
  const full = placed<K>(input, { incidentId, n });
  const step = startPart(kind, full);
  insertPart(work.tx, rowOf(kind, step.snapshot));
  writeStep(
    work,
    opened,
    { instance: `${kind}/${n}`, event: { type: '@init', input: full }, at: full.at },
    step,
  );
  showPart(work, opened);
  for (const consequence of step.consequences) follow(work, opened, consequence, full.by);
  const clocks = siblingOf(kind).clocks?.(null, step.snapshot.context, full.at);
  if (clocks !== undefined) changeClocks(work, opened, clocks, full.by);
  return n;
}

/** One event of one part. Returns why not, or null when it was taken. */
export function applyPartEvent<K extends PartKind>(
  work: Work,
  opened: Opened,
  part: PartRow<K>,
  event: Parts[K]['event'],
): NotAllowed | null {
  const { kind, n } = part;
  const stepped = stepPart(kind, part.snapshot, event);
  if (!stepped.ok) return stepped.refused;
  savePart(work.tx, rowOf(kind, stepped.step.snapshot));
  writeStep(work, opened, { instance: `${kind}/${n}`, event, at: event.at }, stepped.step);
  showPart(work, opened);
  for (const consequence of stepped.step.consequences) follow(work, opened, consequence, event.by);
  const { context: before } = part.snapshot;
  const clocks = siblingOf(kind).clocks?.(before, stepped.step.snapshot.context, event.at);
  if (clocks !== undefined) changeClocks(work, opened, clocks, event.by);
  return null;
}

/** Status card and checklist tell of the parts, too. */
function showPart(work: Work, { row }: Opened): void {
  for (const effect of refresh(row.snapshot.context)) queue(work, row, effect);
}

function rowOf<K extends PartKind>(kind: K, snapshot: Stored<Parts[K]['context']>): PartRow<K> {
  const { stateOf, isClosed, keyOf } = siblingOf(kind);
  const { incidentId, n } = snapshot.context;
  return {
    incidentId,
    kind,
    n,
    state: stateOf(snapshot),
    closed: isClosed(snapshot),
    key: keyOf(snapshot.context),
    snapshot,
  };
}

function takeIncidentStep(
  work: Work,
  opened: Opened,
  step: Step<IncidentContext, IncidentEvent>,
  by: string,
): void {
  const { row } = opened;
  const { context, value } = step.snapshot;
  const closed = leaves(value).some((leaf) => leaf.startsWith('closed.'));
  const isEnding = closed && !row.closed;
  row.snapshot = step.snapshot;
  row.level = context.level;
  row.visibility = context.visibility;
  row.phase = context.phase;
  row.outcome = context.outcome;
  row.closedAt = closed ? (row.closedAt ?? work.now) : null;
  row.closed = closed;
  if (isEnding) endApprovals(work, opened);
  for (const consequence of step.consequences) follow(work, opened, consequence, by);
}

/** An incident that is over, or goes on elsewhere, leaves nothing to be approved. */
function endApprovals(work: Work, opened: Opened): void {
  for (const part of partsOf(work.tx, opened.row.id, 'approval')) {
    if (part.closed) continue;
    const reason = 'the incident is closed';
    applyPartEvent(work, opened, part, { type: 'OVERTAKEN', reason, at: work.now, by: system });
  }
}

function follow(work: Work, opened: Opened, consequence: Consequence, by: string): void {
  switch (consequence.kind) {
    case 'offerRoles':
      for (const offer of onCallOffers(work, opened.row)) applyIncidentEvent(work, opened, offer);
      return;
    case 'tellAdmins':
      for (const person of work.rules.admins(opened.row.tenant))
        queue(work, opened.row, { kind: 'tell', person, say: consequence.say });
      return;
    case 'mergeInto':
      mergeInto(work, opened, consequence.into, by);
      return;
    case 'releaseDocuments':
      releaseDocuments(work, opened, by, { part: applyPartEvent, incident: applyIncidentEvent });
      return;
    case 'bookCase':
      bookCase(work, opened, consequence, by);
      return;
    case 'toIncident':
      applyIncidentEvent(work, opened, { ...consequence.event, at: work.now, by });
      return;
    case 'toParts':
      toParts(work, opened, consequence, by);
      return;
    default:
      followInTasks(work, opened, consequence, by);
  }
}

function bookCase(
  work: Work,
  opened: Opened,
  wanted: Extract<Consequence, { kind: 'bookCase' }>,
  by: string,
): void {
  const stamp = { at: work.now, by };
  for (const place of placesOf(work.tx, opened.row, wanted)) {
    if ('booking' in place) createPart(work, opened, 'train', { ...place.booking, ...stamp });
    else applyPartEvent(work, opened, place.train, { ...place.event, ...stamp });
  }
}

function toParts(
  work: Work,
  opened: Opened,
  { part: kind, n: which, event }: Extract<Consequence, { kind: 'toParts' }>,
  by: string,
): void {
  for (const { n } of partsOf(work.tx, opened.row.id, kind)) {
    // What one part's step brings about may have changed the next one.
    const part =
      which === 'all' || which === n ? loadPart(work.tx, opened.row.id, kind, n) : undefined;
    if (part !== undefined) applyPartEvent(work, opened, part, { ...event, at: work.now, by });
  }
}

/**
 * The target takes over people, facts and every open task; the source stays readable where it is. What is said in a
 * private incident does not get into one that more people see: there its tasks show only their number.
 */
function mergeInto(work: Work, source: Opened, into: string, by: string): void {
  const target = openIncident(work, into);
  const { id, snapshot } = source.row;
  const stamp = { at: work.now, by };
  const refused = applyIncidentEvent(work, target, {
    type: 'MERGED_FROM',
    source: id,
    members: snapshot.context.members.filter((person) => mayBelong(work.tx, target.row, person)),
    facts: snapshot.context.facts,
    ...stamp,
  });
  if (refused !== null) throw new Error(`${into} cannot take over ${id}`);
  const isWider =
    snapshot.context.visibility !== 'open' && target.row.snapshot.context.visibility === 'open';
  const mayHave = (person: string | null): boolean =>
    person !== null && mayBelong(work.tx, target.row, person);
  const renamed = new Map<string, string>();
  for (const kind of partKinds) {
    for (const [from, to] of moveParts(work, source, target, { kind, renamed, isWider, by }))
      renamed.set(`${kind}/${from}`, `${kind}/${to}`);
  }
  for (const was of snapshot.context.criticalCases ?? []) {
    const n = partOf(renamed.get(`case/${was}`) ?? '')?.n;
    if (n !== undefined)
      applyIncidentEvent(work, target, { ...stamp, type: 'CRITICAL_CASE', n, holds: true });
  }
  for (const task of pendingTasksOf(work.tx, id)) {
    const context: TaskContext = task.snapshot.context;
    const n = createTask(work, target, {
      text: isWider
        ? `Task ${task.n} of ${id} (private: see there)`
        : `${context.text} (from ${id})`,
      phase: target.row.snapshot.context.phase,
      followUp: context.followUp,
      role: context.role,
      template: decisionIn(renamed, context.template),
      assignee: mayHave(context.assignee) ? context.assignee : null,
      dueAt: context.dueAt,
      ...stamp,
    });
    const current = loadTask(work.tx, id, task.n);
    if (current === undefined) continue;
    applyTaskEvent(work, source, current, {
      type: 'WAIVE',
      reason: `goes on as task ${n} of ${into}`,
      ...stamp,
    });
  }
  finish(work, target);
}

/** Every part goes on where it was, under a new number, with its timers. Returns the new numbers by the old ones. */
function moveParts(
  work: Work,
  source: Opened,
  target: Opened,
  {
    kind,
    renamed,
    isWider,
    by,
  }: { kind: PartKind; renamed: ReadonlyMap<string, string>; isWider: boolean; by: string },
): ReadonlyMap<number, number> {
  const { tx, now } = work;
  const there = target.row.id;
  const here = source.row.id;
  const moving = partsOf(tx, here, kind).filter(({ state }) => state !== 'moved');
  const first = nextPart(tx, there, kind);
  const numbers = new Map(moving.map(({ n }, index) => [n, first + index]));
  for (const part of moving) {
    const n = numbers.get(part.n) ?? first;
    const context = siblingOf(kind).moved(part.snapshot.context, {
      to: { incidentId: there, n },
      numbers,
      renamed,
      isWider,
    });
    const input = {
      snapshot: { value: part.snapshot.value, context },
      from: { incidentId: here, n: part.n },
      at: now,
      by,
    };
    const step = takeOverPart(kind, input);
    insertPart(tx, rowOf(kind, step.snapshot));
    const instance = `${kind}/${n}`;
    writeStep(work, target, { instance, event: { type: '@moved', input }, at: now }, step);
    for (const consequence of step.consequences) follow(work, target, consequence, by);
    for (const timer of timersOf(tx, here).filter((one) => one.instance === `${kind}/${part.n}`)) {
      startTimer(tx, { ...timer, incidentId: there, instance });
      cancelTimer(tx, here, timer.instance, timer.id);
    }
    const event = { type: 'MOVED', to: there, n, at: now, by } as const;
    const refused = applyPartEvent(work, source, part, event);
    if (refused !== null) throw new Error(`${kind} ${part.n} of ${here} cannot move`);
  }
  return numbers;
}

/** A question about a part is one about the same part there; a playbook's task is nobody's there. */
function decisionIn(renamed: ReadonlyMap<string, string>, template: string | null): string | null {
  const [about = '', question] = template?.split(' ') ?? [];
  const there = renamed.get(about);
  return there === undefined || question === undefined ? null : `${there} ${question}`;
}
