// Which tenants of one organisation show each other their incidents, and which incidents that are: those open to all,
// and no drills. Everything that decides what a tenant may know asks here.
import type { Column, SQL } from 'drizzle-orm';
import { and, asc, eq, exists, inArray, isNull, ne, or, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { conversations, incidents, mirrors } from './schema.ts';

type Shown = Pick<typeof incidents.$inferSelect, 'tenant' | 'visibility' | 'drill'>;

const pairedTenant = prepared((db) =>
  db
    .select({ paired: mirrors.paired })
    .from(mirrors)
    .where(eq(mirrors.tenant, sql.placeholder('tenant')))
    .prepare(),
);

/** The pairs from now on, in place of those before. */
export function setMirrors(tx: Db, pairs: readonly (readonly [string, string])[]): void {
  tx.delete(mirrors).run();
  const rows = pairs.flatMap(([one, other]) => [
    { tenant: one, paired: other },
    { tenant: other, paired: one },
  ]);
  if (rows.length > 0) tx.insert(mirrors).values(rows).run();
}

/** The tenant that this one is paired with, or null. */
export function pairedWith(db: Db, tenant: string): string | null {
  return pairedTenant(db).get({ tenant })?.paired ?? null;
}

/** Where an incident is shown beside its own tenant, or null: it is shown nowhere else. */
export function mirrorOf(db: Db, { tenant, visibility, drill }: Shown): string | null {
  return visibility === 'open' && !drill ? pairedWith(db, tenant) : null;
}

/** May the tenant know of the incident at all? */
export function isKnownIn(db: Db, row: Shown, tenant: string): boolean {
  return row.tenant === tenant || mirrorOf(db, row) === tenant;
}

/** The same as a condition on rows of `incidents`. */
export function knownIn(tenant: string | SQL | Column | ReturnType<typeof sql.placeholder>): SQL {
  const paired = sql`(select ${mirrors.paired} from ${mirrors} where ${mirrors.tenant} = ${tenant})`;
  const isShown = and(eq(incidents.visibility, 'open'), eq(incidents.drill, false));
  return sql`(${incidents.tenant} in (${tenant}, ${paired}) and ${or(sql`${incidents.tenant} = ${tenant}`, isShown)})`;
}

/** The incidents that a change of the pairs concerns: the open ones of paired tenants, and what has a room elsewhere. */
export function concernedByPairs(db: Db): string[] {
  const isOpen = and(
    eq(incidents.closed, false),
    inArray(incidents.tenant, db.select({ tenant: mirrors.tenant }).from(mirrors)),
  );
  const hasRoomElsewhere = exists(
    db
      .select({ one: sql`1` })
      .from(conversations)
      .where(
        and(
          eq(conversations.incidentId, incidents.id),
          ne(conversations.tenant, incidents.tenant),
          isNull(conversations.retiredAt),
        ),
      ),
  );
  return db
    .select({ id: incidents.id })
    .from(incidents)
    .where(or(isOpen, hasRoomElsewhere))
    .orderBy(asc(incidents.declaredAt), asc(incidents.id))
    .all()
    .map(({ id }) => id);
}

/** The tenant of a person, a group or a conversation: its id without the last part. */
export function tenantOf(id: string): string {
  return id.slice(0, id.lastIndexOf(':'));
}
