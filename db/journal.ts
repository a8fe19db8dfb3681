// The journal: accepted events, in order; replaying them rebuilds every snapshot and the whole timeline.
import { and, asc, eq, gt, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { pages } from './pages.ts';
import { columnsOf, prepared } from './prepared.ts';
import { journal } from './schema.ts';

const insertRow = prepared((db) => db.insert(journal).values(columnsOf(journal)).prepare());
const rowsAfter = prepared((db) =>
  db
    .select()
    .from(journal)
    .where(
      and(
        eq(journal.incidentId, sql.placeholder('incidentId')),
        gt(journal.n, sql.placeholder('after')),
      ),
    )
    .orderBy(asc(journal.n))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

export type JournalRow = typeof journal.$inferSelect;

export function appendJournal(tx: Db, row: JournalRow): void {
  insertRow(tx).run(row);
}

/** In order, a page at a time: an incident may hold more than fits into memory. */
export function readJournal(db: Db, incidentId: string): Iterable<JournalRow> {
  return pages(
    (range) => rowsAfter(db).all({ incidentId, ...range }),
    ({ n }) => n,
  );
}
