// What a step of the incident, or of one of its parts, asks of the incident's tasks.
import type { Consequence } from '#machines/effects.ts';
import { pendingTasksOf } from '#db/tasks.ts';
import { applyTaskEvent } from './apply-task.ts';
import { askDecision, settleDecisions } from './decisions.ts';
import { addPlaybookTasks, pullIn } from './playbook-tasks.ts';
import type { Work } from './work.ts';
import type { Opened } from './write-step.ts';

const system = 'ssirp';

type OfTasks = Extract<
  Consequence,
  {
    kind:
      | 'addPlaybookTasks'
      | 'giveRoleTasks'
      | 'changeTaskLevel'
      | 'dropTasks'
      | 'blockTask'
      | 'askDecision'
      | 'settleDecisions';
  }
>;

export function followInTasks(work: Work, opened: Opened, consequence: OfTasks, by: string): void {
  switch (consequence.kind) {
    case 'addPlaybookTasks':
      addPlaybookTasks(work, opened, consequence);
      return;
    case 'giveRoleTasks':
      for (const task of pendingTasksOf(work.tx, opened.row.id)) {
        const { role, assignee } = task.snapshot.context;
        if (role !== consequence.role || (assignee !== null && assignee !== consequence.from))
          continue;
        applyTaskEvent(work, opened, task, {
          type: 'ASSIGN',
          to: consequence.person,
          at: work.now,
          by: system,
        });
      }
      return;
    case 'changeTaskLevel':
      for (const task of pendingTasksOf(work.tx, opened.row.id)) {
        applyTaskEvent(work, opened, task, {
          type: 'CHANGE_LEVEL',
          level: consequence.level,
          at: work.now,
          by: system,
        });
        pullIn(work, opened, task, consequence.level);
      }
      return;
    case 'dropTasks':
      for (const task of pendingTasksOf(work.tx, opened.row.id)) {
        if (task.snapshot.context.followUp) continue;
        applyTaskEvent(work, opened, task, {
          type: 'WAIVE',
          reason: consequence.reason,
          at: work.now,
          by,
        });
      }
      return;
    case 'blockTask': {
      const { template, reason } = consequence;
      // Each round has its own.
      const task = pendingTasksOf(work.tx, opened.row.id).findLast(
        (one) => one.template?.split('@')[0] === template,
      );
      if (task !== undefined)
        applyTaskEvent(work, opened, task, { type: 'BLOCK', reason, at: work.now, by: system });
      return;
    }
    case 'askDecision':
      askDecision(work, opened, consequence);
      return;
    case 'settleDecisions':
      settleDecisions(work, opened, consequence, by);
  }
}
