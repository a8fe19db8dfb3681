// A document in other languages: wanted, given to a translator, written, handed in or waived. Its release waits for those
// that are required. A translation is of the English words: once these change, it is outdated.
import { sectionName } from './document-entries.ts';
import type { TranslationEvent } from './document-events.ts';
import { sectionsOf } from './document-gaps.ts';
import type { DocumentRules } from './document-rule.ts';
import type { DocumentContext, Locale, Section, Texts, Translation } from './document-types.ts';
import { mention } from './entries.ts';

type Type = TranslationEvent['type'];

/** A waived one is wanted again before anybody goes on with it. */
const isWanted = (c: DocumentContext, { locale }: { locale: Locale }): boolean =>
  c.translations[locale] !== undefined && c.translations[locale].state !== 'waived';

export const wantedTranslation: Translation = {
  state: 'wanted',
  required: true,
  owner: null,
  texts: {},
  changed: [],
  edition: null,
  waived: null,
};

export const translationRules: DocumentRules<Type> = {
  WANT_TRANSLATION: {
    needs: {
      isOther: (c, { locale, required }) =>
        c.translations[locale]?.required !== required || !isWanted(c, { locale }),
    },
    change: (c, { locale, required }) => {
      const before = c.translations[locale] ?? wantedTranslation;
      const state = before.state === 'waived' ? standing(before) : before.state;
      return {
        set: changed(c, locale, { ...before, state, required, waived: null }),
        kind: 'translationWanted',
        did: required ? `its release waits for ${locale}` : `${locale} goes out if it is ready`,
        data: { locale, required },
      };
    },
  },
  ASSIGN_TRANSLATION: {
    needs: {
      isWanted,
      isOther: (c, { locale, to }) => c.translations[locale]?.owner !== to,
    },
    change: (c, { locale, to }) => ({
      set: changed(c, locale, { ...translationIn(c, locale), owner: to }),
      kind: 'translationAssigned',
      did: `${mention(to)} translates it into ${locale}`,
      data: { locale, to },
    }),
  },
  TRANSLATE: {
    needs: {
      isWanted,
      isTranslatable: (c, { texts }) =>
        sectionsIn(texts).every((section) => englishOf(c)[section] !== undefined),
      isOther: (c, { locale, texts }) =>
        sectionsIn(texts).some(
          (section) => (c.translations[locale]?.texts[section] ?? '') !== texts[section],
        ),
    },
    change: (c, { locale, texts, by }) => {
      const before = translationIn(c, locale);
      const written = sectionsIn(texts);
      return {
        set: changed(c, locale, {
          ...before,
          state: 'translating',
          owner: before.owner ?? by,
          texts: withoutEmpty({ ...before.texts, ...texts }),
          changed: before.changed.filter((section) => !written.includes(section)),
        }),
        kind: 'translated',
        did: `${written.map(sectionName).join(', ')} written in ${locale}`,
        data: { locale, sections: written },
      };
    },
  },
  TRANSLATED: {
    needs: {
      isWanted,
      isTranslated: (c, { locale }) => untranslated(c, locale).length === 0,
      isOther: (c, { locale }) => c.translations[locale]?.state !== 'ready',
    },
    change: (c, { locale, by }) => ({
      set: changed(c, locale, {
        ...translationIn(c, locale),
        state: 'ready',
        changed: [],
        edition: c.edition,
      }),
      kind: 'translationReady',
      did: `${mention(by)} handed in ${locale}`,
      data: { locale, edition: c.edition },
      isSaid: true,
    }),
  },
  WAIVE_TRANSLATION: {
    needs: { isWanted },
    change: (c, { locale, at, by, reason }) => ({
      set: changed(c, locale, {
        ...translationIn(c, locale),
        state: 'waived',
        waived: { by, at, reason },
      }),
      kind: 'translationWaived',
      did: `${mention(by)} waived ${locale}: ${reason}`,
      data: { locale },
      isSaid: true,
      tone: 'warning',
    }),
  },
};

export const translationEvents = Object.keys(translationRules) as readonly Type[];

/** What publishing needs of the languages that a release waits for. */
export const areTranslated = {
  areTranslated: (c: DocumentContext): boolean => awaitedLocales(c).length === 0,
};

/** The required languages that are neither ready nor waived. */
export function awaitedLocales({ translations }: Pick<DocumentContext, 'translations'>): Locale[] {
  return Object.keys(translations).filter((locale) => {
    const { required, state } = translations[locale] ?? wantedTranslation;
    return required && state !== 'ready' && state !== 'waived';
  });
}

/** The English words that go out next, with why there is another version. */
export function englishOf(c: Pick<DocumentContext, 'texts' | 'revision'>): Texts {
  return c.revision === null ? c.texts : { ...c.texts, revision: c.revision.reason };
}

/** Sections that have words in English and none in that language yet, in the order in which they are read. */
export function untranslated(c: DocumentContext, locale: Locale): Section[] {
  const english = englishOf(c);
  const { texts } = c.translations[locale] ?? wantedTranslation;
  return [...sectionsOf(c), 'revision' as const].filter(
    (section) => (english[section] ?? '') !== '' && (texts[section] ?? '') === '',
  );
}

/** What goes out in a language: nothing that English has no longer. */
export function wordsToPublish(c: DocumentContext, { texts }: Translation): Texts {
  const english = englishOf(c);
  return Object.fromEntries(
    sectionsIn(texts).flatMap((section) =>
      english[section] === undefined ? [] : [[section, texts[section]]],
    ),
  );
}

function translationIn(c: DocumentContext, locale: Locale): Translation {
  return c.translations[locale] ?? wantedTranslation;
}

const changed = (c: DocumentContext, locale: Locale, translation: Translation) => ({
  translations: { ...c.translations, [locale]: translation },
});

/** Where a translation stood before it was waived. */
function standing({ edition, texts }: Translation): Translation['state'] {
  if (edition !== null) return 'outdated';
  return sectionsIn(texts).length === 0 ? 'wanted' : 'translating';
}

export const sectionsIn = (texts: Texts): Section[] => Object.keys(texts) as Section[];

export function withoutEmpty(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}
