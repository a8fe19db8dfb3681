// The words of a booking: one incident's place on a release train, which is a monthly release or one out of band.
import type { Severity } from './assessment-types.ts';
import type { IncidentId, IsoInstant, PersonId, Role } from './incident-types.ts';

/**
 * `open`: cases come and go; `frozen`: what comes now comes late; `announced`: customers had advance notice; `departed`:
 * it was released; `missed`: the train went without it; `left`: people took it off.
 */
export type TrainState = 'open' | 'frozen' | 'announced' | 'departed' | 'missed' | 'left' | 'moved';

/** All that customers are told beforehand, and nothing of the cases themselves. */
export interface AdvanceNotice {
  bulletins: number;
  /** The gravest of them. */
  severity: Severity;
  /** Product families in the words of whoever gives notice, e.g. `Windows, Office`. */
  families: string;
  at: IsoInstant;
  by: PersonId;
  /** The second person; null where one is enough. */
  approvedBy: PersonId | null;
}

export interface TrainContext {
  incidentId: IncidentId;
  n: number;
  releaseAt: IsoInstant;
  /** `2026-12`; null: out of band. */
  month: string | null;
  /** Which cases go with it, by number. */
  cases: number[];
  /** The booking that went before and whose fix failed; null: it is the first. */
  rereleaseOf: number | null;
  bookedAt: IsoInstant;
  bookedBy: PersonId;
  reason: string;
  frozenAt: IsoInstant | null;
  notice: AdvanceNotice | null;
  /** It went before its time: when that would have been, and why. */
  pulledIn: { was: IsoInstant; by: PersonId; at: IsoInstant; reason: string } | null;
  departedAt: IsoInstant | null;
  webcast: { by: PersonId; at: IsoInstant; note: string } | null;
  left: { by: PersonId; at: IsoInstant; reason: string } | null;
  movedTo: { incidentId: IncidentId; n: number } | null;
}

export interface TrainInput {
  incidentId: IncidentId;
  n: number;
  releaseAt: IsoInstant;
  cases: number[];
  rereleaseOf: number | null;
  reason: string;
  at: IsoInstant;
  by: PersonId;
}

/** What people are reminded of. */
export type TrainReminder = 'notice' | 'go' | 'webcast';

interface Stamp {
  at: IsoInstant;
  by: PersonId;
  /** The second person, of what needs two. */
  approvedBy?: PersonId;
}

/** Whom a reminder is told to in person, and whose go is missing; looked up when it is due. */
export interface TrainPeople {
  tell?: readonly PersonId[];
  missing?: readonly Role[];
}

export type TrainEvent = Stamp &
  (
    | { type: 'CASE_ON'; caseNumber: number }
    | { type: 'CASE_OFF'; caseNumber: number; reason: string }
    | { type: 'FREEZE' }
    | { type: 'NOTICE'; bulletins: number; severity: Severity; families: string }
    | ({ type: 'REMIND'; what: TrainReminder } & TrainPeople)
    /** `was`: the instant for which the incident's release was held. */
    | { type: 'PULLED_IN'; was: IsoInstant | null; reason: string }
    | { type: 'DEPARTED' }
    | { type: 'PASSED' }
    | { type: 'WEBCAST'; note: string }
    | { type: 'LEAVE'; reason: string }
    | { type: 'MOVED'; to: IncidentId; n: number }
  );

export type TrainEventType = TrainEvent['type'];
