// The commands about release trains: what goes next, anywhere, and the booking of one incident.
import type { Severity } from '#machines/assessment-types.ts';
import type { IsoInstant } from '#machines/incident-types.ts';

/** `list`: those to come. */
export interface TrainsCommand {
  verb: 'trains';
  which: 'next' | 'list' | { month: string };
}

/** `booking` null: the nearest that is still to go; of the webcast, the last that is gone. */
export type TrainCommand =
  | { verb: 'showTrain'; booking: number | null }
  /** `at`: out of band; both null: the next monthly release. */
  | { verb: 'joinTrain'; month: string | null; at: IsoInstant | null; reason: string }
  | { verb: 'leaveTrain'; booking: number | null; reason: string }
  | {
      verb: 'noticeTrain';
      booking: number | null;
      bulletins: number;
      severity: Severity;
      families: string;
    }
  | { verb: 'heldWebcast'; booking: number | null; note: string }
  | { verb: 'form'; form: 'trainNotice'; booking: number | null };
