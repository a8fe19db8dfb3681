// Boards: what stands somewhere and shows the state of now, such as the digest or a person's page. A row says where
// its board stands and what it showed last.
import { and, asc, eq, gte, inArray, isNull, like, or, sql } from './drizzle.ts';
import { tenantOf } from './mirrors.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { boards, conversations, incidents, journal } from './schema.ts';

export type BoardRow = typeof boards.$inferSelect;

const boardByName = prepared((db) => {
  const { tenant, board } = columnsOf(boards);
  return db
    .select()
    .from(boards)
    .where(and(eq(boards.tenant, tenant), eq(boards.board, board)))
    .prepare();
});
const insertOrUpdate = prepared((db) => {
  const { conversation, externalId, shown, touchedAt } = columnsOf(boards);
  return db
    .insert(boards)
    .values(columnsOf(boards))
    .onConflictDoUpdate({
      target: [boards.tenant, boards.board],
      set: { conversation, externalId, shown, touchedAt },
    })
    .prepare();
});
const homesSince = prepared((db) =>
  db
    .select()
    .from(boards)
    .where(and(like(boards.board, 'home %'), gte(boards.touchedAt, sql.placeholder('since'))))
    .orderBy(asc(boards.touchedAt))
    .prepare(),
);
const roomsSince = prepared((db) =>
  db
    .select({
      incidentId: incidents.id,
      tenant: incidents.tenant,
      lastJournal: incidents.lastJournal,
      conversation: conversations.conversation,
    })
    .from(incidents)
    .innerJoin(
      conversations,
      and(
        eq(conversations.incidentId, incidents.id),
        eq(conversations.tenant, incidents.tenant),
        isNull(conversations.retiredAt),
      ),
    )
    .where(or(eq(incidents.closed, false), gte(incidents.closedAt, sql.placeholder('since'))))
    .orderBy(asc(incidents.id))
    .prepare(),
);
const newestRow = prepared((db) =>
  db
    .select({ n: sql<number | null>`max(rowid)` })
    .from(journal)
    .prepare(),
);

export function boardOf(db: Db, tenant: string, board: string): BoardRow | undefined {
  return boardByName(db).get({ tenant, board });
}

export function saveBoard(tx: Db, row: BoardRow): void {
  insertOrUpdate(tx).run(row);
}

export function forgetBoard(tx: Db, tenant: string, board: string): void {
  tx.delete(boards)
    .where(and(eq(boards.tenant, tenant), eq(boards.board, board)))
    .run();
}

/** The page of a person. */
export const homeOf = (person: string): string => `home ${person}`;

/** The pages that somebody has looked at since the instant. */
export function homesLookedAt(db: Db, since: string): BoardRow[] {
  return homesSince(db).all({ since });
}

/** What these people see may no longer be theirs to see: their pages are made anew before anything else. */
export function distrustHomes(tx: Db, people: readonly string[]): void {
  if (people.length === 0) return;
  tx.update(boards)
    .set({ shown: null })
    .where(
      and(inArray(boards.tenant, people.map(tenantOf)), inArray(boards.board, people.map(homeOf))),
    )
    .run();
}

/** The rooms, each in its incident's own tenant, of incidents that are open, or were closed since the instant, and how far their journals go. */
export function roomsInUse(
  db: Db,
  since: string,
): { incidentId: string; tenant: string; lastJournal: number; conversation: string }[] {
  return roomsSince(db).all({ since });
}

/** Grows with every accepted event of any incident. */
export function newestChange(db: Db): number {
  return newestRow(db).get()?.n ?? 0;
}
