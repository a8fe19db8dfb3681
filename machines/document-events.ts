// What happens to a document: the events that its chart takes, each with what its author, or the use case, says.
import type {
  DocumentKind,
  CaseFacts,
  Impact,
  Locale,
  Section,
  Texts,
  Update,
} from './document-types.ts';
import type { IncidentId, IsoInstant, PersonId, Tlp } from './incident-types.ts';

export interface DocumentInput {
  incidentId: IncidentId;
  n: number;
  kind: DocumentKind;
  /** `SB26-001`: given once, for ever. */
  id: string;
  cases: number[];
  texts: Texts;
  facts: CaseFacts[];
  tlp: Tlp;
  /** The languages that its release waits for. */
  requiredLocales: Locale[];
  at: IsoInstant;
  by: PersonId;
}

/** A case whose record says something else than the document, and in what. */
export interface StaleCase {
  n: number;
  what: string[];
}

/** What the chart cannot know by itself, looked up in the same transaction and kept in the journal. */
interface Checked {
  /** Cases whose record has changed since the document was drafted or refreshed. */
  stale: StaleCase[];
  /** The checks of machine-readable forms that fail, by name. */
  failed: string[];
}

export type TranslationEvent =
  /** `required`: the release waits for it; else it goes out if it is ready. */
  | { type: 'WANT_TRANSLATION'; locale: Locale; required: boolean }
  | { type: 'ASSIGN_TRANSLATION'; locale: Locale; to: PersonId }
  /** Sections in that language; an empty text takes one out. */
  | { type: 'TRANSLATE'; locale: Locale; texts: Texts }
  /** All of it is there, for the English words of now. */
  | { type: 'TRANSLATED'; locale: Locale }
  | { type: 'WAIVE_TRANSLATION'; locale: Locale; reason: string };

export type DocumentEvent = {
  at: IsoInstant;
  by: PersonId;
  /** The second person, of what needs two. */
  approvedBy?: PersonId;
} & (
  | { type: 'WRITE'; section: Section; text: string }
  | { type: 'IMPACT'; caseNumber: number; impact: Impact }
  | { type: 'UPDATE'; update: Update }
  | { type: 'UPDATE_REMOVED'; product: string }
  | { type: 'LABEL'; tlp: Tlp }
  | { type: 'REFRESH'; facts: CaseFacts[] }
  | ({ type: 'SUBMIT' } & Checked)
  | { type: 'RETURN'; reason: string }
  /** `edition`: the one that was proposed to the second person; absent where one is enough. */
  | ({ type: 'APPROVE'; edition?: number } & Checked)
  /** `isRelease`: with the release or after it. `embargoed`: cases under an embargo, which the release itself ends. */
  | ({ type: 'PUBLISH'; isRelease: boolean; embargoed: number[] } & Checked)
  | { type: 'REVISE'; major: boolean; reason: string }
  /** The revision is given up: what is out stands. */
  | { type: 'ABANDON'; reason: string }
  /** `by*`: the bulletin that takes its place. */
  | { type: 'SUPERSEDE'; bulletin: { n: number; id: string } }
  | { type: 'SUPERSEDES'; advisory: { n: number; id: string } }
  | { type: 'WITHDRAW'; reason: string }
  /** It should have gone out with the release, and could not. */
  | { type: 'HELD'; because: string }
  /** Its files stand where the world reads them. */
  | { type: 'FILED'; version: string; url: string }
  | { type: 'UNFILED'; version: string; why: 'drill' | 'noDirectory' }
  | { type: 'MOVED'; to: IncidentId; n: number }
  | TranslationEvent
);

export type DocumentEventType = DocumentEvent['type'];

/** Why an event is not taken now, by the name that its refusal carries. */
export type DocumentNeed =
  | 'isOther'
  | 'isKnownCase'
  | 'isAffected'
  | 'isListed'
  | 'isSectionOf'
  | 'isComplete'
  | 'isCurrent'
  | 'isValid'
  | 'isOfApproved'
  | 'isAsProposed'
  | 'isNotEmbargoed'
  | 'isReleased'
  | 'isAdvisory'
  | 'isWanted'
  | 'isTranslatable'
  | 'isTranslated'
  | 'areTranslated';
