// Parts: what of an incident has a chart of its own beside its tasks. One snapshot each, numbered within their kind.
import type { CaseContext } from '#machines/case-types.ts';
import type { PartKind, Parts } from '#machines/part-types.ts';
import { partKinds } from '#machines/siblings.ts';
import type { Stored } from '#machines/step.ts';
import { and, asc, eq, max, ne, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { incidents, parts } from './schema.ts';

export type PartRow<K extends PartKind> = Omit<typeof parts.$inferSelect, 'kind' | 'snapshot'> & {
  kind: K;
  snapshot: Stored<Parts[K]['context']>;
};

const columns = columnsOf(parts);
const isOfIncident = eq(parts.incidentId, sql.placeholder('incidentId'));
const isOfKind = and(isOfIncident, eq(parts.kind, sql.placeholder('kind')));
const isPart = and(isOfKind, eq(parts.n, sql.placeholder('n')));
const insertRow = prepared((db) => db.insert(parts).values(columns).prepare());
const partByNumber = prepared((db) => db.select().from(parts).where(isPart).prepare());
const updatePart = prepared((db) => {
  const { state, closed, key, snapshot } = columns;
  return db.update(parts).set({ state, closed, key, snapshot }).where(isPart).prepare();
});
const allOfKind = prepared((db) =>
  db.select().from(parts).where(isOfKind).orderBy(asc(parts.n)).prepare(),
);
const allOfIncident = prepared((db) =>
  db.select().from(parts).where(isOfIncident).orderBy(asc(parts.n)).prepare(),
);
const lastOfKind = prepared((db) =>
  db
    .select({ n: max(parts.n) })
    .from(parts)
    .where(isOfKind)
    .prepare(),
);

export function insertPart(tx: Db, row: PartRow<PartKind>): void {
  insertRow(tx).run(row);
}

export function savePart(tx: Db, row: PartRow<PartKind>): void {
  updatePart(tx).run(row);
}

export function loadPart<K extends PartKind>(
  db: Db,
  incidentId: string,
  kind: K,
  n: number,
): PartRow<K> | undefined {
  return partByNumber(db).get({ incidentId, kind, n }) as PartRow<K> | undefined;
}

/** By number; closed ones too. */
export function partsOf<K extends PartKind>(db: Db, incidentId: string, kind: K): PartRow<K>[] {
  return allOfKind(db).all({ incidentId, kind }) as PartRow<K>[];
}

/** All of an incident by kind, each by number; closed ones too. */
export type PartsByKind = { [K in PartKind]: PartRow<K>[] };

/** In one query, where more than one kind is asked for. */
export function allPartsOf(db: Db, incidentId: string): PartsByKind {
  const rows = allOfIncident(db).all({ incidentId });
  const ofKind = (kind: PartKind): unknown => rows.filter((row) => row.kind === kind);
  return Object.fromEntries(partKinds.map((kind) => [kind, ofKind(kind)])) as PartsByKind;
}

/** The number that the next part of the kind gets. */
export function nextPart(db: Db, incidentId: string, kind: PartKind): number {
  return (lastOfKind(db).get({ incidentId, kind })?.n ?? 0) + 1;
}

/** Over all incidents: those with this key that are not closed. */
export function openPartsByKey<K extends PartKind>(db: Db, kind: K, key: string): PartRow<K>[] {
  return db
    .select()
    .from(parts)
    .where(and(eq(parts.kind, kind), eq(parts.key, key), eq(parts.closed, false)))
    .orderBy(asc(parts.incidentId), asc(parts.n))
    .all() as PartRow<K>[];
}

/** Every case that was released, of a tenant's incidents (null: of all tenants) that are no drills. */
export function releasedCases(db: Db, tenant: string | null): CaseContext[] {
  const isLive = and(
    eq(incidents.drill, false),
    tenant === null ? undefined : eq(incidents.tenant, tenant),
  );
  const isReleased = sql`json_extract(${parts.snapshot}, '$.context.investigation.releasedAt') is not null`;
  return db
    .select({ snapshot: parts.snapshot })
    .from(parts)
    .innerJoin(incidents, eq(incidents.id, parts.incidentId))
    .where(and(eq(parts.kind, 'case'), ne(parts.state, 'moved'), isLive, isReleased))
    .all()
    .map(({ snapshot }) => snapshot.context as CaseContext);
}
