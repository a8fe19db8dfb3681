// What needs two people: a command of one is kept as a proposal, and done as theirs, word for word, in the transaction
// in which somebody else approves it. Whether it can be done is asked of the charts both times.
import { approvalMs, approverRoles, approversOf, mayApprove } from '#machines/approval-policy.ts';
import type { ApprovalAct, ApprovalState } from '#machines/approval-types.ts';
import { quorum } from '#machines/levels.ts';
import { after, mayBeTold, rolesOf } from '#machines/rule-parts.ts';
import { bulletinsCounted } from '#machines/train-entries.ts';
import type { PersonId } from '#machines/incident-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { tenantOf } from '#db/mirrors.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, partsOf } from '#db/parts.ts';
import { entriesSince, newestEntry } from '#db/timeline.ts';
import { tryOut } from '#db/try-out.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyPartEvent, createPart } from './apply-event.ts';
import { isLead } from './authorize.ts';
import { needsTwo, readingOf, statementFor } from './change-statement.ts';
import { packageFor } from './change-package.ts';
import { documentFor } from './change-document.ts';
import { Refused, refuseNeeds } from './refused.ts';
import type { AboutIncident, Request } from './request.ts';

/** Does a command about one incident, as `changeOne` does. */
type Doing = (work: Work, request: Request, command: AboutIncident, opened: Opened) => void;

/** What a command is that needs two people, or null when one is enough. */
function actOf(
  { tx }: Work,
  { person }: Request,
  command: AboutIncident,
  { row }: Opened,
): ApprovalAct | null {
  const { context } = row.snapshot;
  switch (command.verb) {
    case 'override':
      return 'override';
    case 'level':
      return context.level === 1 && command.level > 1 ? 'lower-level-1' : null;
    case 'close':
      return 'close';
    case 'advance':
      return context.phase === 'review' ? 'close' : null;
    case 'embargo':
      return command.step === 'end' ? 'embargo-end' : null;
    case 'guidance':
    case 'pullIn':
    case 'noticeTrain':
    case 'approvePackage':
      return 'disclosure';
    case 'approveStatement':
      return needsTwo(statementFor(tx, row, command.statement).snapshot.context)
        ? 'disclosure'
        : null;
    case 'document':
      return isForTheWorld(tx, row.id, command) ? 'disclosure' : null;
    case 'go': {
      const votes = new Set([...context.goVotes, ...rolesOf(context, person)]);
      if (!quorum(context).every((role) => votes.has(role))) return null;
      return votersOf(tx, row.id).some((voter) => voter !== person) ? null : 'disclosure';
    }
    default:
      return null;
  }
}

/** To approve a document, and to take back what is out. */
function isForTheWorld(
  tx: Work['tx'],
  incidentId: string,
  { documentNumber, act }: Extract<AboutIncident, { verb: 'document' }>,
): boolean {
  if (act.type === 'APPROVE') return true;
  const context = loadPart(tx, incidentId, 'document', documentNumber)?.snapshot.context;
  return act.type === 'WITHDRAW' && (context?.releases.length ?? 0) > 0;
}

/** Who gave their go since the phase began; the votes themselves are of roles, and one person may hold all of them. */
function votersOf(tx: Work['tx'], incidentId: string): PersonId[] {
  const began = newestEntry(tx, incidentId, { kinds: ['phaseEntered'] })?.seq ?? 0;
  return entriesSince(tx, incidentId, { kinds: ['go'], after: began }).map(({ actor }) => actor);
}

/**
 * Keeps a command for a second person where it needs one; false when it can be done at once. Refused when it could not
 * be done at all, when it waits already, or when there is nobody who could approve.
 */
export function propose(
  work: Work,
  request: Request,
  command: AboutIncident,
  opened: Opened,
  doing: Doing,
): boolean {
  const { row } = opened;
  const { context } = row.snapshot;
  // Documents outlive their incident: who revises one needs a second person then, too.
  const isOver = row.closed && command.verb !== 'document';
  const act =
    isOver || request.approvedBy !== undefined ? null : actOf(work, request, command, opened);
  if (act === null || work.rules.playbook.approvals[act]?.includes(context.level) !== true)
    return false;
  // Whoever could not do it alone learns that first.
  tryOut(work.tx, () =>
    doing(work, { ...request, approvedBy: request.person }, command, structuredClone(opened)),
  );
  const asked = approvers(work, request, opened, act);
  if (asked.length === 0)
    throw new Refused({
      reason: 'nobodyApproves',
      act,
      roles: approverRoles[act],
      incidentId: row.id,
    });
  const { incidentId: _incidentId, ...told } = asItReads(work, command, opened);
  const words = wordsOf(work.tx, row, { ...told, incidentId: row.id });
  for (const former of waiting(work, opened, act)) {
    const { n, proposedBy, words: before } = former.snapshot.context;
    if (before === words)
      throw new Refused({
        reason: 'approvalWaits',
        approval: n,
        by: proposedBy,
        words,
        incidentId: row.id,
      });
    if (subjectOf(former.snapshot.context.command) !== subjectOf(told)) continue;
    const reason = 'something else is proposed in its place';
    applyPartEvent(work, opened, former, {
      type: 'WITHDRAW',
      reason,
      at: work.now,
      by: request.person,
    });
  }
  createPart(work, opened, 'approval', {
    act,
    command: {
      ...told,
      ...(act === 'override' || act === 'close' ? { phase: context.phase } : {}),
    },
    words,
    asked,
    expiresAt: after(work.now, approvalMs[context.level]),
    at: work.now,
    by: request.person,
  });
  return true;
}

function waiting({ tx }: Work, { row }: Opened, act: ApprovalAct): PartRow<'approval'>[] {
  return partsOf(tx, row.id, 'approval').filter(({ closed, key }) => !closed && key === act);
}

/** Of two proposals about the same thing the newer one counts. */
function subjectOf({
  verb,
  caseNumber,
  documentNumber,
  statement,
  packageNumber,
}: Record<string, unknown>): string {
  return [verb, caseNumber, documentNumber, statement, packageNumber].map(String).join(' ');
}

/** What is approved are the words that the proposer saw. */
function asItReads({ tx }: Work, command: AboutIncident, { row }: Opened): AboutIncident {
  if (command.verb === 'approveStatement')
    return { ...command, as: readingOf(statementFor(tx, row, command.statement).snapshot.context) };
  if (command.verb === 'approvePackage') {
    const { edition } = packageFor(tx, row, command.packageNumber).snapshot.context;
    return { ...command, edition };
  }
  if (command.verb !== 'document' || command.act.type !== 'APPROVE') return command;
  const { edition } = documentFor(tx, row, command.documentNumber).snapshot.context;
  return { ...command, act: { ...command.act, edition } };
}

/** Role holders first; admins only where nobody else can, and never about what they may not read. */
function approvers(
  { rules }: Work,
  { person }: Request,
  { row }: Opened,
  act: ApprovalAct,
): PersonId[] {
  const { context } = row.snapshot;
  const holders = approversOf(context, act, person);
  const people = holders.length > 0 ? holders : rules.admins(row.tenant);
  return people.filter((one) => one !== person && mayBeTold(context, one));
}

function wordsOf(tx: Work['tx'], row: IncidentRow, command: AboutIncident): string {
  switch (command.verb) {
    case 'document':
      return documentWords(tx, row.id, command);
    case 'override':
      return `leave ${row.phase} although something is missing: ${command.reason}`;
    case 'level':
      return `lower the level from 1 to ${command.level}: ${command.reason}`;
    case 'embargo':
      return `end the embargo${command.caseNumber === null ? '' : ` of case ${command.caseNumber}`}: ${command.reason}`;
    case 'guidance':
      return `publish this guidance: ${command.text}`;
    case 'approveStatement':
      return `tell the audience of statement ${command.statement}: ${command.as ?? ''}`;
    case 'noticeTrain':
      return `give advance notice: ${bulletinsCounted(command.bulletins)}, maximum severity ${command.severity}, for ${command.families}`;
    case 'pullIn':
      return `release now and not at the time agreed: ${command.reason}`;
    case 'approvePackage':
      return `let a partner have package ${command.packageNumber}`;
    case 'go':
      return `release ${command.at === null ? 'now' : `at ${command.at}`}, with the go of one person for every role`;
    default:
      return 'close the incident';
  }
}

/** With its edition: what was changed since is proposed anew. */
function documentWords(
  tx: Work['tx'],
  incidentId: string,
  { documentNumber, act }: Extract<AboutIncident, { verb: 'document' }>,
): string {
  const context = loadPart(tx, incidentId, 'document', documentNumber)?.snapshot.context;
  const name = `document ${documentNumber} (${context?.id ?? ''})`;
  if (act.type === 'WITHDRAW') return `withdraw ${name}, which is published: ${act.reason}`;
  return `approve ${name}, edition ${context?.edition ?? 0}, for publication: ${context?.texts.title ?? ''}`;
}

/** Approves, and does what was proposed as its proposer's; what cannot be done any more is overtaken. */
export function approve(
  work: Work,
  request: Request,
  { approval }: { approval: number },
  opened: Opened,
  doing: Doing,
): void {
  const part = decidable(work, request, approval, opened);
  const { command, proposedBy } = part.snapshot.context;
  const stamp = { at: work.now, by: request.person };
  if (proposedBy === request.person)
    throw new Refused({ reason: 'ownApproval', approval, incidentId: opened.row.id });
  const proposer: Request = {
    ...request,
    person: proposedBy,
    isAdmin: work.rules.admins(tenantOf(proposedBy)).includes(proposedBy),
    approvedBy: request.person,
  };
  const act = { ...command, incidentId: opened.row.id } as unknown as AboutIncident;
  const why = whyOvertaken(work, proposer, act, opened, doing);
  if (why !== null) {
    applyPartEvent(work, opened, part, { type: 'OVERTAKEN', reason: why, ...stamp });
    return;
  }
  applyPartEvent(work, opened, part, { type: 'APPROVE', ...stamp });
  doing(work, proposer, act, opened);
}

function whyOvertaken(
  work: Work,
  proposer: Request,
  act: AboutIncident,
  opened: Opened,
  doing: Doing,
): string | null {
  const { phase } = opened.row.snapshot.context;
  if ('phase' in act && act.phase !== phase) return `the incident is in ${phase} now`;
  try {
    tryOut(work.tx, () => doing(work, proposer, act, structuredClone(opened)));
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.refusal.reason === 'notAllowed'
      ? `<@${proposer.person}> may not do it any more`
      : 'the incident has gone on since';
  }
}

/** No, by somebody who could have said yes; of its proposer it is taken back. */
export function decline(
  work: Work,
  request: Request,
  { approval, reason }: { approval: number; reason: string },
  opened: Opened,
): void {
  const stamp = { at: work.now, by: request.person };
  const part = open(work, opened, approval);
  const isOwn = part.snapshot.context.proposedBy === request.person;
  if (!isOwn) decidable(work, request, approval, opened);
  applyPartEvent(work, opened, part, { type: isOwn ? 'WITHDRAW' : 'DECLINE', reason, ...stamp });
}

/** Taken back by its proposer, or by the lead. */
export function withdraw(
  work: Work,
  request: Request,
  { approval, reason }: { approval: number; reason: string },
  opened: Opened,
): void {
  const part = open(work, opened, approval);
  const { context } = opened.row.snapshot;
  const isOwn = part.snapshot.context.proposedBy === request.person;
  if (!isOwn && !request.isAdmin && !isLead(context, request.person))
    refuseNeeds(['lead'], opened.row);
  applyPartEvent(work, opened, part, {
    type: 'WITHDRAW',
    reason,
    at: work.now,
    by: request.person,
  });
}

/** Open, and the person may decide it: by a role that they hold now, or as an admin. */
function decidable(
  work: Work,
  request: Request,
  approval: number,
  opened: Opened,
): PartRow<'approval'> {
  const part = open(work, opened, approval);
  const { act } = part.snapshot.context;
  if (!mayApprove(opened.row.snapshot.context, act, request))
    refuseNeeds([...approverRoles[act], 'admin'], opened.row);
  return part;
}

function open({ tx }: Work, { row }: Opened, approval: number): PartRow<'approval'> {
  const part = loadPart(tx, row.id, 'approval', approval);
  if (part === undefined)
    throw new Refused({ reason: 'unknownApproval', approval, incidentId: row.id });
  if (part.closed) {
    const { decidedBy: by, decidedAt: at } = part.snapshot.context;
    throw new Refused({
      reason: 'approvalNotNow',
      approval,
      state: part.state as ApprovalState,
      last: by === null || at === null ? null : { by, at },
      incidentId: row.id,
    });
  }
  return part;
}
