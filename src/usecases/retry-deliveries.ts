// Deliveries that were given up, tried again: one or all of an incident, or of a whole workspace. Each incident's
// record says so.
import { pairedWith } from '#db/mirrors.ts';
import { deadIncidents, retryDead } from '#db/outbox.ts';
import { hurryPauses } from '#db/pauses.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident } from './apply-event.ts';
import { Refused } from './refused.ts';
import type { Stamp } from './request.ts';

/** One delivery by its number, or all that were given up. Throws Refused when there is none. */
export function retryIn(work: Work, opened: Opened, which: number | 'all', stamp: Stamp): number {
  const { id: incidentId, tenant } = opened.row;
  const paired = pairedWith(work.tx, tenant);
  const ids = retryDead(work.tx, incidentId, which, work.now);
  if (ids.length === 0) throw new Refused({ reason: 'unknownDelivery', id: which, incidentId });
  const [one, ...more] = ids;
  applyIncidentEvent(work, opened, {
    ...stamp,
    type: 'NOTE',
    text:
      more.length === 0
        ? `Delivery ${one} is tried again`
        : `Deliveries ${ids.join(', ')} are tried again`,
    occurredAt: stamp.at,
    link: null,
    author: null,
  });
  // Whoever tries again has perhaps mended what holds everything back.
  hurryPauses(work.tx, work.now, tenant);
  if (paired !== null) hurryPauses(work.tx, work.now, paired);
  return ids.length;
}

/** Everything that was given up in a tenant, or in all (null); the platforms that are paused are asked again at once. */
export function retryEverywhere(
  work: Work,
  tenant: string | null,
  stamp: Stamp,
): { deliveries: number; incidents: number } {
  const concerned = deadIncidents(work.tx, tenant);
  let deliveries = 0;
  for (const incidentId of concerned) {
    const opened = openIncident(work, incidentId);
    deliveries += retryIn(work, opened, 'all', stamp);
    finish(work, opened);
  }
  hurryPauses(work.tx, work.now, tenant ?? undefined);
  return { deliveries, incidents: concerned.length };
}
