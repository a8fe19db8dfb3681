// What comes back from a command: done, something to look at, a form, or one refusal of a closed list. Plain data;
// src/messages puts it into words.
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
} from '#machines/incident-types.ts';
import type { Finding } from '#machines/assessment-types.ts';
import type { CaseContext, CaseEventType, CaseMove, CaseStates } from '#machines/case-types.ts';
import type { LevelRuling } from '#machines/level-rules.ts';
import type { ApprovalAct, ApprovalState } from '#machines/approval-types.ts';
import type { ClockContext, ClockEventType, ClockState } from '#machines/clock-types.ts';
import type { Reliability } from '#machines/exploitability.ts';
import type { RemedyStanding } from '#machines/remedy-types.ts';
import type { PartKind, Parts } from '#machines/part-types.ts';
import type { Regime } from '#machines/regimes.ts';
import type { Score } from '#machines/score.ts';
import type { Stored } from '#machines/step.ts';
import type { TaskContext, TaskState } from '#machines/task.ts';
import type { NoSnooze } from '#machines/snooze.ts';
import type { DueThing } from './due.ts';
import type { AssessedAs } from './investigation-command.ts';
import type { AnywhereCommand, RemedyForm, SitrepDraft, UsageError } from './command.ts';
import type { SourceMessage } from './source-message.ts';

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

export type Refusal =
  | { reason: 'usage'; error: UsageError }
  | { reason: 'noIncidentHere'; open: readonly ListedIncident[] }
  | { reason: 'unknownIncident'; id: string }
  | { reason: 'unknownTask'; n: number; incidentId: IncidentId }
  | { reason: 'unknownCase'; n: number; incidentId: IncidentId }
  /** There are several, and none was named. `command`: as it was said, with `<n>` for the number. */
  | {
      reason: 'whichCase';
      cases: readonly { n: number; title: string }[];
      command: string;
      incidentId: IncidentId;
    }
  /** `states` null: it went on in another incident, as `movedTo` says. */
  | {
      reason: 'caseNotNow';
      n: number;
      event: CaseEventType;
      guards: readonly string[];
      onlyIn: readonly string[];
      states: CaseStates | null;
      history: readonly CaseMove[];
      movedTo: { incidentId: IncidentId; n: number } | null;
      incidentId: IncidentId;
    }
  | { reason: 'unknownApproval'; approval: number; incidentId: IncidentId }
  | {
      reason: 'approvalNotNow';
      approval: number;
      state: ApprovalState;
      last: Deed | null;
      incidentId: IncidentId;
    }
  /** The same is proposed already. */
  | {
      reason: 'approvalWaits';
      approval: number;
      by: PersonId;
      words: string;
      incidentId: IncidentId;
    }
  | { reason: 'ownApproval'; approval: number; incidentId: IncidentId }
  /** Two must agree, and nobody else holds a role that may. */
  | {
      reason: 'nobodyApproves';
      act: ApprovalAct;
      roles: readonly Role[];
      incidentId: IncidentId;
    }
  | { reason: 'unknownClock'; n: number; incidentId: IncidentId }
  /** It waits for a decision already. */
  | { reason: 'clockProposed'; n: number; incidentId: IncidentId }
  /** Nobody reported the case. */
  | { reason: 'noReporter'; n: number; incidentId: IncidentId }
  | {
      reason: 'clockNotNow';
      n: number;
      name: string;
      regime: string;
      state: ClockState;
      event: ClockEventType;
      guards: readonly string[];
      movedTo: { incidentId: IncidentId; n: number } | null;
      incidentId: IncidentId;
    }
  | { reason: 'unknownEntry'; seq: number; incidentId: IncidentId }
  /** `incidentId` null: in no incident of the workspace. */
  | { reason: 'unknownDelivery'; id: number | 'all'; incidentId: IncidentId | null }
  | {
      reason: 'notAllowed';
      needs: readonly string[];
      lead: PersonId | null;
      incidentId: IncidentId | null;
    }
  | { reason: 'guest' }
  /** Told to admins only: it exists, and they can let themselves in. */
  | { reason: 'restricted'; id: IncidentId; lead: PersonId | null }
  | { reason: 'standingUnknown' }
  /** The guards of the chart that said no; for `exitCriteriaMet` with what is missing, and where. */
  | {
      reason: 'guard';
      guards: readonly string[];
      missing: readonly CriterionState[];
      incident: IncidentView | null;
      incidentId: IncidentId;
      phase: Phase;
      /** Who did the same before. */
      last: Deed | null;
    }
  /** The event belongs to other states than the present ones. */
  | {
      reason: 'notNow';
      event: string;
      onlyIn: readonly string[];
      now: readonly string[];
      incidentId: IncidentId;
      phase: Phase;
      closed: boolean;
      /** Who brought the incident to where it is. */
      last: Deed | null;
    }
  | {
      reason: 'taskNotNow';
      event: string;
      n: number;
      state: TaskState;
      onlyIn: readonly string[];
      incidentId: IncidentId;
      /** Who brought the task to where it is. */
      last: Deed | null;
    }
  /** The phase asked for does not follow the present one: with a button of an earlier moment it has begun already. */
  | { reason: 'notNext'; to: Phase; incidentId: IncidentId; phase: Phase; last: Deed | null }
  | { reason: 'changedMeanwhile'; changes: readonly ChangedThing[]; incidentId: IncidentId }
  | { reason: 'notInQuorum'; quorum: readonly Role[]; incidentId: IncidentId }
  | { reason: 'nothingToClaim'; incidentId: IncidentId }
  /** `after`: the last one in the on-call order; null where the role has no order. */
  | { reason: 'noOnCall'; role: Role; after: PersonId | null; incidentId: IncidentId }
  /** `isRace`: the role was free on the card that the person saw. */
  | {
      reason: 'roleTaken';
      role: Role;
      by: PersonId;
      since: IsoInstant;
      isRace: boolean;
      incidentId: IncidentId;
    }
  /** `what` as `snooze` names it. */
  | { reason: 'noSnooze'; what: string; because: NoSnooze }
  | { reason: 'nobodyOutside'; because: 'visibility' | 'tlp' | 'nowhere'; incidentId: IncidentId }
  | { reason: 'mergeTargetClosed'; into: IncidentId }
  /** One of the two is a drill, the other is not. */
  | { reason: 'mergeDrill'; into: IncidentId }
  /** Only a drill has a score. */
  | { reason: 'noDrill'; incidentId: IncidentId }
  | { reason: 'alreadyCaptured'; seq: number }
  | { reason: 'notCaptured' }
  | { reason: 'otherPlatform'; what: string }
  /** Nobody has said at which address calendars reach the bot. */
  | { reason: 'noCalendar' }
  /** Somebody of the paired tenant, and an incident that is not shown there. */
  | { reason: 'notShownThere'; person: PersonId; incidentId: IncidentId };

export type View =
  | { view: 'status'; incident: IncidentView; last: readonly EntryView[] }
  | {
      view: 'timeline';
      incidentId: IncidentId;
      /** Absent: not of a drill. */
      drill?: true;
      entries: readonly EntryView[];
      total: number;
    }
  | { view: 'checklist'; incident: IncidentView }
  /** `next`: whom `role <role> next` would ask, where anybody is on call. */
  | { view: 'roles'; incident: IncidentView; next: Partial<Record<Role, PersonId>> }
  /** `last`: the newest change of the level; null while it is as declared. */
  | { view: 'level'; incident: IncidentView; last: EntryView | null }
  | { view: 'tasks'; incident: IncidentView; which: string; tasks: readonly TaskView[] }
  | {
      view: 'myTasks';
      tasks: readonly { incidentId: IncidentId; drill: boolean; task: TaskView }[];
    }
  /** The nearest due first; `person` asks. */
  | {
      view: 'followUps';
      which: 'open' | 'mine' | 'overdue' | 'all';
      person: PersonId;
      /** There are more than these. */
      isCut: boolean;
      followUps: readonly { incidentId: IncidentId; drill: boolean; task: TaskView }[];
    }
  | { view: 'home'; home: HomeView }
  | { view: 'list'; which: string; incidents: readonly ListedIncident[] }
  | {
      view: 'health';
      incidentId: IncidentId;
      /** Absent: not of a drill. */
      drill?: true;
      waiting: readonly StuckEffect[];
      dead: readonly StuckEffect[];
      /** Null while the workspace takes deliveries. */
      held: Held | null;
      nextTimers: readonly { id: string; dueAt: IsoInstant }[];
    }
  /** For admins: the whole workspace. `waiting` has only what failed before. */
  | {
      view: 'deliveries';
      waiting: readonly { incidentId: IncidentId; effect: StuckEffect }[];
      dead: readonly { incidentId: IncidentId; effect: StuckEffect }[];
      counts: { waiting: number; dead: number };
      held: Held | null;
      /** Other tenants of this process that are held back, for whoever runs it. */
      elsewhere: readonly (Held & { tenant: string })[];
    }
  | { view: 'score'; incident: IncidentView; score: Score }
  | { view: 'clocks'; incident: IncidentView }
  | { view: 'clock'; incident: IncidentView; n: number }
  | { view: 'cases'; incident: IncidentView }
  | { view: 'case'; incident: IncidentView; n: number }
  /** `n`: of the case. */
  | { view: 'remedy'; incident: IncidentView; n: number }
  | ({ view: 'reliability' } & Reliability)
  | { view: 'approvals'; incident: IncidentView }
  | { view: 'approval'; incident: IncidentView; n: number }
  | ({ view: 'who' } & AccessView)
  | { view: 'help'; topic: string | null };

export interface Audiences {
  /** Why nothing may be told outside the room, or null. */
  notOutside: 'visibility' | 'tlp' | 'nowhere' | null;
  /** When the next sitrep is due if this one is sent now. */
  nextDueAt: IsoInstant;
}

export type FormRequest =
  /** `asking`: before it is declared; `known`: which they have answered for; `level`: the one that was chosen. */
  | {
      form: 'declare';
      from?: SourceMessage | undefined;
      asking?: {
        similar: readonly SimilarIncident[];
        known: readonly IncidentId[];
        level: string;
      };
    }
  /** Outside the incident's channel the person chooses among those that they may see. */
  | { form: 'captureInto' | 'taskFrom'; incidents: readonly ListedIncident[]; from: SourceMessage }
  | { form: 'task'; incident: IncidentView; from?: SourceMessage }
  | ({ form: 'sitrep'; incident: IncidentView } & Audiences)
  | ({
      form: 'sitrepPreview';
      incident: IncidentView;
      draft: SitrepDraft;
      /** Sitreps that others sent while this one was written. */
      meanwhile: readonly EntryView[];
    } & Audiences)
  | {
      form: 'brief' | 'assess' | 'guidance' | 'postmortem' | 'followup';
      incident: IncidentView;
    }
  | { form: 'assign' | 'due' | 'bugBar' | RemedyForm; incident: IncidentView; n: number }
  | { form: 'assessment'; incident: IncidentView; n: number; as: AssessedAs }
  | { form: 'reason'; incident: IncidentView; of: string };

export type Outcome =
  /** `text` is the newest words of the record, with people as `<@person-id>`. */
  | {
      kind: 'done';
      incidentId: IncidentId;
      text: string;
      /** Absent: not of a drill. */
      drill?: true;
      /** Sitreps of others, sent while this one was written. */
      meanwhile?: readonly EntryView[];
    }
  | {
      kind: 'declared';
      incidentId: IncidentId;
      title: string;
      level: number;
      visibility: string;
      drill?: true;
    }
  /** Nothing is declared yet: it may be one of these. */
  | {
      kind: 'similar';
      command: Extract<AnywhereCommand, { verb: 'declare' }>;
      similar: readonly SimilarIncident[];
    }
  | { kind: 'drillStarted'; scenario: string }
  /** Which scenarios there are. `isScripted`: this process can play the people, too. */
  | { kind: 'scenarios'; scenarios: readonly ScenarioView[]; isScripted: boolean }
  /** The person's own calendar address, which is a secret; null: it was given at `since` and cannot be shown again. */
  | { kind: 'calendar'; address: string | null; since: IsoInstant }
  /** Deliveries of a whole workspace are tried again. */
  | { kind: 'retried'; deliveries: number; incidents: number }
  | ({ kind: 'view' } & View)
  | { kind: 'form'; request: FormRequest }
  | { kind: 'refused'; refusal: Refusal };
