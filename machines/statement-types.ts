// The words of a statement: a text for one audience outside the room, drafted from the record, approved, and given.
import type { Audience } from './incident-types.ts';
import type { IncidentId, IsoInstant, PersonId, Tlp } from './incident-types.ts';

export const statementKinds = [
  'holding',
  'guidance',
  'executive-brief',
  'partner-notice',
  'regulator',
  'press-line',
] as const;
export type StatementKind = (typeof statementKinds)[number];

/** To whom each kind is told. */
export const audienceOf: Record<StatementKind, Audience> = {
  holding: 'public',
  guidance: 'customers',
  'executive-brief': 'executives',
  'partner-notice': 'partners',
  regulator: 'regulators',
  'press-line': 'press',
};

/** `given` may be given again, to others; what is written anew after the approval is a draft again. */
export type StatementState = 'draft' | 'approved' | 'given' | 'withdrawn' | 'moved';

/** It is always a person who tells it: sent as it is, or copied into something else. */
export const givenHow = ['sent', 'copied'] as const;
export type GivenHow = (typeof givenHow)[number];

export interface Given {
  by: PersonId;
  at: IsoInstant;
  how: GivenHow;
  /** To whom or where, in words; a regulator’s reference. */
  to: string;
}

export interface StatementContext {
  incidentId: IncidentId;
  n: number;
  kind: StatementKind;
  audience: Audience;
  /** Null: nobody has said yet who may read it. */
  tlp: Tlp | null;
  text: string;
  /** What the draft leaves out that its audience is not told, in words. */
  withheld: string[];
  /** Of a drill: it is practised, and nobody outside is told anything. */
  drill: boolean;
  /** The duty that a regulator’s text fulfils. */
  clock: number | null;
  createdAt: IsoInstant;
  createdBy: PersonId;
  approved: { by: PersonId; with: PersonId | null; at: IsoInstant } | null;
  given: Given[];
  withdrawn: { by: PersonId; at: IsoInstant; reason: string } | null;
  movedTo: { incidentId: IncidentId; n: number } | null;
}

export interface StatementInput {
  incidentId: IncidentId;
  n: number;
  kind: StatementKind;
  tlp: Tlp | null;
  text: string;
  withheld: string[];
  drill: boolean;
  clock: number | null;
  at: IsoInstant;
  by: PersonId;
}

export type StatementEvent = {
  at: IsoInstant;
  by: PersonId;
  /** The second person, of what needs two. */
  approvedBy?: PersonId;
} & (
  | { type: 'WRITE'; text: string }
  | { type: 'LABEL'; label: Tlp }
  | { type: 'APPROVE' }
  | { type: 'GIVE'; how: GivenHow; to: string }
  | { type: 'WITHDRAW'; reason: string }
  | { type: 'MOVED'; to: IncidentId; n: number }
);

export type StatementEventType = StatementEvent['type'];
