// Publishes a version into the tree, or finds out how the tree differs from the record. What fails a check is not
// written at all, and what speaks of all documents speaks of those that are there.
import type { DocumentContext } from '#machines/document-types.ts';
import { csafPath } from '../disclosure/paths.ts';
import type { Problem } from '../disclosure/problem.ts';
import type { Publication } from '../disclosure/publication.ts';
import { published } from '../disclosure/publication.ts';
import type { Publisher } from '../shared/publisher.ts';
import { parseJson, textAt } from '../shared/read.ts';
import { commonFiles } from './common-files.ts';
import type { Drift } from './disk.ts';
import { driftOf, readTreeFile, writeTree } from './disk.ts';
import { documentFiles } from './document-files.ts';
import type { Signer } from './signer.ts';

export interface PressParts {
  directory: string;
  publisher: Publisher;
  signer: Signer | null;
  /** ISO-8601 UTC. */
  now: () => string;
  /** Everything that keeps a version from being published. */
  check: (publication: Publication) => Problem[];
}

export interface Printed {
  /** Paths that were written or taken away. */
  written: string[];
  /** Of documents of which nothing was written. */
  problems: Problem[];
}

export interface Press {
  /**
   * Brings the newest version of documents into the tree, and what speaks of all of them up to date. Done again it
   * writes nothing. Rejects when the disk does not take it: then the next try goes on where this one ended.
   */
  publish(documents: readonly DocumentContext[], all: readonly DocumentContext[]): Promise<Printed>;
  /** Where the tree differs from the record, and what of the record is refused by its checks. */
  compare(all: readonly DocumentContext[]): Promise<{ drift: Drift[]; problems: Problem[] }>;
}

export function createPress(parts: PressParts): Press {
  const { directory, publisher, signer, now } = parts;
  const making = () => ({ publisher, signer, now: now() });
  return {
    publish: async (documents, all) => {
      const { sound, problems } = examine(documents, parts);
      const files = sound.flatMap((one) => documentFiles(one, making()));
      const written = await writeTree(directory, files);
      const standing = await standingOf(parts, all);
      return {
        written: [...written, ...(await writeTree(directory, commonFiles(standing, making())))],
        problems,
      };
    },
    compare: async (all) => {
      const { sound, problems } = examine(all, parts);
      const files = [
        ...sound.flatMap((one) => documentFiles(one, making())),
        ...commonFiles(sound, making()),
      ];
      return { drift: await driftOf(directory, files), problems };
    },
  };
}

/** Of documents that are out, the versions that may be published. */
function examine(
  documents: readonly DocumentContext[],
  { publisher, check }: PressParts,
): { sound: Publication[]; problems: Problem[] } {
  const found = documents
    .flatMap((document) => newest(document, publisher) ?? [])
    .map((publication) => ({ publication, problems: check(publication) }));
  return {
    sound: found.filter(({ problems }) => problems.length === 0).map((one) => one.publication),
    problems: found.flatMap(({ problems }) => problems),
  };
}

function newest(document: DocumentContext, publisher: Publisher): Publication | undefined {
  const release = document.releases.at(-1);
  return release && published(document, release.version, publisher);
}

/** Of each document the version whose files are in the tree: the newest may have been refused. */
async function standingOf(
  { directory, publisher }: PressParts,
  documents: readonly DocumentContext[],
): Promise<Publication[]> {
  const standing: Publication[] = [];
  for (const document of documents) {
    for (const { version } of document.releases.toReversed()) {
      const publication = published(document, version, publisher);
      if (publication === undefined || !(await isThere(directory, publication))) continue;
      standing.push(publication);
      break;
    }
  }
  return standing;
}

async function isThere(directory: string, publication: Publication): Promise<boolean> {
  const { document, release } = publication;
  const found = await readTreeFile(directory, csafPath(publication, document.id));
  if (found === undefined) return false;
  const tracking = ['document', 'tracking'] as const;
  const csaf = parseJson(found.toString());
  return (
    textAt(csaf, ...tracking, 'id') === document.id &&
    textAt(csaf, ...tracking, 'current_release_date') === release.at
  );
}
