// The playbook's tasks in an incident: those of a phase and level are added once, and due sooner at a stricter level.
import type { Consequence } from '#machines/effects.ts';
import type { Level } from '#machines/incident-types.ts';
import { tasksFor } from '#machines/playbook.ts';
import { after } from '#machines/rule-parts.ts';
import type { TaskRow } from '#db/tasks.ts';
import { loadTask, tasksOf } from '#db/tasks.ts';
import { applyTaskEvent, createTask } from './apply-task.ts';
import type { Work } from './work.ts';
import type { Opened } from './write-step.ts';

const system = 'ssirp';

/** At a stricter level a task of the playbook is due by that level's time, counted from now; never later than it was. */
export function pullIn(work: Work, opened: Opened, { n, snapshot }: TaskRow, level: Level): void {
  const { template, followUp, level: former } = snapshot.context;
  const { epoch, kind } = opened.row.snapshot.context;
  if (level >= former || followUp || template === null) return;
  const dueMs = work.rules.playbook.tasks.find(
    (task) =>
      `${task.id}@${epoch}` === template &&
      task.levels.includes(level) &&
      (task.kinds === 'all' || task.kinds.includes(kind)),
  )?.dueMs;
  if (dueMs === undefined || dueMs === null) return;
  const dueAt = after(work.now, dueMs);
  const task = loadTask(work.tx, opened.row.id, n);
  const was = snapshot.context.dueAt;
  if (task === undefined || (was !== null && was <= dueAt)) return;
  applyTaskEvent(work, opened, task, { type: 'DUE_DATE', dueAt, at: work.now, by: system });
}

/** A phase entered again, or a level raised, adds only what is not there yet. */
export function addPlaybookTasks(
  work: Work,
  opened: Opened,
  { phase, level }: Extract<Consequence, { kind: 'addPlaybookTasks' }>,
): void {
  const { context } = opened.row.snapshot;
  const present = new Set(tasksOf(work.tx, opened.row.id).map(({ template }) => template));
  for (const task of tasksFor(work.rules.playbook, { phase, level, kind: context.kind })) {
    const template = `${task.id}@${context.epoch}`;
    if (present.has(template)) continue;
    createTask(work, opened, {
      text: task.text,
      phase,
      followUp: task.followUp ?? false,
      role: task.role,
      template,
      assignee: context.roles[task.role]?.person ?? null,
      dueAt: task.dueMs === null ? null : after(work.now, task.dueMs),
      at: work.now,
      by: system,
    });
  }
}
