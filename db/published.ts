// What is out: every document that was published, over all incidents. They are few, and the tree is made of all.
import type { DocumentContext } from '#machines/document-types.ts';
import { and, asc, eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { incidents, parts } from './schema.ts';

/** Of incidents that are no drills, each once, wherever it moved when incidents were merged. By id. */
export function documentsOut(db: Db): DocumentContext[] {
  const context = sql<string>`json_extract(${parts.snapshot}, '$.context')`;
  const isOut = sql`json_array_length(${parts.snapshot}, '$.context.releases') > 0`;
  const isHere = sql`json_extract(${parts.snapshot}, '$.context.movedTo') is null`;
  return db
    .select({ context })
    .from(parts)
    .innerJoin(incidents, eq(incidents.id, parts.incidentId))
    .where(and(eq(parts.kind, 'document'), eq(incidents.drill, false), isOut, isHere))
    .orderBy(asc(parts.key))
    .all()
    .map(({ context: text }) => JSON.parse(text) as DocumentContext);
}
