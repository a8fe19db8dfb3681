// What is due and when, as calendars outside are told: the incident's number and what it is, and never a word of it.
import type { IncidentId, IsoInstant } from '#machines/incident-types.ts';

export type DueThing =
  | { kind: 'sitrep' }
  | { kind: 'embargo'; caseNumber: number }
  /** `isProposed`: nobody has decided whether it applies. Its name is one of a fixed list. */
  | { kind: 'clock'; n: number; name: string; isProposed: boolean; isOverdue: boolean }
  /** Of the booking n on a release train. */
  | { kind: 'train'; n: number; stop: 'freeze' | 'notice' | 'release' | 'webcast' }
  | { kind: 'task' | 'followUp'; n: number };

export interface DueItem {
  incidentId: IncidentId;
  drill: boolean;
  thing: DueThing;
  /** The same for as long as it is the same thing that is due, wherever its time moves. */
  uid: string;
  /** From when it is counted. */
  since: IsoInstant;
  dueAt: IsoInstant;
  /** Grows whenever it may have changed, which was then last. */
  revision: number;
  changedAt: IsoInstant;
  /** It is the person's own, or of an incident that they belong to: they want to be warned. */
  isOwn: boolean;
}
