// The fixed words of documents in every language. A key that a catalogue lacks does not compile; how a language counts
// is held by test/disclosure/i18n.test.ts. Words are those of Microsoft's localized security bulletins
// (github.com/MicrosoftDocs/security-updates.*), where these have them.
import type { PublishedLocale } from '../shared/locales.ts';
import arSA from './locales/ar-SA.json' with { type: 'json' };
import csCZ from './locales/cs-CZ.json' with { type: 'json' };
import daDK from './locales/da-DK.json' with { type: 'json' };
import deDE from './locales/de-DE.json' with { type: 'json' };
import enUS from './locales/en-US.json' with { type: 'json' };
import esES from './locales/es-ES.json' with { type: 'json' };
import fiFI from './locales/fi-FI.json' with { type: 'json' };
import frFR from './locales/fr-FR.json' with { type: 'json' };
import heIL from './locales/he-IL.json' with { type: 'json' };
import huHU from './locales/hu-HU.json' with { type: 'json' };
import itIT from './locales/it-IT.json' with { type: 'json' };
import jaJP from './locales/ja-JP.json' with { type: 'json' };
import koKR from './locales/ko-KR.json' with { type: 'json' };
import nbNO from './locales/nb-NO.json' with { type: 'json' };
import nlNL from './locales/nl-NL.json' with { type: 'json' };
import plPL from './locales/pl-PL.json' with { type: 'json' };
import ptBR from './locales/pt-BR.json' with { type: 'json' };
import ptPT from './locales/pt-PT.json' with { type: 'json' };
import ruRU from './locales/ru-RU.json' with { type: 'json' };
import svSE from './locales/sv-SE.json' with { type: 'json' };
import trTR from './locales/tr-TR.json' with { type: 'json' };
import zhCN from './locales/zh-CN.json' with { type: 'json' };
import zhTW from './locales/zh-TW.json' with { type: 'json' };

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

export const catalogues: Record<PublishedLocale, Catalogue> = {
  'ar-SA': arSA,
  'cs-CZ': csCZ,
  'da-DK': daDK,
  'de-DE': deDE,
  'en-US': enUS,
  'es-ES': esES,
  'fi-FI': fiFI,
  'fr-FR': frFR,
  'he-IL': heIL,
  'hu-HU': huHU,
  'it-IT': itIT,
  'ja-JP': jaJP,
  'ko-KR': koKR,
  'nb-NO': nbNO,
  'nl-NL': nlNL,
  'pl-PL': plPL,
  'pt-BR': ptBR,
  'pt-PT': ptPT,
  'ru-RU': ruRU,
  'sv-SE': svSE,
  'tr-TR': trTR,
  'zh-CN': zhCN,
  'zh-TW': zhTW,
};
