// Tenants whose deliveries are held back because nothing works there: since when, why, what would help, and when the
// platform is asked again.
import { asc, eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { pauses } from './schema.ts';

// Asked before each delivery and with each look for work.
const ofTenant = prepared((db) =>
  db
    .select()
    .from(pauses)
    .where(eq(pauses.tenant, sql.placeholder('tenant')))
    .prepare(),
);
const oldestFirst = prepared((db) =>
  db.select().from(pauses).orderBy(asc(pauses.since), asc(pauses.tenant)).prepare(),
);

export type Pause = typeof pauses.$inferSelect;

export function pauseOf(db: Db, tenant: string): Pause | undefined {
  return ofTenant(db).get({ tenant });
}

/** Oldest first. */
export function allPauses(db: Db): Pause[] {
  return oldestFirst(db).all();
}

/** Begins a pause, or gives a standing one its new reason and time; since when it stands stays. */
export function savePause(tx: Db, pause: Pause): void {
  const { reason, remedy, nextTryAt } = pause;
  tx.insert(pauses)
    .values(pause)
    .onConflictDoUpdate({ target: pauses.tenant, set: { reason, remedy, nextTryAt } })
    .run();
}

export function endPause(tx: Db, tenant: string): void {
  tx.delete(pauses).where(eq(pauses.tenant, tenant)).run();
}

/** The platforms of all paused tenants, or of one, are asked at the instant instead of later. */
export function hurryPauses(tx: Db, at: string, tenant?: string): void {
  tx.update(pauses)
    .set({ nextTryAt: at })
    .where(tenant === undefined ? undefined : eq(pauses.tenant, tenant))
    .run();
}
