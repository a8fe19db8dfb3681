// Why a test pass takes no such word now.
import type { IncidentId } from '#machines/incident-types.ts';
import type { PassEventType, PassState } from '#machines/pass-types.ts';

export type PassRefusal =
  | { reason: 'unknownPass'; n: number; incidentId: IncidentId }
  | {
      reason: 'passNotNow';
      n: number;
      state: PassState;
      event: PassEventType;
      /** The findings that block, by number. */
      blockers: readonly number[];
      movedTo: { incidentId: IncidentId; n: number } | null;
      incidentId: IncidentId;
    };
