// Tasks: one accepted event of one, and a new one. A task asks nothing of other charts.
import { caseStanding } from '#machines/case-state.ts';
import { isOverdue } from '#machines/clock-state.ts';
import type { Outside, Unready } from '#machines/incident-types.ts';
import type { NotAllowed } from '#machines/step.ts';
import { addTask, stepTask, taskState } from '#machines/step.ts';
import type { TaskEvent, TaskInput } from '#machines/task.ts';
import type { PartRow } from '#db/parts.ts';
import type { TaskRow } from '#db/tasks.ts';
import { insertTask, saveTask } from '#db/tasks.ts';
import type { Work } from './work.ts';
import type { Opened } from './write-step.ts';
import { writeStep } from './write-step.ts';

/** One event of one task. Returns why not, or null when it was taken. */
export function applyTaskEvent(
  work: Work,
  opened: Opened,
  task: TaskRow,
  event: TaskEvent,
): NotAllowed | null {
  const stepped = stepTask(task.snapshot, event);
  if (!stepped.ok) return stepped.refused;
  writeStep(work, opened, { instance: `task/${task.n}`, event, at: event.at }, stepped.step);
  const { snapshot } = stepped.step;
  saveTask(work.tx, {
    ...task,
    state: taskState(snapshot),
    assignee: snapshot.context.assignee,
    snapshot,
  });
  return null;
}

/** Adds a task with the incident's next number, which it returns. */
export function createTask(
  work: Work,
  opened: Opened,
  input: Omit<TaskInput, 'incidentId' | 'n' | 'level'>,
): number {
  const { row } = opened;
  row.lastTask += 1;
  const full: TaskInput = {
    ...input,
    incidentId: row.id,
    n: row.lastTask,
    level: row.snapshot.context.level,
  };
  const step = addTask(full);
  insertTask(work.tx, {
    incidentId: row.id,
    n: full.n,
    state: taskState(step.snapshot),
    assignee: full.assignee,
    template: full.template,
    snapshot: step.snapshot,
  });
  writeStep(
    work,
    opened,
    { instance: `task/${full.n}`, event: { type: '@init', input: full }, at: full.at },
    step,
  );
  return full.n;
}

/** What the chart asks about the rest of the incident. */
export function outsideOf(
  tasks: readonly TaskRow[],
  cases: readonly PartRow<'case'>[],
  clocks: readonly PartRow<'clock'>[],
  unready?: readonly Unready[],
): Outside {
  return {
    followUpsNotOwned: tasks
      .filter(
        ({ state, snapshot: { context } }) =>
          context.followUp && state !== 'done' && state !== 'waived',
      )
      .filter(({ snapshot: { context } }) => context.assignee === null || context.dueAt === null)
      .map(({ n }) => n),
    ...(clocks.length === 0
      ? {}
      : {
          clocksOverdue: clocks.filter(({ snapshot }) => isOverdue(snapshot)).map(({ n }) => n),
        }),
    ...(cases.length === 0
      ? {}
      : { cases: cases.flatMap(({ snapshot }) => caseStanding(snapshot) ?? []) }),
    ...(unready === undefined ? {} : { unready: [...unready] }),
  };
}
