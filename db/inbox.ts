// Deliveries already handled: a repeated one gets the same answer and changes nothing.
import { eq, lt } from 'drizzle-orm';
import type { Db } from './open.ts';
import { inbox } from './schema.ts';

/** The answer given to this key, or undefined when it is new. */
export function handledBefore(db: Db, key: string): Record<string, unknown> | undefined {
  return db.select({ outcome: inbox.outcome }).from(inbox).where(eq(inbox.key, key)).get()?.outcome;
}

export function remember(
  tx: Db,
  key: string,
  receivedAt: string,
  outcome: Record<string, unknown>,
): void {
  tx.insert(inbox).values({ key, receivedAt, outcome }).run();
}

/** Platforms repeat for a day at most; older keys are of no use. */
export function forgetBefore(tx: Db, receivedBefore: string): number {
  return tx.delete(inbox).where(lt(inbox.receivedAt, receivedBefore)).run().changes;
}
