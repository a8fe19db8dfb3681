// People as their platform describes them: names for display, zones for times, standing for authority.
import { and, eq, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { people } from './schema.ts';

const personById = prepared((db) =>
  db
    .select()
    .from(people)
    .where(eq(people.id, sql.placeholder('id')))
    .prepare(),
);

export type PersonRow = typeof people.$inferSelect;

export function savePerson(tx: Db, row: PersonRow): void {
  const { name, handle, zone, kind } = row;
  tx.insert(people)
    .values(row)
    .onConflictDoUpdate({ target: people.id, set: { name, handle, zone, kind } })
    .run();
}

export function loadPerson(db: Db, id: string): PersonRow | undefined {
  return personById(db).get({ id });
}

export function loadPeople(db: Db, ids: readonly string[]): PersonRow[] {
  return ids.flatMap((id) => loadPerson(db, id) ?? []);
}

/** The members of a tenant with this handle, in any case; of one that is an address its first part will do. */
export function peopleCalled(db: Db, tenant: string, handle: string): PersonRow[] {
  const wanted = handle.toLowerCase();
  const known = sql`lower(${people.handle})`;
  const first = `${wanted}@`;
  const isCalled = sql`(${known} = ${wanted} or substr(${known}, 1, ${first.length}) = ${first})`;
  return db
    .select()
    .from(people)
    .where(and(eq(people.tenant, tenant), eq(people.kind, 'member'), isCalled))
    .all();
}

export function peopleOf(db: Db, tenant: string): PersonRow[] {
  return db.select().from(people).where(eq(people.tenant, tenant)).all();
}
