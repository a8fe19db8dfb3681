// The outbox: effects in order within their lane. Delivered rows stay as the ledger of what was done.
import type { Effect } from '#machines/effects.ts';
import type { SQL } from 'drizzle-orm';
import { and, asc, count, desc, eq, inArray, isNull, min, or, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { outbox } from './schema.ts';

const columns = columnsOf(outbox);
const isOpen = isNull(outbox.settledAt);
const isOpenInLane = and(isOpen, eq(outbox.lane, sql.placeholder('lane')));
const waitingView = prepared((db) =>
  db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(isOpen, eq(outbox.view, sql.placeholder('view')), eq(outbox.state, 'waiting')))
    .limit(1)
    .prepare(),
);
const insertEffect = prepared((db) => {
  const { incidentId, tenant, lane, effect, view, key, notBefore, createdAt } = columns;
  const fresh = { state: 'waiting', attempts: 0, notBefore, createdAt } as const;
  return db
    .insert(outbox)
    .values({ incidentId, tenant, lane, effect, view, key, ...fresh })
    .prepare();
});
const headsOfLanes = prepared((db) => {
  const heads = db
    .select({ id: min(outbox.id).as('head') })
    .from(outbox)
    .where(isOpen)
    .groupBy(outbox.lane);
  return db
    .select({ lane: outbox.lane, tenant: outbox.tenant, notBefore: outbox.notBefore })
    .from(outbox)
    .where(inArray(outbox.id, heads))
    .orderBy(asc(outbox.id))
    .prepare();
});
const headOfLane = prepared((db) =>
  db.select().from(outbox).where(isOpenInLane).orderBy(asc(outbox.id)).limit(1).prepare(),
);

const isRow = eq(outbox.id, sql.placeholder('id'));
const startSending = prepared((db) => {
  const { attempts, firstTriedAt } = columns;
  return db.update(outbox).set({ state: 'sending', attempts, firstTriedAt }).where(isRow).prepare();
});
const settleDelivered = prepared((db) => {
  const { settledAt, lastError } = columns;
  return db.update(outbox).set({ state: 'delivered', settledAt, lastError }).where(isRow).prepare();
});

export type OutboxRow = typeof outbox.$inferSelect;

export interface NewEffect {
  incidentId: string;
  tenant: string;
  lane: string;
  effect: Effect;
  key: string;
  at: string;
}

/** What a card or topic shows, or null for what is said once. */
function viewOf({ lane, incidentId, effect }: NewEffect): string | null {
  if (effect.kind === 'setTopic') return `${lane} ${incidentId} topic`;
  if (effect.kind === 'lookAtRoom') return `${lane} look ${effect.hint ?? ''}`;
  if (effect.kind === 'replaceRoom') return `${lane} replace`;
  return effect.kind === 'card' ? `${lane} ${incidentId} ${effect.card}` : null;
}

export function enqueue(tx: Db, queued: NewEffect): void {
  const { incidentId, tenant, lane, effect, key, at } = queued;
  const view = viewOf(queued);
  // Cards and topics show the state at delivery: one that still waits, or waits again, already covers a second.
  if (view !== null && waitingView(tx).get({ view }) !== undefined) return;
  const times = { notBefore: at, createdAt: at };
  insertEffect(tx).run({ incidentId, tenant, lane, effect, view, key, ...times });
}

/** The head of every lane that has work, with when it may be tried; the one that waits longest first. */
export function laneHeads(db: Db): { lane: string; tenant: string; notBefore: string }[] {
  return headsOfLanes(db).all();
}

/** The head of one lane. */
export function laneHead(db: Db, lane: string): OutboxRow | undefined {
  return headOfLane(db).get({ lane });
}

/** Marks a row as being tried, before the platform is called: after a crash its outcome is in doubt, not lost. */
export function markSending(tx: Db, row: OutboxRow, at: string): OutboxRow {
  const sending = {
    ...row,
    state: 'sending' as const,
    attempts: row.attempts + 1,
    firstTriedAt: row.firstTriedAt ?? at,
  };
  startSending(tx).run(sending);
  return sending;
}

export function markDelivered(tx: Db, id: number, at: string, remark: string | null): void {
  settleDelivered(tx).run({ id, settledAt: at, lastError: remark });
}

/** Settles a row that was not sent, and must not be. */
export function markWithheld(tx: Db, id: number, at: string, reason: string): void {
  tx.update(outbox)
    .set({ state: 'withheld', settledAt: at, lastError: reason })
    .where(eq(outbox.id, id))
    .run();
}

export function markDead(tx: Db, id: number, at: string, reason: string): void {
  tx.update(outbox)
    .set({ state: 'dead', settledAt: at, lastError: reason })
    .where(eq(outbox.id, id))
    .run();
}

/**
 * Puts a row back for a later try. `attempts` says how many tries count against it, `firstTriedAt` since when one of
 * them may have succeeded.
 */
export function reschedule(
  tx: Db,
  id: number,
  how: { notBefore: string; reason: string; attempts: number; firstTriedAt: string | null },
): void {
  const { notBefore, reason, attempts, firstTriedAt } = how;
  tx.update(outbox)
    .set({ state: 'waiting', notBefore, lastError: reason, attempts, firstTriedAt })
    .where(eq(outbox.id, id))
    .run();
}

/** What waits for a tenant that was paused may go at once. */
export function hurryTenant(tx: Db, tenant: string, at: string): void {
  tx.update(outbox)
    .set({ notBefore: at })
    .where(and(isOpen, eq(outbox.tenant, tenant), eq(outbox.state, 'waiting')))
    .run();
}

/** How many deliveries of each incident wait for a tenant; the incident that waits longest first. */
export function heldBack(db: Db, tenant: string): { incidentId: string; waiting: number }[] {
  return db
    .select({ incidentId: outbox.incidentId, waiting: count() })
    .from(outbox)
    .where(and(isOpen, eq(outbox.tenant, tenant)))
    .groupBy(outbox.incidentId)
    .orderBy(asc(min(outbox.id)))
    .all();
}

/** The room is there: what waited for it may go at once. */
export function hurryLane(tx: Db, lane: string, at: string): void {
  tx.update(outbox)
    .set({ notBefore: at })
    .where(and(isNull(outbox.settledAt), eq(outbox.lane, lane), eq(outbox.state, 'waiting')))
    .run();
}

/** After a start: what was being sent when the process died is tried again, as a second attempt that looks first. */
export function recoverSending(tx: Db, at: string): number {
  return tx
    .update(outbox)
    .set({ state: 'waiting', notBefore: at, lastError: 'The process stopped while sending.' })
    .where(and(isNull(outbox.settledAt), eq(outbox.state, 'sending')))
    .run().changes;
}

/** Waiting and dead rows of an incident, for `/incident health`. */
export function unsettled(db: Db, incidentId: string): OutboxRow[] {
  return db
    .select()
    .from(outbox)
    .where(
      and(eq(outbox.incidentId, incidentId), sql`${outbox.state} not in ('delivered', 'withheld')`),
    )
    .orderBy(asc(outbox.id))
    .all();
}

/** Does a room of the incident in the tenant wait to be opened, or for somebody to mend what was in the way? */
export function isOpening(db: Db, incidentId: string, tenant: string): boolean {
  const isOpenChannel = sql`${outbox.effect} ->> '$.kind' = 'openChannel'`;
  return (
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(
        and(
          eq(outbox.incidentId, incidentId),
          inArray(outbox.state, ['waiting', 'sending', 'dead']),
          eq(outbox.tenant, tenant),
          isOpenChannel,
        ),
      )
      .limit(1)
      .get() !== undefined
  );
}

/** Opens a dead row of the incident again, or all of them. Returns their numbers. */
export function retryDead(tx: Db, incidentId: string, id: number | 'all', at: string): number[] {
  const which = id === 'all' ? undefined : eq(outbox.id, id);
  return tx
    .update(outbox)
    .set({ state: 'waiting', notBefore: at, settledAt: null })
    .where(and(which, eq(outbox.incidentId, incidentId), eq(outbox.state, 'dead')))
    .returning({ id: outbox.id })
    .all()
    .map((row) => row.id);
}

/** Incidents with dead rows, in a tenant or in all (null). */
export function deadIncidents(db: Db, tenant: string | null): string[] {
  return db
    .selectDistinct({ incidentId: outbox.incidentId })
    .from(outbox)
    .where(and(eq(outbox.state, 'dead'), ofTenant(tenant)))
    .orderBy(asc(outbox.incidentId))
    .all()
    .map((row) => row.incidentId);
}

/** A dead row of a tenant, or of any (null). */
export function findDead(db: Db, tenant: string | null, id: number): OutboxRow | undefined {
  return db
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), eq(outbox.state, 'dead'), ofTenant(tenant)))
    .get();
}

/** Everything of a tenant, or of all (null), that is not delivered: what is given up first, then in its order. */
export function undelivered(db: Db, tenant: string | null, limit: number): OutboxRow[] {
  const isDead = sql`${outbox.state} = 'dead'`;
  return db
    .select()
    .from(outbox)
    .where(and(or(isOpen, isDead), ofTenant(tenant)))
    .orderBy(desc(isDead), asc(outbox.id))
    .limit(limit)
    .all();
}

function ofTenant(tenant: string | null): SQL | undefined {
  return tenant === null ? undefined : eq(outbox.tenant, tenant);
}

/** Counts by state, of a tenant or of all; `failing` are waiting rows that have failed at least once. */
export function outboxCounts(
  db: Db,
  tenant: string | null = null,
): { waiting: number; failing: number; dead: number } {
  const open = db
    .select({
      n: sql<number>`count(*)`,
      failing: sql<number>`coalesce(sum(${outbox.attempts} > 0), 0)`,
    })
    .from(outbox)
    .where(and(isNull(outbox.settledAt), ofTenant(tenant)))
    .get();
  const dead = db
    .select({ n: sql<number>`count(*)` })
    .from(outbox)
    .where(and(eq(outbox.state, 'dead'), ofTenant(tenant)))
    .get();
  return { waiting: open?.n ?? 0, failing: open?.failing ?? 0, dead: dead?.n ?? 0 };
}
