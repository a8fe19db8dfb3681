// The words of a test pass: trusted participants try updates before their release, after Microsoft's Security Update
// Validation Program (SUVP). They get updates and no details of a vulnerability, and test in no production.
import type { IncidentId, IsoInstant, PersonId } from './incident-types.ts';

/** `planned`: participants are asked; `running`: they test; `done`: every finding is settled, nothing blocks. */
export type PassState = 'planned' | 'running' | 'done' | 'waived' | 'moved';

/** `block`: the release waits until it is resolved; `accept`: known, and released all the same. */
export const verdicts = ['block', 'accept'] as const;
export type Verdict = (typeof verdicts)[number];

export interface PassFinding {
  m: number;
  verdict: Verdict;
  text: string;
  by: PersonId;
  at: IsoInstant;
  /** How it was settled; null while it was not, and for what was accepted from the beginning. */
  resolved: { how: string; by: PersonId; at: IsoInstant } | null;
}

export interface PassContext {
  incidentId: IncidentId;
  n: number;
  name: string;
  /** When it is to be over; null: no time was agreed. */
  until: IsoInstant | null;
  /** What is tested, as participants know it: package names or numbers of updates. */
  updates: string[];
  /** People or organizations outside, as they are called. */
  participants: string[];
  findings: PassFinding[];
  createdAt: IsoInstant;
  createdBy: PersonId;
  done: { by: PersonId; at: IsoInstant; words: string } | null;
  waived: { by: PersonId; at: IsoInstant; reason: string } | null;
  movedTo: { incidentId: IncidentId; n: number } | null;
}

export interface PassInput {
  incidentId: IncidentId;
  n: number;
  name: string;
  until: IsoInstant | null;
  updates: string[];
  at: IsoInstant;
  by: PersonId;
}

export type PassEvent = { at: IsoInstant; by: PersonId } & (
  | { type: 'INVITE'; participants: string[] }
  | { type: 'START' }
  | { type: 'FINDING'; verdict: Verdict; text: string }
  | { type: 'RESOLVE'; m: number; how: string }
  | { type: 'DONE'; words: string }
  | { type: 'WAIVE'; reason: string }
  | { type: 'OVERDUE' }
  | { type: 'MOVED'; to: IncidentId; n: number }
);

export type PassEventType = PassEvent['type'];
