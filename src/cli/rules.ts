// What a command line that writes beside the running bot works with: it delivers nothing, so nothing is offered.
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { checkDocument } from '../disclosure/check.ts';
import { documentFileProblems } from '../disclosure/document-file.ts';
import { readMarkdown } from '../disclosure/read-markdown.ts';
import { builtInPlaybookPath, loadPlaybook } from '../playbook-file.ts';
import { loadPublisher } from '../publisher-file.ts';
import { newId } from '../shared/ids.ts';
import type { Rules } from '../usecases/work.ts';

export function rulesOf({
  playbook,
  publisher: publisherPath,
}: Pick<Config, 'playbook' | 'publisher'>): Rules {
  const publisher = loadPublisher(publisherPath);
  return {
    playbook: loadPlaybook(playbook === undefined ? builtInPlaybookPath : resolve(playbook)),
    newId,
    announces: () => false,
    offers: () => false,
    admins: () => [],
    onCall: () => [],
    publicUrl: null,
    zones: [],
    runsProcess: () => false,
    publisher,
    programme: { partners: [], sendsMail: false },
    checks: (document) => checkDocument(document, publisher),
    fileProblems: (document, format, locale) =>
      documentFileProblems(document, publisher, { format, locale, isDrill: false, tlp: null }),
    readDocument: (file, document, locale) => readMarkdown(file, document, publisher, locale),
  };
}
