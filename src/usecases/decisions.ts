// What the rules between charts only recommend is a task that somebody must decide: by doing it, or by waiving it with
// a reason. Nothing of the kind passes in silence.
import type { Consequence } from '#machines/effects.ts';
import type { Role } from '#machines/incident-types.ts';
import { after } from '#machines/rule-parts.ts';
import { pendingTasksOf } from '#db/tasks.ts';
import { applyTaskEvent, createTask } from './apply-task.ts';
import type { Work } from './work.ts';
import type { Opened } from './write-step.ts';

type AskDecision = Extract<Consequence, { kind: 'askDecision' }>;

const decisionMs = 4 * 60 * 60_000;
const system = 'ssirp';

/**
 * To the person it is for, else to who holds its role (the case manager where none is named), else to the crisis lead.
 * While the same question waits for its answer it is only handed on to another person.
 */
export function askDecision(
  work: Work,
  opened: Opened,
  { about, question, text, role: asked = 'case_manager', person }: AskDecision,
): void {
  const { row } = opened;
  const { roles, phase } = row.snapshot.context;
  const template = `${about} ${question}`;
  const stamp = { at: work.now, by: system };
  const pending = pendingTasksOf(work.tx, row.id).find((task) => task.template === template);
  if (pending !== undefined) {
    if (person !== undefined)
      applyTaskEvent(work, opened, pending, { ...stamp, type: 'ASSIGN', to: person });
    return;
  }
  const role: Role = roles[asked] === undefined ? 'crisis_lead' : asked;
  createTask(work, opened, {
    ...stamp,
    text,
    phase,
    // A response task of a closed incident would be lost.
    followUp: row.closed,
    role: person === undefined ? role : null,
    template,
    assignee: person ?? roles[role]?.person ?? null,
    dueAt: person === undefined ? after(work.now, decisionMs) : null,
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
