// The words of an approval: something that one person proposes and another must say yes to before it is done.
import type { IncidentId, IsoInstant, PersonId } from './incident-types.ts';

/** What two people must agree on: leaving a phase without its criteria, lowering a level 1, closing, ending an embargo, and what is said to the world. */
export const approvalActs = [
  'override',
  'lower-level-1',
  'close',
  'embargo-end',
  'disclosure',
] as const;
export type ApprovalAct = (typeof approvalActs)[number];

export type ApprovalState =
  | 'proposed'
  | 'approved'
  | 'declined'
  | 'withdrawn'
  | 'expired'
  /** It could not be done any more when it was approved, or something else was proposed in its place. */
  | 'overtaken'
  | 'moved';

export interface ApprovalContext {
  incidentId: IncidentId;
  n: number;
  act: ApprovalAct;
  /** The command as it was given, done word for word once somebody has approved. */
  command: Record<string, unknown>;
  /** What is to be done, in words. */
  words: string;
  proposedBy: PersonId;
  proposedAt: IsoInstant;
  expiresAt: IsoInstant;
  /** Who was asked by name. */
  asked: PersonId[];
  decidedBy: PersonId | null;
  decidedAt: IsoInstant | null;
  /** Why not; null when it was approved, or not decided. */
  reason: string | null;
  /** Where it stands now that its incident was merged. */
  movedTo: { incidentId: IncidentId; n: number } | null;
}

export interface ApprovalInput {
  incidentId: IncidentId;
  n: number;
  act: ApprovalAct;
  command: Record<string, unknown>;
  words: string;
  expiresAt: IsoInstant;
  asked: PersonId[];
  at: IsoInstant;
  by: PersonId;
}

export type ApprovalEvent = { at: IsoInstant; by: PersonId } & (
  | { type: 'APPROVE' }
  | { type: 'DECLINE'; reason: string }
  | { type: 'WITHDRAW'; reason: string }
  | { type: 'OVERTAKEN'; reason: string }
  | { type: 'HALF' }
  | { type: 'EXPIRED' }
  | { type: 'MOVED'; to: IncidentId; n: number }
);
