// The words of a clock: one duty with a due time, of the law or of our own policy. It is always a person who submits.
import type { Basis } from './calendar.ts';
import type { IncidentId, IsoInstant, PersonId } from './incident-types.ts';
import type { Awaited, RegimeId } from './regimes.ts';

/** `waiting`: it applies, and what it counts from has not happened yet. */
export type ClockState =
  | 'proposed'
  | 'running'
  | 'waiting'
  | 'filed'
  | 'notApplicable'
  | 'waived'
  | 'moved';

/** Half of the time is over, three quarters, all of it. */
export type ClockMark = 'half' | 'lastQuarter' | 'passed';

export interface ClockContext {
  incidentId: IncidentId;
  n: number;
  regime: RegimeId;
  /** Of the regime's stages, e.g. `notification`. */
  obligation: string;
  /** As people read it: `CRA notification`. */
  name: string;
  /** The number of the regime's first clock here, which shows them all on one card. */
  group: number;
  /** Of which case, for an answer to its reporter. */
  caseNumber: number | null;
  /** What started it, in words; null while it waits. */
  t0Event: string | null;
  t0At: IsoInstant | null;
  /** Null while it waits, and where the law names no time. */
  dueAt: IsoInstant | null;
  /** What it counts from and that has not happened yet. */
  waitsFor: Awaited | null;
  /** Null: due without undue delay, which no clock can tell. */
  basis: Basis | null;
  proposedAt: IsoInstant;
  proposedBy: PersonId;
  /** Why it was proposed, in words. */
  reason: string;
  /** People decide about it on a card; what runs by our own policy shows only in lists. */
  hasCard: boolean;
  /** Who last decided that it applies, does not, or is waived, and why; null before that. */
  decided: { by: PersonId; at: IsoInstant; reason: string } | null;
  filedAt: IsoInstant | null;
  filedBy: PersonId | null;
  /** What the authority gave as number, or what else shows that it is done. */
  reference: string | null;
  /** The last mark that was said; `passed` means overdue while it runs. */
  warned: ClockMark | null;
  /** Where it went on when its incident was merged. */
  movedTo: { incidentId: IncidentId; n: number } | null;
}

export interface ClockInput {
  incidentId: IncidentId;
  n: number;
  regime: RegimeId;
  obligation: string;
  /** Null: this is the first of its regime. */
  group: number | null;
  caseNumber: number | null;
  /** Runs from the start; otherwise people are asked whether it applies. */
  applies: boolean;
  /** When what its regime counts from became known; null when that is not known yet. */
  since: IsoInstant | null;
  reason: string;
  at: IsoInstant;
  by: PersonId;
}

interface Stamp {
  at: IsoInstant;
  by: PersonId;
}

/** Whom a warning is told to in person; looked up when it is due. */
export interface ClockPeople {
  tell?: readonly PersonId[];
  /** IANA zones in which the due time is told beside UTC. */
  zones?: readonly string[];
  /** In a room of a closed incident nobody reads. */
  isOver?: boolean;
}

export type ClockEvent = Stamp &
  /** `since`: when what the regime counts from became known; null: as it was proposed. */
  (
    | { type: 'APPLIES'; since: IsoInstant | null; reason: string }
    | { type: 'NOT_APPLICABLE'; reason: string }
    | { type: 'WAIVE'; reason: string }
    /** What it may wait for has happened. `group`: only to clocks of this regime. */
    | { type: 'HAPPENED'; what: Awaited; group?: number; t0At: IsoInstant; t0Event: string }
    /** What it asks for was done elsewhere. */
    | { type: 'SETTLED'; regime: RegimeId; caseNumber: number | null; reference: string }
    /** Nobody waits for it any more. */
    | {
        type: 'DROPPED';
        regime: RegimeId;
        obligation?: string;
        caseNumber: number | null;
        reason: string;
      }
    /** It counts from another time than was thought. */
    | { type: 'SINCE'; t0At: IsoInstant }
    | { type: 'FILED'; reference: string; filedAt: IsoInstant }
    /** The incident goes on: a progress report was given, and the final one waits for its end. */
    | { type: 'PROGRESS'; reference: string }
    | ({ type: 'WARN'; mark: ClockMark } & ClockPeople)
    /** A mitigation is recorded: somebody must say whether users can have it. */
    | { type: 'MEASURE' }
    /** Its incident is closed; it goes on. */
    | { type: 'INCIDENT_CLOSED' }
    | { type: 'MOVED'; to: IncidentId; n: number }
  );

export type ClockEventType = ClockEvent['type'];
