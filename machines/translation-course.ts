// What follows for translations from a change of their document: which are outdated, and who is asked to do something.
import { awaitedLocales, englishOf, sectionsIn, withoutEmpty } from './document-translations.ts';
import type { DocumentContext, Locale, Translation } from './document-types.ts';
import type { Consequence } from './effects.ts';

/**
 * The translations after a change: those of words that changed are outdated, the others are of the new edition, too.
 * Why a version was published is translated once for each version.
 */
export function translationsAfter(
  before: DocumentContext,
  after: DocumentContext,
): DocumentContext['translations'] {
  const [was, is] = [englishOf(before), englishOf(after)];
  const changes = sectionsIn(is).filter((section) => was[section] !== is[section]);
  const isOut = before.revision !== null && after.revision === null;
  return Object.fromEntries(
    Object.entries(after.translations).map(([locale, one]) => {
      const texts = isOut ? withoutEmpty({ ...one.texts, revision: '' }) : one.texts;
      const isReady = one.state === 'ready';
      // It went out, and stands again.
      if (isReady && one.edition !== null && one.edition > before.edition)
        return [locale, { ...one, texts }];
      if (changes.length === 0)
        return [locale, { ...one, texts, edition: isReady ? after.edition : one.edition }];
      const stale = changes.filter((section) => texts[section] !== undefined);
      return [
        locale,
        {
          ...one,
          texts,
          state: isReady ? 'outdated' : one.state,
          changed: [...new Set([...one.changed, ...stale])],
        },
      ];
    }),
  );
}

/**
 * Each translation in hand is a task of its translator. While the release waits for languages that nobody has, the
 * communications lead is asked once who translates them, as soon as the English words are handed in.
 */
export function translationTasks(
  before: DocumentContext | null,
  after: DocumentContext,
): Consequence[] {
  const about = `document/${after.n}`;
  const [was, is] = [before === null ? {} : ownersIn(before), ownersIn(after)];
  const asked = Object.entries(is).filter(([locale, owner]) => was[locale] !== owner);
  const settled = Object.keys(was).filter((locale) => is[locale] === undefined);
  const unowned = unownedIn(after);
  const wasUnowned = before === null ? [] : unownedIn(before);
  return [
    ...asked.map(([locale, person]): Consequence => ({
      kind: 'askDecision',
      about,
      question: questionOf(locale),
      text: `Translate document ${after.n} (${after.id}) into ${locale}: document ${after.n} export md ${locale}, then document ${after.n} translation ${locale} done`,
      person,
    })),
    ...(settled.length === 0
      ? []
      : [settle(about, settled.map(questionOf), `translation of ${after.id} settled`)]),
    ...(unowned.length > 0 && wasUnowned.length === 0
      ? [
          {
            kind: 'askDecision',
            about,
            question: 'translators',
            role: 'comms_lead',
            text: `Say who translates document ${after.n} (${after.id}) into ${unowned.join(', ')}: document ${after.n} translation <locale> assign @user, or waive <reason>`,
          } as const,
        ]
      : []),
    ...(unowned.length === 0 && wasUnowned.length > 0
      ? [settle(about, ['translators'], `every language of ${after.id} has its translator`)]
      : []),
  ];
}

const questionOf = (locale: Locale): string => `translate-${locale}`;

const settle = (about: string, questions: string[], reason: string): Consequence => ({
  kind: 'settleDecisions',
  about,
  questions,
  reason,
});

const isOver = (c: DocumentContext): boolean =>
  c.withdrawn !== null || c.movedTo !== null || c.supersededBy !== null;

const isOpen = ({ state }: Translation): boolean => state !== 'ready' && state !== 'waived';

/** Who has which translation in hand. */
function ownersIn(c: DocumentContext): Record<Locale, string> {
  if (isOver(c)) return {};
  return Object.fromEntries(
    Object.entries(c.translations).flatMap(([locale, one]) =>
      isOpen(one) && one.owner !== null ? [[locale, one.owner]] : [],
    ),
  );
}

function unownedIn(c: DocumentContext): Locale[] {
  if (isOver(c) || c.submitted === null) return [];
  return awaitedLocales(c).filter((locale) => c.translations[locale]?.owner === null);
}
