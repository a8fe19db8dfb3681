// Views of a whole tenant that are kept current: the digest of its announcement channel, the home page of a person.
import { and, eq, gte, like } from './drizzle.ts';
import type { Db } from './open.ts';
import { boards } from './schema.ts';

export type BoardRow = typeof boards.$inferSelect;

const homePrefix = 'home ';

export function boardOf(db: Db, tenant: string, board: string): BoardRow | undefined {
  return db
    .select()
    .from(boards)
    .where(and(eq(boards.tenant, tenant), eq(boards.board, board)))
    .get();
}

export function saveBoard(tx: Db, row: BoardRow): void {
  const { conversation, externalId, shown, touchedAt } = row;
  tx.insert(boards)
    .values(row)
    .onConflictDoUpdate({
      target: [boards.tenant, boards.board],
      set: { conversation, externalId, shown, touchedAt },
    })
    .run();
}

/** The name of a person's home page among the boards. */
export function homeBoard(person: string): string {
  return `${homePrefix}${person}`;
}

/** Whose home pages were opened since then (ISO-8601 UTC). */
export function homesOpenedSince(db: Db, since: string): { tenant: string; person: string }[] {
  return db
    .select()
    .from(boards)
    .where(and(like(boards.board, `${homePrefix}%`), gte(boards.touchedAt, since)))
    .all()
    .map(({ tenant, board }) => ({ tenant, person: board.slice(homePrefix.length) }));
}
