// One command about one incident, within the transaction of its request: authorize, turn into events, take them.
import type { IncidentEvent, PersonId, Phase } from '#machines/incident-types.ts';
import { phases } from '#machines/incident-types.ts';
import { whyNot } from '#machines/audiences.ts';
import { whyNotOutside } from '#machines/outside.ts';
import { lookAtRoom } from '#machines/rules-access.ts';
import { leaves } from '#machines/step.ts';
import type { TaskEvent } from '#machines/task.ts';
import { captureOf, saveCapture } from '#db/conversations.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { findIncident } from '#db/incidents.ts';
import { mirrorOf } from '#db/mirrors.ts';
import type { Db } from '#db/open.ts';
import { allPartsOf, partsOf } from '#db/parts.ts';
import type { TaskRow } from '#db/tasks.ts';
import { loadTask, tasksOf } from '#db/tasks.ts';
import { loadEntry } from '#db/timeline.ts';
import type { Opened, Work } from './apply-event.ts';
import { createTask, outsideOf } from './apply-task.ts';
import { approve, decline, propose, withdraw } from './approvals.ts';
import type { Asking } from './authorize.ts';
import { isByLeadOnly, isLead, lacking, maySee } from './authorize.ts';
import { changeCase, takeFact } from './change-case.ts';
import { changeClock } from './change-clock.ts';
import { changeDocument, translatorFor } from './change-document.ts';
import { changeDocumentFile } from './document-files.ts';
import { changePackage } from './change-package.ts';
import { changeRoles } from './change-roles.ts';
import { refuseRevealingCommand } from './embargo-guard.ts';
import { changeTrain, onTrain } from './change-train.ts';
import { handoverBrief } from './handover-brief.ts';
import { isBroughtByUs, isUninvited, takeWithAccess } from './come-and-go.ts';
import { mayBelong, queue } from './queue.ts';
import { waitingDocuments } from './release-documents.ts';
import { courseKinds, lastDeed, Refused, refuseNeeds, takeEvent, takeTask } from './refused.ts';
import type { AboutIncident, Request, Stamp } from './request.ts';
import { retryIn } from './retry-deliveries.ts';
import { changePass } from './change-pass.ts';
import { changeStatement } from './change-statement.ts';
import { snooze, snoozeTask } from './snooze.ts';
import { unreadyOf } from './unready.ts';
import { toEvent } from './to-event.ts';

export function changeOne(
  work: Work,
  request: Request,
  given: AboutIncident,
  opened: Opened,
): void {
  const { row } = opened;
  const { context } = row.snapshot;
  const command = onTrain(work, row, given);
  const task = taskFor(work.tx, row, command);
  const author = authorFor(work.tx, row, command);
  const asking: Asking = {
    ...askingOf(request, row),
    task: task?.snapshot.context,
    author,
    translator: translatorFor(work.tx, row, command),
  };
  const lacks = lacking(command, asking);
  if (lacks !== null) refuseNeeds(lacks, row);
  const stranger = broughtIn(command).find((person) => !mayBelong(work.tx, row, person));
  if (stranger !== undefined)
    throw new Refused({ reason: 'notShownThere', person: stranger, incidentId: row.id });

  if (isBroughtByUs(command, context)) return;
  if (command.verb === 'lookAgain' || isUninvited(command, context)) {
    queue(work, row, lookAtRoom);
    return;
  }
  if (propose(work, request, command, opened, changeOne)) return;
  refuseRevealingCommand(work, row, command);
  const { approvedBy } = request;
  const stamp: Stamp = {
    at: work.now,
    by: isSeenByPlatform(command) ? 'ssirp' : request.person,
    ...(approvedBy === undefined ? {} : { approvedBy }),
  };
  admit(work, opened, request, command, stamp);
  if (task !== undefined && command.verb === 'snoozeTask')
    return snoozeTask(work, opened, task, command.minutes, stamp);
  if (task !== undefined) {
    takeTask(work, opened, task, taskEvent(command, request, stamp));
    return;
  }
  if (command.verb === 'close') refuseUnlessInReview(work.tx, row);
  if (command.verb === 'advance') refuseUnlessNext(work.tx, row, command.to);
  const event = toEvent(
    command,
    stamp,
    context,
    needsOutside(command)
      ? outsideOf(
          tasksOf(work.tx, row.id),
          partsOf(work.tx, row.id, 'case'),
          partsOf(work.tx, row.id, 'clock'),
          unreadyOf(allPartsOf(work.tx, row.id)),
        )
      : outsideOf([], [], []),
  );
  if (event?.type === 'FACT' && takeFact(work, opened, command, event)) return;
  if (event !== undefined) {
    if (command.verb === 'merge') checkMergeTarget(work.tx, request, row, command.into);
    if (command.verb === 'stakeholderSitrep') refuseNobodyOutside(work, row);
    if (command.verb === 'export') refuseReaders(row, command);
    takeWithAccess(work, opened, command, () =>
      takeEvent(work, opened, completed(work, request, row, event)),
    );
    return;
  }
  if (changeClock(work, opened, command, stamp)) return;
  if (changePass(work, opened, command, stamp)) return;
  if (changeStatement(work, opened, command, stamp)) return;
  if (changeDocument(work, opened, command, stamp)) return;
  if (changeDocumentFile(work, opened, command, stamp)) return;
  if (changeTrain(work, opened, command, stamp)) return;
  if (changePackage(work, opened, command, stamp)) return;
  if (!changeCase(work, opened, command, stamp))
    changeSpecially(work, request, command, opened, stamp);
}

/** With what the event needs of the rest of the database. */
function completed(
  { tx }: Work,
  request: Request,
  row: IncidentRow,
  event: IncidentEvent,
): IncidentEvent {
  if (event.type === 'MERGE') return { ...event, into: fullId(tx, request, event.into) };
  if (event.type === 'HANDOVER') return { ...event, brief: handoverBrief(tx, row) };
  if (event.type === 'GUIDANCE' && waitingDocuments(tx, row.id).length > 0)
    return { ...event, interim: true };
  return event;
}

function refuseNobodyOutside({ tx, rules }: Work, row: IncidentRow): void {
  const { id, tenant, snapshot } = row;
  const paired = mirrorOf(tx, row);
  // In a drill it is practised: the room alone reads it.
  const isAnnounced =
    row.drill || rules.announces(tenant) || (paired !== null && rules.announces(paired));
  const because = whyNotOutside(snapshot.context) ?? (isAnnounced ? null : 'nowhere');
  if (because !== null) throw new Refused({ reason: 'nobodyOutside', because, incidentId: id });
}

/** The whole record goes where the incident's own label lets people read. */
function refuseReaders(
  { id, snapshot }: IncidentRow,
  { audience }: Extract<AboutIncident, { verb: 'export' }>,
): void {
  const why = audience === undefined ? null : whyNot(snapshot.context.tlp, audience);
  if (why !== null) throw new Refused({ reason: 'notForAudience', why, incidentId: id });
}

/** Whom a command gives something to do, or brings in. */
function broughtIn(command: AboutIncident): readonly PersonId[] {
  switch (command.verb) {
    case 'invite':
      return command.people;
    case 'role':
      return [command.person];
    case 'handover':
      return [command.to];
    default: {
      const person = givenTo(command);
      return person === null ? [] : [person];
    }
  }
}

function givenTo(command: AboutIncident): PersonId | null {
  switch (command.verb) {
    case 'assign':
      return command.to;
    case 'addTask':
      return command.assignee;
    case 'document':
      return command.act.type === 'ASSIGN_TRANSLATION' ? command.act.to : null;
    default:
      return null;
  }
}

/** Whoever is given work belongs to the incident, or could not even read of it. */
function admit(
  work: Work,
  opened: Opened,
  request: Request,
  command: AboutIncident,
  stamp: Stamp,
): void {
  const given = givenTo(command);
  const person = given === 'me' ? request.person : given;
  const { row } = opened;
  const { context } = row.snapshot;
  if (person === null || context.members.includes(person)) return;
  // What is over and open to all can be read by everybody; there is no need to bring them in.
  if (row.closed && context.visibility === 'open') return;
  if (isByLeadOnly(context) && !isLead(context, request.person) && !request.isAdmin)
    refuseNeeds(['lead'], row);
  takeEvent(work, opened, { ...stamp, type: 'INVITED', people: [person] });
}

/** Told by the platform, of a room; nobody asked for it. */
export function isSeenByPlatform({ verb }: AboutIncident): boolean {
  return verb === 'joined' || verb === 'left';
}

/** `advance` leads through the phases; somebody who says close must not be taken a phase further instead. */
function refuseUnlessInReview(
  db: Db,
  { id, closed, snapshot: { context, value } }: IncidentRow,
): void {
  if (!closed && context.phase === 'review') return;
  throw new Refused({
    reason: 'notNow',
    event: 'CLOSE',
    onlyIn: ['active.phase.review'],
    now: leaves(value),
    incidentId: id,
    phase: context.phase,
    closed,
    last: lastDeed(db, id, { kinds: courseKinds }),
  });
}

/** Two people press the same button: the second must not go a phase further than it says. */
function refuseUnlessNext(
  db: Db,
  { id, closed, snapshot: { context } }: IncidentRow,
  to: Phase | undefined,
): void {
  const { phase } = context;
  if (to === undefined || closed || phases.indexOf(to) === phases.indexOf(phase) + 1) return;
  const last = lastDeed(db, id, { kinds: ['phaseEntered'], data: { phase: to } });
  throw new Refused({ reason: 'notNext', to, phase, incidentId: id, last });
}

function needsOutside({ verb }: AboutIncident): boolean {
  return ['advance', 'close', 'override', 'falsePositive', 'go'].includes(verb);
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
    case 'snooze':
      snooze(work, opened, command, stamp);
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
          last: lastDeed(work.tx, row.id, { kinds: courseKinds }),
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
        ...(command.link === undefined ? {} : { link: command.link }),
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
    case 'approveAct':
      approve(work, request, command, opened, changeOne);
      return;
    case 'declineAct':
      decline(work, request, command, opened);
      return;
    case 'withdrawAct':
      withdraw(work, request, command, opened);
      return;
    case 'retry':
      retryIn(work, opened, command.id, stamp);
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

/** A target must be there, visible and open; a closed one cannot take anything over, so no cycle can arise. */
function checkMergeTarget(db: Db, request: Request, { drill }: IncidentRow, into: string): void {
  const target = findIncident(db, request.tenant, into);
  if (target === undefined || !maySee(askingOf(request, target)))
    throw new Refused({ reason: 'unknownIncident', id: into });
  // Everybody of the other incident comes in with it.
  const { context } = target.snapshot;
  if (isByLeadOnly(context) && !request.isAdmin && !isLead(context, request.person))
    refuseNeeds(['lead'], target);
  // What was made up does not get into a real record, nor the other way round.
  if (target.drill !== drill) throw new Refused({ reason: 'mergeDrill', into: target.id });
  if (target.closed) throw new Refused({ reason: 'mergeTargetClosed', into: target.id });
}

function fullId(db: Db, request: Request, id: string): string {
  return findIncident(db, request.tenant, id)?.id ?? id;
}

export function askingOf(request: Request, row: IncidentRow): Asking {
  return { person: request.person, isAdmin: request.isAdmin, context: row.snapshot.context };
}
