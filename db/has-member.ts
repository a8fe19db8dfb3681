// Who belongs to an incident, as a condition of queries over incidents: need-to-know asks here.
import type { Placeholder, SQL } from 'drizzle-orm';
import { and, eq, exists, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { incidents, members } from './schema.ts';

/** Holds for the incidents that this person belongs to. */
export function hasMember(db: Db, person: string | Placeholder): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(members)
      .where(and(eq(members.incidentId, incidents.id), eq(members.person, person))),
  );
}
