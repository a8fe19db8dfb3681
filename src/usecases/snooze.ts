// Puts a reminder off: of the incident or of a task. The timer itself is moved by the chart.
import type { ReminderId } from '#machines/incident-types.ts';
import { after } from '#machines/rule-parts.ts';
import { whyNoSnooze, whyNoTaskSnooze } from '#machines/snooze.ts';
import type { TaskRow } from '#db/tasks.ts';
import { loadTimer } from '#db/timers.ts';
import type { Opened, Work } from './apply-event.ts';
import { Refused, takeEvent, takeTask } from './refused.ts';
import type { Stamp } from './request.ts';

export function snooze(
  work: Work,
  opened: Opened,
  { what, minutes }: { what: ReminderId; minutes: number },
  stamp: Stamp,
): void {
  const { id, snapshot, closed } = opened.row;
  const timer = closed ? undefined : loadTimer(work.tx, id, 'incident', what);
  const because =
    timer === undefined
      ? { why: 'nothing' as const }
      : whyNoSnooze(snapshot.context, { what, minutes, at: stamp.at });
  if (because !== null) throw new Refused({ reason: 'noSnooze', what: typedAs(what), because });
  const sent = Number(timer?.event['sent'] ?? 0);
  takeEvent(work, opened, {
    ...stamp,
    type: 'SNOOZE',
    what,
    minutes,
    ...(sent > 0 ? { sent } : {}),
  });
}

export function snoozeTask(
  work: Work,
  opened: Opened,
  task: TaskRow,
  minutes: number,
  stamp: Stamp,
): void {
  const { context } = task.snapshot;
  const rings = ringsWithin(work, opened, task, after(stamp.at, minutes * 60_000));
  const because =
    context.followUp && task.state !== 'open' && rings === undefined
      ? { why: 'nothing' as const }
      : whyNoTaskSnooze(context, { minutes, at: stamp.at, isOpen: task.state === 'open' });
  if (because !== null) throw new Refused({ reason: 'noSnooze', what: `task ${task.n}`, because });
  takeTask(work, opened, task, {
    ...stamp,
    type: 'SNOOZE',
    minutes,
    ...(rings === undefined ? {} : { sent: rings }),
  });
}

/** Which reminder of a late follow-up would come until then; undefined when none would. */
function ringsWithin(
  { tx }: Work,
  { row }: Opened,
  { n }: TaskRow,
  until: string,
): number | undefined {
  const timer = loadTimer(tx, row.id, `task/${n}`, 'due');
  const sent = Number(timer?.event['sent'] ?? 0);
  return timer !== undefined && sent > 0 && timer.dueAt < until ? sent : undefined;
}

function typedAs(what: ReminderId): string {
  return what === 'staffing' ? 'roles' : what.replace('.', ' ');
}
