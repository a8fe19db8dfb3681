// How programs find what is new: index, changes and ROLIE feed of one TLP label (CSAF 2.0, requirements 12, 13, 15 to 17).
import type { Publisher } from '../shared/publisher.ts';
import { jsonText } from '../disclosure/json-text.ts';
import type { Entry } from './entry.ts';
import type { TreeFile } from './tree-file.ts';
import { fixed } from './tree-file.ts';

/** The labels of CSAF 2.0, as folders. What is in others than `white` is not for everybody. */
export const labels = ['white', 'green', 'amber', 'red'] as const;
export type Label = (typeof labels)[number];

interface Feed {
  label: Label;
  /** Of this label. */
  entries: readonly Entry[];
  /** When anything last was published, ISO-8601 UTC: for a feed without entries. */
  lastAt: string;
  publisher: Publisher;
  isSigned: boolean;
}

export function feedPath(label: Label): string {
  return `${label}/csaf-feed-tlp-${label}.json`;
}

export function servicePath(label: Label): string {
  return `${label}/service.json`;
}

export function categoryPath(label: Label): string {
  return `${label}/category.json`;
}

/** The feed last: whoever follows it finds the rest. */
export function feedFiles(feed: Feed): TreeFile[] {
  const { label, publisher } = feed;
  const entries = feed.entries.toSorted(newestFirst);
  const named = entries.map((entry) => ({ ...entry, name: entry.path.slice(label.length + 1) }));
  const changes = named.map(({ name, updated }) => `"${name}","${updated}"\r\n`);
  const index = named.map(({ name }) => `${name}\n`).toSorted();
  return [
    fixed(`${label}/index.txt`, index.join('')),
    fixed(`${label}/changes.csv`, changes.join('')),
    fixed(categoryPath(label), jsonText(categories(entries))),
    fixed(servicePath(label), jsonText(service(label, publisher))),
    fixed(feedPath(label), jsonText(rolie({ ...feed, entries }))),
  ];
}

function newestFirst(a: Entry, b: Entry): number {
  if (a.updated !== b.updated) return a.updated < b.updated ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

const informationType = {
  scheme: 'urn:ietf:params:rolie:category:information-type',
  term: 'csaf',
} as const;

function titleOf(label: Label, { name }: Publisher): string {
  return `${name} CSAF feed (TLP:${label.toUpperCase()})`;
}

function rolie({ label, entries, publisher, isSigned, lastAt }: Feed): object {
  const { baseUrl } = publisher;
  return {
    feed: {
      id: `csaf-feed-tlp-${label}`,
      title: titleOf(label, publisher),
      link: [
        { rel: 'self', href: `${baseUrl}/${feedPath(label)}` },
        { rel: 'service', href: `${baseUrl}/${servicePath(label)}` },
      ],
      category: [informationType],
      updated: entries[0]?.updated ?? lastAt,
      entry: entries.map(({ path, id, title, summary, published, updated }) => {
        const url = `${baseUrl}/${path}`;
        return {
          id,
          title,
          link: [
            { rel: 'self', href: url },
            { rel: 'hash', href: `${url}.sha256` },
            { rel: 'hash', href: `${url}.sha512` },
            ...(isSigned ? [{ rel: 'signature', href: `${url}.asc` }] : []),
          ],
          published,
          updated,
          summary: summary === undefined ? undefined : { content: summary },
          content: { type: 'application/json', src: url },
          format: {
            schema: 'https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json',
            version: '2.0',
          },
        };
      }),
    },
  };
}

function service(label: Label, publisher: Publisher): object {
  return {
    service: {
      workspace: [
        {
          title: titleOf(label, publisher),
          collection: [
            {
              title: titleOf(label, publisher),
              href: `${publisher.baseUrl}/${feedPath(label)}`,
              categories: { category: [informationType] },
            },
          ],
        },
      ],
    },
  };
}

/** The products that the documents are about. */
function categories(entries: readonly Entry[]): object {
  const products = [...new Set(entries.flatMap((entry) => entry.products))].toSorted();
  return { categories: { category: products.map((term) => ({ term })) } };
}
