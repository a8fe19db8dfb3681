// Accepted commands per second. The baseline is told what SQLite was asked to write for each command, and writes
// exactly that, prepared, in one transaction per command, into a copy of the same database with the same durability.
import Database from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import type { Measures } from './measure.ts';
import { inTurns, measured, progress, temporaryFolder, timed } from './measure.ts';
import type { Office } from './office.ts';
import { commandsOf, declare, deliverAll, openOffice, sqliteOf } from './office.ts';

const incidents = 8;
const rounds = 12;

interface Write {
  sql: string;
  values: readonly unknown[];
}

/** One round of the mix over all incidents, a list per command of what it wrote. */
type Recorded = Write[][];

export async function acceptedCommands(): Promise<Measures> {
  progress('accepted commands');
  using folder = temporaryFolder();
  prepareDatabase(folder.file('start.db'));
  for (const name of ['recorded.db', 'ours.db', 'baseline.db']) {
    copyFileSync(folder.file('start.db'), folder.file(name));
  }
  const recorded = record(folder.file('recorded.db'));
  using ours = openOffice(folder.file('ours.db'));
  using baseline = openBaseline(folder.file('baseline.db'));
  const count = recorded[0]?.length ?? 0;

  const taken = await inTurns(
    rounds,
    (round) => {
      ours.deliverAll();
      const commands = mixOf(ours, round);
      const ms = timed(() => {
        for (const [id, text] of commands) ours.say(id, text);
      });
      return (commands.length * 1000) / ms;
    },
    (round) => {
      baseline.deliverAll();
      const written = recorded[round] ?? [];
      return (count * 1000) / timed(() => written.forEach(baseline.write));
    },
  );
  return { acceptedCommands: measured(taken, { atLeast: 0.5 }, 'commands/s') };
}

function prepareDatabase(file: string): void {
  using office = openOffice(file);
  declare(office, incidents);
  office.deliverAll();
}

function mixOf(office: Office, round: number): [incidentId: string, text: string][] {
  const ids = Array.from(
    { length: incidents },
    (_, n) => `INC-${year()}-${String(n + 1).padStart(4, '0')}`,
  );
  const perIncident = ids.map((id) =>
    commandsOf(office, id, round).map((text) => [id, text] as const),
  );
  // Incidents take turns, as people in several channels do.
  const [longest = []] = perIncident;
  return longest.flatMap((_, n) =>
    perIncident.flatMap((list) =>
      list.slice(n, n + 1).map(([id, text]): [string, string] => [id, text]),
    ),
  );
}

function year(): number {
  return Temporal.Now.plainDateISO('UTC').year;
}

/** Runs the same commands once, noting every statement that writes. */
function record(file: string): Recorded[] {
  using office = openOffice(file);
  const sqlite = sqliteOf(office.store);
  let command: Write[] = [];
  const prepare = sqlite.prepare.bind(sqlite);
  sqlite.prepare = (sql) => {
    const statement = prepare(sql);
    if (!/^(insert|update|delete)/i.test(sql)) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values) => {
      command.push({ sql, values });
      return run(...values);
    };
    return statement;
  };
  return Array.from({ length: rounds }, (_, round) => {
    office.deliverAll();
    return mixOf(office, round).map(([id, text]) => {
      command = [];
      office.say(id, text);
      return command;
    });
  });
}

interface Baseline extends Disposable {
  write(this: void, writes: readonly Write[]): void;
  deliverAll(): void;
}

function openBaseline(file: string): Baseline {
  const sqlite = new Database(file);
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  const begin = sqlite.prepare('begin immediate');
  const commit = sqlite.prepare('commit');
  const statements = new Map<string, Database.Statement>();
  const statement = (sql: string): Database.Statement => {
    const known = statements.get(sql) ?? sqlite.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    write: (writes) => {
      begin.run();
      for (const { sql, values } of writes) statement(sql).run(...values);
      commit.run();
    },
    deliverAll: () => {
      sqlite.exec(deliverAll);
    },
    [Symbol.dispose]: () => {
      sqlite.close();
    },
  };
}
