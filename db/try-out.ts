// Would it work? Written within a transaction, and taken back.
import { sql } from 'drizzle-orm';
import type { Db } from './open.ts';

/** Runs `work` in the present transaction and takes back whatever it has written. What it throws is thrown on. */
export function tryOut(tx: Db, work: () => void): void {
  tx.run(sql`savepoint trial`);
  try {
    work();
  } finally {
    tx.run(sql`rollback to trial`);
    tx.run(sql`release trial`);
  }
}
