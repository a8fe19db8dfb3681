// The languages that advisories and bulletins are published in: those of Microsoft's security bulletins, and two that
// are read from right to left.

/** BCP 47 tags. Each has a catalogue in src/disclosure/locales. */
export const locales = [
  'en-US',
  'ar-SA',
  'cs-CZ',
  'da-DK',
  'de-DE',
  'es-ES',
  'fi-FI',
  'fr-FR',
  'he-IL',
  'hu-HU',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'nb-NO',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'ru-RU',
  'sv-SE',
  'tr-TR',
  'zh-CN',
  'zh-TW',
] as const;
export type PublishedLocale = (typeof locales)[number];

/** `de-de`, `de_DE` and `de` mean de-DE; `pt` and `zh`, which are two languages here, mean nothing. */
export function localeOf(text: string): PublishedLocale | undefined {
  const given = text.trim().toLowerCase().replace('_', '-');
  const exact = locales.find((locale) => locale.toLowerCase() === given);
  if (exact !== undefined) return exact;
  const [found, another] = locales.filter((locale) => locale.split('-')[0] === given);
  return another === undefined ? found : undefined;
}
