// Opens the one SQLite file: pragmas, migrations, and clear words when the file cannot be trusted.
import Database from 'better-sqlite3';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle, migrate, readMigrationFiles, sql } from './drizzle.ts';
import * as schema from './schema.ts';

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

/** Incidents may be embargoed: nobody else on the machine reads the file. SQLite gives its side files the same. */
const privateMode = 0o600;

/** The database or a transaction on it: every query takes one of these first. */
export type Db = BaseSQLiteDatabase<'sync', Database.RunResult, typeof schema>;

/** A database file that cannot be used, in words for the person who runs the bot. */
export class DatabaseProblem extends Error {}

export interface Store extends Disposable {
  db: Db;
  /** Runs `work` in one immediate transaction; a throw rolls everything back. */
  transaction<T>(work: (tx: Db) => T): T;
  /** Copies the whole database to a new file while it is in use. */
  backup(file: string): Promise<void>;
  /** True when another process has written since it was last asked. */
  wasChangedElsewhere(): boolean;
  /** SQLite's own check of the file; empty when it is sound. */
  integrityProblems(): string[];
}

/** `file:./x.db`, `./x.db` or `:memory:` as a path for SQLite. */
export function databasePath(url: string): string {
  return url.startsWith('file:') ? url.slice('file:'.length).replace(/^\/\/(?=\/)/, '') : url;
}

/**
 * Opens and migrates the database. `readOnly` neither creates nor migrates; `migrates: false` writes, beside a running
 * bot, a file of this very version only.
 * Throws DatabaseProblem when the file is missing, corrupt, not writable or of another version.
 */
export function openStore(
  url: string,
  { readOnly = false, migrates = !readOnly }: { readOnly?: boolean; migrates?: boolean } = {},
): Store {
  const path = databasePath(url);
  if (!migrates && !existsSync(path)) {
    throw new DatabaseProblem(
      `There is no database ${path} yet. It is made when the bot starts for the first time.`,
    );
  }
  const sqlite = explained(path, () => {
    if (path === ':memory:' || existsSync(path)) return new Database(path, { readonly: readOnly });
    mkdirSync(dirname(path), { recursive: true });
    const created = new Database(path);
    chmodSync(path, privateMode);
    return created;
  });
  try {
    return explained(path, () => prepare(sqlite, path, { readOnly, migrates }));
  } catch (error) {
    sqlite.close();
    throw error;
  }
}

function prepare(
  sqlite: Database.Database,
  path: string,
  { readOnly, migrates }: { readOnly: boolean; migrates: boolean },
): Store {
  // Whoever waits for an answer in chat has three seconds.
  sqlite.pragma('busy_timeout = 2000');
  sqlite.pragma('foreign_keys = ON');
  refuseNewer(sqlite, path);
  if (!readOnly && !migrates) refuseOlder(sqlite, path);
  if (!readOnly) {
    sqlite.pragma('journal_mode = WAL');
    // FULL: an accepted command survives a power cut, not only a crash of the process.
    sqlite.pragma('synchronous = FULL');
  }
  const db = drizzle({ client: sqlite, schema, casing: 'snake_case' });
  if (migrates) migrate(db, { migrationsFolder });
  const open = sqlite.prepare('begin immediate');
  const commit = sqlite.prepare('commit');
  const rollback = sqlite.prepare('rollback');
  let version = dataVersion(sqlite);
  return {
    db,
    transaction: (work) => {
      open.run();
      try {
        const result = work(db);
        commit.run();
        return result;
      } catch (error) {
        if (sqlite.inTransaction) rollback.run();
        throw error;
      }
    },
    backup: async (file) => {
      await sqlite.backup(file);
      chmodSync(file, privateMode);
      // A copy that is carried elsewhere must be one file, without a write-ahead log beside it.
      const copy = new Database(file);
      copy.pragma('journal_mode = DELETE');
      copy.close();
    },
    wasChangedElsewhere: () => {
      const before = version;
      version = dataVersion(sqlite);
      return version !== before;
    },
    integrityProblems: () =>
      (sqlite.pragma('integrity_check') as { integrity_check: string }[])
        .map((row) => row.integrity_check)
        .filter((line) => line !== 'ok'),
    [Symbol.dispose]: () => {
      sqlite.close();
    },
  };
}

/** Writes to the disk for real, without changing anything. Throws when that fails: beginning a transaction never does. */
export function probeWriting(db: Db): void {
  db.run(sql`pragma user_version = 0`);
}

/** SQLite's count of what other connections have written. */
function dataVersion(sqlite: Database.Database): unknown {
  return sqlite.pragma('data_version', { simple: true });
}

/** A running bot of an older version would not understand a migrated file. */
function refuseOlder(sqlite: Database.Database, path: string): void {
  const known = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
  if (lastMigration(sqlite) < known) {
    throw new DatabaseProblem(
      `${path} was written by an older version of ssirp-bot. Use its own command line, or start this version first.`,
    );
  }
}

function lastMigration(sqlite: Database.Database): number {
  if (!hasMigrations(sqlite)) return 0;
  const last = sqlite.prepare('select max(created_at) as at from __drizzle_migrations').get() as {
    at: number | null;
  };
  return last.at ?? 0;
}

function hasMigrations(sqlite: Database.Database): boolean {
  const named = "select name from sqlite_master where name = '__drizzle_migrations'";
  return sqlite.prepare(named).get() !== undefined;
}

/** A newer bot may have written what this one does not understand: better not to touch it. */
function refuseNewer(sqlite: Database.Database, path: string): void {
  const known = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
  if (!hasMigrations(sqlite)) {
    const others = sqlite
      .prepare("select count(*) as n from sqlite_master where type = 'table'")
      .get() as { n: number };
    if (others.n > 0)
      throw new DatabaseProblem(
        `${path} is a SQLite database of some other program. Set DATABASE_URL to another file.`,
      );
    return;
  }
  if (lastMigration(sqlite) > known) {
    throw new DatabaseProblem(
      `${path} was written by a newer version of ssirp-bot. Start that version, or restore a backup made by this one.`,
    );
  }
}

const sqliteProblems: Record<string, string> = {
  SQLITE_NOTADB:
    'is not a SQLite database or is damaged. Restore a backup with `npx ssirp restore FILE`.',
  SQLITE_CORRUPT: 'is damaged. Restore a backup with `npx ssirp restore FILE`.',
  SQLITE_READONLY:
    'is read-only. Give the user that runs the bot write permission on the file and its folder.',
  SQLITE_CANTOPEN:
    'cannot be opened. Check that the file exists and its folder is writable, or set DATABASE_URL.',
  SQLITE_FULL: 'cannot grow: the disk is full. Free some space.',
  SQLITE_BUSY: 'is locked by another process. Stop that one first.',
};

/** Runs `work`; what SQLite or the file system says against the file becomes a DatabaseProblem. */
export function explained<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DatabaseProblem) throw error;
    const code = codeOf(error) ?? codeOf((error as { cause?: unknown }).cause) ?? '';
    const found = Object.entries(sqliteProblems).find(([prefix]) => code.startsWith(prefix));
    const readOnlyFolder = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(code);
    if (found) throw new DatabaseProblem(`The database ${path} ${found[1]}`, { cause: error });
    if (readOnlyFolder)
      throw new DatabaseProblem(`The folder of the database ${path} cannot be written.`, {
        cause: error,
      });
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
