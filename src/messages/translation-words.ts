// The translations of a document, a line for each.
import type { DocumentContext, Locale, Translation } from '#machines/document-types.ts';
import type { Rich } from './message.ts';
import { bold, joined, rich, who } from './rich.ts';

export const translationStates: Record<Translation['state'], string> = {
  wanted: 'not begun',
  translating: 'being translated',
  ready: 'ready',
  outdated: 'outdated: English has changed',
  waived: 'waived',
};

/** So many languages on a card; `document <n> translation <locale>` shows the others. */
const shown = 12;

export function translationFacts({
  translations,
}: Pick<DocumentContext, 'translations'>): { label: string; value: Rich }[] {
  const all = Object.entries(translations);
  if (all.length === 0) return [];
  const lines = all.slice(0, shown).map(([locale, one]) => translationLine(locale, one));
  const more = all.length > shown ? [rich`${String(all.length - shown)} more`] : [];
  return [{ label: 'Languages', value: joined([...lines, ...more], '; ') }];
}

function translationLine(locale: Locale, { state, required, owner }: Translation): Rich {
  const name = required ? bold(locale) : [locale];
  return owner === null || state === 'ready' || state === 'waived'
    ? rich`${name} ${translationStates[state]}`
    : rich`${name} ${translationStates[state]} (${who(owner)})`;
}
