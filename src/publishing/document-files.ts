// The files of one version of a document: pages for people, CSAF for programs, in each of its languages.
import type { Locale } from '#machines/document-types.ts';
import { machineFiles } from '../disclosure/machine-files.ts';
import { htmlPage } from '../disclosure/html.ts';
import { markdownPage } from '../disclosure/markdown.ts';
import { csafFolder, csafPath, pagePath, recordPath } from '../disclosure/paths.ts';
import type { Publication } from '../disclosure/publication.ts';
import { localesOf, published } from '../disclosure/publication.ts';
import type { Signer } from './signer.ts';
import type { TreeFile } from './tree-file.ts';
import { fixed, gone, witnesses } from './tree-file.ts';

export interface Text {
  path: string;
  text: string;
}

export interface Making {
  signer: Signer | null;
  /** ISO-8601 UTC. */
  now: string;
}

/**
 * Hashes and signature come before what they are of, and the English CSAF file last: once it is there, all are. What
 * only earlier versions had (another label, a language) is taken away.
 */
export function documentFiles(publication: Publication, making: Making): TreeFile[] {
  const files = [
    ...plainTexts(publication).map(({ path, text }) => fixed(path, text)),
    ...csafTexts(publication).flatMap((one) => [
      ...witnesses({ ...one, ...making }),
      fixed(one.path, one.text),
    ]),
  ];
  const kept = new Set(files.map(({ path }) => path));
  const former = formerOf(publication).flatMap((earlier) => [
    ...plainTexts(earlier).map(({ path }) => path),
    ...csafTexts(earlier).flatMap(({ path }) =>
      ['.sha256', '.sha512', '.asc', ''].map((ending) => path + ending),
    ),
  ]);
  const stale = [...new Set(former)].filter((path) => !kept.has(path));
  return [...stale.map(gone), ...files];
}

function formerOf({ document, history, publisher }: Publication): Publication[] {
  return history
    .slice(0, -1)
    .flatMap(({ version }) => published(document, version, publisher) ?? []);
}

/** What no feed points at. */
function plainTexts(publication: Publication): Text[] {
  const pages = localesOf(publication).flatMap((locale) => pagesOf(publication, locale));
  const records = machineFiles(publication).flatMap(({ format, name, text }) =>
    format === 'cve' || format === 'osv'
      ? [{ path: recordPath(publication, { format, name }), text }]
      : [],
  );
  return [...pages, ...records];
}

function pagesOf(publication: Publication, locale: Locale): Text[] {
  const { document, release } = publication;
  const path = pagePath({ ...document, tlp: release.tlp }, locale);
  // A drill is never published.
  const isDrill = false;
  return [
    { path, text: htmlPage(publication, locale, { isDrill }) },
    {
      path: path.replace(/html$/, 'md'),
      text: markdownPage(publication, locale, { isDrill }),
    },
  ];
}

/** The English one last. */
function csafTexts(publication: Publication): Text[] {
  const folder = csafFolder(publication);
  const files = machineFiles(publication)
    .filter(({ format }) => format === 'csaf' || format === 'vex')
    .map(({ name, text }) => ({ path: `${folder}/${name}`, text }));
  const main = csafPath(publication, publication.document.id);
  return [
    ...files.filter(({ path }) => path !== main),
    ...files.filter(({ path }) => path === main),
  ];
}
