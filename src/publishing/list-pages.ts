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
import { style } from '../disclosure/page-style.ts';
import { labelFolder, pagePath } from '../disclosure/paths.ts';
import type { Publication } from '../disclosure/publication.ts';
import type { Text } from './document-files.ts';

/** Months are those of the publisher's day, as the dates in documents are. */
const zone = 'America/Los_Angeles';

/** Of the documents under one label. */
export function listPages(publications: readonly [Publication, ...Publication[]]): Text[] {
  const words = wordsIn(sourceLocale);
  const [{ release }] = publications;
  const folder = labelFolder(release.tlp);
  const newest = publications.toSorted((a, b) => (firstOut(a) < firstOut(b) ? 1 : -1));
  const months = Map.groupBy(newest, monthOf);
  return [
    {
      path: `${folder}index.html`,
      text: page(newest, words.say('allDocuments'), [
        ...listed(words, newest, 'bulletin'),
        ...listed(words, newest, 'advisory'),
      ]),
    },
    ...[...months].map(([month, own]) => ({
      path: `${folder}summaries/${month}.html`,
      text: page(own, words.say('monthlySummary', { month: words.month(firstOut(own[0])) }), [
        ...listed(words, own, 'bulletin'),
        ...listed(words, own, 'advisory'),
        ...own.flatMap((publication) => exploitability(words, publication)),
      ]),
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

function page([first]: readonly Publication[], title: string, body: readonly Node[]): string {
  const { publisher, release } = first ?? {};
  const tlp = release?.tlp ?? 'CLEAR';
  const hash = createHash('sha256').update(style).digest('base64');
  const name = escaped(publisher?.name ?? '');
  return `<!doctype html>
<html lang="${sourceLocale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${tlp === 'CLEAR' ? '' : '\n<meta name="robots" content="noindex">'}
<title>${escaped(title)} – ${name}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="tlp" translate="no"><bdi class="${tlp.split('+')[0]?.toLowerCase()}">TLP:${tlp}</bdi></p>
<h1><span class="name">${name}</span> ${escaped(title)}</h1>
</header>
<main>
${body.map((node) => blockHtml(node, 3)).join('')}</main>
</body>
</html>
`;
}
