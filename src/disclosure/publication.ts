// One version of a document as files are made of it: one that was published, or the draft as it would be.
import type { DocumentContext, Locale, Release, Texts } from '#machines/document-types.ts';
import { nextVersion } from '#machines/document-course.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { Publisher } from '../shared/publisher.ts';

export interface Publication {
  document: DocumentContext;
  publisher: Publisher;
  /** All versions that are out and this one, the oldest first. */
  history: readonly Release[];
  release: Release;
  isDraft: boolean;
}

/** A version that is out; undefined where there is none of that number. */
export function published(
  document: DocumentContext,
  version: string,
  publisher: Publisher,
): Publication | undefined {
  const at = document.releases.findIndex((one) => one.version === version);
  const release = document.releases[at];
  if (release === undefined) return undefined;
  return {
    document,
    publisher,
    history: document.releases.slice(0, at + 1),
    release,
    isDraft: false,
  };
}

/** What is written now, as it would go out next. It is dated when it was last worked on as far as the record tells. */
export function draft(document: DocumentContext, publisher: Publisher): Publication {
  const { texts, facts, updates, tlp, releases } = document;
  const release: Release = {
    texts,
    facts,
    updates,
    tlp,
    version: nextVersion(document, document.revision?.major ?? true),
    at: lastWork(document),
    by: document.createdBy,
    approvedBy: null,
    reason:
      document.revision?.reason ??
      (document.kind === 'bulletin' ? 'Bulletin published.' : 'Advisory published.'),
    translations: Object.fromEntries(
      Object.entries(document.translations)
        .filter(([, { state }]) => state === 'ready')
        .map(([locale, translation]) => [locale, translation.texts]),
    ),
  };
  return { document, publisher, history: [...releases, release], release, isDraft: true };
}

/** English first. */
export function localesOf({ release }: Publication): Locale[] {
  return [sourceLocale, ...Object.keys(release.translations).toSorted()];
}

/** The words in one of its languages; nothing of another language stands in for what is missing. */
export function textsIn({ release }: Publication, locale: Locale): Texts {
  return locale === sourceLocale ? release.texts : (release.translations[locale] ?? {});
}

function lastWork({ createdAt, submitted, approved, releases }: DocumentContext): string {
  const instants = [createdAt, submitted?.at, approved?.at, releases.at(-1)?.at];
  return instants.filter((at) => at !== undefined).reduce((last, at) => (at > last ? at : last));
}
