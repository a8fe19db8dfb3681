// Clocks over all incidents.
import { and, eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { incidents, parts } from './schema.ts';

const dueAt = sql`json_extract(${parts.snapshot}, '$.context.dueAt')`;
const runningQuery = prepared((db) =>
  db
    .select({
      all: sql<number>`count(*)`,
      overdue: sql<number>`coalesce(sum(${dueAt} < ${sql.placeholder('now')}), 0)`,
    })
    .from(parts)
    .innerJoin(incidents, eq(incidents.id, parts.incidentId))
    .where(and(eq(parts.kind, 'clock'), eq(parts.state, 'running'), eq(incidents.drill, false)))
    .prepare(),
);

/** How many apply and are not done, and how many of those are overdue; drills do not count. */
export function clockCounts(db: Db, now: string): { running: number; overdue: number } {
  const { all = 0, overdue = 0 } = runningQuery(db).get({ now }) ?? {};
  return { running: all, overdue };
}
