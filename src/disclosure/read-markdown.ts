// A document's file comes back (markdown.ts made it): which words were changed, or what is wrong with it, line by line.
// Only words between marks can change. Facts, ids and tables come from the record: a change there is named and refused.
import { sectionsOf } from '#machines/document-gaps.ts';
import { englishOf } from '#machines/document-translations.ts';
import type { DocumentContext, Locale, Section, Texts } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import { digest } from '../shared/digest.ts';
import type { Publisher } from '../shared/publisher.ts';
import { markdownFile } from './markdown.ts';
import { changesOutside } from './read-only.ts';
import type { FileProblem, Reading } from './reading.ts';
import type { Head } from './section-marks.ts';
import { tidied } from './section-marks.ts';
import type { SectionInFile, SplitFile } from './split-file.ts';
import { splitFile } from './split-file.ts';

/** The current words of a document in a language. */
interface Record {
  document: DocumentContext;
  locale: Locale;
}

export function readMarkdown(
  file: string,
  document: DocumentContext,
  publisher: Publisher,
  locale: Locale,
): Reading {
  const record = { document, locale };
  const split = splitFile(file);
  const whole = wrongFile(split.head, record) ?? staleness(split, record);
  if (whole !== null) return { ok: false, problems: [{ line: 1, problem: whole }] };

  const tlp = split.head?.tlp ?? 'AMBER';
  const now = splitFile(markdownFile(document, publisher, { locale, tlp }));
  const misplaced = [...split.problems, ...misplacedSections(split, now)];
  const problems =
    misplaced.length > 0
      ? misplaced
      : [
          ...changesOutside(split, now),
          ...split.sections.flatMap((section) => [
            ...unfitWords(section),
            ...changedByOthers(section, record),
          ]),
        ];
  if (problems.length > 0)
    return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) };
  return { ok: true, ...changesIn(split, record) };
}

function changesIn(
  { sections }: SplitFile,
  { document }: Record,
): Omit<Reading & { ok: true }, 'ok'> {
  const texts: Texts = {};
  const inEnglish: Section[] = [];
  for (const name of [...sectionsOf(document), 'revision' as const]) {
    const section = sections.find((one) => one.section === name);
    if (section === undefined) continue;
    if (isLeftInEnglish(section)) inEnglish.push(name);
    else if (isChanged(section)) texts[name] = section.text;
  }
  return { texts, inEnglish };
}

function isChanged({ text, was }: SectionInFile): boolean {
  return digest(text) !== was;
}

/** Where nothing was translated, the English stands in the file. */
function isLeftInEnglish({ text, was, english }: SectionInFile): boolean {
  return text !== '' && was === digest('') && digest(text) === english;
}

function wrongFile(head: Head | undefined, { document, locale }: Record): string | null {
  const { incidentId, n, id } = document;
  if (head === undefined)
    return `This is no file of ${id}: its first line must be the one that \`document ${n} export md\` writes`;
  if (head.incidentId !== incidentId || head.n !== n || head.id !== id)
    return `This is the file of ${head.id}, document ${head.n} of ${head.incidentId}, and not of ${id}`;
  if (head.locale !== locale)
    return `This is the file in ${head.locale}, and not in ${locale}: \`document ${n} import ${head.locale}\` takes it`;
  return null;
}

/** The record went on since the file was made: what went on there, and what of the file is to be carried over. */
function staleness({ head, sections }: SplitFile, record: Record): string | null {
  const { document, locale } = record;
  if (head === undefined || head.edition === document.edition) return null;
  const others = sections.filter((section) => isOvertaken(section, record));
  const own = sections.filter((section) => isChanged(section) && !isLeftInEnglish(section));
  const since =
    others.length === 0
      ? 'facts, updates or the label changed since, and no words'
      : `changed since: ${namesOf(others)}`;
  const carry = own.length === 0 ? '' : `, and carry over what you wrote (${namesOf(own)})`;
  const ask = locale === sourceLocale ? 'md' : `md ${locale}`;
  return `The file was made of edition ${head.edition}, and the document is at ${document.edition}; ${since}. Ask for a new one (\`document ${document.n} export ${ask}\`)${carry}`;
}

const namesOf = (sections: readonly SectionInFile[]): string =>
  sections.map(({ section }) => section).join(', ');

/** Its words, or the English ones that it translates, are no longer those of which the file was made. */
function isOvertaken(section: SectionInFile, record: Record): boolean {
  const { was, english } = section;
  const isEnglishOld =
    english !== null && english !== digest(wordsOf(section, englishOf(record.document)));
  return isEnglishOld || was !== digest(wordsOf(section, ownTexts(record)));
}

function changedByOthers(section: SectionInFile, record: Record): FileProblem[] {
  if (!isChanged(section) || isLeftInEnglish(section) || !isOvertaken(section, record)) return [];
  const { line, section: name } = section;
  return [{ line, problem: `Somebody else changed “${name}” since the file was made` }];
}

function ownTexts({ document, locale }: Record): Texts {
  return locale === sourceLocale ? document.texts : (document.translations[locale]?.texts ?? {});
}

function wordsOf({ section }: SectionInFile, texts: Texts): string {
  const found = Object.entries(texts).find(([name]) => name === section);
  return tidied(found?.[1] ?? '');
}

function misplacedSections({ sections }: SplitFile, now: SplitFile): FileProblem[] {
  const names = sections.map(({ section }) => section);
  const wanted = now.sections.map(({ section }) => section);
  const strange = sections.flatMap(({ section, line }, index) => {
    if (!wanted.includes(section))
      return [{ line, problem: `The document has no section “${section}”` }];
    if (names.indexOf(section) < index) return [{ line, problem: `“${section}” is here twice` }];
    return [];
  });
  const missing = wanted
    .filter((name) => !names.includes(name))
    .map((name) => ({
      line: 1,
      problem: `“${name}” is not in the file: its marks must stay, also around no words`,
    }));
  const problems = [...strange, ...missing];
  const moved = sections.find((_, index) => names[index] !== wanted[index]);
  return problems.length > 0 || moved === undefined
    ? problems
    : [
        {
          line: moved.line,
          problem: `“${moved.section}” stands in another place than in the record`,
        },
      ];
}

/** Headings are the document's own, but for the questions of a FAQ. */
function unfitWords({ section, text, line }: SectionInFile): FileProblem[] {
  if (section === 'title' && text.includes('\n'))
    return [{ line, problem: 'The title is more than one line' }];
  const isFaq = section === 'faq' || section.endsWith('/faq');
  let isCode = false;
  return text.split('\n').flatMap((one, index) => {
    if (/^\s*(?:```|~~~)/.test(one)) isCode = !isCode;
    const isHeading = !isCode && /^ {0,3}#{1,6}(?:\s|$)/.test(one);
    if (!isHeading || (isFaq && /^### \S/.test(one))) return [];
    const problem = isFaq
      ? 'A question begins with “### ”; other headings are the document’s own'
      : `“${section}” has no headings of its own: make it bold`;
    return [{ line: line + 2 + index, problem }];
  });
}
