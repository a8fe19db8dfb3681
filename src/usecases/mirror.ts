// An incident that a tenant may no longer know of: what stands there says only that it is no longer shown.
import { cardsIn, endRoom, roomsOf } from '#db/conversations.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { isKnownIn } from '#db/mirrors.ts';
import { queueIn } from './queue.ts';
import type { Work } from './work.ts';

/** After every change, and for all incidents when the pairs of tenants change. */
export function hideWhereUnknown(work: Work, row: IncidentRow): void {
  const { tx, now } = work;
  for (const room of roomsOf(tx, row.id)) {
    const { tenant } = room;
    if (isKnownIn(tx, row, tenant)) continue;
    endRoom(tx, room, now);
    for (const card of cardsIn(tx, room)) queueIn(work, row, tenant, { kind: 'card', card });
    queueIn(work, row, tenant, { kind: 'setTopic' });
  }
}
