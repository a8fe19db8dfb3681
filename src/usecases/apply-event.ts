// One accepted event, written whole: journal, timeline, snapshot, timers and effects, in the caller's transaction.
// Consequences (one chart's step asking something of another) are followed until none is left.
import type { Consequence } from '#machines/effects.ts';
import { incidentChartVersion } from '#machines/incident.ts';
import type {
  DeclareInput,
  IncidentContext,
  IncidentEvent,
  Outside,
} from '#machines/incident-types.ts';
import { tasksFor } from '#machines/playbook.ts';
import type { NotAllowed, Step } from '#machines/step.ts';
import {
  addTask,
  declareIncident,
  leaves,
  stepIncident,
  stepTask,
  taskState,
} from '#machines/step.ts';
import type { TaskContext, TaskEvent, TaskInput } from '#machines/task.ts';
import { taskChartVersion } from '#machines/task.ts';
import { distrustHomes } from '#db/boards.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { insertIncident, loadIncident, saveIncident } from '#db/incidents.ts';
import { appendJournal } from '#db/journal.ts';
import type { TaskRow } from '#db/tasks.ts';
import { insertTask, loadTask, pendingTasksOf, saveTask, tasksOf } from '#db/tasks.ts';
import type { EntryRow } from '#db/timeline.ts';
import { appendEntries, firstHash } from '#db/timeline.ts';
import { cancelTimer, startTimer } from '#db/timers.ts';
import { hideWhereUnknown } from './mirror.ts';
import { mayBelong, queue } from './queue.ts';
import type { Work } from './work.ts';

export type { Rules, Work } from './work.ts';

/** An incident loaded for change; `finish` writes it back once. */
export interface Opened {
  row: IncidentRow;
  formerPeople: readonly string[];
  /** Entries made so far, for the answer. */
  entries: EntryRow[];
}

const system = 'ssirp';

/** Throws when there is no such incident: callers look it up first. */
export function openIncident({ tx }: Work, id: string): Opened {
  const row = loadIncident(tx, id);
  if (row === undefined) throw new Error(`incident ${id} does not exist`);
  return forChange(row);
}

/** A row that this transaction has just loaded or inserted, as an incident for change. */
export function forChange(row: IncidentRow): Opened {
  return { row, formerPeople: row.snapshot.context.members, entries: [] };
}

export function finish(work: Work, { row, formerPeople }: Opened): void {
  saveIncident(work.tx, row, formerPeople);
  const { members } = row.snapshot.context;
  distrustHomes(
    work.tx,
    formerPeople.filter((person) => !members.includes(person)),
  );
  hideWhereUnknown(work, row);
}

/** Declares an incident: its first journal row, entries, timers and effects. */
export function declare(work: Work, tenant: string, number: number, input: DeclareInput): Opened {
  const step = declareIncident(input);
  const year = Number(input.at.slice(0, 4));
  const row: IncidentRow = {
    id: input.id,
    tenant,
    year,
    number,
    title: input.title,
    level: input.level,
    visibility: input.visibility,
    drill: input.drill,
    phase: 'mobilize',
    closed: false,
    outcome: null,
    declaredBy: input.by,
    declaredAt: input.at,
    closedAt: null,
    snapshot: step.snapshot,
    lastSeq: 0,
    lastJournal: 0,
    lastTask: 0,
    lastHash: firstHash(input.id),
  };
  insertIncident(work.tx, row, step.snapshot.context.members);
  const opened = forChange(row);
  writeStep(
    work,
    opened,
    { instance: 'incident', event: { type: '@init', input }, at: input.at },
    step,
  );
  takeIncidentStep(work, opened, step, input.by);
  return opened;
}

/** One event of the incident's own chart. Returns why not, or null when it was taken. */
export function applyIncidentEvent(
  work: Work,
  opened: Opened,
  event: IncidentEvent,
): NotAllowed | null {
  const stepped = stepIncident(opened.row.snapshot, event);
  if (!stepped.ok) return stepped.refused;
  writeStep(work, opened, { instance: 'incident', event, at: event.at }, stepped.step);
  takeIncidentStep(work, opened, stepped.step, event.by);
  return null;
}

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
export function outsideOf(tasks: readonly TaskRow[]): Outside {
  return {
    followUpsNotOwned: tasks
      .filter(
        ({ state, snapshot: { context } }) =>
          context.followUp && state !== 'done' && state !== 'waived',
      )
      .filter(({ snapshot: { context } }) => context.assignee === null || context.dueAt === null)
      .map(({ n }) => n),
  };
}

interface Journaled {
  instance: string;
  event: { type: string; input?: unknown };
  at: string;
}

function writeStep(
  work: Work,
  opened: Opened,
  { instance, event, at }: Journaled,
  step: Step<unknown, { type: string }>,
): void {
  const { tx, now } = work;
  const { row } = opened;
  const entries = appendEntries(
    tx,
    { incidentId: row.id, lastSeq: row.lastSeq, lastHash: row.lastHash },
    step.entries,
    now,
  );
  row.lastJournal += 1;
  appendJournal(tx, {
    incidentId: row.id,
    n: row.lastJournal,
    instance,
    event: { ...event },
    chartVersion: instance === 'incident' ? incidentChartVersion : taskChartVersion,
    recordedAt: now,
    firstSeq: entries[0]?.seq ?? null,
    lastSeq: entries.at(-1)?.seq ?? null,
  });
  row.lastSeq += entries.length;
  row.lastHash = entries.at(-1)?.hash ?? row.lastHash;
  opened.entries.push(...entries);
  for (const change of step.timers) {
    if ('cancel' in change) cancelTimer(tx, row.id, instance, change.cancel);
    else {
      const { id, event: later, delayMs } = change.start;
      const dueAt = Temporal.Instant.from(at)
        .add({ milliseconds: delayMs })
        .toString({ fractionalSecondDigits: 3 });
      startTimer(tx, { incidentId: row.id, instance, id, dueAt, event: { ...later } });
    }
  }
  for (const effect of step.effects) queue(work, row, effect);
}

function takeIncidentStep(
  work: Work,
  opened: Opened,
  step: Step<IncidentContext, IncidentEvent>,
  by: string,
): void {
  const { row } = opened;
  const { context, value } = step.snapshot;
  const closed = leaves(value).some((leaf) => leaf.startsWith('closed.'));
  row.snapshot = step.snapshot;
  row.level = context.level;
  row.visibility = context.visibility;
  row.phase = context.phase;
  row.outcome = context.outcome;
  row.closedAt = closed ? (row.closedAt ?? work.now) : null;
  row.closed = closed;
  for (const consequence of step.consequences) follow(work, opened, consequence, by);
}

function follow(work: Work, opened: Opened, consequence: Consequence, by: string): void {
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
    case 'tellAdmins':
      for (const person of work.rules.admins(opened.row.tenant))
        queue(work, opened.row, { kind: 'tell', person, say: consequence.say });
      return;
    case 'mergeInto':
      mergeInto(work, opened, consequence.into, by);
  }
}

/** A phase entered again, or a level raised, adds only what is not there yet. */
function addPlaybookTasks(
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
      dueAt:
        task.dueMs === null
          ? null
          : Temporal.Instant.from(work.now)
              .add({ milliseconds: task.dueMs })
              .toString({ fractionalSecondDigits: 3 }),
      at: work.now,
      by: system,
    });
  }
}

/**
 * The target takes over people, facts and every open task; the source stays readable where it is. What is said in a
 * private incident does not get into one that more people see: there its tasks show only their number.
 */
function mergeInto(work: Work, source: Opened, into: string, by: string): void {
  const target = openIncident(work, into);
  const { id, snapshot } = source.row;
  const stamp = { at: work.now, by };
  const refused = applyIncidentEvent(work, target, {
    type: 'MERGED_FROM',
    source: id,
    members: snapshot.context.members.filter((person) => mayBelong(work.tx, target.row, person)),
    facts: snapshot.context.facts,
    ...stamp,
  });
  if (refused !== null) throw new Error(`${into} cannot take over ${id}`);
  const isWider =
    snapshot.context.visibility !== 'open' && target.row.snapshot.context.visibility === 'open';
  const mayHave = (person: string | null): boolean =>
    person !== null && mayBelong(work.tx, target.row, person);
  for (const task of pendingTasksOf(work.tx, id)) {
    const context: TaskContext = task.snapshot.context;
    const n = createTask(work, target, {
      text: isWider
        ? `Task ${task.n} of ${id} (private: see there)`
        : `${context.text} (from ${id})`,
      phase: target.row.snapshot.context.phase,
      followUp: context.followUp,
      role: context.role,
      template: null,
      assignee: mayHave(context.assignee) ? context.assignee : null,
      dueAt: context.dueAt,
      ...stamp,
    });
    const current = loadTask(work.tx, id, task.n);
    if (current === undefined) continue;
    applyTaskEvent(work, source, current, {
      type: 'WAIVE',
      reason: `goes on as task ${n} of ${into}`,
      ...stamp,
    });
  }
  finish(work, target);
}
