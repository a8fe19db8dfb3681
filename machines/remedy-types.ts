// The words of a case's remedy: how urgent a fix is and how it goes out, how likely exploit code is, what customers can
// do before, and whether the same vulnerability was looked for elsewhere.
import type { Denial, Exploitability, ExploitabilityRating } from './exploitability.ts';
import type { IsoInstant } from './incident-types.ts';
import type { Measure, MeasureKind, Statement } from './mitigations.ts';
import type { VexEvent, VexNeed, VexStatement } from './vex-types.ts';
import type {
  Exploitation,
  Proposal,
  SafetyImpact,
  SsvcEvaluation,
  TechnicalImpact,
  Utility,
  Vehicle,
  VehicleDecision,
} from './ssvc.ts';

/** Absent is what nobody has said yet. */
export interface Remedy {
  /** The last evaluation, and what it proposes. */
  ssvc?: SsvcEvaluation & { proposal: Proposal };
  vehicle?: VehicleDecision;
  /** Every rating, the one in force last. */
  ratings?: ExploitabilityRating[];
  /** When its fix or advisory first went out. */
  releasedAt?: IsoInstant;
  measures?: Measure[];
  /** That there is no mitigation and no workaround; null once one was added after all. */
  noMeasure?: Statement | null;
  /** What is said of products beside that they are affected or not; of each the last. */
  vex?: VexStatement[];
  variants?: (Statement & { n: number })[];
  /** How variants were looked for, when no more were found. */
  noVariants?: Statement;
}

/** What a case takes about its remedy. */
export type RemedyEvent =
  /** `exploitation` null: what the facts say. */
  | {
      type: 'SSVC';
      exploitation: Exploitation | null;
      utility: Utility;
      impact: TechnicalImpact;
      safety: SafetyImpact;
    }
  /** `month`: of a monthly release, as `2026-12`; null: the next one. */
  | { type: 'VEHICLE'; vehicle: Vehicle; month: string | null; reason: string }
  | {
      type: 'EXPLOITABILITY';
      latest: Exploitability;
      older: Exploitability | null;
      dos: Denial | null;
      note: string;
    }
  | { type: 'MEASURE'; kind: MeasureKind; text: string }
  | { type: 'MEASURE_TESTED'; m: number; product: string; works: boolean; sideEffects: string }
  | { type: 'NO_MEASURE'; reason: string }
  | { type: 'VARIANT'; text: string }
  | { type: 'NO_VARIANTS'; how: string }
  | VexEvent
  /** Its fix or advisory went out to customers. */
  | { type: 'RELEASED' }
  /** The 30 days after the release, for which the rating was given, are over. */
  | { type: 'WINDOW_OVER' };

/** Why an event about the remedy is not taken now. */
export type RemedyNeed =
  | VexNeed
  | 'hasSsvc'
  | 'saysWhyOther'
  | 'isMonthToCome'
  | 'isOtherVehicle'
  | 'isOtherRating'
  | 'saysWhyRevised'
  | 'isKnownMeasure'
  | 'hasNoProven'
  | 'isFirstRelease';

/** What phases, cards and forms ask of the remedy. */
export interface RemedyStanding {
  isSsvcEvaluated: boolean;
  /** The vehicle was decided, and the evaluation has not since come to propose another one. */
  isVehicleDecided: boolean;
  /** A mitigation or workaround works on some product, or it was said that none exists. */
  isMeasureSettled: boolean;
  /** How many mitigations and workarounds work on some product, by the last test there. */
  proven: number;
  /** What the facts propose. */
  exploitation: Exploitation;
  /** 0 when attacks are observed and the rating does not say so yet; null: nothing to propose. */
  exploitability: Exploitability | null;
  /** The rating in force, in the words of the index. */
  ratingName: string | null;
  /** Only Important and Critical vulnerabilities are rated in public; true while the severity is not known. */
  isRated: boolean;
  /** What is said of products and still fits their list. */
  vex: VexStatement[];
}
