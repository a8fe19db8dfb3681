// A document as Markdown: as it is read, or as a file that its authors change and hand in again. In that file a mark
// before and after each section says what may be changed, and what it was when the file was made (read-markdown.ts).
import { englishOf } from '#machines/document-translations.ts';
import type { DocumentContext, Locale, Section } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import type { Tlp } from '#machines/incident-types.ts';
import { digest } from '../shared/digest.ts';
import type { Publisher } from '../shared/publisher.ts';
import { cellText, lineText, linkText } from './markdown-escape.ts';
import type { Cell, Node } from './outline-nodes.ts';
import { outlineOf } from './outline.ts';
import type { Publication } from './publication.ts';
import { textsIn } from './publication.ts';
import { headMark, sectionMark, shielded, tidied } from './section-marks.ts';
import { workingCopy } from './working-copy.ts';

/** As it is read: nothing of it is to be changed, and sections that nobody wrote are not there. */
export function markdownPage(
  publication: Publication,
  locale: Locale,
  { isDrill }: { isDrill: boolean },
): string {
  const { name, title, marks, head, body } = outlineOf(publication, locale, { isBlank: false });
  const { tlp } = publication.release;
  const banner = [...(isDrill ? ['DRILL'] : []), ...marks].map((mark) => `**${mark}**`);
  const blocks = [
    `TLP:${tlp}`,
    ...banner,
    `# ${lineText(`${name} – ${title}`)}`,
    ...[head, ...body].map((node) => (node.kind === 'words' ? lowered(node) : blockText(node))),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** For changing. The same record gives the same bytes. `tlp`: under which it may be read now. */
export function markdownFile(
  document: DocumentContext,
  publisher: Publisher,
  { locale, tlp }: { locale: Locale; tlp: Tlp },
): string {
  const publication = workingCopy(document, publisher, locale);
  const { name, marks, head, body } = outlineOf(publication, locale, { isBlank: true });
  const texts = textsIn(publication, locale);
  const source = englishOf(document);
  const section = (key: Section): string => {
    const english = locale === sourceLocale ? null : tidied(source[key] ?? '');
    const own = tidied(texts[key] ?? '');
    const mark = {
      section: key,
      was: digest(own),
      english: english === null ? null : digest(english),
    };
    // What is not translated yet stands there in English, to be written over.
    return sectionMark(mark, shielded(own === '' ? (english ?? '') : own));
  };
  const blocks = [
    headMark({
      incidentId: document.incidentId,
      n: document.n,
      id: document.id,
      locale,
      edition: document.edition,
      tlp,
    }),
    `**${lineText([`TLP:${tlp}`, ...marks].join(' · '))}**`,
    howTo,
    `# ${lineText(name)}`,
    section('title'),
    ...[head, ...body].map((node) =>
      node.kind === 'words' ? section(node.section) : blockText(node),
    ),
    // Why there is another version is written for the English document when the revision begins.
    ...(locale !== sourceLocale && source.revision !== undefined ? [section('revision')] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const howTo =
  '<!-- Change what stands between "section" and "end". All else comes from the record, and so do the tables: the incident’s channel is where to change it. -->';

/** Questions stand below their heading, which has three or four levels above it. */
function lowered({ text }: Node & { kind: 'words' }): string {
  return tidied(text).replaceAll(/^### /gm, '##### ');
}

function blockText(node: Exclude<Node, { kind: 'words' }>): string {
  switch (node.kind) {
    case 'heading':
      return `${'#'.repeat(node.level)} ${lineText(node.text)}`;
    case 'paragraph':
      return lineText(node.text);
    case 'questions':
      return node.items
        .map(({ question, answer }) => `##### ${lineText(question)}\n\n${lineText(answer)}`)
        .join('\n\n');
    case 'list':
      return node.items.map((item) => `- ${lineText(item)}`).join('\n');
    case 'pairs':
      return node.rows
        .map(({ label, value }) => `- **${lineText(label)}**: ${shown(value)}`)
        .join('\n');
    case 'table': {
      const rows = [node.columns, node.columns.map(() => null), ...node.rows];
      return rows
        .map((row) => `| ${row.map((cell) => (cell === null ? '---' : shown(cell))).join(' | ')} |`)
        .join('\n');
    }
  }
}

function shown(cell: Cell): string {
  if (typeof cell === 'string') return cellText(cell);
  return cell.href === undefined ? cellText(cell.name) : linkText(cell.name, cell.href);
}
