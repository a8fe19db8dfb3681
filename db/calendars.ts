// Calendar addresses of people, and what a calendar needs over all incidents. Secrets come in and are only ever hashed.
import { createHash } from 'node:crypto';
import { and, eq, inArray, or, sql } from './drizzle.ts';
import { hasMember } from './has-member.ts';
import { knownIn } from './mirrors.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { calendars, incidents, journal, parts } from './schema.ts';

const rowOfPerson = prepared((db) =>
  db
    .select()
    .from(calendars)
    .where(eq(calendars.person, sql.placeholder('person')))
    .prepare(),
);
const personByHash = prepared((db) =>
  db
    .select({ person: calendars.person })
    .from(calendars)
    .where(eq(calendars.secretHash, sql.placeholder('secretHash')))
    .prepare(),
);
const insertOrReplace = prepared((db) => {
  const { secretHash, madeAt } = columnsOf(calendars);
  return db
    .insert(calendars)
    .values(columnsOf(calendars))
    .onConflictDoUpdate({ target: calendars.person, set: { secretHash, madeAt } })
    .prepare();
});
const changesByInstance = prepared((db) =>
  db
    .select({
      instance: journal.instance,
      n: sql<number>`max(${journal.n})`,
      // Of the row with that number: SQLite takes the other columns of a max from there.
      at: journal.recordedAt,
    })
    .from(journal)
    .where(eq(journal.incidentId, sql.placeholder('incidentId')))
    .groupBy(journal.instance)
    .prepare(),
);

const lastingQuery = (forAll: readonly string[]) =>
  prepared((db) => {
    const isMember = hasMember(db, sql.placeholder('person'));
    return db
      .selectDistinct({ id: incidents.id })
      .from(parts)
      .innerJoin(incidents, eq(incidents.id, parts.incidentId))
      .where(
        and(
          eq(parts.closed, false),
          knownIn(sql.placeholder('tenant')),
          or(inArray(incidents.visibility, [...forAll]), isMember),
        ),
      )
      .prepare();
  });
const lastingForAdmins = lastingQuery(['open', 'private']);
const lastingForOthers = lastingQuery(['open']);

/** Since when the person has an address; undefined when they have none. */
export function calendarSince(db: Db, person: string): string | undefined {
  return rowOfPerson(db).get({ person })?.madeAt;
}

/** From now on this is the person's only secret. */
export function saveCalendar(
  tx: Db,
  { person, secret, madeAt }: { person: string; secret: string; madeAt: string },
): void {
  insertOrReplace(tx).run({ person, secretHash: hashOf(secret), madeAt });
}

/**
 * Whose secret this is. Only hashes are compared, so that the time it takes tells nothing of how near somebody's guess
 * came.
 */
export function personOfCalendar(db: Db, secret: string): string | undefined {
  return personByHash(db).get({ secretHash: hashOf(secret) })?.person;
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * Incidents, also closed ones, with a part that still goes on, as far as somebody may know of them: private and
 * restricted ones show to their members, and private ones to whoever `seesAll`.
 */
export function incidentsThatLast(
  db: Db,
  { seesAll, ...asking }: { tenant: string; person: string; seesAll: boolean },
): string[] {
  const query = seesAll ? lastingForAdmins : lastingForOthers;
  return query(db)
    .all(asking)
    .map(({ id }) => id);
}

/** When each chart of an incident last took an event: `incident`, `task/<n>`, `case/<n>`; `n` only ever grows. */
export function lastChanges(db: Db, incidentId: string): Map<string, { n: number; at: string }> {
  const rows = changesByInstance(db).all({ incidentId });
  return new Map(rows.map(({ instance, n, at }) => [instance, { n, at }]));
}
