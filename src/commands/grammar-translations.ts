// What may be said of a document in another language: `document <n> translation …`.
import type { TranslationEvent } from '#machines/document-events.ts';
import type { Section } from '#machines/document-types.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import { sectionOf } from './document-sections.ts';
import { needed, nothingMore, reasoned } from './grammar-parts.ts';
import { localeOf, locales } from '../shared/locales.ts';

export const translationWays = [
  {
    usage: 'document <n> translation [locale]',
    help: 'In which languages it goes out, and where each stands; of one language, what is still to be translated.',
  },
  {
    usage: 'document <n> translation <locale> want|require',
    help: 'It goes out in that language, too, if it is ready; or its release waits for it.',
  },
  {
    usage: 'document <n> translation <locale> assign @user',
    help: 'Who translates it; they get a task.',
  },
  {
    usage:
      'document <n> translation <locale> write <section> <text> · document <n> translation <locale> done',
    help: 'One section in that language; then hand the translation in. Once English words change, it is outdated. “revision” is why there is another version.',
  },
  {
    usage: 'document <n> translation <locale> waive <reason>',
    help: 'Its release does not wait for that language, and it does not go out in it.',
  },
] as const;

/** What stands behind `document <n> translation`. */
export function translation(args: Args, n: number): IncidentCommand {
  const word = args.word();
  if (word === undefined) return { verb: 'showDocument', documentNumber: n };
  const locale = localeIn(word);
  if (args.isEmpty) return { verb: 'showTranslation', documentNumber: n, locale };
  const say = (act: TranslationEvent): IncidentCommand => ({
    verb: 'document',
    documentNumber: n,
    act,
  });
  const last = (act: TranslationEvent): IncidentCommand => {
    nothingMore(args);
    return say(act);
  };
  switch (args.choice(['want', 'require', 'assign', 'write', 'done', 'waive'], 'what to do')) {
    case 'want':
      return last({ type: 'WANT_TRANSLATION', locale, required: false });
    case 'require':
      return last({ type: 'WANT_TRANSLATION', locale, required: true });
    case 'assign': {
      const to = args.person();
      if (to === undefined) throw new Problem('I need who translates it, like @alex or me.');
      return last({ type: 'ASSIGN_TRANSLATION', locale, to });
    }
    case 'write': {
      const section = sectionIn(args.word());
      const written = needed(args, 'the words of the section, or “-” to empty it');
      return say({
        type: 'TRANSLATE',
        locale,
        texts: { [section]: written === '-' ? '' : written },
      });
    }
    case 'done':
      return last({ type: 'TRANSLATED', locale });
    case 'waive':
      return reasoned(args, `document ${n} translation ${locale} waive`, (reason) =>
        say({ type: 'WAIVE_TRANSLATION', locale, reason }),
      );
  }
}

/** As it is typed: `de-DE`, `de`, `pt_br`. */
function localeIn(word: string): string {
  const locale = localeOf(word);
  if (locale === undefined)
    throw new Problem(
      `“${clip(word)}” is none of the languages that I know: ${locales.join(', ')}.`,
    );
  if (locale === 'en-US') throw new Problem('English is what documents are written in.');
  return locale;
}

function sectionIn(word: string | undefined): Section {
  return word?.toLowerCase() === 'revision' ? 'revision' : sectionOf(word);
}
