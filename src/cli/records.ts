// `ssirp list`, `export`, `verify`: read the database, also while the bot runs.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import type { IncidentRow } from '#db/incidents.ts';
import { allIncidents, findIncident } from '#db/incidents.ts';
import type { Store } from '#db/open.ts';
import { openStore } from '#db/open.ts';
import { exportFormats } from '#machines/incident-types.ts';
import { exportIncident } from '../export/export.ts';
import { systemClock } from '../shared/clock.ts';
import { readRecord } from '../usecases/read-record.ts';
import type { Verdict } from '../usecases/verify.ts';
import { verifyIncident } from '../usecases/verify.ts';
import type { CliArgs, CliCommand } from './command.ts';
import { UsageProblem, configured, print, text } from './command.ts';

function reading<T>(work: (store: Store) => T): T {
  using store = openStore(configured().config.databaseUrl, { readOnly: true });
  return work(store);
}

function incidentNamed(store: Store, id: string): IncidentRow | undefined {
  const row = findIncident(store.db, null, id);
  if (row === undefined) process.stderr.write(`There is no incident ${id}. See: ssirp list\n`);
  return row;
}

export const listCommand: CliCommand = {
  options: { json: { type: 'boolean' } },
  run: ({ values }) => {
    const rows = reading((store) =>
      allIncidents(store.db).map(
        ({ id, title, level, phase, closed, outcome, declaredAt, closedAt, drill }) => ({
          id,
          title,
          level,
          phase: closed ? 'closed' : phase,
          outcome,
          declaredAt,
          closedAt,
          drill,
        }),
      ),
    );
    if (values['json'] === true) print(JSON.stringify(rows, null, 2));
    else if (rows.length === 0) print('No incidents yet.');
    else {
      for (const row of rows) {
        print(
          `${row.id}  L${row.level}  ${row.phase.padEnd(11)}  ${row.declaredAt.slice(0, 16)}Z  ${row.drill ? 'DRILL ' : ''}${visible(row.title)}`,
        );
      }
    }
    return Promise.resolve(0);
  },
};

/** A title must not steer the terminal it is printed on. */
function visible(title: string): string {
  return title.replaceAll(/\p{C}/gu, '·');
}

export const exportCommand: CliCommand = {
  options: {
    format: { type: 'string', default: 'md' },
    output: { type: 'string', short: 'o' },
  },
  run: async (args: CliArgs) => {
    const [id] = args.positionals;
    const format = exportFormats.find((name) => name === text(args, 'format'));
    if (id === undefined || args.positionals.length > 1)
      throw new UsageProblem('Name one incident.');
    if (format === undefined)
      throw new UsageProblem(`The format is one of ${exportFormats.join(', ')}.`);
    const { config } = configured();
    using store = openStore(config.databaseUrl, { readOnly: true });
    const row = incidentNamed(store, id);
    if (row === undefined) return 1;
    const file = exportIncident(format, {
      ...readRecord(store.db, row),
      exportedAt: systemClock.now(),
      zones: config.zones,
    });
    const target = text(args, 'output') ?? file.filename;
    if (target === '-') {
      await pour(file.chunks, process.stdout);
      return 0;
    }
    const out = createWriteStream(target, { mode: 0o600 });
    await pour(file.chunks, out);
    out.end();
    await once(out, 'finish');
    print(target);
    return 0;
  },
};

/** Waits for the reader: a long timeline must not pile up in memory. */
async function pour(chunks: Iterable<string>, out: Writable): Promise<void> {
  for (const chunk of chunks) {
    if (!out.write(chunk)) await once(out, 'drain');
  }
}

export const verifyCommand: CliCommand = {
  options: { all: { type: 'boolean' }, json: { type: 'boolean' } },
  run: ({ values, positionals }) => {
    const [id] = positionals;
    if ((id === undefined) !== (values['all'] === true))
      throw new UsageProblem('Name one incident, or --all.');
    const verdicts = reading((store): Verdict[] | null => {
      const row = id === undefined ? undefined : incidentNamed(store, id);
      if (id !== undefined && row === undefined) return null;
      return (row === undefined ? allIncidents(store.db) : [row]).map((one) =>
        verifyIncident(store.db, one),
      );
    });
    if (verdicts === null) return Promise.resolve(1);
    if (values['json'] === true) print(JSON.stringify(verdicts, null, 2));
    else for (const verdict of verdicts) say(verdict);
    return Promise.resolve(verdicts.some(({ problems }) => problems.length > 0) ? 1 : 0);
  },
};

function say({ incidentId, entries, events, lastHash, problems }: Verdict): void {
  if (problems.length === 0)
    print(`${incidentId}  sound: ${entries} entries, ${events} events, last hash ${lastHash}`);
  else print(`${incidentId}  NOT SOUND\n${problems.map((problem) => `    ${problem}`).join('\n')}`);
}
