// Stores a snapshot of public threat data in place of the last one. Its cases are looked through by the running bot,
// which knows its rules: see threat.ts.
import type { Store } from '#db/open.ts';
import type { CaseFound, EpssRow, KevRow, NewFeed, ThreatFeed } from '#db/threat.ts';
import { casesIn, notInKev, replaceEpss, replaceKev, threatFeed } from '#db/threat.ts';
import type { Result } from '../shared/result.ts';
import { err, ok } from '../shared/result.ts';

export interface Imported {
  feed: ThreatFeed['feed'];
  version: string;
  publishedAt: string;
  count: number;
  /** The version that it took the place of. */
  before: string | null;
  /** CVEs that the catalogue did not have; of scores, which are all new each day, none are named. */
  added: string[];
  /** Cases of ours that it speaks of; those of drills do not count. */
  cases: CaseFound[];
}

/** What is stored is newer than what was to be imported. */
export interface TooOld {
  stored: ThreatFeed;
}

/** All or nothing. The first import of a catalogue names no added CVEs: they would be all. */
export function importKev(
  store: Store,
  feed: NewFeed,
  rows: readonly KevRow[],
): Result<Imported, TooOld> {
  return store.transaction((tx) => {
    const stored = threatFeed(tx, 'kev');
    if (stored !== undefined && stored.publishedAt > feed.publishedAt) return err({ stored });
    const cves = rows.map(({ cve }) => cve);
    const added = stored === undefined ? [] : notInKev(tx, cves);
    replaceKev(tx, feed, rows);
    return ok({
      ...told('kev', feed, stored),
      count: rows.length,
      added,
      cases: casesIn(tx, 'kev'),
    });
  });
}

/** All or nothing. */
export function importEpss(
  store: Store,
  feed: NewFeed,
  rows: readonly EpssRow[],
): Result<Imported, TooOld> {
  return store.transaction((tx) => {
    const stored = threatFeed(tx, 'epss');
    if (stored !== undefined && stored.publishedAt > feed.publishedAt) return err({ stored });
    replaceEpss(tx, feed, rows);
    return ok({
      ...told('epss', feed, stored),
      count: rows.length,
      added: [],
      cases: casesIn(tx, 'epss'),
    });
  });
}

function told(
  feed: ThreatFeed['feed'],
  { version, publishedAt }: NewFeed,
  stored: ThreatFeed | undefined,
): Pick<Imported, 'feed' | 'version' | 'publishedAt' | 'before'> {
  return { feed, version, publishedAt, before: stored?.version ?? null };
}
