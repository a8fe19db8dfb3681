// What imported threat data means for the cases: the catalogue's word is a fact, a score is only shown. Drills play
// threats of their own and are told none of the real ones.
import { loadIncident } from '#db/incidents.ts';
import type { Db, Store } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart } from '#db/parts.ts';
import type { CaseFound } from '#db/threat.ts';
import { casesIn, epssOf, kevOf, markTaken, threatFeed, untakenFeeds } from '#db/threat.ts';
import type { EpssView } from '../commands/view-types.ts';
import type { Opened, Rules, Work } from './apply-event.ts';
import { applyPartEvent, finish, forChange } from './apply-event.ts';
import { queue } from './queue.ts';

/** The score of a CVE with the day it is of. */
export function epssFor(db: Db, cve: string | null): EpssView | undefined {
  const row = cve === null ? undefined : epssOf(db, cve);
  const at = row === undefined ? undefined : threatFeed(db, 'epss')?.publishedAt;
  if (row === undefined || at === undefined) return undefined;
  return { score: row.score, percentile: row.percentile, at };
}

/** Tells a case what the catalogue says of its CVE. Known already, it is not told again. */
export function lookUpInKev(work: Work, opened: Opened, part: PartRow<'case'>): void {
  const { cve } = part.snapshot.context;
  const listing = opened.row.drill || cve === null ? undefined : kevOf(work.tx, cve);
  if (listing === undefined) return;
  applyPartEvent(work, opened, part, { type: 'KEV', listing, at: work.now, by: 'ssirp' });
}

/**
 * Looks through the cases for what was imported since it was last done, whoever imported it: cheap where there is
 * nothing. All or nothing, so that after a crash it is done again. Returns how many cases were concerned.
 */
export function takeUpThreats(store: Store, rules: Rules, now: string): number {
  if (untakenFeeds(store.db).length === 0) return 0;
  return store.transaction((tx) => {
    const work: Work = { tx, now, rules };
    let concerned = 0;
    for (const { feed } of untakenFeeds(tx)) {
      const found = casesIn(tx, feed);
      concerned += found.length;
      for (const one of found) {
        if (feed === 'kev') tellCase(work, one);
        else showScore(work, one);
      }
      markTaken(tx, feed, now);
    }
    return concerned;
  });
}

function tellCase(work: Work, { incidentId, n }: CaseFound): void {
  const row = loadIncident(work.tx, incidentId);
  const part = loadPart(work.tx, incidentId, 'case', n);
  if (row === undefined || part === undefined) return;
  const opened = forChange(row);
  lookUpInKev(work, opened, part);
  finish(work, opened);
}

/** A score is no news to the room, but the card that stands there shows it. */
function showScore(work: Work, { incidentId, n }: CaseFound): void {
  const row = loadIncident(work.tx, incidentId);
  if (row === undefined || row.closed) return;
  queue(work, row, { kind: 'card', card: `case/${n}` });
}
