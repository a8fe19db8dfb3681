// Imported threat data: what CISA's KEV and FIRST's EPSS say of a CVE, and which of our cases they concern.
import { and, asc, eq, inArray, isNull, ne, sql } from './drizzle.ts';
import type { Db } from './open.ts';
import { prepared } from './prepared.ts';
import { epss, incidents, kev, parts, threatFeeds } from './schema.ts';

export type KevRow = typeof kev.$inferSelect;
export type EpssRow = typeof epss.$inferSelect;
export type ThreatFeed = typeof threatFeeds.$inferSelect;
/** What is imported, before the bot has looked at it. */
export type NewFeed = Omit<ThreatFeed, 'feed' | 'count' | 'takenAt'>;

/** A case whose CVE is in the imported data. */
export interface CaseFound {
  incidentId: string;
  n: number;
}

// Every card of a case asks for both.
const kevByCve = prepared((db) =>
  db
    .select()
    .from(kev)
    .where(eq(kev.cve, sql.placeholder('cve')))
    .prepare(),
);
const epssByCve = prepared((db) =>
  db
    .select()
    .from(epss)
    .where(eq(epss.cve, sql.placeholder('cve')))
    .prepare(),
);
const feedByName = prepared((db) =>
  db
    .select()
    .from(threatFeeds)
    .where(eq(threatFeeds.feed, sql.placeholder('feed')))
    .prepare(),
);
// Asked after every change.
const notTaken = prepared((db) =>
  db.select().from(threatFeeds).where(isNull(threatFeeds.takenAt)).prepare(),
);

export function kevOf(db: Db, cve: string): KevRow | undefined {
  return kevByCve(db).get({ cve });
}

export function epssOf(db: Db, cve: string): EpssRow | undefined {
  return epssByCve(db).get({ cve });
}

export function threatFeed(db: Db, feed: ThreatFeed['feed']): ThreatFeed | undefined {
  return feedByName(db).get({ feed });
}

/** What was imported and not looked at since. */
export function untakenFeeds(db: Db): ThreatFeed[] {
  return notTaken(db).all();
}

export function markTaken(tx: Db, feed: ThreatFeed['feed'], at: string): void {
  tx.update(threatFeeds).set({ takenAt: at }).where(eq(threatFeeds.feed, feed)).run();
}

/** Puts the whole catalogue in place of the last one. */
export function replaceKev(tx: Db, feed: NewFeed, rows: readonly KevRow[]): void {
  tx.delete(kev).run();
  const packed = rows.map(({ cve, added, due, ransomware }) => [
    cve,
    added,
    due,
    Number(ransomware),
  ]);
  for (const json of batches(packed))
    tx.run(
      sql`insert into ${kev} (cve, added, due, ransomware) select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(${json})`,
    );
  saveFeed(tx, { ...feed, feed: 'kev', count: rows.length });
}

/** Puts all scores in place of the last ones. */
export function replaceEpss(tx: Db, feed: NewFeed, rows: readonly EpssRow[]): void {
  tx.delete(epss).run();
  const packed = rows.map(({ cve, score, percentile }) => [cve, score, percentile]);
  for (const json of batches(packed))
    tx.run(
      sql`insert into ${epss} (cve, score, percentile) select value ->> 0, value ->> 1, value ->> 2 from json_each(${json})`,
    );
  saveFeed(tx, { ...feed, feed: 'epss', count: rows.length });
}

/** Some hundred thousand rows must not keep the running bot from writing: SQLite takes them from JSON many times faster. */
function* batches(rows: readonly unknown[]): Iterable<string> {
  const size = 10_000;
  for (let from = 0; from < rows.length; from += size)
    yield JSON.stringify(rows.slice(from, from + size));
}

function saveFeed(tx: Db, feed: Omit<ThreatFeed, 'takenAt'>): void {
  const row = { ...feed, takenAt: null };
  tx.insert(threatFeeds)
    .values(row)
    .onConflictDoUpdate({ target: threatFeeds.feed, set: row })
    .run();
}

/** Which of these CVEs the catalogue did not have before. */
export function notInKev(db: Db, cves: readonly string[]): string[] {
  const known = new Set(
    db
      .select({ cve: kev.cve })
      .from(kev)
      .all()
      .map(({ cve }) => cve),
  );
  return cves.filter((cve) => !known.has(cve));
}

/**
 * The cases with a CVE that the feed has, over all incidents. Drills play their own threats; a case that was moved is
 * another one's by now.
 */
export function casesIn(db: Db, feed: ThreatFeed['feed']): CaseFound[] {
  const known =
    feed === 'kev'
      ? db.select({ cve: kev.cve }).from(kev)
      : db.select({ cve: epss.cve }).from(epss);
  return db
    .select({ incidentId: parts.incidentId, n: parts.n })
    .from(parts)
    .innerJoin(incidents, eq(incidents.id, parts.incidentId))
    .where(
      and(
        eq(parts.kind, 'case'),
        ne(parts.state, 'moved'),
        eq(incidents.drill, false),
        inArray(parts.key, known),
      ),
    )
    .orderBy(asc(parts.incidentId), asc(parts.n))
    .all();
}
