// Timers: rows that the scheduler turns back into events. Started, restarted and cancelled by the charts.
import { and, asc, eq, lte, min } from 'drizzle-orm';
import type { Db } from './open.ts';
import { timers } from './schema.ts';

export type TimerRow = typeof timers.$inferSelect;

const is = (incidentId: string, instance: string, id: string) =>
  and(eq(timers.incidentId, incidentId), eq(timers.instance, instance), eq(timers.id, id));

export function startTimer(tx: Db, row: TimerRow): void {
  const { dueAt, event } = row;
  tx.insert(timers)
    .values(row)
    .onConflictDoUpdate({
      target: [timers.incidentId, timers.instance, timers.id],
      set: { dueAt, event },
    })
    .run();
}

/** Cancelling a timer that is not there is fine. Returns whether it was. */
export function cancelTimer(tx: Db, incidentId: string, instance: string, id: string): boolean {
  return (
    tx
      .delete(timers)
      .where(is(incidentId, instance, id))
      .run().changes > 0
  );
}

/** The oldest first; `skip` leaves out that many at the head. */
export function dueTimers(db: Db, now: string, limit: number, skip = 0): TimerRow[] {
  return db
    .select()
    .from(timers)
    .where(lte(timers.dueAt, now))
    .orderBy(asc(timers.dueAt), asc(timers.incidentId), asc(timers.instance), asc(timers.id))
    .limit(limit)
    .offset(skip)
    .all();
}

export function nextTimer(db: Db): string | undefined {
  return (
    db
      .select({ at: min(timers.dueAt) })
      .from(timers)
      .get()?.at ?? undefined
  );
}

export function loadTimer(
  db: Db,
  incidentId: string,
  instance: string,
  id: string,
): TimerRow | undefined {
  return db
    .select()
    .from(timers)
    .where(is(incidentId, instance, id))
    .get();
}

export function timersOf(db: Db, incidentId: string): TimerRow[] {
  return db
    .select()
    .from(timers)
    .where(eq(timers.incidentId, incidentId))
    .orderBy(asc(timers.dueAt))
    .all();
}
