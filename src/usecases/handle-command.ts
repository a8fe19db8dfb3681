// A person's command, in one transaction: known key → the same answer; authorize; load; step; write. The answer is
// durable when this returns. Several commands (a form) are taken together or not at all.
import { rolesOf } from '#machines/incident-rules.ts';
import type { IncidentEvent, PersonId, Role } from '#machines/incident-types.ts';
import { missingCriteria, unclaimedRoles } from '#machines/criteria.ts';
import { quorum } from '#machines/levels.ts';
import type { NotAllowed } from '#machines/step.ts';
import { leaves } from '#machines/step.ts';
import type { TaskEvent, TaskState } from '#machines/task.ts';
import { captureOf, saveCapture } from '#db/conversations.ts';
import { handledBefore, remember } from '#db/inbox.ts';
import type { IncidentRow } from '#db/incidents.ts';
import {
  findIncident,
  incidentOfConversation,
  listIncidents,
  nextIncidentNumber,
} from '#db/incidents.ts';
import type { Db, Store } from '#db/open.ts';
import { retryDead } from '#db/outbox.ts';
import type { TaskRow } from '#db/tasks.ts';
import { loadTask, tasksOf } from '#db/tasks.ts';
import { loadEntry } from '#db/timeline.ts';
import type { Command, IncidentCommand } from '../commands/command.ts';
import type { Outcome, Refusal } from '../commands/outcome.ts';
import type { Opened, Rules, Work } from './apply-event.ts';
import {
  applyIncidentEvent,
  applyTaskEvent,
  createTask,
  declare,
  finish,
  forChange,
  outsideOf,
} from './apply-event.ts';
import type { Asking } from './authorize.ts';
import { isLead, lacking, maySee } from './authorize.ts';
import { look } from './look.ts';
import { toEvent } from './to-event.ts';

/** Who asks, through which delivery, and where. */
export interface Request {
  requestId: string;
  person: PersonId;
  tenant: string;
  kind: 'member' | 'guest' | 'stranger' | 'unknown';
  isAdmin: boolean;
  conversation: string | null;
}

/** Rolls the transaction back with a refusal; never leaves this file. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

type AboutIncident = Command & IncidentCommand;

const looking = new Set<Command['verb']>([
  'list',
  'help',
  'form',
  'status',
  'timeline',
  'checklist',
  'health',
  'roles',
  'tasks',
]);

/**
 * Runs commands for one person. `afterDeclare` are meant for the incident that the first one declares.
 * A repeated `requestId` is answered as before and changes nothing; refusals change nothing either.
 */
export function handleCommands(
  store: Store,
  rules: Rules,
  now: string,
  request: Request,
  commands: readonly Command[],
  afterDeclare: readonly IncidentCommand[] = [],
): Outcome {
  if (request.kind === 'guest' || request.kind === 'stranger') return refuse({ reason: 'guest' });
  const [first] = commands;
  if (first !== undefined && commands.length === 1 && looking.has(first.verb)) {
    return refusalOr(() => lookAt(store.db, request, first));
  }
  if (request.kind === 'unknown') return refuse({ reason: 'standingUnknown' });
  return refusalOr(() =>
    store.transaction((tx) => {
      // The key of one person's delivery: nobody is ever given the answer of somebody else.
      const key = `${request.person} ${request.requestId}`;
      const known = handledBefore(tx, key);
      if (known !== undefined) return known as unknown as Outcome;
      const outcome = changeAll({ tx, now, rules }, request, commands, afterDeclare);
      remember(tx, key, now, { ...outcome });
      return outcome;
    }),
  );
}

function refuse(refusal: Refusal): Outcome {
  return { kind: 'refused', refusal };
}

function refusalOr(work: () => Outcome): Outcome {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal);
    throw error;
  }
}

function changeAll(
  work: Work,
  request: Request,
  commands: readonly Command[],
  afterDeclare: readonly IncidentCommand[],
): Outcome {
  let opened: Opened | undefined;
  let outcome: Outcome | undefined;
  for (const command of commands) {
    if (command.verb === 'declare') {
      opened = declareFor(work, request, command);
      const { context } = opened.row.snapshot;
      const { id: incidentId, title, level, visibility } = context;
      outcome = { kind: 'declared', incidentId, title, level, visibility };
    } else if (command.verb === 'drill') {
      throw new Refused({ reason: 'otherPlatform', what: 'drill' });
    } else if (isAboutIncident(command)) {
      opened ??= forChange(resolve(work.tx, request, command));
      changeOne(work, request, command, opened);
    }
  }
  if (opened === undefined) throw new Error('no command to change anything');
  for (const command of afterDeclare)
    changeOne(work, request, { ...command, incidentId: opened.row.id } as AboutIncident, opened);
  finish(work, opened);
  return outcome ?? { kind: 'done', incidentId: opened.row.id, text: answerOf(opened) };
}

/** The words of the record that this command made, without what followed from it by itself. */
function answerOf({ entries }: Opened): string {
  const own = entries.filter(({ kind }) => !kind.startsWith('task.'));
  return (own.length > 0 ? own : entries)
    .slice(0, 6)
    .map(({ text }) => text)
    .join('\n');
}

function isAboutIncident(command: Command): command is AboutIncident {
  return 'incidentId' in command;
}

function declareFor(
  work: Work,
  request: Request,
  command: Extract<Command, { verb: 'declare' }>,
): Opened {
  const year = Number(work.now.slice(0, 4));
  const number = nextIncidentNumber(work.tx, year);
  const { title, level, kind, visibility, drill } = command;
  return declare(work, request.tenant, number, {
    id: `INC-${year}-${String(number).padStart(4, '0')}`,
    title,
    kind,
    level,
    visibility,
    drill,
    at: work.now,
    by: request.person,
  });
}

/** The incident meant: by id, else that of the channel. Somebody who may not see it learns nothing of it. */
function resolve(db: Db, request: Request, command: AboutIncident): IncidentRow {
  const { tenant, conversation } = request;
  const id =
    command.incidentId ??
    (conversation === null ? null : (incidentOfConversation(db, tenant, conversation) ?? null));
  const row = id === null ? undefined : findIncident(db, tenant, id);
  // Whoever the platform saw come into the room is not on the list yet: that is what the command is for.
  const cameIn = command.verb === 'joined' && command.incidentId === null;
  if (row !== undefined && (cameIn || maySee(askingOf(request, row)))) return row;
  if (command.incidentId === null) {
    const open = listIncidents(db, {
      tenant,
      which: 'open',
      person: request.person,
      seesAll: request.isAdmin,
      limit: 10,
    });
    throw new Refused({ reason: 'noIncidentHere', open });
  }
  throw new Refused({ reason: 'unknownIncident', id: command.incidentId });
}

function askingOf(request: Request, row: IncidentRow): Asking {
  return { person: request.person, isAdmin: request.isAdmin, context: row.snapshot.context };
}

function lookAt(db: Db, request: Request, command: Command): Outcome {
  switch (command.verb) {
    case 'help':
      return { kind: 'view', view: 'help', topic: command.topic };
    case 'list': {
      const { tenant, person, isAdmin } = request;
      const incidents = listIncidents(db, {
        tenant,
        which: command.which,
        person,
        seesAll: isAdmin,
        limit: 50,
      });
      return { kind: 'view', view: 'list', which: command.which, incidents };
    }
    case 'form':
      if (command.form === 'declare') return { kind: 'form', request: { form: 'declare' } };
      break;
    case 'tasks':
      if (
        command.which === 'mine' &&
        command.incidentId === null &&
        here(db, request) === undefined
      ) {
        return look(db, request, command, undefined);
      }
      break;
    default:
  }
  if (!isAboutIncident(command)) throw new Error(`${command.verb} is no view`);
  return look(db, request, command, resolve(db, request, command));
}

function here(db: Db, { tenant, conversation }: Request): string | undefined {
  return conversation === null ? undefined : incidentOfConversation(db, tenant, conversation);
}

function changeOne(work: Work, request: Request, command: AboutIncident, opened: Opened): void {
  const { row } = opened;
  const { context } = row.snapshot;
  const task = taskFor(work.tx, row, command);
  const author = authorFor(work.tx, row, command);
  const asking: Asking = { ...askingOf(request, row), task: task?.snapshot.context, author };
  const lacks = lacking(command, asking);
  if (lacks !== null) refuseNeeds(lacks, row);

  const stamp = { at: work.now, by: isSeenByPlatform(command) ? 'ssirp' : request.person };
  admit(work, opened, request, command, stamp);
  if (task !== undefined) {
    takeTask(work, opened, task, taskEvent(command, request, stamp));
    return;
  }
  if (command.verb === 'close') refuseUnlessInReview(row);
  const event = toEvent(
    command,
    stamp,
    context,
    outsideOf(needsOutside(command) ? tasksOf(work.tx, row.id) : []),
  );
  if (event !== undefined) {
    if (command.verb === 'merge') checkMergeTarget(work.tx, request, command.into);
    takeEvent(
      work,
      opened,
      event.type === 'MERGE' ? { ...event, into: fullId(work.tx, request, event.into) } : event,
    );
    return;
  }
  changeSpecially(work, request, command, opened, stamp);
}

/** Whoever is given work belongs to the incident, or could not even read of it. */
function admit(
  work: Work,
  opened: Opened,
  request: Request,
  command: AboutIncident,
  stamp: Stamp,
): void {
  const given =
    command.verb === 'assign' ? command.to : command.verb === 'addTask' ? command.assignee : null;
  const person = given === 'me' ? request.person : given;
  const { row } = opened;
  if (person === null || row.closed || row.snapshot.context.members.includes(person)) return;
  takeEvent(work, opened, { ...stamp, type: 'INVITED', people: [person] });
}

function isSeenByPlatform({ verb }: AboutIncident): boolean {
  return verb === 'joined' || verb === 'left';
}

/** `advance` leads through the phases; somebody who says close must not be taken a phase further instead. */
function refuseUnlessInReview({ id, closed, snapshot: { context, value } }: IncidentRow): void {
  if (!closed && context.phase === 'review') return;
  throw new Refused({
    reason: 'notNow',
    event: 'CLOSE',
    onlyIn: ['active.phase.review'],
    now: leaves(value),
    incidentId: id,
    phase: context.phase,
    closed,
  });
}

function needsOutside({ verb }: AboutIncident): boolean {
  return verb === 'advance' || verb === 'close' || verb === 'override';
}

interface Stamp {
  at: string;
  by: PersonId;
}

/** Commands that are more than one event of one chart. */
function changeSpecially(
  work: Work,
  request: Request,
  command: AboutIncident,
  opened: Opened,
  stamp: Stamp,
): void {
  const { row } = opened;
  switch (command.verb) {
    case 'role':
      changeRoles(work, request, command, opened, stamp);
      return;
    case 'addTask':
      if (row.closed && !command.followUp) {
        throw new Refused({
          reason: 'notNow',
          event: 'ADD_TASK',
          onlyIn: ['active'],
          now: leaves(row.snapshot.value),
          incidentId: row.id,
          phase: row.snapshot.context.phase,
          closed: true,
        });
      }
      createTask(work, opened, {
        text: command.text,
        phase: command.phase ?? row.snapshot.context.phase,
        followUp: command.followUp,
        role: null,
        template: null,
        assignee: command.assignee === 'me' ? request.person : command.assignee,
        dueAt: command.by,
        ...stamp,
      });
      return;
    case 'postmortem':
      for (const { category, text } of command.findings)
        takeEvent(work, opened, { ...stamp, type: 'FINDING', category, text });
      takeEvent(work, opened, { ...stamp, type: 'POSTMORTEM', summary: command.summary });
      return;
    case 'correct':
    case 'withdraw': {
      const entry = loadEntry(work.tx, row.id, command.seq);
      if (entry === undefined)
        throw new Refused({ reason: 'unknownEntry', seq: command.seq, incidentId: row.id });
      const about = { ...stamp, seq: entry.seq, old: entry.text };
      takeEvent(
        work,
        opened,
        command.verb === 'correct'
          ? { ...about, type: 'CORRECT', text: command.text }
          : { ...about, type: 'WITHDRAW' },
      );
      return;
    }
    case 'capture':
      capture(work, command, opened, stamp);
      return;
    case 'release': {
      const captured = captureOf(work.tx, row.id, command.messageId);
      if (captured === undefined || captured.withdrawn)
        throw new Refused({ reason: 'notCaptured' });
      const entry = loadEntry(work.tx, row.id, captured.seq);
      takeEvent(work, opened, {
        ...stamp,
        type: 'WITHDRAW',
        seq: captured.seq,
        old: entry?.text ?? '',
      });
      saveCapture(work.tx, { ...captured, withdrawn: true });
      return;
    }
    case 'retry':
      if (!retryDead(work.tx, row.id, command.id, work.now)) {
        throw new Refused({ reason: 'unknownDelivery', id: command.id, incidentId: row.id });
      }
      takeEvent(work, opened, {
        ...stamp,
        type: 'NOTE',
        text: `Delivery ${command.id} is tried again`,
        occurredAt: stamp.at,
        link: null,
        author: null,
      });
      return;
    default:
      throw new Error(`no change for ${command.verb}`);
  }
}

function capture(
  work: Work,
  command: Extract<AboutIncident, { verb: 'capture' }>,
  opened: Opened,
  stamp: Stamp,
): void {
  const { messageId, author, text, at, link } = command;
  const incidentId = opened.row.id;
  const known = captureOf(work.tx, incidentId, messageId);
  if (known !== undefined && !known.withdrawn)
    throw new Refused({ reason: 'alreadyCaptured', seq: known.seq });
  takeEvent(work, opened, { ...stamp, type: 'NOTE', text, occurredAt: at, link, author });
  saveCapture(work.tx, { incidentId, messageId, seq: opened.row.lastSeq, withdrawn: false });
}

function changeRoles(
  work: Work,
  request: Request,
  command: Extract<AboutIncident, { verb: 'role' }>,
  opened: Opened,
  stamp: Stamp,
): void {
  const { row } = opened;
  const { context } = row.snapshot;
  const person = command.person === 'me' ? request.person : command.person;
  const mine = rolesOf(context, request.person).filter(
    (role) => context.roles[role]?.acknowledgedAt === null,
  );
  const wanted =
    command.roles === 'open'
      ? [...unclaimedRoles(context), ...(person === request.person ? mine : [])]
      : command.roles;
  if (wanted.length === 0) throw new Refused({ reason: 'nothingToClaim', incidentId: row.id });
  let taken = 0;
  for (const role of wanted) {
    const lacks = lackingForRole(role, person, request, row);
    if (lacks !== null) refuseNeeds(lacks, row);
    const held = context.roles[role];
    const already =
      held?.person === person && (held.acknowledgedAt !== null || request.person !== person);
    if (wanted.length > 1 && already) continue;
    takeEvent(
      work,
      opened,
      person === 'none'
        ? { ...stamp, type: 'ROLE_RELEASED', role }
        : { ...stamp, type: 'ROLE_ASSIGNED', role, person },
    );
    taken += 1;
  }
  if (taken === 0) throw new Refused({ reason: 'nothingToClaim', incidentId: row.id });
}

/** A free role may be taken by anybody who belongs; taking it from somebody, or giving it, is the lead's. */
function lackingForRole(role: Role, person: PersonId, request: Request, row: IncidentRow) {
  const { context } = row.snapshot;
  const holder = context.roles[role]?.person;
  const leads = request.isAdmin || isLead(context, request.person);
  if (leads || holder === request.person) return null;
  if (person === request.person && holder === undefined) return null;
  return ['lead'] as const;
}

function taskFor(db: Db, row: IncidentRow, command: AboutIncident): TaskRow | undefined {
  if (!('n' in command) || command.verb === 'form') return undefined;
  const task = loadTask(db, row.id, command.n);
  if (task === undefined)
    throw new Refused({ reason: 'unknownTask', n: command.n, incidentId: row.id });
  return task;
}

function authorFor(db: Db, row: IncidentRow, command: AboutIncident): PersonId | undefined {
  return command.verb === 'correct' || command.verb === 'withdraw'
    ? loadEntry(db, row.id, command.seq)?.actor
    : undefined;
}

function taskEvent(command: AboutIncident, request: Request, stamp: Stamp): TaskEvent {
  switch (command.verb) {
    case 'ack':
      return { ...stamp, type: 'ACK' };
    case 'start':
      return { ...stamp, type: 'START' };
    case 'done':
      return { ...stamp, type: 'DONE', note: command.note };
    case 'block':
      return { ...stamp, type: 'BLOCK', reason: command.reason };
    case 'waive':
      return { ...stamp, type: 'WAIVE', reason: command.reason };
    case 'reopenTask':
      return { ...stamp, type: 'REOPEN' };
    case 'assign':
      return { ...stamp, type: 'ASSIGN', to: command.to === 'me' ? request.person : command.to };
    case 'due':
      return { ...stamp, type: 'DUE_DATE', dueAt: command.at };
    default:
      throw new Error(`${command.verb} is no command about a task`);
  }
}

function takeTask(work: Work, opened: Opened, task: TaskRow, event: TaskEvent): void {
  const refused = applyTaskEvent(work, opened, task, event);
  if (refused === null) return;
  const onlyIn = 'onlyIn' in refused ? refused.onlyIn : [];
  throw new Refused({
    reason: 'taskNotNow',
    event: event.type,
    n: task.n,
    state: task.state as TaskState,
    onlyIn,
    incidentId: opened.row.id,
  });
}

function takeEvent(work: Work, opened: Opened, event: IncidentEvent): void {
  const refused = applyIncidentEvent(work, opened, event);
  if (refused !== null) throw new Refused(explain(event, refused, opened.row));
}

function explain(event: IncidentEvent, refused: NotAllowed, row: IncidentRow): Refusal {
  const { context, value } = row.snapshot;
  const { id: incidentId } = row;
  if ('onlyIn' in refused) {
    return {
      reason: 'notNow',
      event: event.type,
      onlyIn: refused.onlyIn,
      now: leaves(value),
      incidentId,
      phase: context.phase,
      closed: row.closed,
    };
  }
  if (event.type === 'GO' && event.roles.every((role) => !quorum(context).includes(role))) {
    return { reason: 'notInQuorum', quorum: quorum(context), incidentId };
  }
  const missing = event.type === 'ADVANCE' ? missingCriteria(context, event.outside) : [];
  return { reason: 'guard', guards: refused.guards, missing, incidentId, phase: context.phase };
}

function refuseNeeds(lacks: readonly string[], row: IncidentRow): never {
  const { roles, declaredBy } = row.snapshot.context;
  throw new Refused({
    reason: 'notAllowed',
    needs: lacks,
    lead: roles.crisis_lead?.person ?? declaredBy,
    incidentId: row.id,
  });
}

/** A target must be there, visible and open; a closed one cannot take anything over, so no cycle can arise. */
function checkMergeTarget(db: Db, request: Request, into: string): void {
  const target = findIncident(db, request.tenant, into);
  if (target === undefined || !maySee(askingOf(request, target)))
    throw new Refused({ reason: 'unknownIncident', id: into });
  if (target.closed) throw new Refused({ reason: 'mergeTargetClosed', into: target.id });
}

function fullId(db: Db, request: Request, id: string): string {
  return findIncident(db, request.tenant, id)?.id ?? id;
}
