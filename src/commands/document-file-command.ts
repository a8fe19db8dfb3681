// Documents as files: handed out, and handed in again.
import type { Locale } from '#machines/document-types.ts';
import type { DocumentFormat, IncidentId } from '#machines/incident-types.ts';
import type { Problem } from '../disclosure/problem.ts';
import type { FileProblem } from '../disclosure/reading.ts';

export type DocumentFileCommand =
  | { verb: 'exportDocument'; documentNumber: number; format: DocumentFormat; locale: Locale }
  /** Not typed: `text` is the content of the file that the form asks for. */
  | { verb: 'importDocument'; documentNumber: number; locale: Locale; text: string };

export type DocumentFileRefusal =
  | {
      reason: 'documentFile';
      n: number;
      id: string;
      problems: readonly FileProblem[];
      incidentId: IncidentId;
    }
  /** It fails the tests of that form. */
  | {
      reason: 'documentUnfit';
      n: number;
      id: string;
      format: DocumentFormat;
      problems: readonly Problem[];
      incidentId: IncidentId;
    }
  /** Its words are those of the document. */
  | { reason: 'documentFileSame'; n: number; id: string; incidentId: IncidentId }
  | { reason: 'noTranslation'; n: number; id: string; locale: Locale; incidentId: IncidentId };
