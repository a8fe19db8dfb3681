// Everything a chart can ask of the outside world (effects) and of its sibling charts (consequences), as data.
import type { ClockMark } from './clock-types.ts';
import type {
  FileOf,
  Group,
  HandoverBrief,
  InRoom,
  IncidentEvent,
  IncidentId,
  IsoInstant,
  Level,
  PersonId,
  PersonKind,
  Phase,
  Role,
  RoomLoss,
} from './incident-types.ts';
import type { PartInstance, PartKind, Parts } from './part-types.ts';
import type { TrainReminder } from './train-types.ts';

/** A card is posted once and then updated in place; its key is stable for its life. */
export type CardKey =
  | 'status'
  | 'roles'
  | 'announcement'
  /** How a drill went. */
  | 'score'
  /** The document in the room that says all of the incident in short, where a platform has such. */
  | `checklist/${Phase}/${number}`
  | `task/${number}`
  | PartInstance;

/** What not every platform has: a document in the room, a bar of links above it, threads below a message,
 * a page for each person, a digest of all incidents. */
export type Surface = 'canvas' | 'bookmarks' | 'threads' | 'home' | 'digest';

/** A one-off message: what is to be said, not how. */
export type Saying =
  | { kind: 'recorded'; text: string; tone: 'normal' | 'good' | 'warning' | 'bad' }
  | { kind: 'phaseEntered'; phase: Phase; from: Phase | null; reason: string | null }
  | { kind: 'sitrep'; text: string; by: PersonId; nextDueAt: IsoInstant }
  | { kind: 'stakeholderSitrep'; text: string; by: PersonId; nextDueAt: IsoInstant }
  | { kind: 'sitrepOverdue'; dueAt: IsoInstant; lead: PersonId | null }
  /** `onCall`: the on-call order asks; `after`: whom it asked before. */
  | {
      kind: 'roleOffered';
      role: Role;
      person: PersonId;
      by: PersonId;
      onCall?: { after: PersonId | null };
    }
  /** To whoever was asked by the on-call order and has not answered: another one is asked, or has taken the role. */
  | { kind: 'rolePassedOn'; role: Role; to: PersonId; taken: boolean }
  /** Nobody is left in the on-call order. */
  | { kind: 'onCallEnded'; role: Role; person: PersonId }
  | { kind: 'roleUnacknowledged'; role: Role; person: PersonId; lead: PersonId | null }
  | { kind: 'staffingOverdue'; missing: Role[]; lead: PersonId | null }
  /** To one person, once reminders in the room have not helped. */
  | { kind: 'staffingEscalated'; missing: Role[]; reminders: number }
  /** A stricter level needs roles that the former did not, and nobody holds them. */
  | { kind: 'rolesNeeded'; level: Level; missing: Role[] }
  | { kind: 'roleFree'; role: Role; text: string }
  | {
      kind: 'taskEscalated';
      n: number;
      text: string;
      assignee: PersonId | null;
      to: PersonId | null;
      toRole: Role;
    }
  | { kind: 'taskDue'; n: number; text: string; assignee: PersonId | null }
  | FollowUpReminder
  | ClockWarning
  | TrainReminderSaying
  /** The outside world of a drill. `answerBy` null: it wants no answer. */
  | { kind: 'inject'; n: number; from: string; text: string; answerBy: IsoInstant | null }
  | { kind: 'taskBlocked'; n: number; text: string; reason: string }
  /** What happened with a task, for those who follow it: only where a platform has threads. */
  | { kind: 'taskProgress'; n: number; text: string }
  | { kind: 'taskOffered'; n: number; text: string }
  | { kind: 'shiftEnding'; lead: PersonId | null; endsAt: IsoInstant }
  | { kind: 'handoverOffered'; to: PersonId; by: PersonId; brief?: HandoverBrief }
  | { kind: 'handoverUnanswered'; to: PersonId; lead: PersonId; sent: number }
  /** To whoever may approve what somebody else proposed; `sent`: 1 when half of its time is over. */
  | {
      kind: 'approvalAsked';
      n: number;
      words: string;
      by: PersonId;
      expiresAt: IsoInstant;
      sent: 0 | 1;
    }
  /** In the room, when half of its time is over. */
  | {
      kind: 'approvalWaits';
      n: number;
      words: string;
      by: PersonId;
      expiresAt: IsoInstant;
      asked: PersonId[];
    }
  /** To its proposer. */
  | { kind: 'approvalLapsed'; n: number; words: string }
  | { kind: 'related'; to: IncidentId; by: PersonId; lead: PersonId }
  | { kind: 'channelFailed'; reason: string }
  /** `replaced`: another room is being opened by itself. */
  | { kind: 'roomLost'; why: RoomLoss; name: string; replaced: boolean }
  | { kind: 'roomMoved'; from: string }
  | { kind: 'cameUninvited'; person: PersonId; inviter: PersonId | null }
  | { kind: 'foundInRoom'; people: InRoom[] }
  /** Somebody no longer belongs: what they held and what is still theirs. */
  | {
      kind: 'accessEnded';
      person: PersonId;
      how: 'left' | 'removed' | PersonKind;
      roles: Role[];
      tasks: number[];
    }
  | { kind: 'accessReview'; dueAt: IsoInstant }
  /** To admins, about the whole workspace and no incident. */
  | { kind: 'heldBack'; since: IsoInstant; until: IsoInstant; reason: string; late: number }
  /** To admins: the platform refused a delivery in a way that nobody foresaw. */
  | { kind: 'unknownRefusal'; what: string; reason: string };

/** To one person: `sent` is 0 before it is due, 1 at the time, then one more each time. */
export interface FollowUpReminder {
  kind: 'followUpReminder';
  n: number;
  text: string;
  owner: PersonId | null;
  dueAt: IsoInstant | null;
  sent: number;
  /** Its owner, or whoever has to see to it that it is done. */
  to: 'owner' | 'lead';
}

/** In the room, and to the crisis lead and legal in person. */
export interface ClockWarning {
  kind: 'clockWarning';
  n: number;
  name: string;
  mark: ClockMark;
  dueAt: IsoInstant;
  /** Of the law, or of our own policy: then the command that does it. */
  doneBy: 'filing' | 'guidance' | { answerCase: number };
  /** Nobody has decided yet whether it applies. */
  isProposal: boolean;
  /** IANA zones in which the due time is told beside UTC. */
  zones: readonly string[];
}

/** In the room, and to whoever has to do it in person. */
export interface TrainReminderSaying {
  kind: 'trainReminder';
  /** Of the booking. */
  n: number;
  what: TrainReminder;
  /** `release train 2026-12`, or `out-of-band release`. */
  name: string;
  releaseAt: IsoInstant;
  webcastAt: IsoInstant;
  /** Whose go is missing. */
  missing: Role[];
}

/** What the platform said happened to a room that it may not let the bot see any more. */
export type RoomHint = 'deleted' | 'left';

/** Work for the dispatcher; one outbox row each. */
export type Effect =
  | { kind: 'openChannel' }
  | { kind: 'setTopic' }
  | { kind: 'invite'; people: PersonId[]; groups?: Group[] }
  | { kind: 'card'; card: CardKey }
  | { kind: 'say'; say: Saying }
  | { kind: 'tell'; person: PersonId; say: Saying }
  /** To the announcement channel; never about an incident that is not open to all. */
  | { kind: 'announce'; say: Saying }
  /** Below the message that led to the declaration, where the bot may write: which incident it became. */
  | { kind: 'point'; messageId: string; link: string | null }
  /** A link in the bar of the room, where a platform has one. */
  | { kind: 'bookmark'; url: string; title: string }
  /** `by`: who asked; left out by what was queued before it was kept. */
  | ({ kind: 'upload'; by?: PersonId } & FileOf)
  | { kind: 'archiveChannel' }
  /** To one contact of a partner; goes by mail and no chat. */
  | { kind: 'mail'; package: number; contact: string }
  /** The newest version of a document, as files where the world reads them; goes to no chat. */
  | { kind: 'publish'; document: number }
  /** Out of the room, where they are in it. */
  | { kind: 'remove'; people: PersonId[] }
  /** Reads the room as the platform shows it. `by`: who did what the platform hinted at. */
  | { kind: 'lookAtRoom'; hint: RoomHint | null; by: PersonId | null }
  /** Opens another room in place of the one that was lost. */
  | { kind: 'replaceRoom' };

/** Work for the use case, done in the same transaction: one chart's step becomes events of others. */
export type Consequence =
  | { kind: 'addPlaybookTasks'; phase: Phase; level: Level }
  | { kind: 'giveRoleTasks'; role: Role; person: PersonId; from: PersonId | null }
  | { kind: 'changeTaskLevel'; level: Level }
  /** Whoever is on call is asked for the roles of the level that nobody holds. */
  | { kind: 'offerRoles' }
  | { kind: 'dropTasks'; reason: string }
  /** The open task that the playbook calls so; nothing where there is none. */
  | { kind: 'blockTask'; template: string; reason: string }
  /** The chart does not know the admins. */
  | { kind: 'tellAdmins'; say: Saying }
  | { kind: 'mergeInto'; into: IncidentId }
  /** The release: the documents that wait go out. */
  | { kind: 'releaseDocuments' }
  /** Case n goes with the release at an instant (null: with none that has a date): its place on a train follows. */
  | { kind: 'bookCase'; n: number; releaseAt: IsoInstant | null }
  /** From a part (siblings.ts) to its incident, which may know already. */
  | { kind: 'toIncident'; event: Unstamped<IncidentEvent> }
  /** To the parts of one kind; who cannot take it goes on as before. */
  | {
      [K in PartKind]: {
        kind: 'toParts';
        part: K;
        n: number | 'all';
        event: Unstamped<Parts[K]['event']>;
      };
    }[PartKind]
  /**
   * A task for whoever manages the cases, or holds the role, or for one person. `about`: instance, with `question` it is
   * asked once at a time.
   */
  | {
      kind: 'askDecision';
      about: string;
      question: string;
      text: string;
      role?: Role;
      person?: PersonId;
    }
  /** The open decision tasks about an instance are done, because there is nothing left to decide: these, or all. */
  | { kind: 'settleDecisions'; about: string; questions?: readonly string[]; reason: string };

/** An event before the use case says who and when. */
type Unstamped<Event> = Event extends unknown ? Omit<Event, 'at' | 'by'> : never;

/** A new timeline entry before it gets its number and hash. */
export interface EntryDraft {
  kind: string;
  text: string;
  occurredAt: IsoInstant;
  actor: PersonId;
  data: Record<string, unknown>;
  link: string | null;
}
