// Which database files the bot opens, and what it says about those that it does not.
import Database from 'better-sqlite3';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cardOf } from '#db/conversations.ts';
import { lockDatabase } from '#db/lock.ts';
import { DatabaseProblem, databasePath, openStore } from '#db/open.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-db-'));
  // Readable for the other user that some tests run as.
  chmodSync(folder, 0o755);
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

const file = (name = 'ssirp.db'): string => join(folder, name);

function made(name?: string): string {
  openStore(file(name))[Symbol.dispose]();
  return file(name);
}

function raw<T>(path: string, work: (db: Database.Database) => T): T {
  const db = new Database(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function migratedAt(tag: string): number {
  const journal = new URL('../../db/migrations/meta/_journal.json', import.meta.url);
  const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as {
    entries: { tag: string; when: number }[];
  };
  return entries.find((entry) => entry.tag === tag)?.when ?? 0;
}

function problemOf(work: () => Disposable): string {
  try {
    work()[Symbol.dispose]();
  } catch (error) {
    if (error instanceof DatabaseProblem) return error.message;
    throw error;
  }
  return 'opened';
}

describe('Opening the database', () => {
  test('makes the file and its folder where there is none', () => {
    openStore(`file:${join(folder, 'a', 'b', 'ssirp.db')}`)[Symbol.dispose]();

    expect(existsSync(join(folder, 'a', 'b', 'ssirp.db'))).toBe(true);
  });

  test('takes file: addresses and plain paths', () => {
    expect(databasePath('file:./data/ssirp.db')).toBe('./data/ssirp.db');
    expect(databasePath('file:///var/ssirp.db')).toBe('/var/ssirp.db');
    expect(databasePath('/var/ssirp.db')).toBe('/var/ssirp.db');
  });

  test('migrates once: opening again finds nothing to do and changes no row', () => {
    const path = made();
    const schema = (): unknown =>
      raw(path, (db) => [
        db.prepare('select sql from sqlite_master order by name').all(),
        db.prepare('select * from __drizzle_migrations').all(),
      ]);
    const before = schema();

    made();

    expect(schema()).toEqual(before);
  });

  test('of an older version keeps its cards, each in the tenant of its incident', () => {
    const path = file();
    raw(path, (db) => {
      for (const name of ['0000_init', '0001_workspaces', '0002_teams'])
        db.exec(readFileSync(new URL(`../../db/migrations/${name}.sql`, import.meta.url), 'utf8'));
      db.exec(`
        create table __drizzle_migrations (id integer primary key, hash text, created_at numeric);
        insert into __drizzle_migrations (hash, created_at) values ('teams', ${migratedAt('0002_teams')});
        insert into incidents (id, tenant, year, number, title, level, visibility, drill, phase, closed, declared_by,
          declared_at, snapshot, last_seq, last_journal, last_task, last_hash)
        values ('INC-1', 'slack:T1', 2026, 1, '', 1, 'open', 0, 'assess', 0, '', '', '{}', 0, 0, 0, '');
        insert into cards (incident_id, card, conversation, external_id, shown)
        values ('INC-1', 'status', 'C1', '1.2', 'x');
      `);
    });

    using store = openStore(path);
    expect(cardOf(store.db, { incidentId: 'INC-1', tenant: 'slack:T1' }, 'status')).toEqual({
      incidentId: 'INC-1',
      tenant: 'slack:T1',
      card: 'status',
      conversation: 'C1',
      externalId: '1.2',
      shown: 'x',
    });
    expect(store.integrityProblems()).toEqual([]);
  });

  test('keeps an accepted command through a power cut and holds foreign keys', () => {
    using store = openStore(file());
    const pragma = (name: string): unknown =>
      Object.values(store.db.get<Record<string, unknown>>(sql.raw(`pragma ${name}`)))[0];

    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(2000);
  });

  test('refuses a database of a newer version and leaves it alone', () => {
    const path = made();
    raw(path, (db) => {
      db.pragma('journal_mode = DELETE');
      db.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run(
        'later',
        9e12,
      );
    });
    const before = readFileSync(path);

    expect(problemOf(() => openStore(path))).toBe(
      `${path} was written by a newer version of ssirp-bot. Start that version, or restore a backup made by this one.`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('refuses the database of another program and leaves it alone', () => {
    const path = file('bookmarks.sqlite');
    raw(path, (db) => db.exec('create table bookmarks (url text)'));
    const before = readFileSync(path);

    expect(problemOf(() => openStore(path))).toBe(
      `${path} is a SQLite database of some other program. Set DATABASE_URL to another file.`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('refuses a file that is no database', () => {
    writeFileSync(file(), 'Shopping list: milk, bread, a hundred eggs.\n'.repeat(50));

    expect(problemOf(() => openStore(file()))).toBe(
      `The database ${file()} is not a SQLite database or is damaged. Restore a backup with \`npx ssirp restore FILE\`.`,
    );
  });

  test('refuses a damaged database', () => {
    const path = made();
    raw(path, (db) => db.pragma('journal_mode = DELETE'));
    const bytes = readFileSync(path);
    // The schema's page, behind the 100 bytes of the file's header.
    bytes.fill(0xff, 100, 4096);
    writeFileSync(path, bytes);

    expect(problemOf(() => openStore(path))).toBe(
      `The database ${path} is damaged. Restore a backup with \`npx ssirp restore FILE\`.`,
    );
  });

  test('names a folder that is a file', () => {
    writeFileSync(file('data'), '');

    expect(problemOf(() => openStore(join(file('data'), 'ssirp.db')))).toBe(
      `The folder of the database ${join(file('data'), 'ssirp.db')} cannot be written.`,
    );
  });

  test('for reading only needs the file to be there', () => {
    expect(problemOf(() => openStore(file(), { readOnly: true }))).toBe(
      `There is no database ${file()} yet. It is made when the bot starts for the first time.`,
    );
  });

  test('for reading only cannot write', () => {
    using store = openStore(made(), { readOnly: true });

    expect(() => store.db.run(sql`delete from incidents`)).toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ code: 'SQLITE_READONLY' }) as unknown,
      }),
    );
  });

  test('finds nothing wrong with a sound file and copies it while it is in use', async () => {
    using store = openStore(file());
    await store.backup(file('copy.db'));
    using copy = openStore(file('copy.db'), { readOnly: true });

    expect([store.integrityProblems(), copy.integrityProblems()]).toEqual([[], []]);
  });

  test('rolls a transaction back when its work throws, and goes on afterwards', () => {
    using store = openStore(':memory:');
    const meet = sql`insert into people (id, tenant, name, handle, kind) values ('a', 't', 'A', 'a', 'member')`;
    const failing = (): void =>
      store.transaction((tx) => {
        tx.run(meet);
        throw new Error('no');
      });

    expect(failing).toThrow('no');
    store.transaction((tx) => tx.run(meet));

    expect(store.db.all(sql`select id from people`)).toEqual([{ id: 'a' }]);
  });
});

// Root may write anywhere, so these run as the user nobody where the tests run as root.
describe('As a user without the right to write', () => {
  const asRoot = process.getuid?.() === 0;
  const nobody = asRoot ? { uid: 65534, gid: 65534 } : {};
  const opening = `
    import { openStore, DatabaseProblem } from '${new URL('../../db/open.ts', import.meta.url).href}';
    for (const path of process.argv.slice(1)) {
      try { openStore(path); console.log('opened'); }
      catch (error) { console.log(error instanceof DatabaseProblem ? error.message : error.stack); }
    }`;

  test('a read-only file or folder is named with what to do', () => {
    chmodSync(made(), 0o444);
    mkdirSync(file('locked'), { mode: 0o555 });
    chmodSync(folder, 0o555);
    const paths = [
      file(),
      join(file('locked'), 'ssirp.db'),
      join(file('locked'), 'data', 'ssirp.db'),
    ];

    const { stdout } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', opening, ...paths],
      { ...nobody, encoding: 'utf8' },
    );

    const [readOnlyFile, inFolder, newFolder] = stdout.split('\n');
    expect(readOnlyFile).toMatch(
      /^The database .* (is read-only\. Give the user that runs the bot write permission|cannot be opened\. Check that the file exists and its folder is writable)/,
    );
    expect(inFolder).toMatch(/^The database .* cannot be opened\. Check that/);
    expect(newFolder).toMatch(/^The folder of the database .* cannot be written\.$/);
  });
});

describe('The lock', () => {
  test('keeps a second process out while the first lives, and is free when it has died', async () => {
    const path = made();
    const holding = `
      import { cardOf } from '#db/conversations.ts';
import { lockDatabase } from '${new URL('../../db/lock.ts', import.meta.url).href}';
      const lock = lockDatabase(process.argv[1]);
      console.log('locked');
      process.stdin.resume().on('end', () => lock[Symbol.dispose]());`;
    const first = spawn(process.execPath, ['--input-type=module', '--eval', holding, path]);
    await once(first.stdout, 'data');

    expect(problemOf(() => lockDatabase(path))).toBe(
      `Another ssirp-bot is running on ${path}. Stop it first, or set DATABASE_URL to another file.`,
    );

    first.kill('SIGKILL');
    await once(first, 'exit');

    expect(problemOf(() => lockDatabase(path))).toBe('opened');
  });

  test('is taken before the database exists', () => {
    const path = join(folder, 'new', 'ssirp.db');

    expect(problemOf(() => lockDatabase(path))).toBe('opened');
  });

  test('does not blame another bot when its own file is broken', () => {
    writeFileSync(
      file('ssirp.db.lock'),
      'no lock, but some text that is long enough to be read'.repeat(20),
    );

    expect(problemOf(() => lockDatabase(file()))).toMatch(
      /ssirp\.db\.lock is not a SQLite database/,
    );
  });

  test('is not needed in memory', () => {
    using _first = lockDatabase(':memory:');

    expect(problemOf(() => lockDatabase(':memory:'))).toBe('opened');
  });
});
