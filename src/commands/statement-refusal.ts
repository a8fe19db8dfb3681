// Why a statement cannot be told, or not now.
import type { IncidentId, IsoInstant, Tlp } from '#machines/incident-types.ts';
import type { StatementEventType, StatementState } from '#machines/statement-types.ts';

export type StatementRefusal =
  | { reason: 'unknownStatement'; n: number; incidentId: IncidentId }
  | {
      reason: 'statementNotNow';
      n: number;
      state: StatementState;
      event: StatementEventType;
      movedTo: { incidentId: IncidentId; n: number } | null;
      incidentId: IncidentId;
    }
  /** Its label does not let its audience read; `why` in words. */
  | {
      reason: 'statementLabel';
      n: number;
      why: string;
      labels: readonly Tlp[];
      incidentId: IncidentId;
    }
  /** A regulator’s text is for a clock. `clocks`: those that authorities ask for and that are open. */
  | {
      reason: 'statementClock';
      clocks: readonly { n: number; name: string }[];
      incidentId: IncidentId;
    }
  /** Fields that only a person can fill are empty. */
  | { reason: 'statementUnwritten'; n: number; fields: readonly string[]; incidentId: IncidentId }
  /** The same words were given in the same way to the same people; `to` is empty where nobody was named. */
  | { reason: 'statementTold'; n: number; at: IsoInstant; to: string; incidentId: IncidentId }
  /** It reads otherwise than when its approval was proposed. */
  | { reason: 'statementChanged'; n: number; incidentId: IncidentId };
