// Everything that would be published of a document, put to all checks of the formats it is published in.
import type { DocumentContext } from '#machines/document-types.ts';
import type { Publisher } from '../shared/publisher.ts';
import { machineFiles, problemsIn } from './machine-files.ts';
import type { Problem } from './problem.ts';
import type { Publication } from './publication.ts';
import { draft } from './publication.ts';

/** What keeps the document, as it is written now, from being published; nothing where all is well. */
export function checkDocument(document: DocumentContext, publisher: Publisher): Problem[] {
  // A draft may leave out what a published version must have.
  return checkPublication({ ...draft(document, publisher), isDraft: false });
}

/** The same of a version as it is published. */
export function checkPublication(publication: Publication): Problem[] {
  return machineFiles(publication).flatMap(problemsIn);
}
