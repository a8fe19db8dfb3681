// What is shown and refused of release trains.
import type { TrainStop } from '#machines/release-calendar.ts';
import type { IncidentContext, IncidentId, IsoInstant } from '#machines/incident-types.ts';
import type { TrainContext, TrainEventType, TrainState } from '#machines/train-types.ts';

/** One booking of an incident. */
export interface BookingView {
  n: number;
  state: TrainState;
  context: TrainContext;
  /** `release train 2026-12`, or `out-of-band release`. */
  name: string;
  timetable: Record<TrainStop, IsoInstant>;
  /** The advance notice as customers read it; null: none was given. */
  noticeText: string | null;
}

/** One release, with what the person may see of it. */
export interface TrainView {
  /** `release train 2026-12`, or `out-of-band release`. */
  name: string;
  releaseAt: IsoInstant;
  timetable: Record<TrainStop, IsoInstant>;
  bookings: readonly {
    incident: Pick<IncidentContext, 'id' | 'title' | 'drill'>;
    booking: BookingView;
  }[];
  /** Incidents that the person may not see; restricted ones and drills are not even counted. */
  unseen: number;
}

export type TrainsView = { which: 'next' | 'list' | 'month'; trains: readonly TrainView[] };

export type TrainRefusal =
  /** `n` null: nothing of the incident is booked. */
  | { reason: 'unknownTrain'; n: number | null; incidentId: IncidentId }
  | { reason: 'trainOfClosed'; incidentId: IncidentId }
  | { reason: 'trainPast'; releaseAt: IsoInstant; incidentId: IncidentId }
  | { reason: 'trainBooked'; n: number; name: string; incidentId: IncidentId }
  /** Its open cases were all decided to go with other releases. */
  | { reason: 'trainElsewhere'; cases: readonly number[]; incidentId: IncidentId }
  /** The release is to be at another time than that of its train. */
  | {
      reason: 'otherThanTrain';
      n: number;
      name: string;
      releaseAt: IsoInstant;
      incidentId: IncidentId;
    }
  /** An advance notice would give away what it must not. */
  | { reason: 'noticeTells'; what: readonly string[]; incidentId: IncidentId }
  | {
      reason: 'trainNotNow';
      n: number;
      name: string;
      state: TrainState;
      event: TrainEventType;
      movedTo: TrainContext['movedTo'];
      incidentId: IncidentId;
    };
