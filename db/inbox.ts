// Deliveries already handled: a repeated one gets the same answer and changes nothing.
import { eq, lt, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { inbox } from './schema.ts';

const outcomeByKey = prepared((db) =>
  db
    .select({ outcome: inbox.outcome })
    .from(inbox)
    .where(eq(inbox.key, sql.placeholder('key')))
    .prepare(),
);
const insertKey = prepared((db) => db.insert(inbox).values(columnsOf(inbox)).prepare());

/** The answer given to this key, or undefined when it is new. */
export function handledBefore(db: Db, key: string): Record<string, unknown> | undefined {
  return outcomeByKey(db).get({ key })?.outcome;
}

export function remember(
  tx: Db,
  key: string,
  receivedAt: string,
  outcome: Record<string, unknown>,
): void {
  insertKey(tx).run({ key, receivedAt, outcome });
}

/** Platforms repeat for a day at most; older keys are of no use. */
export function forgetBefore(tx: Db, receivedBefore: string): number {
  return tx.delete(inbox).where(lt(inbox.receivedAt, receivedBefore)).run().changes;
}
