// What speaks of all documents that are out: lists, feeds, metadata.
import { csafTlp } from '../disclosure/paths.ts';
import type { Publication } from '../disclosure/publication.ts';
import type { Publisher } from '../shared/publisher.ts';
import { entriesOf } from './entry.ts';
import type { Label } from './feeds.ts';
import { feedFiles, labels } from './feeds.ts';
import { listPages } from './list-pages.ts';
import { metadataFiles, securityTxt } from './provider.ts';
import type { Signer } from './signer.ts';
import type { TreeFile } from './tree-file.ts';
import { fixed } from './tree-file.ts';

/** `standing`: the versions that are in the tree. `now`: ISO-8601 UTC. */
export function commonFiles(
  standing: readonly Publication[],
  { publisher, signer, now }: { publisher: Publisher; signer: Signer | null; now: string },
): TreeFile[] {
  const instants = standing.map(({ release }) => release.at).toSorted();
  const lastAt = instants.at(-1);
  if (lastAt === undefined) return [securityTxt(publisher, { isProvider: false, now })];
  const isSigned = signer !== null;
  const feeds = labels
    .map((label) => ({ label, own: standing.filter((one) => labelOf(one) === label) }))
    // The feed of what everybody may read is always there.
    .filter(({ label, own }) => label === 'white' || own.length > 0);
  return [
    ...feeds.flatMap(({ own: [first, ...others] }) =>
      first === undefined
        ? []
        : listPages([first, ...others]).map(({ path, text }) => fixed(path, text)),
    ),
    ...feeds.flatMap(({ label, own }) =>
      feedFiles({ label, entries: own.flatMap(entriesOf), lastAt, publisher, isSigned }),
    ),
    ...metadataFiles(publisher, { labels: feeds.map(({ label }) => label), lastAt, signer }),
    securityTxt(publisher, { isProvider: true, now }),
  ];
}

function labelOf({ release }: Publication): Label | undefined {
  const label = csafTlp(release.tlp).toLowerCase();
  return labels.find((one) => one === label);
}
