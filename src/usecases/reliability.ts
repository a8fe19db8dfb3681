// How reliable exploitability ratings were, over all incidents but drills.
import type { Reliability } from '#machines/exploitability.ts';
import { reliabilityOf } from '#machines/exploitability.ts';
import type { Db } from '#db/open.ts';
import { releasedCases } from '#db/parts.ts';

/** Of one tenant, or (null) of all. Counts alone: they say nothing of any one case. `now`: ISO-8601 UTC. */
export function reliability(db: Db, tenant: string | null, now: string): Reliability {
  const cases = releasedCases(db, tenant).map(({ investigation = {} }) => {
    const { ratings = [], releasedAt = null } = investigation;
    return { ratings, releasedAt };
  });
  return reliabilityOf(cases, now);
}
