// Which boards there are to be at present, and a version for each that changes with what it is made of.
import { homesLookedAt, newestChange, roomsInUse } from '#db/boards.ts';
import { tenantsWithDigest } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { Rules } from '../usecases/apply-event.ts';
import type { Board } from './board-plans.ts';

export interface WantedBoard extends Board {
  /** What stands there may not be for the eyes that see it, or somebody looks at it now. */
  isUrgent: boolean;
}

/** Whoever has not looked at their page for so long finds it made anew when they do. */
const homeDays = 30;

/** What a closed incident shows is brought up to date for so long, should it not have been possible before. */
const closedDays = 3;

export function wantedBoards(db: Db, rules: Rules, now: string): WantedBoard[] {
  const version = String(newestChange(db));
  const digests = tenantsWithDigest(db)
    .filter((tenant) => rules.announces(tenant) && rules.offers(tenant, 'digest'))
    .map((tenant): WantedBoard => {
      return { tenant, name: 'digest', kind: 'digest', version, isUrgent: false };
    });
  const homes = homesLookedAt(db, daysBefore(now, homeDays))
    .filter(({ tenant }) => rules.offers(tenant, 'home'))
    .map(({ tenant, board, shown }): WantedBoard => {
      return { tenant, name: board, kind: 'home', version, isUrgent: shown === null };
    });
  const canvases = roomsInUse(db, daysBefore(now, closedDays))
    .filter(({ tenant }) => rules.offers(tenant, 'canvas'))
    .map(({ tenant, incidentId, lastJournal, conversation }): WantedBoard => {
      const name = `canvas ${incidentId}`;
      return {
        tenant,
        name,
        kind: 'canvas',
        version: `${lastJournal} ${conversation}`,
        isUrgent: false,
      };
    });
  return [...homes, ...digests, ...canvases];
}

function daysBefore(now: string, days: number): string {
  return Temporal.Instant.from(now)
    .subtract({ hours: 24 * days })
    .toString({ fractionalSecondDigits: 3 });
}
