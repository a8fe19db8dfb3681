// `ssirp document`: an advisory or bulletin as a file, and the file taken back. Both also while the bot runs.
import { readFileSync, writeFileSync } from 'node:fs';
import { findIncident, type IncidentRow } from '#db/incidents.ts';
import type { Store } from '#db/open.ts';
import { openStore } from '#db/open.ts';
import { loadPart } from '#db/parts.ts';
import { sourceLocale } from '#machines/document-types.ts';
import { documentFormats } from '#machines/incident-types.ts';
import { documentFile } from '../disclosure/document-file.ts';
import { renderOutcome } from '../messages/reply.ts';
import { handleOf } from '../messages/rich.ts';
import { loadPublisher } from '../publisher-file.ts';
import { systemClock } from '../shared/clock.ts';
import { localeOf } from '../shared/locales.ts';
import type { Work } from '../usecases/apply-event.ts';
import { finish, openIncident } from '../usecases/apply-event.ts';
import {
  changeDocumentFile,
  refuseNoTranslation,
  unfitDocument,
} from '../usecases/document-files.ts';
import { Refused } from '../usecases/refused.ts';
import type { CliArgs, CliCommand } from './command.ts';
import { UsageProblem, configured, print, text } from './command.ts';
import { rulesOf } from './rules.ts';

export const documentCommand: CliCommand = {
  options: {
    format: { type: 'string', default: 'md' },
    language: { type: 'string', default: sourceLocale },
    output: { type: 'string', short: 'o' },
  },
  run: (args) => {
    const [word, id, number, ...more] = args.positionals;
    const n = Number(number);
    const files = word === 'import' ? 1 : 0;
    if (id === undefined || !Number.isSafeInteger(n) || n < 1 || more.length !== files)
      throw new UsageProblem(
        'Name an incident and the number of its document, and for import the file.',
      );
    const locale = localeOf(text(args, 'language') ?? '');
    if (locale === undefined) throw new UsageProblem('--language is one like de-DE or zh-TW.');
    if (word === 'export') return Promise.resolve(hand(args, { id, n, locale }));
    if (word === 'import') return Promise.resolve(take(more[0] ?? '', { id, n, locale }));
    throw new UsageProblem('What is done with it: export or import.');
  },
};

interface Named {
  id: string;
  n: number;
  locale: string;
}

function hand(args: CliArgs, { id, n, locale }: Named): number {
  const format = documentFormats.find((name) => name === text(args, 'format'));
  if (format === undefined)
    throw new UsageProblem(`The format is one of ${documentFormats.join(', ')}.`);
  const { config } = configured();
  using store = openStore(config.databaseUrl, { readOnly: true });
  return refusable(() => {
    const row = incidentNamed(store, id);
    const document = row && loadPart(store.db, row.id, 'document', n)?.snapshot.context;
    if (row === undefined || document === undefined) return unknown(id, n);
    refuseNoTranslation(row, document, locale);
    const { tlp } = row.snapshot.context;
    const asked = { format, locale, isDrill: row.drill, tlp };
    const file = documentFile(document, loadPublisher(config.publisher), asked);
    if (!file.ok) throw unfitDocument(document, format, file.error);
    const target = text(args, 'output') ?? file.value.filename;
    if (target === '-') process.stdout.write(file.value.text);
    else {
      writeFileSync(target, file.value.text, { mode: 0o600 });
      print(target);
    }
    return 0;
  });
}

/** Whoever works at the machine is on the record as `ssirp`. */
function take(path: string, { id, n, locale }: Named): number {
  const content = readFileSync(path, 'utf8');
  const { config } = configured();
  // SQLite lets two processes write in turn; what comes of it is delivered by the running bot.
  using store = openStore(config.databaseUrl, { migrates: false });
  return refusable(() =>
    store.transaction((tx) => {
      const row = incidentNamed(store, id);
      if (row === undefined) return unknown(id, n);
      const work: Work = { tx, now: systemClock.now(), rules: rulesOf(config) };
      const opened = openIncident(work, row.id);
      changeDocumentFile(
        work,
        opened,
        {
          verb: 'importDocument',
          documentNumber: n,
          locale,
          text: content,
          incidentId: row.id,
        },
        { at: work.now, by: 'ssirp' },
      );
      finish(work, opened);
      for (const entry of opened.entries) print(entry.text);
      return 0;
    }),
  );
}

/** What is refused in chat is refused here, in the same words. */
function refusable(work: () => number): number {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const outcome = { kind: 'refused', refusal: error.refusal } as const;
    const { message } = renderOutcome(outcome, { now: systemClock.now(), nameOf: handleOf });
    process.stderr.write(`${message.summary}\n`);
    return 1;
  }
}

function incidentNamed(store: Store, id: string): IncidentRow | undefined {
  return findIncident(store.db, null, id);
}

function unknown(id: string, n: number): number {
  process.stderr.write(`There is no document ${n} of ${id}. See: ssirp list\n`);
  return 1;
}
