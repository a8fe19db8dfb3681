// The timeline: append and read. There is no update and no delete; every entry seals the one before it.
import type { SQL } from 'drizzle-orm';
import { hash } from 'node:crypto';
import type { EntryDraft } from '#machines/effects.ts';
import { and, asc, desc, eq, gt, inArray, like, lte, or, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { pages } from './pages.ts';
import { columnsOf, prepared } from './prepared.ts';
import { timeline } from './schema.ts';

const ofIncident = eq(timeline.incidentId, sql.placeholder('incidentId'));

/** A page of the timeline behind an entry, narrowed by `more`. */
const pageOf = (db: Db, more?: SQL) =>
  db
    .select()
    .from(timeline)
    .where(and(ofIncident, gt(timeline.seq, sql.placeholder('after')), more))
    .orderBy(asc(timeline.seq))
    .limit(sql.placeholder('limit'))
    .prepare();

const insertEntry = prepared((db) => db.insert(timeline).values(columnsOf(timeline)).prepare());
const entryBySeq = prepared((db) =>
  db
    .select()
    .from(timeline)
    .where(and(ofIncident, eq(timeline.seq, sql.placeholder('seq'))))
    .prepare(),
);
const entriesAfter = prepared((db) => pageOf(db));
const revisionsAfter = prepared((db) =>
  pageOf(db, inArray(timeline.kind, ['correction', 'withdrawal'])),
);
const accessAfter = prepared((db) =>
  pageOf(
    db,
    inArray(timeline.kind, [
      'declared',
      'invited',
      'groupInvited',
      'memberJoined',
      'handoverOffered',
      'adminJoined',
      'accessReviewed',
    ]),
  ),
);
const newestEntries = prepared((db) =>
  db
    .select()
    .from(timeline)
    .where(ofIncident)
    .orderBy(desc(timeline.seq))
    .limit(sql.placeholder('count'))
    .prepare(),
);

const ofKinds = (kinds: readonly string[], more: Readonly<Record<string, unknown>> = {}) =>
  and(
    or(
      inArray(
        timeline.kind,
        kinds.filter((kind) => !kind.endsWith('.*')),
      ),
      ...kinds
        .filter((kind) => kind.endsWith('.*'))
        .map((family) => like(timeline.kind, `${family.slice(0, -1)}%`)),
    ),
    ...Object.entries(more).map(
      ([name, value]) => sql`json_extract(${timeline.data}, ${`$.${name}`}) = ${value}`,
    ),
  );

export type EntryRow = typeof timeline.$inferSelect;

/** The hash before the first entry: that of the incident's id, so that chains cannot be swapped. */
export function firstHash(incidentId: string): string {
  return hash('sha256', incidentId);
}

/** SHA-256 over the former hash and every field of the entry in a fixed order. */
export function entryHash(former: string, entry: Omit<EntryRow, 'hash' | 'incidentId'>): string {
  const { seq, occurredAt, recordedAt, actor, kind, text, data, link } = entry;
  return hash(
    'sha256',
    JSON.stringify([former, seq, occurredAt, recordedAt, actor, kind, text, data, link]),
  );
}

/** Appends drafts after entry `lastSeq`; returns the rows as stored. */
export function appendEntries(
  tx: Db,
  { incidentId, lastSeq, lastHash }: { incidentId: string; lastSeq: number; lastHash: string },
  drafts: readonly EntryDraft[],
  recordedAt: string,
): EntryRow[] {
  let seal = lastHash;
  const rows = drafts.map((draft, i) => {
    const row = { ...draft, seq: lastSeq + 1 + i, recordedAt };
    seal = entryHash(seal, row);
    return { ...row, incidentId, hash: seal };
  });
  for (const row of rows) insertEntry(tx).run(row);
  return rows;
}

export function loadEntry(db: Db, incidentId: string, seq: number): EntryRow | undefined {
  return entryBySeq(db).get({ incidentId, seq });
}

/** The newest `count` entries, oldest first. */
export function lastEntries(db: Db, incidentId: string, count: number): EntryRow[] {
  return newestEntries(db).all({ incidentId, count }).toReversed();
}

/** The newest `count` entries of a kind, oldest first. */
export function lastOfKind(db: Db, incidentId: string, kind: string, count: number): EntryRow[] {
  return db
    .select()
    .from(timeline)
    .where(and(eq(timeline.incidentId, incidentId), eq(timeline.kind, kind)))
    .orderBy(desc(timeline.seq))
    .limit(count)
    .all()
    .toReversed();
}

/** Every entry in order, a page at a time. */
export function readTimeline(db: Db, incidentId: string): Iterable<EntryRow> {
  return pages(
    (range) => entriesAfter(db).all({ incidentId, ...range }),
    ({ seq }) => seq,
  );
}

/** Corrections and withdrawals alone, in order: few, however long the timeline. */
export function readRevisions(db: Db, incidentId: string): Iterable<EntryRow> {
  return pages(
    (range) => revisionsAfter(db).all({ incidentId, ...range }),
    ({ seq }) => seq,
  );
}

/** Which entries: of these kinds (`case.*`: all that begin so), and with these values in their data. */
export interface Sought {
  kinds: readonly string[];
  data?: Readonly<Record<string, string | number>>;
}

/** The entries sought behind entry `after`, oldest first. */
export function entriesSince(
  db: Db,
  incidentId: string,
  { kinds, data, after }: Sought & { after: number },
): EntryRow[] {
  return db
    .select()
    .from(timeline)
    .where(and(eq(timeline.incidentId, incidentId), gt(timeline.seq, after), ofKinds(kinds, data)))
    .orderBy(asc(timeline.seq))
    .all();
}

/** The newest entry sought, up to and with `upTo`; undefined when there is none. */
export function newestEntry(
  db: Db,
  incidentId: string,
  { kinds, data, upTo = Number.MAX_SAFE_INTEGER }: Sought & { upTo?: number },
): EntryRow | undefined {
  return db
    .select()
    .from(timeline)
    .where(and(eq(timeline.incidentId, incidentId), lte(timeline.seq, upTo), ofKinds(kinds, data)))
    .orderBy(desc(timeline.seq))
    .limit(1)
    .get();
}

/** Who came in, how and when, and when that was reviewed: in order, without the rest. */
export function readAccess(db: Db, incidentId: string): Iterable<EntryRow> {
  return pages(
    (range) => accessAfter(db).all({ incidentId, ...range }),
    ({ seq }) => seq,
  );
}
