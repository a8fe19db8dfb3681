// Proves a record: replays the journal through the charts and compares, and checks the timeline's hash chain.
import { isDeepStrictEqual } from 'node:util';
import type { DeclareInput, IncidentEvent } from '#machines/incident-types.ts';
import type { PartKind } from '#machines/part-types.ts';
import { partKinds, partOf, siblingOf } from '#machines/siblings.ts';
import type { Step, Stored } from '#machines/step.ts';
import {
  addTask,
  declareIncident,
  leaves,
  startPart,
  stepIncident,
  stepPart,
  stepTask,
  takeOverPart,
  taskState,
} from '#machines/step.ts';
import type { EntryDraft } from '#machines/effects.ts';
import type { TaskContext, TaskEvent, TaskInput } from '#machines/task.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { JournalRow } from '#db/journal.ts';
import { membersOf } from '#db/incidents.ts';
import { readJournal } from '#db/journal.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { partsOf } from '#db/parts.ts';
import { tasksOf } from '#db/tasks.ts';
import { entryHash, firstHash, readTimeline } from '#db/timeline.ts';

export interface Verdict {
  incidentId: string;
  entries: number;
  events: number;
  lastHash: string;
  /** Empty: the record is whole and untouched. At most ten, the first ones. */
  problems: string[];
}

const problemsMax = 10;

/** Bounded memory: journal and timeline are walked side by side. */
export function verifyIncident(db: Db, row: IncidentRow): Verdict {
  const problems: string[] = [];
  const replayed = new Map<string, Stored<unknown>>();
  const entries = readTimeline(db, row.id)[Symbol.iterator]();
  let hash = firstHash(row.id);
  let seq = 0;
  let events = 0;
  const problem = (text: string): void => {
    if (problems.length < problemsMax) problems.push(text);
  };

  for (const journaled of readJournal(db, row.id)) {
    events += 1;
    if (journaled.n !== events) problem(`Journal row ${events} is missing.`);
    const drafts = replay(replayed, journaled, problem);
    const covers = drafts.length === 0 ? [null, null] : [seq + 1, seq + drafts.length];
    if (!isDeepStrictEqual([journaled.firstSeq, journaled.lastSeq], covers))
      problem(`Journal row ${journaled.n} names other timeline entries than its own.`);
    for (const draft of drafts) {
      const next = entries.next();
      seq += 1;
      if (next.done === true) {
        problem(`Timeline entry ${seq} is missing.`);
        break;
      }
      const {
        incidentId: _incidentId,
        hash: stored,
        recordedAt,
        seq: number,
        ...entry
      } = next.value;
      hash = entryHash(hash, { ...entry, seq: number, recordedAt });
      if (number !== seq) problem(`Timeline entry ${seq} is missing.`);
      if (hash !== stored) problem(`Timeline entry ${number} was changed: its hash does not fit.`);
      if (!isDeepStrictEqual(entry, asStored(draft)))
        problem(`Timeline entry ${number} is not what the journal says.`);
      if (recordedAt !== journaled.recordedAt)
        problem(`Timeline entry ${number} was recorded at another instant than its event.`);
      hash = stored;
    }
    if (problems.length >= problemsMax) break;
  }
  if (problems.length === 0) {
    if (entries.next().done !== true)
      problem(`Timeline entries after ${seq} have no event in the journal.`);
    if (hash !== row.lastHash) problem('The last hash of the incident does not fit its timeline.');
    compareSnapshots(db, row, replayed, problem);
  }
  return { incidentId: row.id, entries: seq, events, lastHash: row.lastHash, problems };
}

/** The columns beside the snapshot: need-to-know is decided by them. */
function columnsFit(db: Db, row: IncidentRow): boolean {
  const { context, value } = row.snapshot;
  const { id, title, level, visibility, drill, phase, outcome, declaredBy, declaredAt } = row;
  const read = { id, title, level, visibility, drill, phase, outcome, declaredBy, declaredAt };
  const closed = leaves(value).some((leaf) => leaf.startsWith('closed.'));
  return (
    Object.entries(read).every(([name, found]) => context[name as keyof typeof read] === found) &&
    row.closed === closed &&
    isDeepStrictEqual(membersOf(db, id).toSorted(), context.members.toSorted())
  );
}

/** As it looks after a trip through JSON, where `undefined` is lost. */
function asStored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function replay(
  replayed: Map<string, Stored<unknown>>,
  { instance, event, n }: JournalRow,
  problem: (text: string) => void,
): EntryDraft[] {
  const part = partOf(instance)?.kind;
  const begun = begin(instance, part, event);
  if (begun !== undefined) {
    replayed.set(instance, asStored(begun.snapshot));
    return begun.entries;
  }
  const stored = replayed.get(instance);
  if (stored === undefined) {
    problem(`Journal row ${n} is about ${instance}, which was never begun.`);
    return [];
  }
  const stepped =
    instance === 'incident'
      ? stepIncident(stored as never, event as unknown as IncidentEvent)
      : part === undefined
        ? stepTask(stored as Stored<TaskContext>, event as unknown as TaskEvent)
        : stepPart(part, stored as never, event as never);
  if (!stepped.ok) {
    problem(`Journal row ${n} (${event.type}) is refused when replayed.`);
    return [];
  }
  replayed.set(instance, asStored(stepped.step.snapshot));
  return stepped.step.entries;
}

/** The first step of a chart; undefined for any other event. */
function begin(
  instance: string,
  part: PartKind | undefined,
  event: JournalRow['event'],
): Pick<Step<unknown, unknown>, 'snapshot' | 'entries'> | undefined {
  const { type, input } = event as { type: string; input?: unknown };
  if (part !== undefined && type === '@moved') return takeOverPart(part, input as never);
  if (type !== '@init') return undefined;
  if (instance === 'incident') return declareIncident(input as DeclareInput);
  return part === undefined ? addTask(input as TaskInput) : startPart(part, input as never);
}

function compareSnapshots(
  db: Db,
  row: IncidentRow,
  replayed: Map<string, Stored<unknown>>,
  problem: (text: string) => void,
): void {
  if (!isDeepStrictEqual(asStored(row.snapshot), replayed.get('incident'))) {
    problem('The stored state of the incident is not what its journal gives.');
  } else if (!columnsFit(db, row)) {
    problem('What lists and permissions read of the incident is not what its journal gives.');
  }
  const tasks = tasksOf(db, row.id);
  for (const { n, state, assignee, snapshot } of tasks) {
    const again = replayed.get(`task/${n}`) as Stored<TaskContext> | undefined;
    if (
      again === undefined ||
      !isDeepStrictEqual(asStored(snapshot), again) ||
      state !== taskState(again) ||
      assignee !== again.context.assignee
    ) {
      problem(`The stored state of task ${n} is not what its journal gives.`);
    }
  }
  const replayedOf = (kind: string): number =>
    [...replayed.keys()].filter((instance) => instance.startsWith(`${kind}/`)).length;
  if (tasks.length !== replayedOf('task'))
    problem('The number of tasks is not what the journal gives.');
  for (const kind of partKinds) {
    const parts = partsOf(db, row.id, kind);
    for (const part of parts) {
      if (!partFits(part, replayed.get(`${kind}/${part.n}`)))
        problem(`The stored state of ${kind} ${part.n} is not what its journal gives.`);
    }
    if (parts.length !== replayedOf(kind))
      problem(`The number of ${kind}s is not what the journal gives.`);
  }
}

function partFits(
  { kind, snapshot, state, closed, key }: PartRow<PartKind>,
  again: Stored<unknown> | undefined,
): boolean {
  if (again === undefined) return false;
  const { stateOf, isClosed, keyOf } = siblingOf(kind);
  const stored = again as typeof snapshot;
  return (
    isDeepStrictEqual(asStored(snapshot), again) &&
    state === stateOf(stored) &&
    closed === isClosed(stored) &&
    key === keyOf(stored.context)
  );
}
