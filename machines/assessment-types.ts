// How bad a vulnerability is and where: what two teams found, and what they agreed upon.
import type { IsoInstant, PersonId } from './incident-types.ts';

/** Microsoft's severity ratings, the gravest first: the worst theoretical outcome, not how likely it is. */
export const severities = ['critical', 'important', 'moderate', 'low'] as const;
export type Severity = (typeof severities)[number];

/** A CVSS vector as its standard writes it, with what it scores. */
export interface Cvss {
  version: '2.0' | '3.0' | '3.1' | '4.0';
  vector: string;
  /** 0.0–10.0, with every metric of the vector. */
  score: number;
  /** 0.0–10.0, of the base metrics alone. */
  base: number;
  /** Of `score`, in the words of the standard; for 2.0, which has none, in those of the NVD. */
  severity: 'none' | 'low' | 'medium' | 'high' | 'critical';
}

/** A product that is affected, or was looked at and found not to be. */
export interface Product {
  name: string;
  /** Empty: all of them. */
  versions: string[];
  isAffected: boolean;
}

/** What the severity is proposed for; see bug-bar.ts. */
export interface BugBarAnswers {
  pivot: 'server' | 'client';
  /** The STRIDE class; the bug bar says nothing of repudiation. */
  threat: 'spoofing' | 'tampering' | 'disclosure' | 'denial' | 'elevation';
  access: 'anonymous' | 'authenticated' | 'local';
  interaction: 'none' | 'prompt' | 'extensive';
  /** On by default or in use by more than 10 % of users, or a scenario of fewer. */
  scenario: 'default' | 'specific';
  /**
   * Full: what persists, what was aimed at, an identity of the attacker's choice, a denial with amplification. Limited:
   * what is gone after a restart, memory at random, a random identity.
   */
  extent: 'full' | 'limited';
}

/** As the table of that version proposed it. */
export interface BugBar extends BugBarAnswers {
  version: number;
  proposed: Severity;
}

interface Stamp {
  at: IsoInstant;
  by: PersonId;
}

/** The response team and the product team assess a case each by itself; then they compare what they found. */
export const sides = ['response', 'product'] as const;
export type Side = (typeof sides)[number];

/** What both sides find out, and may differ in. */
export interface Findings {
  severity: Severity;
  cvss: Cvss;
  products: Product[];
}

export type Finding = keyof Findings;

export interface SideAssessment extends Findings, Stamp {
  words: string;
}

/** What was found of a case; absent is what nobody has said yet, null what does not count any more. */
export interface Assessment {
  bugBar?: BugBar & Stamp;
  /** What counts for the case, whatever one side says. */
  severity?: Stamp & { is: Severity; reason: string };
  cvss?: Cvss & Stamp;
  cwes?: string[];
  products?: Product[];
  assessments?: Partial<Record<Side, SideAssessment>>;
  /** What was changed for the case since a side assessed it or both settled it: the last word on it. */
  revised?: Finding[];
  reconciled?: (Stamp & { words: string }) | null;
  signedOff?: (Stamp & { note: string }) | null;
}

/** Null is what was not said. */
type Said = { [F in Finding]: Findings[F] | null };

export type AssessmentEvent =
  | { type: 'BUG_BAR'; bugBar: BugBar }
  | { type: 'SEVERITY'; severity: Severity; reason: string }
  | { type: 'CVSS'; cvss: Cvss }
  | { type: 'CWE'; cwes: string[]; isRemoval: boolean }
  | { type: 'PRODUCTS'; products: Product[] }
  | { type: 'PRODUCT_REMOVED'; name: string }
  /** What was not said is as it stands for the case. */
  | ({ type: 'ASSESS'; side: Side; words: string } & Said)
  /** What was not said is that of the side `as`, or as it was revised for the case, or what both sides say. */
  | ({ type: 'RECONCILE'; as: Side | null; words: string } & Said)
  | { type: 'SIGN_OFF'; note: string };

/** Why such an event is not taken now, by the name that its refusal carries. */
export type AssessmentNeed =
  | 'isOtherScore'
  | 'isOtherClass'
  | 'isListed'
  | 'isComplete'
  | 'areBothHeard'
  | 'isChosen'
  | 'isReconciled'
  | 'isToSignOff';
