// The fixed words of documents in every language. A key that a catalogue lacks does not compile; how a language counts
// is held by test/disclosure/i18n.test.ts. Words are those of Microsoft's localized security bulletins
// (github.com/MicrosoftDocs/security-updates.*), where these have them.
import type { PublishedLocale } from '#machines/locales.ts';
import enUS from './locales/en-US.json' with { type: 'json' };

type EnglishKey = keyof typeof enUS;

/** What is said of a number has an ending for each form of plural, which are not alike in all languages. */
type PluralKey = EnglishKey extends infer K
  ? K extends `${infer Base}_other`
    ? Base
    : never
  : never;

/** A word or phrase; values stand in it as `{{name}}`. */
export type Key = Exclude<EnglishKey, `${PluralKey}_${string}`> | PluralKey;

export type Catalogue = Record<Exclude<Key, PluralKey> | `${PluralKey}_other`, string>;

export const catalogues: Partial<Record<PublishedLocale, Catalogue>> = {
  'en-US': enUS,
};
