// CSAF 2.0 documents of what is published: the advisory or bulletin in each of its languages, and its VEX document.
// Nothing is in them that was not approved: they are made of a release, and of who publishes it.
import type { DocumentKind, Locale, Texts } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import { isSame } from '#machines/document-gaps.ts';
import { severities } from '#machines/assessment-types.ts';
import type { Csaf, Note, Reference } from './csaf-types.ts';
import { isAboutProducts, productBranches } from './csaf-products.ts';
import { vulnerabilityOf } from './csaf-vulnerability.ts';
import { questionsOf } from './faq.ts';
import { wordsIn } from './i18n.ts';
import type { Words } from './i18n.ts';
import { linksOf } from './links.ts';
import { csafPath, csafTlp, pagePath, trackingId } from './paths.ts';
import type { Publication } from './publication.ts';
import { textsIn } from './publication.ts';
import { reasonIn } from './revision-words.ts';

/** An advisory about no product is informational: there is no vulnerability that a program could look for. */
export function csafOf(publication: Publication, locale: Locale): Csaf {
  const { release } = publication;
  const document = documentOf(publication, locale);
  if (publication.document.kind === 'advisory' && !release.facts.some(isAboutProducts))
    return { document: { ...document, category: 'csaf_informational_advisory' } };
  return { document, ...tracedOf(publication, locale) };
}

/** Which product has what standing to each vulnerability, for programs: undefined where there is no product. */
export function vexOf(publication: Publication): Csaf | undefined {
  const { release } = publication;
  if (!release.facts.some(isAboutProducts)) return undefined;
  const document = documentOf(publication, sourceLocale);
  const id = trackingId(publication.document.id, sourceLocale, true);
  const [self, ...others] = document.references;
  return {
    document: {
      ...document,
      category: 'csaf_vex',
      title: `${document.title} (VEX)`,
      references: [
        referenceTo(publication, id, 'self'),
        ...(self === undefined ? [] : [{ ...self, category: 'external' as const }]),
        ...others,
      ],
      tracking: { ...document.tracking, id },
    },
    ...tracedOf(publication, sourceLocale),
  };
}

function tracedOf(publication: Publication, locale: Locale): Omit<Csaf, 'document'> {
  const { release, publisher } = publication;
  return {
    product_tree: { branches: productBranches(release, publisher) },
    vulnerabilities: release.facts
      .filter(isAboutProducts)
      .map((facts) => vulnerabilityOf(facts, publication, locale)),
  };
}

function documentOf(publication: Publication, locale: Locale): Csaf['document'] {
  const { publisher, release } = publication;
  const words = wordsIn(locale);
  const texts = textsIn(publication, locale);
  const { acknowledgments } = texts;
  const worst = severities.find((one) => release.facts.some(({ severity }) => severity === one));
  return {
    acknowledgments: acknowledgments === undefined ? undefined : [{ summary: acknowledgments }],
    aggregate_severity: worst === undefined ? undefined : { text: words.say(`severity.${worst}`) },
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    distribution: {
      text: release.tlp === 'AMBER+STRICT' ? 'TLP:AMBER+STRICT' : undefined,
      tlp: { label: csafTlp(release.tlp), url: 'https://www.first.org/tlp/' },
    },
    lang: locale,
    notes: notesOf(publication, texts, words),
    publisher: {
      category: publisher.category,
      contact_details: publisher.contact,
      name: publisher.name,
      namespace: publisher.namespace,
    },
    references: referencesOf(publication, locale, texts),
    // 6.1.28: an original has none.
    source_lang: locale === sourceLocale ? undefined : sourceLocale,
    title: texts.title ?? '',
    tracking: trackingOf(publication, locale),
  };
}

function notesOf(publication: Publication, texts: Texts, words: Words): Note[] {
  const said = (
    section: keyof Texts & Parameters<Words['say']>[0],
    category: Note['category'],
  ): Note[] => {
    const text = texts[section];
    return text === undefined ? [] : [{ category, title: words.say(section), text }];
  };
  const { actions } = texts;
  const bulletin = bulletinOf(publication);
  return [
    ...(bulletin === null
      ? []
      : [{ category: 'general' as const, text: words.say('pointer', { id: bulletin.id }) }]),
    ...said('summary', 'summary'),
    ...said('recommendation', 'general'),
    ...said('knownIssues', 'other'),
    ...(actions === undefined
      ? []
      : [{ category: 'details' as const, title: words.say('suggestedActions'), text: actions }]),
    ...said('deployment', 'other'),
    ...questionsOf(texts.faq).map(({ question, answer }) => ({
      category: 'faq' as const,
      title: question,
      text: answer,
    })),
    {
      category: 'legal_disclaimer',
      title: words.say('disclaimer'),
      text: publication.publisher.disclaimer,
    },
  ];
}

function referencesOf(publication: Publication, locale: Locale, texts: Texts): Reference[] {
  const { document, publisher, release } = publication;
  const bulletin = bulletinOf(publication);
  const page = (kind: DocumentKind, id: string): Reference => ({
    category: 'external',
    summary: id,
    url: `${publisher.baseUrl}/${pagePath({ kind, id, tlp: release.tlp }, locale)}`,
  });
  return [
    referenceTo(publication, trackingId(document.id, locale), 'self'),
    ...(locale === sourceLocale ? [] : [referenceTo(publication, document.id, 'external')]),
    page(document.kind, document.id),
    ...(bulletin === null ? [] : [page('bulletin', bulletin.id)]),
    ...linksOf(texts.references).map(({ words, url }) => ({
      category: 'external' as const,
      summary: words,
      url,
    })),
  ];
}

/** The bulletin that took the place of this version. */
function bulletinOf({ document, release, isDraft }: Publication): { id: string } | null {
  return isDraft || document.releases.at(-1) === release ? document.supersededBy : null;
}

function referenceTo(
  publication: Publication,
  id: string,
  category: Reference['category'],
): Reference {
  return {
    category,
    summary: id,
    url: `${publication.publisher.baseUrl}/${csafPath(publication, id)}`,
  };
}

function trackingOf(publication: Publication, locale: Locale): Csaf['document']['tracking'] {
  const { document, history, release } = publication;
  return {
    current_release_date: release.at,
    generator: { engine: { name: 'ssirp-bot' } },
    id: trackingId(document.id, locale),
    initial_release_date: (history[0] ?? release).at,
    revision_history: history.map((one) => ({
      date: one.at,
      legacy_version: one.version,
      number: semver(one.version),
      summary: reasonIn(document, one, locale),
    })),
    status: statusOf(publication),
    version: semver(release.version),
  };
}

/** Without an update the advisory is expected to change soon (CSAF 2.0, 3.2.1.12.7). */
function statusOf(publication: Publication): 'draft' | 'interim' | 'final' {
  if (publication.isDraft) return 'draft';
  if (bulletinOf(publication) !== null) return 'final';
  const { facts, updates } = publication.release;
  const isOpen = facts.some(
    ({ products, vex = [] }) =>
      vex.some(({ says }) => says === 'under_investigation') ||
      products.some(
        ({ name, isAffected }) =>
          isAffected && updates.every(({ product }) => !isSame(product, name)),
      ),
  );
  return isOpen ? 'interim' : 'final';
}

/** `1.1` is 1.1.0 there. */
function semver(version: string): string {
  return `${version}.0`;
}
