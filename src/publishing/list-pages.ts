// Pages that list documents: all of them, and a summary of each month, as Microsoft's security bulletin summaries.
import { createHash } from 'node:crypto';
import type { DocumentKind } from '#machines/document-types.ts';
import { sourceLocale } from '#machines/document-types.ts';
import { blockHtml } from '../disclosure/html-blocks.ts';
import { escaped } from '../disclosure/html-text.ts';
import type { Words } from '../disclosure/i18n.ts';
import { wordsIn } from '../disclosure/i18n.ts';
import type { Cell, Node } from '../disclosure/outline-nodes.ts';
import { table, under } from '../disclosure/outline-nodes.ts';
import { exploitabilityTable, severityOf } from '../disclosure/outline-tables.ts';
import { everyPage, style } from '../disclosure/page-style.ts';
import { labelFolder, pagePath } from '../disclosure/paths.ts';
import type { Publication } from '../disclosure/publication.ts';
import type { Text } from './document-files.ts';

/** Months are those of the publisher's day, as the dates in documents are. */
const zone = 'America/Los_Angeles';

/** Of the documents under one label. */
export function listPages(publications: readonly [Publication, ...Publication[]]): Text[] {
  const words = wordsIn(sourceLocale);
  const [{ publisher, release }] = publications;
  const folder = labelFolder(release.tlp);
  const index = `${folder}index.html`;
  const link = (path: string, name: string): Link => ({
    href: `${publisher.baseUrl}/${path}`,
    name,
  });
  const summaryOf = (month: string): string => `${folder}summaries/${month}.html`;
  const nameOf = ([first]: readonly Publication[]): string =>
    words.say('monthlySummary', { month: words.month(firstOut(first)) });
  const newest = publications.toSorted((a, b) => (firstOut(a) < firstOut(b) ? 1 : -1));
  const months = Map.groupBy(newest, monthOf);
  return [
    {
      path: index,
      text: page(
        newest,
        words.say('allDocuments'),
        [...listed(words, newest, 'bulletin'), ...listed(words, newest, 'advisory')],
        [...months].map(([month, own]) => link(summaryOf(month), nameOf(own))),
      ),
    },
    ...[...months].map(([month, own]) => ({
      path: summaryOf(month),
      text: page(
        own,
        nameOf(own),
        [
          ...listed(words, own, 'bulletin'),
          ...listed(words, own, 'advisory'),
          ...own.flatMap((publication) => exploitability(words, publication)),
        ],
        [link(index, words.say('allDocuments'))],
      ),
    })),
  ];
}

function firstOut(publication: Publication | undefined): string {
  return (publication?.history[0] ?? publication?.release)?.at ?? '';
}

/** `2026-12` */
function monthOf(publication: Publication): string {
  return Temporal.Instant.from(firstOut(publication))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toPlainYearMonth()
    .toString();
}

function listed(words: Words, all: readonly Publication[], kind: DocumentKind): Node[] {
  const { say, day } = words;
  const heading = say(kind === 'bulletin' ? 'bulletins.title' : 'advisories.title');
  const rows = all
    .filter(({ document }) => document.kind === kind)
    .map((publication): Cell[] => {
      const { document, publisher, release } = publication;
      const path = pagePath({ ...document, tlp: release.tlp }, sourceLocale);
      return [
        { name: document.id, href: `${publisher.baseUrl}/${path}` },
        release.texts.title ?? '',
        say(`severity.${severityOf(release.facts) ?? 'none'}`),
        day(firstOut(publication)),
        day(release.at),
        { name: release.version },
      ];
    });
  const columns = [
    say(`kind.${kind}`),
    say('column.title'),
    say('maximumSeverity'),
    say('published'),
    say('updated'),
    say('version'),
  ];
  return under(2, heading, kind, table(heading, columns, rows));
}

function exploitability(words: Words, publication: Publication): Node[] {
  const { id } = publication.document;
  const nodes = exploitabilityTable({
    words,
    locale: sourceLocale,
    publication,
    section: () => [],
    isBlank: false,
  });
  const heading = `${words.say('exploitabilityIndex')}: ${id}`;
  return under(2, heading, `exploitability-${id.toLowerCase()}`, nodes);
}

/** To another of these pages. */
interface Link {
  href: string;
  name: string;
}

function page(
  [first]: readonly Publication[],
  title: string,
  body: readonly Node[],
  links: readonly Link[],
): string {
  const { publisher, release } = first ?? {};
  const tlp = release?.tlp ?? 'CLEAR';
  const css = style + everyPage(publisher?.name ?? '', [`TLP:${tlp}`]);
  const hash = createHash('sha256').update(css).digest('base64');
  const name = escaped(publisher?.name ?? '');
  const items = links.map(
    ({ href, name: text }) => `<li><a href="${escaped(href)}">${escaped(text)}</a></li>\n`,
  );
  return `<!doctype html>
<html lang="${sourceLocale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${tlp === 'CLEAR' ? '' : '\n<meta name="robots" content="noindex">'}
<title>${escaped(title)} – ${name}</title>
<style>${css}</style>
</head>
<body>
<header>
<p class="tlp" translate="no"><bdi class="${tlp.split('+')[0]?.toLowerCase()}">TLP:${tlp}</bdi></p>
<h1><span class="name">${name}</span> ${escaped(title)}</h1>
</header>
<main>
${body.map((node) => blockHtml(node, 3)).join('')}</main>
<nav><ul>
${items.join('')}</ul></nav>
</body>
</html>
`;
}
