// Why a document may not be changed, handed in, approved or published now.
import type { DocumentEventType, StaleCase } from '#machines/document-events.ts';
import type { DocumentGap } from '#machines/document-gaps.ts';
import type {
  DocumentContext,
  DocumentKind,
  DocumentState,
  Locale,
  Section,
} from '#machines/document-types.ts';
import type { IncidentId } from '#machines/incident-types.ts';
import type { Problem } from '../disclosure/problem.ts';

export type DocumentRefusal =
  | { reason: 'unknownDocument'; n: number; incidentId: IncidentId }
  /** No case is worked on that it could be about. */
  | { reason: 'nothingToTell'; kind: DocumentKind; incidentId: IncidentId }
  | {
      reason: 'documentNotNow';
      n: number;
      id: string;
      state: DocumentState;
      event: DocumentEventType;
      /** The needs that are not met, by name; empty: not in this state. */
      needs: readonly string[];
      gaps: readonly DocumentGap[];
      stale: readonly StaleCase[];
      problems: readonly Problem[];
      embargoed: readonly number[];
      /** Of the languages that it is about, or that publishing waits for: the sections that are not there. */
      languages: readonly { locale: Locale; lacks: readonly Section[] }[];
      movedTo: DocumentContext['movedTo'];
      incidentId: IncidentId;
    };
