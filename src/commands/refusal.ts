// Every "no" to a person, as a closed list. Plain data; src/messages puts it into words.
import type { CriterionState } from '#machines/criteria.ts';
import type {
  IncidentId,
  IsoInstant,
  PersonId,
  Phase,
  Role,
  Unready,
} from '#machines/incident-types.ts';
import type { CaseEventType, CaseMove, CaseStates } from '#machines/case-types.ts';
import type { ApprovalAct, ApprovalState } from '#machines/approval-types.ts';
import type { ClockEventType, ClockState } from '#machines/clock-types.ts';
import type { TaskState } from '#machines/task.ts';
import type { NoSnooze } from '#machines/snooze.ts';
import type { DocumentFileRefusal } from './document-file-command.ts';
import type { DocumentRefusal } from './document-refusal.ts';
import type { UsageError } from './command.ts';
import type { PassRefusal } from './pass-refusal.ts';
import type { StatementRefusal } from './statement-refusal.ts';
import type { TrainRefusal } from './train-views.ts';
import type { PartnerRefusal } from './partner-command.ts';
import type { IncidentView, ChangedThing, Deed, ListedIncident } from './view-types.ts';

export type Refusal =
  | TrainRefusal
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
  /** A text for people outside names cases whose embargo has not ended. */
  | {
      reason: 'underEmbargo';
      found: readonly { n: number; until: IsoInstant | null; words: readonly string[] }[];
      incidentId: IncidentId;
    }
  | PartnerRefusal
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
  | StatementRefusal
  | PassRefusal
  | DocumentRefusal
  | DocumentFileRefusal
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
  /** The label of the incident does not let them read its record; `why` in words. */
  | { reason: 'notForAudience'; why: string; incidentId: IncidentId }
  /** Its release waits for these. */
  | { reason: 'unready'; unready: readonly Unready[]; incidentId: IncidentId }
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
