// What can be looked at: an incident and its parts, lists, home pages, the digest, who can read. Plain data, filled by
// the use cases; src/messages puts it into words.
import type { CriterionState } from '#machines/criteria.ts';
import type {
  IncidentContext,
  IncidentId,
  InRoom,
  IsoInstant,
  Level,
  PersonId,
  PersonKind,
  Phase,
  Role,
  Tlp,
} from '#machines/incident-types.ts';
import type { Finding } from '#machines/assessment-types.ts';
import type { CaseContext, CaseStates } from '#machines/case-types.ts';
import type { LevelRuling } from '#machines/level-rules.ts';
import type { ClockContext, ClockState } from '#machines/clock-types.ts';
import type { DocumentGap } from '#machines/document-gaps.ts';
import type { DocumentContext, DocumentState, Section } from '#machines/document-types.ts';
import type { RemedyStanding } from '#machines/remedy-types.ts';
import type { PartKind, Parts } from '#machines/part-types.ts';
import type { Regime } from '#machines/regimes.ts';
import type { Score } from '#machines/score.ts';
import type { Stored } from '#machines/step.ts';
import type { TaskContext, TaskState } from '#machines/task.ts';
import type { DueThing } from './due.ts';
import type { BookingView } from './train-views.ts';

export interface TaskView {
  n: number;
  state: TaskState;
  text: string;
  context: TaskContext;
}

/** A part of an incident with a chart of its own: a case. */
export type PartView = {
  [K in PartKind]: {
    kind: K;
    n: number;
    /** In one word; `moved` once it went on in another incident. */
    state: string;
    closed: boolean;
    snapshot: Stored<Parts[K]['context']>;
  };
}[PartKind];

export interface CaseView {
  n: number;
  closed: boolean;
  /** Null once it went on in another incident. */
  states: CaseStates | null;
  context: CaseContext;
  /** What its two teams differ in; absent where nobody looked. */
  differs?: readonly Finding[];
  remedy: RemedyStanding;
  /** FIRST's estimate for its CVE, as it was imported last; absent where there is none, and in drills. */
  epss?: EpssView;
}

/** How likely exploitation within 30 days is, and the share of all CVEs for which it is no likelier: both from 0 to 1. */
export interface EpssView {
  score: number;
  percentile: number;
  /** When FIRST estimated it. */
  at: IsoInstant;
}

export interface ClockView {
  n: number;
  /** Filed, waived, not applicable, or moved to another incident. */
  closed: boolean;
  state: ClockState;
  context: ClockContext;
  /** The regime that it is a stage of. */
  about: Regime;
}

export interface DocumentView {
  n: number;
  /** Superseded, withdrawn, or moved to another incident. */
  closed: boolean;
  state: DocumentState;
  context: DocumentContext;
  /** What it lacks before it may be handed in. */
  gaps: readonly DocumentGap[];
  /** The sections that are written, in the order in which they are read. */
  written: readonly Section[];
  /** Under which it is read now; it may go out under another. */
  label: Tlp;
  /** Who reported and is named in the acknowledgments, while these may still be changed. */
  thanked: readonly string[];
}

export interface IncidentView {
  context: IncidentContext;
  /** Dotted leaf states of the chart, e.g. `active.phase.assess.scoping`. */
  states: readonly string[];
  closed: boolean;
  checklist: readonly CriterionState[];
  /** The level that the facts ask for, which may be another than the present one. */
  ruling: LevelRuling;
  tasks: readonly TaskView[];
  cases: readonly CaseView[];
  clocks: readonly ClockView[];
  documents: readonly DocumentView[];
  bookings: readonly BookingView[];
  /** Everything with a chart of its own but the tasks, as stored, by kind and number. */
  parts: readonly PartView[];
  /** How a drill went, once it is over. */
  score?: Score;
  /** The newest entry of its timeline. */
  lastSeq: number;
  channel: { name: string; url: string | null } | null;
}

/** A scenario that people can lead as a drill. */
export interface ScenarioView {
  name: string;
  title: string;
}

export interface EntryView {
  seq: number;
  occurredAt: IsoInstant;
  recordedAt: IsoInstant;
  actor: PersonId;
  kind: string;
  text: string;
  data: Record<string, unknown>;
  link: string | null;
  hash: string;
}

/** Something that a form would overwrite, changed by somebody after the form was opened. */
export interface ChangedThing {
  latest: EntryView;
  /** How it stood when the form was opened; null when there was nothing. */
  before: EntryView | null;
}

/** Who brought something about, and when. */
export interface Deed {
  by: PersonId;
  at: IsoInstant;
}

/** An incident declared shortly before that may be the same. */
export interface SimilarIncident {
  id: IncidentId;
  title: string;
  level: Level;
  declaredBy: PersonId;
  declaredAt: IsoInstant;
  channelName: string | null;
  channelUrl: string | null;
}

export interface ListedIncident {
  id: IncidentId;
  title: string;
  level: number;
  phase: Phase;
  closed: boolean;
  outcome: string | null;
  drill: boolean;
  declaredAt: IsoInstant;
  channelName: string | null;
  channelUrl: string | null;
  /** An admin sees that there is a restricted incident; everything else is left empty. */
  isHidden?: true;
}

/** One incident as a page shows it that tells of several. */
export interface Glance {
  context: IncidentContext;
  isSitrepOverdue: boolean;
  closed: boolean;
  channel: { name: string; url: string | null } | null;
}

/** What waits for one person, and what goes on around them. */
export interface HomeView {
  person: PersonId;
  /** Whoever is no member of the workspace is shown nothing. */
  isMember: boolean;
  /** Open proposals of others that they may approve or decline now, the first to lapse first. */
  approvals: readonly {
    incident: Glance;
    n: number;
    words: string;
    by: PersonId;
    expiresAt: IsoInstant;
  }[];
  /** Their tasks that are not done. */
  tasks: readonly { incidentId: IncidentId; drill: boolean; task: TaskView }[];
  /** Until when somebody waits for their yes to a role or a task. */
  answers: readonly {
    incidentId: IncidentId;
    to: { role: Role } | { task: number };
    by: IsoInstant;
  }[];
  /** What else is due in the incidents that they belong to, also in closed ones. */
  due: readonly { incident: Glance; thing: DueThing; dueAt: IsoInstant }[];
  /** The open incidents that they belong to, newest first. */
  mine: readonly Glance[];
  /** Other open incidents that they may see, the gravest first. */
  others: readonly Glance[];
  /** How many more open incidents they may see. */
  moreOpen: number;
}

/** What everybody may know of a tenant's incidents. */
export interface DigestView {
  /** Open ones that everybody may follow, the gravest first. Of their clocks only when first guidance is due. */
  open: readonly (Glance & { guidanceDueAt: IsoInstant | null })[];
  /** How many more of those there are. */
  moreOpen: number;
  /** Of a closed door only the number is known, and whom to ask. */
  hidden: readonly { incidentId: IncidentId; ask: PersonId }[];
  /** Those closed last, newest first. */
  closed: readonly Glance[];
}

export interface StuckEffect {
  id: number;
  what: string;
  state: 'waiting' | 'dead';
  attempts: number;
  lastError: string | null;
  notBefore: IsoInstant;
}

/** Since when nothing is delivered to a workspace, why, and what would help. */
export interface Held {
  since: IsoInstant;
  reason: string;
  remedy: string;
  /** When the platform is asked again. */
  nextTryAt: IsoInstant;
}

/** Why somebody belongs to an incident. */
export type Why =
  | { why: 'declared' | 'joined' | 'admin' | 'group'; at: IsoInstant }
  | { why: 'invited' | 'added' | 'handover'; by: PersonId; at: IsoInstant }
  | { why: 'role'; role: Role; at: IsoInstant };

/** Somebody who can read an incident. */
export interface Reader {
  person: PersonId;
  kind: PersonKind;
  why: readonly Why[];
  /** Null when nobody has looked into the channel yet. */
  isInRoom: boolean | null;
}

/** Who can read an incident, from what is stored. */
export interface AccessView {
  incident: IncidentView;
  /** Who belongs to it. */
  readers: readonly Reader[];
  /** In the channel without belonging to it. */
  others: readonly InRoom[];
  admins: readonly PersonId[];
  inRoom: number | null;
  lookedAt: IsoInstant | null;
  reviewed: { by: PersonId; at: IsoInstant } | null;
}
