// What may stand behind `document <n>` about its files.
import type { Locale } from '#machines/document-types.ts';
import type { DocumentFormat } from '#machines/incident-types.ts';
import { localeOf, locales } from '../shared/locales.ts';
import type { Args } from './args.ts';
import { Problem } from './args.ts';
import { clip } from './clip.ts';
import type { IncidentCommand } from './command.ts';
import { all, nothingMore } from './grammar-parts.ts';

const formats = all<DocumentFormat>({
  md: true,
  html: true,
  csaf: true,
  vex: true,
  cve: true,
  osv: true,
});

/** What documents are written in. */
export const english: Locale = 'en-US';

export const documentFileWays = [
  {
    usage: 'document <n> export [md|html|csaf|vex|cve|osv] [language]',
    help: 'The document as a file in this channel: Markdown for changing and handing in again, the page as it is read, or a form for programs, if it passes the tests of its standard. A language like de-DE; else English.',
  },
  {
    usage: 'document <n> import [language]',
    help: 'Hand in the Markdown file that you changed: what stands between its marks is taken, and nothing else.',
  },
] as const;

export const documentFileParsers: Readonly<
  Record<'export' | 'import', (args: Args, n: number) => IncidentCommand>
> = {
  export: (args, documentNumber) => {
    const word = args.peek()?.toLowerCase();
    const format = formats.find((name) => name === word);
    if (format !== undefined) args.word();
    const locale = languageOf(args);
    nothingMore(args);
    return { verb: 'exportDocument', documentNumber, format: format ?? 'md', locale };
  },
  import: (args, n) => {
    const locale = languageOf(args);
    nothingMore(args);
    return { verb: 'form', form: 'importDocument', n, locale };
  },
};

function languageOf(args: Args): Locale {
  const word = args.word();
  if (word === undefined) return english;
  const locale = localeOf(word);
  if (locale === undefined)
    throw new Problem(
      `“${clip(word)}” is no form of a document and no language: ${formats.join(', ')}; ${locales.join(', ')}.`,
    );
  return locale;
}
