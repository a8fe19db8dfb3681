// Timers: rows that the scheduler turns back into events. Started, restarted and cancelled by the charts.
import { and, asc, eq, lte, min, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { timers } from './schema.ts';

export type TimerRow = typeof timers.$inferSelect;

const isTimer = and(
  eq(timers.incidentId, sql.placeholder('incidentId')),
  eq(timers.instance, sql.placeholder('instance')),
  eq(timers.id, sql.placeholder('id')),
);
const upsertTimer = prepared((db) => {
  const columns = columnsOf(timers);
  const { dueAt, event } = columns;
  return db
    .insert(timers)
    .values(columns)
    .onConflictDoUpdate({
      target: [timers.incidentId, timers.instance, timers.id],
      set: { dueAt, event },
    })
    .prepare();
});
const deleteTimer = prepared((db) => db.delete(timers).where(isTimer).prepare());
const timerById = prepared((db) => db.select().from(timers).where(isTimer).prepare());
const timersDue = prepared((db) =>
  db
    .select()
    .from(timers)
    .where(lte(timers.dueAt, sql.placeholder('now')))
    .orderBy(asc(timers.dueAt), asc(timers.incidentId), asc(timers.instance), asc(timers.id))
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('skip'))
    .prepare(),
);
const earliestTimer = prepared((db) =>
  db
    .select({ at: min(timers.dueAt) })
    .from(timers)
    .prepare(),
);

export function startTimer(tx: Db, row: TimerRow): void {
  upsertTimer(tx).run(row);
}

/** Another instant for a timer that is there, if it is sooner (or later) than its own. */
export function moveTimer(
  tx: Db,
  { incidentId, instance, id, dueAt }: Omit<TimerRow, 'event'>,
  only: 'sooner' | 'later',
): void {
  const timer = loadTimer(tx, incidentId, instance, id);
  if (timer === undefined) return;
  const moves = only === 'sooner' ? dueAt < timer.dueAt : dueAt > timer.dueAt;
  if (moves) startTimer(tx, { ...timer, dueAt });
}

/** Cancelling a timer that is not there is fine. Returns whether it was. */
export function cancelTimer(tx: Db, incidentId: string, instance: string, id: string): boolean {
  return deleteTimer(tx).run({ incidentId, instance, id }).changes > 0;
}

/** The oldest first; `skip` leaves out that many at the head. */
export function dueTimers(db: Db, now: string, limit: number, skip = 0): TimerRow[] {
  return timersDue(db).all({ now, limit, skip });
}

export function nextTimer(db: Db): string | undefined {
  return earliestTimer(db).get()?.at ?? undefined;
}

export function loadTimer(
  db: Db,
  incidentId: string,
  instance: string,
  id: string,
): TimerRow | undefined {
  return timerById(db).get({ incidentId, instance, id });
}

export function timersOf(db: Db, incidentId: string): TimerRow[] {
  return db
    .select()
    .from(timers)
    .where(eq(timers.incidentId, incidentId))
    .orderBy(asc(timers.dueAt))
    .all();
}
