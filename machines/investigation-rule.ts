// What each event of an investigation is made of: its needs, and what it changes.
import type { CaseContext } from './case-types.ts';
import type { Consequence } from './effects.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';
import type {
  Investigation,
  InvestigationEvent,
  InvestigationEventType,
  InvestigationNeed,
} from './investigation-types.ts';

export type Of<T extends InvestigationEventType> = Extract<InvestigationEvent, { type: T }> & {
  at: IsoInstant;
  by: PersonId;
};

export interface InvestigationChange {
  set: Partial<Investigation>;
  /** Of the entry: `case.<kind>`. */
  kind: string;
  /** What the entry says after the name of the case. */
  did: string;
  data?: Record<string, unknown>;
  tone?: 'normal' | 'good' | 'warning' | 'bad';
  consequences?: Consequence[];
  /** It changes nothing that the record should tell. */
  isQuiet?: true;
  /** Comes back by itself; a timer goes by the name of its event. */
  later?: { event: 'WINDOW_OVER'; delayMs: number };
  /** What has to be done again, because it rested on what has changed; after the reconciliation the sign-off, too. */
  reopens?: 'reconciliation' | 'signOff';
}

export interface InvestigationRule<T extends InvestigationEventType> {
  needs?: Partial<Record<InvestigationNeed, (now: Investigation, event: Of<T>) => boolean>>;
  change: (now: Investigation, event: Of<T>, context: CaseContext) => InvestigationChange;
}

/** One rule for each event. */
export type InvestigationRules<E extends InvestigationEvent> = {
  [T in E['type']]: InvestigationRule<T>;
};
