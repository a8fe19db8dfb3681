// One process per database: two dispatchers on one outbox would deliver everything twice.
import Database from 'better-sqlite3';
import { DatabaseProblem, databasePath } from './open.ts';

/**
 * Takes the writer's lock beside the database; the operating system gives it back however the process ends.
 * Throws DatabaseProblem when another process holds it.
 */
export function lockDatabase(url: string): Disposable {
  const path = databasePath(url);
  if (path === ':memory:') return { [Symbol.dispose]: () => {} };
  const lock = new Database(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw new DatabaseProblem(`Another ssirp-bot is running on ${path}. Stop it first, or set DATABASE_URL to another file.`, {
      cause: error,
    });
  }
  return {
    [Symbol.dispose]: () => {
      lock.close();
    },
  };
}
