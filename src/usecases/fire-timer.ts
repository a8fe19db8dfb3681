// A due timer comes back as an ordinary event. Its row goes in the same transaction, so it fires once.
import type { IncidentEvent } from '#machines/incident-types.ts';
import { askedOf } from '#machines/rule-parts.ts';
import type { PartKind, Parts } from '#machines/part-types.ts';
import { partOf } from '#machines/siblings.ts';
import type { TaskEvent } from '#machines/task.ts';
import type { Store } from '#db/open.ts';
import { loadPart } from '#db/parts.ts';
import { loadTask } from '#db/tasks.ts';
import type { TimerRow } from '#db/timers.ts';
import { cancelTimer, loadTimer } from '#db/timers.ts';
import type { Rules, Work } from './apply-event.ts';
import { applyIncidentEvent, applyPartEvent, finish, openIncident } from './apply-event.ts';
import { applyTaskEvent } from './apply-task.ts';
import { clockPeople } from './clock-people.ts';
import { trainPeople } from './train-people.ts';
import { withNext } from './on-call.ts';
import { followUpPeople } from './follow-up-people.ts';

const isOfDueDate = ({ id }: TimerRow): boolean => id === 'due';

/** Fires one timer; false when it was cancelled or moved meanwhile. A refused (stale) event just goes. */
export function fireTimer(store: Store, rules: Rules, now: string, due: TimerRow): boolean {
  return store.transaction((tx) => {
    const { incidentId, instance, id } = due;
    const timer = loadTimer(tx, incidentId, instance, id);
    if (timer === undefined || timer.dueAt > now) return false;
    cancelTimer(tx, incidentId, instance, id);
    const work: Work = { tx, now, rules };
    const opened = openIncident(work, incidentId);
    const stamp = { at: now, by: 'ssirp' };
    const named = partOf(instance);
    if (named !== undefined) {
      const part = loadPart(tx, incidentId, named.kind, named.n);
      const event = {
        ...timer.event,
        ...(named.kind === 'clock' ? clockPeople(work, opened.row) : {}),
        ...(named.kind === 'train' ? trainPeople(opened.row, timer.event) : {}),
        ...stamp,
      } as unknown as Parts[PartKind]['event'];
      if (part !== undefined) applyPartEvent(work, opened, part, event);
    } else if (instance === 'incident') {
      const event = { ...timer.event, ...stamp } as unknown as IncidentEvent;
      applyIncidentEvent(work, opened, withNext(work, opened.row, event));
    } else {
      const task = loadTask(tx, incidentId, Number(instance.slice('task/'.length)));
      const { context } = opened.row.snapshot;
      const people = {
        deputy: context.roles.deputy?.person ?? null,
        lead: askedOf(context),
      };
      if (task !== undefined) {
        applyTaskEvent(work, opened, task, {
          ...timer.event,
          ...people,
          ...(isOfDueDate(timer) ? followUpPeople(work, opened.row, task) : {}),
          ...stamp,
        } as unknown as TaskEvent);
      }
    }
    finish(work, opened);
    return true;
  });
}
