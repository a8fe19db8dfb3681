// A refusal on its way out of a transaction, and the chart's own reasons turned into one.
import { missingCriteria } from '#machines/criteria.ts';
import type { IncidentEvent } from '#machines/incident-types.ts';
import { quorum } from '#machines/levels.ts';
import type { NotAllowed } from '#machines/step.ts';
import { leaves } from '#machines/step.ts';
import type { TaskEvent, TaskState } from '#machines/task.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { TaskRow } from '#db/tasks.ts';
import type { Sought } from '#db/timeline.ts';
import { newestEntry } from '#db/timeline.ts';
import type { Refusal } from '../commands/refusal.ts';
import type { Deed } from '../commands/view-types.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent } from './apply-event.ts';
import { applyTaskEvent } from './apply-task.ts';
import { incidentView } from './view.ts';

/** Rolls the transaction back with a refusal; never leaves the use cases. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

export function takeEvent(work: Work, opened: Opened, event: IncidentEvent): void {
  const refused = applyIncidentEvent(work, opened, event);
  if (refused !== null) throw new Refused(explain(work.tx, event, refused, opened.row));
}

export function takeTask(work: Work, opened: Opened, task: TaskRow, event: TaskEvent): void {
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
    last: lastDeed(work.tx, opened.row.id, {
      kinds: broughtTaskTo[task.state as TaskState],
      data: { n: task.n },
    }),
  });
}

/** The entries that brought a task to its state. */
const broughtTaskTo: Record<TaskState, readonly string[]> = {
  open: ['task.added', 'task.assign', 'task.reopen'],
  acknowledged: ['task.ack', 'task.assign'],
  started: ['task.start'],
  blocked: ['task.block'],
  done: ['task.done'],
  waived: ['task.waive'],
};

/** Who did what the newest entry of this kind tells; null when there is none. */
export function lastDeed(db: Db, incidentId: string, sought: Sought): Deed | null {
  const entry = newestEntry(db, incidentId, sought);
  return entry === undefined ? null : { by: entry.actor, at: entry.recordedAt };
}

/** The entries that say that an incident went on, ended or came back. */
export const courseKinds = ['phaseEntered', 'closed', 'reopened'];

/** Where the record says who did first what a guard does not let somebody do again. */
function doneBefore(event: IncidentEvent): Sought | null {
  switch (event.type) {
    case 'APPROVE':
      return { kinds: ['approved'], data: { as: event.as } };
    case 'FACT':
      return { kinds: ['fact'], data: { fact: event.fact } };
    case 'LEVEL':
      return { kinds: ['level'], data: { to: event.level } };
    case 'WAIVE_MONITORING':
      return { kinds: ['monitoringWaived'] };
    default:
      return null;
  }
}

function explain(db: Db, event: IncidentEvent, refused: NotAllowed, row: IncidentRow): Refusal {
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
      last: lastDeed(db, incidentId, { kinds: courseKinds }),
    };
  }
  if (event.type === 'GO' && event.roles.every((role) => !quorum(context).includes(role))) {
    return { reason: 'notInQuorum', quorum: quorum(context), incidentId };
  }
  if (event.type === 'GO' && event.outside?.unready?.length)
    return { reason: 'unready', unready: event.outside.unready, incidentId };
  const missing = event.type === 'ADVANCE' ? missingCriteria(context, event.outside) : [];
  const before = doneBefore(event);
  return {
    reason: 'guard',
    guards: refused.guards,
    missing,
    incident: missing.length === 0 ? null : incidentView(db, row, row.tenant),
    incidentId,
    phase: context.phase,
    last: before === null ? null : lastDeed(db, incidentId, before),
  };
}

export function refuseNeeds(lacks: readonly string[], row: IncidentRow): never {
  const { roles, declaredBy } = row.snapshot.context;
  throw new Refused({
    reason: 'notAllowed',
    needs: lacks,
    lead: roles.crisis_lead?.person ?? declaredBy,
    incidentId: row.id,
  });
}
