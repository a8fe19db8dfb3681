// Documents as files: put into the room, and taken back with the words that somebody changed in them.
import { sectionsOf } from '#machines/document-gaps.ts';
import type { DocumentContext, Locale } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { DocumentFormat } from '#machines/incident-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { DocumentFileCommand } from '../commands/document-file-command.ts';
import type { Problem } from '../disclosure/problem.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent } from './apply-event.ts';
import { changeDocument, documentFor } from './change-document.ts';
import { Refused } from './refused.ts';
import type { AboutIncident, Stamp } from './request.ts';

/** False when the command is about no file of a document. */
export function changeDocumentFile(
  work: Work,
  opened: Opened,
  command: AboutIncident,
  stamp: Stamp,
): boolean {
  switch (command.verb) {
    case 'exportDocument':
      hand(work, opened, command, stamp);
      return true;
    case 'importDocument':
      take(work, opened, command, stamp);
      return true;
    default:
      return false;
  }
}

type Said<V extends DocumentFileCommand['verb']> = Extract<DocumentFileCommand, { verb: V }>;

function hand(
  work: Work,
  opened: Opened,
  { documentNumber: n, format, locale }: Said<'exportDocument'>,
  stamp: Stamp,
): void {
  const { context } = documentFor(work.tx, opened.row, n).snapshot;
  refuseNoTranslation(opened.row, context, locale);
  const problems = work.rules.fileProblems(context, format, locale);
  if (problems.length > 0) throw unfitDocument(context, format, problems);
  applyIncidentEvent(work, opened, { ...stamp, type: 'EXPORTED', document: n, format, locale });
}

/** Each section that was changed is written as if it had been typed. */
function take(
  work: Work,
  opened: Opened,
  { documentNumber: n, locale, text }: Said<'importDocument'>,
  stamp: Stamp,
): void {
  const { row } = opened;
  const { context } = documentFor(work.tx, row, n).snapshot;
  refuseNoTranslation(row, context, locale);
  const { id } = context;
  const incidentId = row.id;
  const reading = work.rules.readDocument(text, context, locale);
  if (!reading.ok)
    throw new Refused({ reason: 'documentFile', n, id, problems: reading.problems, incidentId });
  if (Object.keys(reading.texts).length === 0)
    throw new Refused({ reason: 'documentFileSame', n, id, incidentId });
  const about = { verb: 'document', documentNumber: n, incidentId } as const;
  if (locale !== sourceLocale) {
    const act = { type: 'TRANSLATE', locale, texts: reading.texts } as const;
    changeDocument(work, opened, { ...about, act }, stamp);
    return;
  }
  for (const section of sectionsOf(context)) {
    const words = reading.texts[section];
    if (words === undefined) continue;
    const act = { type: 'WRITE', section, text: words } as const;
    changeDocument(work, opened, { ...about, act }, stamp);
  }
}

/** Nothing is handed over that programs would reject. */
export function unfitDocument(
  { n, id, incidentId }: DocumentContext,
  format: DocumentFormat,
  problems: readonly Problem[],
): Refused {
  return new Refused({ reason: 'documentUnfit', n, id, format, problems, incidentId });
}

/** Nobody has asked for the document in that language. */
export function refuseNoTranslation(
  row: IncidentRow,
  { n, id, translations }: DocumentContext,
  locale: Locale,
): void {
  if (locale === sourceLocale || translations[locale] !== undefined) return;
  throw new Refused({ reason: 'noTranslation', n, id, locale, incidentId: row.id });
}
