// Reads the state of an incident into the plain views that messages, exports and the console show.
import { differencesOf } from '#machines/assessment.ts';
import { caseStates } from '#machines/case-state.ts';
import { clockState } from '#machines/clock-state.ts';
import { checklist } from '#machines/criteria.ts';
import { gapsIn, sectionsOf, thankedReporters } from '#machines/document-gaps.ts';
import { documentState, labelNow } from '#machines/document-state.ts';
import { levelRule } from '#machines/level-rules.ts';
import type { Tlp } from '#machines/incident-types.ts';
import type { PartKind } from '#machines/part-types.ts';
import { regimes } from '#machines/regimes.ts';
import { remedyStanding } from '#machines/remedy.ts';
import { partKinds } from '#machines/siblings.ts';
import type { Score } from '#machines/score.ts';
import { scoreOf } from '#machines/score.ts';
import type { Stored } from '#machines/step.ts';
import { leaves } from '#machines/step.ts';
import type { TaskContext, TaskState } from '#machines/task.ts';
import { conversationOf } from '#db/conversations.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { OutboxRow } from '#db/outbox.ts';
import type { PartRow } from '#db/parts.ts';
import { allPartsOf } from '#db/parts.ts';
import { tasksOf } from '#db/tasks.ts';
import type { EntryRow } from '#db/timeline.ts';
import { readTimeline } from '#db/timeline.ts';
import type {
  CaseView,
  ClockView,
  DocumentView,
  EntryView,
  Glance,
  IncidentView,
  PartView,
  StuckEffect,
  TaskView,
} from '../commands/view-types.ts';
import { outsideOf } from './apply-task.ts';
import { unreadyOf } from './unready.ts';
import { bookingView } from './booking-view.ts';
import { epssFor } from './threat.ts';

export function taskView({
  n,
  state,
  snapshot,
}: {
  n: number;
  state: string;
  snapshot: Stored<TaskContext>;
}): TaskView {
  return { n, state: state as TaskState, text: snapshot.context.text, context: snapshot.context };
}

function caseView(
  db: Db,
  { n, closed, snapshot }: PartRow<'case'>,
  { drill }: Pick<IncidentRow, 'drill'>,
): CaseView {
  const epss = drill ? undefined : epssFor(db, snapshot.context.cve);
  return {
    n,
    closed,
    states: caseStates(snapshot),
    context: snapshot.context,
    differs: differencesOf(snapshot.context.investigation ?? {}),
    remedy: remedyStanding(snapshot.context),
    ...(epss === undefined ? {} : { epss }),
  };
}

function clockView({ n, closed, snapshot }: PartRow<'clock'>): ClockView {
  const { context } = snapshot;
  return { n, closed, state: clockState(snapshot), context, about: regimes[context.regime] };
}

/** `tlp`: the label of the incident. */
export function documentView(
  { n, closed, snapshot }: Pick<PartRow<'document'>, 'n' | 'closed' | 'snapshot'>,
  tlp: Tlp | null,
): DocumentView {
  const { context } = snapshot;
  const state = documentState(snapshot);
  const isOpen = ['drafting', 'inReview', 'revising', 'revisionInReview'].includes(state);
  return {
    n,
    closed,
    state,
    label: labelNow(context, tlp),
    thanked: isOpen ? thankedReporters(context) : [],
    context,
    gaps: gapsIn(context),
    written: sectionsOf(context).filter((section) => context.texts[section] !== undefined),
  };
}

function partView({ incidentId: _incidentId, key: _key, ...part }: PartRow<PartKind>): PartView {
  // A row's kind and snapshot belong together, which its type does not say.
  return part as PartView;
}

/** As it is read in a tenant: with the room that it has there. */
export function incidentView(db: Db, row: IncidentRow, tenant: string): IncidentView {
  const tasks = tasksOf(db, row.id);
  const parts = allPartsOf(db, row.id);
  const { context, value } = row.snapshot;
  const room = conversationOf(db, row.id, tenant);
  const isOver = row.drill && row.closed;
  return {
    ...(isOver ? { score: scoreAt(db, row, row.closedAt ?? context.declaredAt) } : {}),
    context,
    states: leaves(value),
    closed: row.closed,
    checklist: checklist(
      context.phase,
      context,
      outsideOf(tasks, parts.case, parts.clock, unreadyOf(parts)),
    ),
    ruling: levelRule(context),
    tasks: tasks.map(taskView),
    cases: parts.case.map((part) => caseView(db, part, row)),
    clocks: parts.clock.map(clockView),
    documents: parts.document.map((part) => documentView(part, row.snapshot.context.tlp)),
    bookings: parts.train.map(bookingView),
    parts: partKinds.flatMap((kind) => parts[kind].map(partView)),
    lastSeq: row.lastSeq,
    channel: room === undefined ? null : { name: room.name, url: room.url },
  };
}

/** How a drill has gone so far. */
export function scoreAt(db: Db, row: IncidentRow, now: string): Score {
  const parts = allPartsOf(db, row.id);
  return scoreOf({
    context: row.snapshot.context,
    entries: readTimeline(db, row.id),
    clocks: parts.clock.map(clockView),
    cases: parts.case.map((part) => caseView(db, part, row)),
    closed: row.closed,
    now,
  });
}

/** The incident for a page that tells of several: without its tasks and checklist. */
export function glance(
  db: Db,
  { id, snapshot: { context, value }, closed }: IncidentRow,
  tenant: string,
): Glance {
  const room = conversationOf(db, id, tenant);
  return {
    context,
    isSitrepOverdue: leaves(value).includes('active.cadence.overdue'),
    closed,
    channel: room === undefined ? null : { name: room.name, url: room.url },
  };
}

export function entryView({ incidentId: _incidentId, ...entry }: EntryRow): EntryView {
  return entry;
}

export function stuckEffect({
  id,
  effect,
  state,
  attempts,
  lastError,
  notBefore,
}: OutboxRow): StuckEffect {
  const what =
    effect.kind === 'card'
      ? `card ${effect.card}`
      : 'say' in effect
        ? `${effect.kind} ${effect.say.kind}`
        : effect.kind;
  return { id, what, state: state === 'dead' ? 'dead' : 'waiting', attempts, lastError, notBefore };
}
