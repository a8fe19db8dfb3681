// What the rules between charts only recommend is a task that somebody must decide: by doing it, or by waiving it with
// a reason. Nothing of the kind passes in silence.
import type { Consequence } from '#machines/effects.ts';
import type { Role } from '#machines/incident-types.ts';
import { after } from '#machines/rule-parts.ts';
import { pendingTasksOf } from '#db/tasks.ts';
import { applyTaskEvent, createTask } from './apply-task.ts';
import type { Work } from './work.ts';
import type { Opened } from './write-step.ts';

const decisionMs = 4 * 60 * 60_000;
const system = 'ssirp';

/** To the case manager, else to the crisis lead; nothing while the same question waits for its answer. */
export function askDecision(
  work: Work,
  opened: Opened,
  { about, question, text }: Extract<Consequence, { kind: 'askDecision' }>,
): void {
  const { row } = opened;
  const { roles, phase } = row.snapshot.context;
  const template = `${about} ${question}`;
  if (pendingTasksOf(work.tx, row.id).some((task) => task.template === template)) return;
  const role: Role = roles.case_manager === undefined ? 'crisis_lead' : 'case_manager';
  createTask(work, opened, {
    text,
    phase,
    // A response task of a closed incident would be lost.
    followUp: row.closed,
    role,
    template,
    assignee: roles[role]?.person ?? null,
    dueAt: after(work.now, decisionMs),
    at: work.now,
    by: system,
  });
}

/** Done by whoever brought it about; what came by itself leaves nothing to decide. */
export function settleDecisions(
  work: Work,
  opened: Opened,
  { about, questions, reason }: Extract<Consequence, { kind: 'settleDecisions' }>,
  by: string,
): void {
  for (const task of pendingTasksOf(work.tx, opened.row.id)) {
    const [asked, question = ''] = task.template?.split(' ') ?? [];
    if (asked !== about || questions?.includes(question) === false) continue;
    const stamp = { at: work.now, by };
    applyTaskEvent(
      work,
      opened,
      task,
      by === system
        ? { ...stamp, type: 'WAIVE', reason }
        : { ...stamp, type: 'DONE', note: reason },
    );
  }
}
