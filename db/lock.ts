// One process per database: two dispatchers on one outbox would deliver everything twice.
import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseProblem, databasePath, explained } from './open.ts';

/**
 * Takes the writer's lock beside the database; the operating system gives it back however the process ends.
 * Throws DatabaseProblem when another process holds it.
 */
export function lockDatabase(url: string): Disposable {
  const path = databasePath(url);
  if (path === ':memory:') return { [Symbol.dispose]: () => {} };
  const lock = explained(`${path}.lock`, () => {
    mkdirSync(dirname(path), { recursive: true });
    return new Database(`${path}.lock`, { timeout: 0 });
  });
  try {
    explained(`${path}.lock`, () => takeLock(lock, path));
  } catch (error) {
    lock.close();
    throw error;
  }
  return {
    [Symbol.dispose]: () => {
      lock.close();
    },
  };
}

function takeLock(lock: Database.Database, path: string): void {
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY'))
      throw error;
    throw new DatabaseProblem(
      `Another ssirp-bot is running on ${path}. Stop it first, or set DATABASE_URL to another file.`,
      {
        cause: error,
      },
    );
  }
}
