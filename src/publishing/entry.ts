// What index, changes and feeds say of one CSAF file.
import { sourceLocale } from '#machines/document-types.ts';
import { vexOf } from '../disclosure/csaf.ts';
import { csafPath, trackingId } from '../disclosure/paths.ts';
import type { Publication } from '../disclosure/publication.ts';
import { localesOf, textsIn } from '../disclosure/publication.ts';

export interface Entry {
  /** From the root of the tree: `white/2026/sb26-001.json`. */
  path: string;
  /** Its tracking id. */
  id: string;
  title: string;
  summary: string | undefined;
  /** ISO-8601 UTC. */
  published: string;
  updated: string;
  products: string[];
}

/** Of a version that is out, in each of its languages, and of its VEX document where it has one. */
export function entriesOf(publication: Publication): Entry[] {
  const { document, history, release } = publication;
  const entry = (id: string, title: string, summary: string | undefined): Entry => ({
    path: csafPath(publication, id),
    id,
    title,
    summary,
    published: (history[0] ?? release).at,
    updated: release.at,
    products: release.facts.flatMap(({ products }) => products.map(({ name }) => name)),
  });
  const languages = localesOf(publication).map((locale) => {
    const { title = document.id, summary } = textsIn(publication, locale);
    return entry(trackingId(document.id, locale), title, summary);
  });
  const vex = vexOf(publication);
  if (vex === undefined) return languages;
  const { id } = vex.document.tracking;
  return [...languages, entry(id, vex.document.title, textsIn(publication, sourceLocale).summary)];
}
