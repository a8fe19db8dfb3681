// Bookings on release trains over all incidents that a tenant knows: the list of what goes with which release.
import { and, asc, eq, gte, ne } from './drizzle.ts';
import { knownIn } from './mirrors.ts';
import type { Db } from './open.ts';
import type { PartRow } from './parts.ts';
import { incidents, parts } from './schema.ts';

/** By release, then by incident; those that were taken off or missed it are not there. `from`: no earlier release. */
export function bookingsFrom(db: Db, tenant: string, from: string): PartRow<'train'>[] {
  return db
    .select({ part: parts })
    .from(parts)
    .innerJoin(incidents, eq(incidents.id, parts.incidentId))
    .where(
      and(
        knownIn(tenant),
        eq(parts.kind, 'train'),
        gte(parts.key, from),
        ...['left', 'missed', 'moved'].map((state) => ne(parts.state, state)),
      ),
    )
    .orderBy(asc(parts.key), asc(parts.incidentId), asc(parts.n))
    .all()
    .map(({ part }) => part as PartRow<'train'>);
}
