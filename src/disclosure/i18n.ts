// The fixed words of documents, dates and lists in a language. Published text never falls back to another language: a
// key, a value or a form of plural that is not there throws.
import { createInstance } from 'i18next';
import type { Locale } from '#machines/document-types.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import { catalogues } from './catalogues.ts';
import type { Key } from './catalogues.ts';

/** Release dates are those of the publisher's day, wherever one reads. */
const publisherZone = 'America/Los_Angeles';

export type Values = Readonly<Record<string, string | number>>;

export interface Words {
  /** For the attribute `lang`. */
  locale: Locale;
  /** For the attribute `dir`. */
  direction: 'ltr' | 'rtl';
  /**
   * The words of a key as plain text, with values put in as they are; `count` chooses the form of plural. Where one reads
   * from right to left, values are isolated (U+2068, U+2069), so that an id or a version keeps its own direction.
   */
  say: (key: Key, values?: Values) => string;
  /** The publisher's day, e.g. `October 23, 2008`; Gregorian and in Latin digits everywhere, like ids and versions. */
  day: (at: IsoInstant) => string;
  /** The month of that day, e.g. `October 2008`. */
  month: (at: IsoInstant) => string;
  /** `a, b, and c` */
  list: (items: readonly string[]) => string;
}

/** Throws for a language without a catalogue: `localeOf` says which one a person means. */
export function wordsIn(locale: Locale): Words {
  if (!i18n.hasResourceBundle(locale, 'translation')) throw new Error(`No catalogue of ${locale}`);
  const translate = i18n.getFixedT(locale);
  const direction = i18n.dir(locale);
  const dates = (shown: Intl.DateTimeFormatOptions) => (at: IsoInstant) =>
    new Intl.DateTimeFormat(locale, {
      ...shown,
      timeZone: publisherZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
    }).format(Temporal.Instant.from(at).epochMilliseconds);
  return {
    locale,
    direction,
    say: (key, values = {}) => translate(key, direction === 'rtl' ? isolated(values) : values),
    day: dates({ dateStyle: 'long' }),
    month: dates({ year: 'numeric', month: 'long' }),
    list: (items) => new Intl.ListFormat(locale).format(items),
  };
}

function isolated(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? `\u2068${value}\u2069` : value,
    ]),
  );
}

const missing = (what: string) => (name: string) => {
  throw new Error(`${what} ${name} is missing`);
};

const i18n = createInstance({
  resources: Object.fromEntries(
    Object.entries(catalogues).map(([locale, translation]) => [locale, { translation }]),
  ),
  fallbackLng: false,
  load: 'currentOnly',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // What is made of the words escapes them: HTML, Markdown and JSON do it differently.
  interpolation: { escapeValue: false },
  parseMissingKeyHandler: missing('The word'),
  missingInterpolationHandler: (text: string) => missing('A value of')(text),
});
void i18n.init();
