// Why a test pass takes no such word now.
import type { GivenAway } from '#machines/embargoed-words.ts';
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
    }
  /** Participants read it, and it says more than the names of updates. */
  | { reason: 'passGivesAway'; found: readonly GivenAway[]; incidentId: IncidentId };
