// The series of documents: their ids are given once in the whole database, because one publisher publishes them all.
import { and, eq, like, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { parts } from './schema.ts';

/** The highest number given in a series (`SB26` has SB26-001, SB26-002, …); 0 when none was. */
export function lastInSeries(db: Db, series: string): number {
  const number = sql<
    number | null
  >`max(cast(substr(${parts.key}, ${series.length + 2}) as integer))`;
  const found = db
    .select({ number })
    .from(parts)
    .where(and(eq(parts.kind, 'document'), like(parts.key, `${series}-%`)))
    .get();
  return found?.number ?? 0;
}
