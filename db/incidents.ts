// Incidents: their snapshot row, who belongs to them, and the lists made of them.
import { and, asc, between, desc, eq, gte, inArray, isNull, like, or, sql } from './drizzle.ts';
import { hasMember } from './has-member.ts';
import { knownIn } from './mirrors.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { boards, conversations, incidents, members, mirrors } from './schema.ts';

const incidentById = prepared((db) =>
  db
    .select()
    .from(incidents)
    .where(eq(incidents.id, sql.placeholder('id')))
    .prepare(),
);
const updateIncident = prepared((db) => {
  const { id, tenant: _tenant, year: _year, number: _number, ...rest } = columnsOf(incidents);
  return db.update(incidents).set(rest).where(eq(incidents.id, id)).prepare();
});
const ofTenant = or(isNull(sql.placeholder('tenant')), knownIn(sql.placeholder('tenant')));
const hasNumber = eq(incidents.number, sql.placeholder('number'));
const incidentByNumber = prepared((db) =>
  db
    .select()
    .from(incidents)
    .where(and(eq(incidents.year, sql.placeholder('year')), hasNumber, ofTenant))
    .prepare(),
);
const newestByNumber = prepared((db) =>
  db
    .select()
    .from(incidents)
    .where(and(hasNumber, ofTenant))
    .orderBy(desc(incidents.year))
    .limit(1)
    .prepare(),
);
const isInRange = and(
  eq(incidents.year, sql.placeholder('year')),
  between(incidents.number, sql.placeholder('first'), sql.placeholder('last')),
);
const holderOfRange = prepared((db) =>
  db
    .select({ tenant: incidents.tenant })
    .from(incidents)
    .where(and(isInRange, like(incidents.tenant, sql.placeholder('platform'))))
    .limit(1)
    .prepare(),
);
const newestOfRange = prepared((db) =>
  db
    .select({ number: incidents.number })
    .from(incidents)
    .where(isInRange)
    .orderBy(desc(incidents.number))
    .limit(1)
    .prepare(),
);
const idByConversation = prepared((db) =>
  db
    .select({ id: conversations.incidentId })
    .from(conversations)
    .where(
      and(
        eq(conversations.tenant, sql.placeholder('tenant')),
        eq(conversations.conversation, sql.placeholder('conversation')),
      ),
    )
    .prepare(),
);

export type IncidentRow = typeof incidents.$inferSelect;

/** How many numbers of a year a tenant has to itself before it is given a second range. */
const rangeSize = 10_000;

/**
 * The next free number of a tenant in a year. Numbers are of the whole database, but the tenants of one platform each
 * count in a range of their own (1 …, 10001 …): from its own numbers nobody learns what happens elsewhere. Safe inside
 * the transaction that inserts it.
 */
export function nextIncidentNumber(tx: Db, tenant: string, year: number): number {
  for (let first = 1; ; first += rangeSize) {
    const range = { year, first, last: first + rangeSize - 2 };
    const holder = holderOfRange(tx).get({ ...range, platform: `${tenant.split(':')[0]}:%` });
    if (holder !== undefined && holder.tenant !== tenant) continue;
    const newest = newestOfRange(tx).get(range)?.number ?? first - 1;
    if (newest < range.last) return newest + 1;
  }
}

export function insertIncident(tx: Db, row: IncidentRow, people: readonly string[]): void {
  tx.insert(incidents).values(row).run();
  addMembers(tx, row.id, people);
}

export function loadIncident(db: Db, id: string): IncidentRow | undefined {
  return incidentById(db).get({ id });
}

/** Saves what an event changed; `formerPeople` is the need-to-know list before it. */
export function saveIncident(tx: Db, row: IncidentRow, formerPeople: readonly string[]): void {
  const { id } = row;
  updateIncident(tx).run(row);
  const people = row.snapshot.context.members;
  if (
    people.length === formerPeople.length &&
    people.every((person, i) => person === formerPeople[i])
  )
    return;
  const gone = formerPeople.filter((person) => !people.includes(person));
  if (gone.length > 0)
    tx.delete(members)
      .where(and(eq(members.incidentId, id), inArray(members.person, gone)))
      .run();
  addMembers(
    tx,
    id,
    people.filter((person) => !formerPeople.includes(person)),
  );
}

/** The need-to-know list as the lists of incidents use it. */
export function membersOf(db: Db, incidentId: string): string[] {
  return db
    .select({ person: members.person })
    .from(members)
    .where(eq(members.incidentId, incidentId))
    .all()
    .map(({ person }) => person);
}

function addMembers(tx: Db, incidentId: string, people: readonly string[]): void {
  if (people.length === 0) return;
  tx.insert(members)
    .values(people.map((person) => ({ incidentId, person })))
    .onConflictDoNothing()
    .run();
}

/** `INC-2026-0001` exactly, or the short `INC-1`: the newest incident with that number. Null tenant: any (CLI). */
export function findIncident(db: Db, tenant: string | null, id: string): IncidentRow | undefined {
  const [, year, number] = /^INC-(?:(\d{4})-)?(\d{1,9})$/i.exec(id) ?? [];
  if (number === undefined) return undefined;
  if (year === undefined) return newestByNumber(db).get({ tenant, number: Number(number) });
  return incidentByNumber(db).get({ tenant, year: Number(year), number: Number(number) });
}

export function incidentOfConversation(
  db: Db,
  tenant: string,
  conversation: string,
): string | undefined {
  return idByConversation(db).get({ tenant, conversation })?.id;
}

/** An incident as lists show it, with its channel. */
export interface ListedRow extends Pick<
  IncidentRow,
  'id' | 'title' | 'level' | 'phase' | 'closed' | 'outcome' | 'declaredAt' | 'visibility' | 'drill'
> {
  channelName: string | null;
  channelUrl: string | null;
}

export interface ListQuery {
  tenant: string;
  which: 'open' | 'mine' | 'all';
  /** Whose list it is: private and restricted incidents show only to their members. */
  person: string;
  /** Admins see the private ones too, and that there are restricted ones. */
  seesAll: boolean;
  limit: number;
}

const listQuery = (which: ListQuery['which'], seesAll: boolean) =>
  prepared((db) => {
    const isMember = hasMember(db, sql.placeholder('person'));
    return listed(db, sql.placeholder('tenant'))
      .where(
        and(
          knownIn(sql.placeholder('tenant')),
          which === 'open' ? eq(incidents.closed, false) : undefined,
          which === 'mine' ? isMember : undefined,
          seesAll ? undefined : or(eq(incidents.visibility, 'open'), isMember),
        ),
      )
      .orderBy(desc(incidents.declaredAt), desc(incidents.id))
      .limit(sql.placeholder('limit'))
      .prepare();
  });
const listQueries = (seesAll: boolean) => ({
  open: listQuery('open', seesAll),
  mine: listQuery('mine', seesAll),
  all: listQuery('all', seesAll),
});
const listsOfAdmins = listQueries(true);
const listsOfOthers = listQueries(false);

/** The incidents a person may see, newest first, with their channels. */
export function listIncidents(
  db: Db,
  { tenant, which, person, seesAll, limit }: ListQuery,
): ListedRow[] {
  const query = (seesAll ? listsOfAdmins : listsOfOthers)[which];
  return query(db).all({ tenant, person, limit });
}

/** Open incidents declared since an instant, newest first, as far as telling them apart needs. */
export function declaredSince(
  db: Db,
  { tenant, since }: { tenant: string; since: string },
): Pick<IncidentRow, 'id' | 'title'>[] {
  return db
    .select({ id: incidents.id, title: incidents.title })
    .from(incidents)
    .where(and(knownIn(tenant), eq(incidents.closed, false), gte(incidents.declaredAt, since)))
    .orderBy(desc(incidents.declaredAt), desc(incidents.id))
    .all();
}

/** The incidents that everybody may follow, no drills, that were closed last, newest first. */
export function lastClosed(db: Db, tenant: string, limit: number): IncidentRow[] {
  return db
    .select()
    .from(incidents)
    .where(
      and(
        knownIn(tenant),
        eq(incidents.closed, true),
        eq(incidents.visibility, 'open'),
        eq(incidents.drill, false),
      ),
    )
    .orderBy(desc(incidents.closedAt), desc(incidents.id))
    .limit(limit)
    .all();
}

/** The open incidents that a tenant knows, in which somebody belongs or holds a role, for what the platform says of them. */
export function openIncidentsOf(db: Db, tenant: string): string[] {
  return db
    .select({ id: incidents.id })
    .from(incidents)
    .where(and(knownIn(tenant), eq(incidents.closed, false)))
    .orderBy(asc(incidents.declaredAt), asc(incidents.id))
    .all()
    .map(({ id }) => id);
}

/** Every incident of a tenant, whoever may see it, newest first: for the console, which hides channels itself. */
export function allIncidentsListed(db: Db, tenant: string): ListedRow[] {
  return listed(db, tenant)
    .where(knownIn(tenant))
    .orderBy(desc(incidents.declaredAt), desc(incidents.id))
    .all();
}

/** The tenants that may have something to show: incidents, a pair, or what stands there still. */
export function tenantsWithDigest(db: Db): string[] {
  return db
    .selectDistinct({ tenant: incidents.tenant })
    .from(incidents)
    .union(db.select({ tenant: mirrors.tenant }).from(mirrors))
    .union(db.select({ tenant: boards.tenant }).from(boards).where(eq(boards.board, 'digest')))
    .all()
    .map(({ tenant }) => tenant);
}

function listed(db: Db, tenant: string | ReturnType<typeof sql.placeholder>) {
  return db
    .select({
      id: incidents.id,
      title: incidents.title,
      level: incidents.level,
      phase: incidents.phase,
      closed: incidents.closed,
      outcome: incidents.outcome,
      declaredAt: incidents.declaredAt,
      drill: incidents.drill,
      visibility: incidents.visibility,
      channelName: conversations.name,
      channelUrl: conversations.url,
    })
    .from(incidents)
    .leftJoin(
      conversations,
      and(
        eq(conversations.incidentId, incidents.id),
        eq(conversations.tenant, tenant),
        isNull(conversations.retiredAt),
      ),
    )
    .$dynamic();
}

/** Every incident of every tenant, for the command line on the machine itself. */
export function allIncidents(db: Db): IncidentRow[] {
  return db.select().from(incidents).orderBy(asc(incidents.declaredAt), asc(incidents.id)).all();
}

/** How many are open and closed in all tenants; exercises do not count. */
export function incidentCounts(db: Db): { open: number; closed: number } {
  const row = db
    .select({
      all: sql<number>`count(*)`,
      closed: sql<number>`coalesce(sum(${incidents.closed}), 0)`,
    })
    .from(incidents)
    .where(eq(incidents.drill, false))
    .get();
  return { open: (row?.all ?? 0) - (row?.closed ?? 0), closed: row?.closed ?? 0 };
}
