// The words of a document: an advisory or a bulletin, as it is written, checked, translated, published and revised.
// After Microsoft's security bulletins and advisories (MS08-067, MS12-063, 2757760).
import type { Cvss, Product, Severity } from './assessment-types.ts';
import type { Denial, Exploitability } from './exploitability.ts';
import type { IncidentId, IsoInstant, PersonId, Tlp } from './incident-types.ts';
import type { Vehicle } from './ssvc.ts';
import type { VexStatement } from './vex-types.ts';

/** An advisory comes before or without a fix; a bulletin with it. */
export const documentKinds = ['advisory', 'bulletin'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/**
 * `drafting`: written or corrected; `inReview`: handed in; `approved`: two people agreed, and it waits for its release;
 * `published`: out, and its next revision may be drafted (`revising`) and reviewed (`revisionInReview`,
 * `revisionApproved`) meanwhile; `superseded`: its bulletin took its place; `withdrawn`: it was never or is no longer out.
 */
export type DocumentState =
  | 'drafting'
  | 'inReview'
  | 'approved'
  | 'published'
  | 'revising'
  | 'revisionInReview'
  | 'revisionApproved'
  | 'superseded'
  | 'withdrawn'
  | 'moved';

/** Sections of the whole document, in the order in which they are read. */
export const wholeSections = [
  'title',
  'summary',
  'recommendation',
  'knownIssues',
  'faq',
  /** What customers can do before there is a fix. */
  'actions',
  /** Detection and deployment of the update. */
  'deployment',
  'acknowledgments',
  'references',
] as const;
/** Sections of each vulnerability. */
export const caseSections = ['description', 'mitigations', 'workarounds', 'faq'] as const;

export type WholeSection = (typeof wholeSections)[number];
export type CaseSection = (typeof caseSections)[number];
/** `revision`: only of translations, why there is another version; in English it stands in `revision.reason`. */
export type Section = WholeSection | `case/${number}/${CaseSection}` | 'revision';

/**
 * The words of a document in one language, by section: paragraphs, lists, links, emphasis and code of Markdown, no
 * headings but in `faq`, where each question is a line `### question`. `references`: a list of links. Absent is empty.
 */
export type Texts = Partial<Record<Section, string>>;

/** A BCP 47 tag as catalogues know it, e.g. `de-DE`, `zh-TW`. */
export type Locale = string;
/** What documents are written in. */
export const sourceLocale: Locale = 'en-US';

/** "Maximum Security Impact", in the words of Microsoft's bulletins. */
export const impacts = [
  'remote-code-execution',
  'elevation-of-privilege',
  'information-disclosure',
  'denial-of-service',
  'security-feature-bypass',
  'spoofing',
  'tampering',
] as const;
export type Impact = (typeof impacts)[number];

/** What the record says of a case when the document is drafted or refreshed; never written by hand. */
export interface CaseFacts {
  n: number;
  cve: string | null;
  cwes: string[];
  severity: Severity | null;
  /** As its author decided, or what the bug bar's threat class says. */
  impact: Impact | null;
  cvss: Cvss | null;
  exploitability: {
    latest: Exploitability;
    older: Exploitability | null;
    dos: Denial | null;
  } | null;
  products: Product[];
  /** What is said of products for VEX, where it fits their list; absent: nothing. */
  vex?: VexStatement[];
  publiclyDisclosed: boolean;
  exploited: boolean;
  vehicle: Vehicle | null;
  /** Mitigations and workarounds, with what was tested. */
  measures: { kind: 'mitigation' | 'workaround'; text: string; works: string[]; fails: string[] }[];
  /** Nothing was found that mitigates it. */
  noMeasure: boolean;
  reporter: string | null;
  /** When the report came; first and current knowledge of CSAF. */
  openedAt: IsoInstant;
}

/** An update for one product: "Affected Software" and "Update Information". */
export interface Update {
  product: string;
  /** The version or build that has the fix. */
  fixedVersion: string;
  url: string | null;
  restart: 'required' | 'maybe' | 'no' | null;
  /** The bulletin whose update it replaces. */
  replaces: string | null;
}

export type TranslationState = 'wanted' | 'translating' | 'ready' | 'outdated' | 'waived';

export interface Translation {
  state: TranslationState;
  /** The release waits for it. */
  required: boolean;
  owner: PersonId | null;
  texts: Texts;
  /** Sections whose English words have changed since they were written in this language. */
  changed: Section[];
  /** Of which edition of the English text these are the words; null before the first. */
  edition: number | null;
  waived: { by: PersonId; at: IsoInstant; reason: string } | null;
}

/** What is in a document and goes out with it. */
export interface DocumentBody {
  texts: Texts;
  facts: CaseFacts[];
  updates: Update[];
}

/** One version that was published, as it went out. */
export interface Release extends DocumentBody {
  /** `1.0`, `1.1`, `2.0`. */
  version: string;
  at: IsoInstant;
  by: PersonId;
  approvedBy: PersonId | null;
  /** The line of its revision history, e.g. "Bulletin published." */
  reason: string;
  tlp: Tlp;
  /** The languages that were ready, without English. */
  translations: Record<Locale, Texts>;
}

export interface DocumentContext extends DocumentBody {
  incidentId: IncidentId;
  n: number;
  kind: DocumentKind;
  /** As the world knows it: `SB26-001`, `SA26-004`; unique in the tenant. */
  id: string;
  /** The cases it is about. */
  cases: number[];
  tlp: Tlp;
  createdAt: IsoInstant;
  createdBy: PersonId;
  /** Raised by each change of English words, facts or updates: what was approved or translated was of an edition. */
  edition: number;
  /** What the author decided on, by case number, in place of what the record says. */
  impacts: Partial<Record<string, Impact>>;
  translations: Record<Locale, Translation>;
  /** Why the next version will be published; null before the first: "published". */
  revision: { reason: string; major: boolean } | null;
  submitted: { by: PersonId; at: IsoInstant; edition: number } | null;
  approved: { by: PersonId; with: PersonId | null; at: IsoInstant; edition: number } | null;
  /** What was published, the newest last. */
  releases: Release[];
  /** The bulletin that took its place, or the advisory whose place it took. */
  supersededBy: { n: number; id: string } | null;
  supersedes: { n: number; id: string } | null;
  withdrawn: { by: PersonId; at: IsoInstant; reason: string } | null;
  movedTo: { incidentId: IncidentId; n: number } | null;
}
