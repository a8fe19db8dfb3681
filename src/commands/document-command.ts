// What people say of advisories and bulletins.
import type { DocumentEvent, TranslationEvent } from '#machines/document-events.ts';
import type { DocumentKind, Locale } from '#machines/document-types.ts';

type Said<T extends DocumentEvent['type']> = Omit<
  Extract<DocumentEvent, { type: T }>,
  'at' | 'by' | 'approvedBy'
>;

/** What may be done with one document; what else its event needs is looked up by the use case. */
export type DocumentAct =
  | Said<'WRITE'>
  | Said<'IMPACT'>
  | Said<'UPDATE'>
  | Said<'UPDATE_REMOVED'>
  | Said<'LABEL'>
  | { type: 'REFRESH' }
  | { type: 'SUBMIT' }
  | Said<'RETURN'>
  /** `edition`: as it was proposed. */
  | { type: 'APPROVE'; edition?: number }
  | { type: 'PUBLISH' }
  | Said<'REVISE'>
  | Said<'ABANDON'>
  /** By the number of the bulletin that takes its place. */
  | { type: 'SUPERSEDE'; by: number }
  | Said<'WITHDRAW'>
  | TranslationEvent;

export type DocumentCommand =
  | { verb: 'documents' }
  | { verb: 'showDocument'; documentNumber: number }
  | { verb: 'showTranslation'; documentNumber: number; locale: Locale }
  /** `cases` null: all that are worked on; `title` null: after the record. */
  | {
      verb: 'draftDocument';
      kind: DocumentKind;
      title: string | null;
      cases: number[] | null;
    }
  | { verb: 'document'; documentNumber: number; act: DocumentAct };
