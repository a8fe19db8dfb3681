// The words of an incident: ids, roles, levels, phases, and the context and events of the chart.

/** `platform:tenant:user`, e.g. `slack:T01ABC:U02DEF` or `console:local:ada`. */
export type PersonId = string;
/** `INC-<year>-<four digits or more>`. */
export type IncidentId = string;
/** An instant as ISO-8601 in UTC with milliseconds, as `Temporal.Instant.toString` writes it. */
export type IsoInstant = string;

export const phases = ['mobilize', 'assess', 'remediate', 'communicate', 'review'] as const;
export type Phase = (typeof phases)[number];

export const kinds = ['vulnerability', 'exploitation', 'service', 'supply-chain'] as const;
export type Kind = (typeof kinds)[number];

export type Visibility = 'open' | 'private' | 'restricted';

/** FIRST TLP 2.0: never translated, capitals, no spaces. */
export type Tlp = 'RED' | 'AMBER+STRICT' | 'AMBER' | 'GREEN' | 'CLEAR';

/** Whom something is told to, from the room outwards. */
export const audiences = [
  /** Those who work on the incident. */
  'responders',
  'executives',
  /** Everybody in our organization: announcements, sitreps for stakeholders. */
  'organization',
  /** Under NDA, each told by name: protection vendors, update validators. */
  'partners',
  'customers',
  'regulators',
  'press',
  'public',
] as const;
export type Audience = (typeof audiences)[number];

export const roles = [
  'crisis_lead',
  'engineering_lead',
  'comms_lead',
  'case_manager',
  'product_lead',
  'detection_lead',
  'support_liaison',
  'legal',
  'field_liaison',
  'exec_liaison',
  'scribe',
  'deputy',
] as const;
export type Role = (typeof roles)[number];

/** What Vultron knows of a case, too: public aware, exploit public, attacks observed. */
export const caseFactNames = ['public', 'exploit', 'attacks'] as const;
export type CaseFact = (typeof caseFactNames)[number];

/**
 * `broad`: attacks are no longer limited and targeted; `wormable`: it spreads by itself; `kev`: it is in CISA's
 * catalogue of known exploited vulnerabilities. Broad attacks are attacks, and the catalogue lists only what is attacked.
 * `leak`: what partners were told may have got into other hands.
 */
export const factNames = [...caseFactNames, 'broad', 'wormable', 'kev', 'leak'] as const;
export type FactName = (typeof factNames)[number];

/** When each became so in the world; null or absent: not known to be so. The later four are absent in older records. */
export type Facts = Record<CaseFact, IsoInstant | null> &
  Partial<Record<Exclude<FactName, CaseFact>, IsoInstant | null>>;

export const findingCategories = [
  'technical',
  'procedure',
  'manual',
  'process',
  'communication',
  'lesson',
] as const;
export type FindingCategory = (typeof findingCategories)[number];

export const exportFormats = ['md', 'html', 'json', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** In which forms a document of an incident, an advisory or a bulletin, is handed over. */
export const documentFormats = ['md', 'html', 'csaf', 'vex', 'cve', 'osv'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

/** A file: the export of an incident, or one of its documents in one language. */
export type FileOf =
  | { format: ExportFormat; document?: never }
  | { format: DocumentFormat; document: number; locale: string };

/** Why the incident's room cannot be used, or must not be. `outside`: the bot is not in it; `unseen`: no trace of it. */
export const roomLosses = ['archived', 'deleted', 'public', 'shared', 'outside', 'unseen'] as const;
export type RoomLoss = (typeof roomLosses)[number];

/** What a platform says of somebody: guests and strangers have no authority, apps are strangers. */
export type PersonKind = 'member' | 'guest' | 'stranger' | 'unknown';

export interface InRoom {
  person: PersonId;
  kind: PersonKind;
}

/** What a look at a room found. */
export interface RoomFacts {
  name: string;
  isPrivate: boolean;
  /** With another organization. */
  isShared: boolean;
  isArchived: boolean;
  /** Without the bot it can neither be read nor written. */
  hasBot: boolean;
  /** Everybody in it but the bot. */
  people: InRoom[];
}

export interface HeldRole {
  person: PersonId;
  since: IsoInstant;
  /** null until the person themselves has said yes. */
  acknowledgedAt: IsoInstant | null;
  /** Asked by the on-call order: whoever is next there is asked if they do not answer. */
  onCall?: true;
}

/** A user group of the platform, like a person id: `slack:T01ABC:S02DEF`; `name` as people write it. */
export interface Group {
  id: string;
  name: string;
}

/** The reminders that can be put off, by the id of their timer. */
export type ReminderId = 'sitrep' | 'staffing' | 'handover' | `role.${Role}`;

/** A reminder that somebody put off: by whom, until when, and how often since it first rang. */
export interface Snoozed {
  by: PersonId;
  until: IsoInstant;
  count: number;
}

/** What a successor must know that the context does not say; looked up when the handover is offered. */
export interface HandoverBrief {
  /** Since when it tells: the last handover, or the declaration. */
  since: IsoInstant;
  tasks: {
    n: number;
    text: string;
    assignee: PersonId | null;
    dueAt: IsoInstant | null;
    state: string;
  }[];
  lastSitrep: { text: string; at: IsoInstant; by: PersonId } | null;
  /** Facts, decisions and notes recorded since then, the newest last. */
  entries: { seq: number; text: string; at: IsoInstant }[];
  /** How many entries of these kinds there were; `entries` may be only the newest of them. */
  entriesTotal: number;
}

/** What an inject does besides being told; null: it only tells. */
export type InjectDeed =
  | { kind: 'fact'; fact: FactName }
  /** Whoever holds the role can no longer be reached: the role is free. */
  | { kind: 'unavailable'; role: Role }
  /** The build or its test fails, where one is under way. */
  | { kind: 'fixFails' }
  /** The open task of this name in the playbook is blocked. */
  | { kind: 'taskFails'; template: string }
  | null;

export interface Inject {
  n: number;
  /** Who says it: a named source outside the team. */
  from: string;
  text: string;
  /** Counted from when this phase begins; null: from the declaration. */
  phase: Phase | null;
  /** Milliseconds. */
  afterMs: number;
  deed: InjectDeed;
  /** Milliseconds within which it is to be answered; null: it wants no answer. */
  answerWithinMs: number | null;
}

/** What the scenario expects, in milliseconds and numbers; what is absent is measured and not judged. */
export interface Expected {
  /** Until somebody has said yes to the crisis lead. */
  acknowledgeMs?: number;
  /** Until every role of the level has somebody who said yes. */
  staffMs?: number;
  /** Until the first public statement or guidance. */
  guidanceMs?: number;
  /** At most so often a phase is left without its exit criteria. */
  overrides?: number;
  /** At most so many clocks are missed. */
  clocksMissed?: number;
  /** At least so many of Vultron's desired orders of events are met by each case. */
  desiderata?: number;
}

/** What of the outside world has happened so far. */
export interface Played {
  n: number;
  at: IsoInstant;
  answered: { at: IsoInstant; by: PersonId } | null;
}

export interface Plan {
  scenario: string;
  injects: Inject[];
  expected: Expected;
}

export interface Exercise extends Plan {
  played: Played[];
}

export type Outcome = 'resolved' | 'stoodDown' | 'falsePositive' | 'merged';

export interface IncidentContext {
  id: IncidentId;
  title: string;
  kind: Kind;
  level: Level;
  visibility: Visibility;
  drill: boolean;
  declaredAt: IsoInstant;
  declaredBy: PersonId;
  phase: Phase;
  /** 0 at first; +1 whenever work starts again after release or closing. */
  epoch: number;
  roles: Partial<Record<Role, HeldRole>>;
  members: PersonId[];
  brief: string | null;
  tlp: Tlp | null;
  scope: string | null;
  affected: string[];
  mitigation: { text: string; exists: boolean } | null;
  decision: { remedy: 'fix' | 'advisory-only'; reason: string } | null;
  fixReadyAt: IsoInstant | null;
  approvals: { comms: PersonId | null; legal: PersonId | null };
  goVotes: Role[];
  releaseAt: IsoInstant | null;
  /** When the coordinated release went out in the present epoch. */
  releasedAt: IsoInstant | null;
  guidance: { text: string; at: IsoInstant; revision: number } | null;
  monitoring: 'notStarted' | 'running' | 'over' | 'waived';
  monitoringUntil: IsoInstant | null;
  postmortem: { heldAt: IsoInstant; summary: string } | null;
  facts: Facts;
  lastSitrepAt: IsoInstant;
  sitrepDueAt: IsoInstant;
  /** Reminders sent since the last sitrep, and while roles are unclaimed: each waits twice as long as the one before. */
  reminders: {
    sitrep: number;
    staffing: number;
    /** Access reviews asked for since the last answer; absent before the first. */
    access?: number;
  };
  shiftEndsAt: IsoInstant | null;
  handoverTo: PersonId | null;
  /** Absent until somebody first puts a reminder off. */
  snoozed?: Partial<Record<ReminderId, Snoozed>>;
  mergedInto: IncidentId | null;
  outcome: Outcome | null;
  /** Cases that are Critical by the bug bar with an embargo proposed or in force; absent before the first. */
  criticalCases?: number[];
  /** Of a drill that people lead after a scenario; absent otherwise. */
  exercise?: Exercise;
  /** Absent until the room was lost; null again once it is back or another took its place. */
  roomLost?: RoomLoss | null;
  /** Since when somebody has to look who can read this; null once they have, absent before the first time. */
  accessReviewDueAt?: IsoInstant | null;
}

/** SSIRP level: 1 Critical, 2 High, 3 Elevated, 4 Watch. */
export type Level = 1 | 2 | 3 | 4;

export interface DeclareInput {
  id: IncidentId;
  title: string;
  kind: Kind;
  level: Level;
  visibility: Visibility;
  drill: boolean;
  /** Only of a drill. */
  exercise?: Plan;
  at: IsoInstant;
  by: PersonId;
}

/** What the phases ask about a case. */
/** What a case may lack: each is asked for by an exit criterion. */
export type CaseGap =
  | 'severity'
  | 'cvss'
  | 'products'
  | 'assessments'
  | 'reconciliation'
  | 'priority'
  | 'vehicle'
  | 'mitigation'
  | 'cve'
  | 'signOff';

export interface CaseStanding {
  n: number;
  /** Of its report. */
  rm: string;
  /** It was decided whether there is an embargo, or one is proposed. */
  hasPosture: boolean;
  /** Absent from what was journaled before phases asked for it. */
  lacks?: CaseGap[];
  /** It is attacked, and a mitigation works or it was said that none exists. */
  isMitigated?: true;
}

/**
 * What the chart cannot know by itself, looked up by the use case in the same transaction and kept in the
 * journal with the event, so that replay decides the same. Cases, clocks and bulletins add theirs here.
 */
export interface Outside {
  /** Follow-ups still open that lack an owner or a due date, by task number. */
  followUpsNotOwned: number[];
  /** Its clocks that are overdue, by number; absent where it has none. */
  clocksOverdue?: number[];
  /** Where its cases stand; absent where there is none. */
  cases?: CaseStanding[];
  /** What its release waits for; absent where it has nothing of the kind. */
  unready?: Unready[];
}

/** Something that holds the release, and why, in words. */
export interface Unready {
  what: 'document' | 'translation' | 'pass';
  n: number;
  words: string;
  /** The command that moves it on, or is refused with all that it lacks. */
  next: string;
}

/** Every event carries who and when; `by` is `ssirp` for timers and deliveries. */
interface Stamp {
  at: IsoInstant;
  by: PersonId;
  /** The second person, of what needs two. */
  approvedBy?: PersonId;
}

export type IncidentEvent = Stamp &
  /** `onCall`: by the on-call order; `after`: who was asked before and has not taken it. */
  (
    | {
        type: 'ROLE_ASSIGNED';
        role: Role;
        person: PersonId;
        onCall?: { after: PersonId | null };
      }
    | { type: 'ROLE_RELEASED'; role: Role }
    /** `sent`: how many reminders there were, with this one; absent for the first. */
    /** `next`: whom the on-call order names after them; null at its end, absent where it was not asked. */
    | { type: 'ROLE_UNACKNOWLEDGED'; role: Role; sent?: number; next?: PersonId | null }
    | { type: 'STAFFING_OVERDUE' }
    | { type: 'INVITED'; people: PersonId[]; groups?: Group[] }
    /** Who came in with user groups, as the platform resolved them. */
    | { type: 'GROUP_INVITED'; groups: Group[]; people: PersonId[] }
    /** `inviter`: who added them on the platform itself, where it says so. */
    | { type: 'MEMBER_JOINED'; person: PersonId; inviter?: PersonId }
    | { type: 'MEMBER_LEFT'; person: PersonId }
    /** Somebody came into the room of a restricted incident whom the lead did not invite. */
    | { type: 'CAME_UNINVITED'; person: PersonId; inviter: PersonId | null }
    /** People in the room who do not belong to the incident: they can read it. */
    | { type: 'FOUND_IN_ROOM'; people: InRoom[] }
    /** An admin lets themselves in. */
    | { type: 'ADMIN_JOINED'; person: PersonId; reason: string }
    | { type: 'REMOVED'; person: PersonId; reason: string }
    /** Deactivated, or a guest from now on. */
    | { type: 'STANDING_LOST'; person: PersonId; kind: PersonKind }
    | { type: 'ACCESS_REVIEW_DUE' }
    /** `people`: everybody who belongs, as the lead saw them. */
    | { type: 'ACCESS_REVIEWED'; people: PersonId[] }
    | { type: 'BRIEF'; text: string }
    | { type: 'TLP'; label: Tlp }
    | { type: 'SCOPE'; text: string }
    | { type: 'AFFECTED'; products: string[] }
    | { type: 'MITIGATION'; text: string; exists: boolean }
    | { type: 'DECIDE'; remedy: 'fix' | 'advisory-only'; reason: string }
    | { type: 'FIX_BUILT'; note: string }
    | { type: 'FIX_VERIFIED'; note: string }
    | { type: 'FIX_READY'; note: string }
    | { type: 'FIX_FAILED'; reason: string; rootCauseWrong: boolean }
    | { type: 'APPROVE'; as: 'comms' | 'legal' }
    /** `outside`: where something may hold the release. */
    | { type: 'GO'; roles: Role[]; releaseAt: IsoInstant | null; outside?: Outside }
    | { type: 'NO_GO'; reason: string }
    | { type: 'PULL_IN'; reason: string }
    | { type: 'RELEASE_DUE' }
    | { type: 'HOLDING'; text: string }
    /** `interim`: others are still to come, so this is not the release. */
    /** `documents`: that were published, by the ids that the world knows; absent for words of their own. */
    | { type: 'GUIDANCE'; text: string; interim?: true; documents?: string[] }
    | { type: 'MONITORING_OVER' }
    | { type: 'WAIVE_MONITORING'; reason: string }
    | { type: 'POSTMORTEM'; summary: string }
    | { type: 'FINDING'; category: FindingCategory; text: string }
    | { type: 'ADVANCE'; outside: Outside }
    | { type: 'OVERRIDE'; reason: string; outside: Outside }
    | { type: 'REGRESS'; to: Phase; reason: string }
    /**
     * `because`: who decided. Absent before levels followed from facts; then a change of level counted shifts from
     * the change, and left the monitoring window as it was.
     */
    | { type: 'LEVEL'; level: Level; reason: string; because?: 'people' | 'facts' }
    /** `caseNumber`: of which case, for a fact that is not the case's own; absent where none was named. */
    | {
        type: 'FACT';
        fact: FactName;
        occurredAt: IsoInstant;
        text: string;
        caseNumber?: number | 'all';
      }
    /** Case n is (or no longer is) Critical by the bug bar while an embargo is proposed or in force. */
    | { type: 'CRITICAL_CASE'; n: number; holds: boolean }
    | { type: 'STAND_DOWN'; reason: string }
    /** The outside world does what the scenario of a drill says. */
    | { type: 'INJECT'; n: number }
    | { type: 'INJECT_ANSWERED'; n: number; text: string }
    | { type: 'DRILL_STOPPED'; reason: string }
    /** `outside`: absent before there were cases. */
    | { type: 'FALSE_POSITIVE'; reason: string; outside?: Outside }
    | { type: 'MERGE'; into: IncidentId; reason: string }
    | {
        type: 'MERGED_FROM';
        source: IncidentId;
        members: PersonId[];
        facts: Facts;
      }
    /** Another incident that may be the same, declared within minutes of this one. */
    | { type: 'RELATED'; to: IncidentId; when: 'earlier' | 'later' }
    | { type: 'REOPEN'; reason: string }
    | { type: 'SITREP'; text: string; audience?: 'responders' }
    /** What is told outside the room; it does not count for the cadence. */
    | { type: 'STAKEHOLDER_SITREP'; text: string }
    | { type: 'SITREP_OVERDUE' }
    | { type: 'SHIFT_ENDING' }
    | { type: 'HANDOVER'; to: PersonId; brief?: HandoverBrief }
    | { type: 'HANDOVER_ACCEPT' }
    | { type: 'HANDOVER_DECLINE'; reason: string }
    | { type: 'HANDOVER_UNANSWERED'; sent: number }
    /** `sent`: of the reminder that is put off, so that it goes on doubling. */
    | { type: 'SNOOZE'; what: ReminderId; minutes: number; sent?: number }
    | {
        type: 'NOTE';
        text: string;
        occurredAt: IsoInstant;
        link: string | null;
        author: PersonId | null;
      }
    | { type: 'LINK'; url: string; text: string }
    | { type: 'CORRECT'; seq: number; old: string; text: string }
    | { type: 'WITHDRAW'; seq: number; old: string }
    /** `audience`: whom it is meant for; absent: those in the room. */
    | ({ type: 'EXPORTED'; audience?: Audience } & FileOf)
    /** `instead`: the name of the room whose place it takes. */
    | {
        type: 'CHANNEL_OPENED';
        name: string;
        conversation: string;
        url: string | null;
        instead?: string;
      }
    | { type: 'ROOM_CHANGED'; what: 'name' | 'kind' | 'use' | 'id'; from: string; to: string }
    | { type: 'ROOM_LOST'; why: RoomLoss; name: string }
    | { type: 'ROOM_BACK'; name: string }
    /** A new room is asked for in place of the one that was lost. */
    | { type: 'ROOM_WANTED'; reason: string }
    /** `partly`: done but for what `reason` says, e.g. one of several invitations. */
    | { type: 'DELIVERY_FAILED'; what: string; reason: string; partly: boolean }
  );

export type IncidentEventType = IncidentEvent['type'];
