// A document as a file that people are handed: for reading, or for changing and handing in again.
import type { DocumentContext, Locale } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { DocumentFormat } from '#machines/incident-types.ts';
import type { Publisher } from '../shared/publisher.ts';
import { htmlPage } from './html.ts';
import { markdownFile } from './markdown.ts';
import type { Publication } from './publication.ts';
import { published } from './publication.ts';
import { workingCopy } from './working-copy.ts';

export interface DocumentFile {
  filename: string;
  contentType: string;
  text: string;
}

interface Asked {
  format: DocumentFormat;
  locale: Locale;
  isDrill: boolean;
}

/** Markdown is what is written now. A page is the newest version that is out, unless another one is in the making. */
export function documentFile(
  document: DocumentContext,
  publisher: Publisher,
  { format, locale, isDrill }: Asked,
): DocumentFile {
  const language = locale === sourceLocale ? '' : `.${locale}`;
  if (format === 'md')
    return {
      filename: `${document.id}${language}.md`,
      contentType: 'text/markdown; charset=utf-8',
      text: markdownFile(document, publisher, locale),
    };
  const publication = shown(document, publisher, locale);
  const mark = publication.isDraft ? '-draft' : '';
  return {
    filename: `${document.id}${mark}${language}.html`,
    contentType: 'text/html; charset=utf-8',
    text: htmlPage(publication, locale, { isDrill }),
  };
}

function shown(document: DocumentContext, publisher: Publisher, locale: Locale): Publication {
  const last = document.releases.at(-1);
  const isBeingRevised = document.revision !== null;
  const out =
    last === undefined || isBeingRevised ? undefined : published(document, last.version, publisher);
  return out ?? workingCopy(document, publisher, locale);
}
