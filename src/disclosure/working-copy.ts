// What is written now, with one translation as far as it has come: what its authors and translators look at.
import type { DocumentContext, Locale } from '#machines/document-types.ts';
import type { Publisher } from '../shared/publisher.ts';
import type { Publication } from './publication.ts';
import { draft } from './publication.ts';

export function workingCopy(
  document: DocumentContext,
  publisher: Publisher,
  locale: Locale,
): Publication {
  const publication = draft(document, publisher);
  const { release } = publication;
  const texts = document.translations[locale]?.texts;
  if (texts === undefined) return publication;
  const own: typeof release = {
    ...release,
    translations: { ...release.translations, [locale]: texts },
  };
  const history = publication.history.map((one) => (one === release ? own : one));
  return { ...publication, history, release: own };
}
