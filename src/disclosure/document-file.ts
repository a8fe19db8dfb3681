// A document as a file that people are handed: for reading, or for changing and handing in again.
import type { DocumentContext, Locale } from '#machines/document-types.ts';
import { labelNow } from '#machines/document-state.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { DocumentFormat, Tlp } from '#machines/incident-types.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Result } from '../shared/result.ts';
import { err, ok } from '../shared/result.ts';
import { htmlPage } from './html.ts';
import { machineExport } from './machine-export.ts';
import { markdownFile } from './markdown.ts';
import type { Problem } from './problem.ts';
import type { Publication } from './publication.ts';
import { published } from './publication.ts';
import { workingCopy } from './working-copy.ts';

export interface DocumentFile {
  filename: string;
  contentType: string;
  text: string;
}

export interface Asked {
  format: DocumentFormat;
  locale: Locale;
  isDrill: boolean;
  /** The label of the incident. */
  tlp: Tlp | null;
}

/**
 * Markdown is what is written now. All else is the newest version that is out, unless another one is in the making.
 * Forms for programs are handed over only if they pass the tests of their standard.
 */
export function documentFile(
  document: DocumentContext,
  publisher: Publisher,
  { format, locale, isDrill, tlp }: Asked,
): Result<DocumentFile, Problem[]> {
  const language = locale === sourceLocale ? '' : `.${locale}`;
  if (format === 'md')
    return ok({
      filename: `${document.id}${language}.md`,
      contentType: 'text/markdown; charset=utf-8',
      text: markdownFile(document, publisher, { locale, tlp: labelNow(document, tlp) }),
    });
  if (format !== 'html') {
    const made = machineExport(document, publisher, { format, locale });
    return made.ok
      ? ok({ ...made.value, contentType: 'application/json; charset=utf-8' })
      : err(made.error);
  }
  const publication = labelled(shown(document, publisher, locale), tlp);
  const mark = publication.isDraft ? '-draft' : '';
  return ok({
    filename: `${document.id}${mark}${language}.html`,
    contentType: 'text/html; charset=utf-8',
    text: htmlPage(publication, locale, { isDrill }),
  });
}

/** Why the document is not handed over in that form. */
export function documentFileProblems(
  document: DocumentContext,
  publisher: Publisher,
  asked: Asked,
): Problem[] {
  const file = documentFile(document, publisher, asked);
  return file.ok ? [] : file.error;
}

/** A page that is not out carries the label of now. */
function labelled(publication: Publication, incident: Tlp | null): Publication {
  const { isDraft, document, release } = publication;
  if (!isDraft) return publication;
  const draft = { ...release, tlp: labelNow(document, incident) };
  const history = publication.history.map((one) => (one === release ? draft : one));
  return { ...publication, history, release: draft };
}

function shown(document: DocumentContext, publisher: Publisher, locale: Locale): Publication {
  const last = document.releases.at(-1);
  const isBeingRevised = document.revision !== null;
  const out =
    last === undefined || isBeingRevised ? undefined : published(document, last.version, publisher);
  return out ?? workingCopy(document, publisher, locale);
}
