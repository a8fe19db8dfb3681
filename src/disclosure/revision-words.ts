// Why there is a version, in a language: a phrase of ours, what its translator wrote, or else the English words.
import type { DocumentContext, Locale, Release } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import { wordsIn } from './i18n.ts';

const phrases = [
  'revision.bulletin',
  'revision.advisory',
  'revision.bulletinWithdrawn',
  'revision.advisoryWithdrawn',
] as const;

export function reasonIn(
  { supersededBy }: Pick<DocumentContext, 'supersededBy'>,
  { reason, translations }: Release,
  locale: Locale,
): string {
  const english = wordsIn(sourceLocale).say;
  const { say } = wordsIn(locale);
  const id = supersededBy?.id;
  if (id !== undefined && reason === english('revision.superseded', { id }))
    return say('revision.superseded', { id });
  const key = phrases.find((name) => english(name) === reason);
  if (key !== undefined) return say(key);
  return translations[locale]?.revision ?? reason;
}
