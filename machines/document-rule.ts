// What each event of a document is made of: its needs, and what it changes.
import type { DocumentContext } from './document-types.ts';
import type { DocumentEvent, DocumentEventType, DocumentNeed } from './document-events.ts';
import type { Consequence, Effect } from './effects.ts';

export type Of<T extends DocumentEventType> = Extract<DocumentEvent, { type: T }>;

export interface DocumentChange {
  set: Partial<DocumentContext>;
  /** Of the entry: `document.<kind>`. */
  kind: string;
  /** What the entry says after the name of the document. */
  did: string;
  data?: Record<string, unknown>;
  /** Read out in the room; else it stands on the record and on the card. */
  isSaid?: true;
  tone?: 'normal' | 'good' | 'warning' | 'bad';
  effects?: Effect[];
  consequences?: Consequence[];
}

export interface DocumentRule<T extends DocumentEventType> {
  needs?: Partial<Record<DocumentNeed, (now: DocumentContext, event: Of<T>) => boolean>>;
  change: (now: DocumentContext, event: Of<T>) => DocumentChange;
}

/** One rule for each event. */
export type DocumentRules<T extends DocumentEventType> = { [K in T]: DocumentRule<K> };
