// The room of an incident in the tenant that its own is paired with. The chart knows only the room in the incident's own
// tenant: this one is a copy, so whenever it is lost it is replaced, and nothing waits for it.
import { forgetCardsInRetired, retireRoom, saveConversation } from '#db/conversations.ts';
import type { ConversationRow } from '#db/conversations.ts';
import { concernedByPairs, mirrorOf, setMirrors } from '#db/mirrors.ts';
import type { Store } from '#db/open.ts';
import { hurryLane } from '#db/outbox.ts';
import { platformName } from '../shared/platform-name.ts';
import type { Opened, Rules, Work } from './apply-event.ts';
import { finish, openIncident } from './apply-event.ts';
import { hideWhereUnknown } from './mirror.ts';
import { note } from './note.ts';
import { incidentLane, openMirror, queueIn } from './queue.ts';

/**
 * To be called at each start: the pairs of tenants from now on. Open incidents of a tenant that is newly paired are
 * shown in the other; what is no longer shown there says so.
 */
export function startMirrors(
  store: Store,
  rules: Rules,
  now: string,
  pairs: readonly (readonly [string, string])[],
): void {
  store.transaction((tx) => {
    const work: Work = { tx, now, rules };
    setMirrors(tx, pairs);
    for (const id of concernedByPairs(tx)) {
      const { row } = openIncident(work, id);
      const tenant = mirrorOf(tx, row);
      hideWhereUnknown(work, row);
      if (tenant !== null && !row.closed) openMirror(work, row, tenant);
    }
  });
}

/** The room that `openMirror` asked for is there. */
export function mirrorOpened(
  work: Work,
  opened: Opened,
  tenant: string,
  room: Pick<ConversationRow, 'conversation' | 'name' | 'url'>,
): void {
  const { row } = opened;
  // What stands in a room from before says that it is no longer shown there.
  forgetCardsInRetired(work.tx, { tenant, incidentId: row.id });
  saveConversation(work.tx, { tenant, incidentId: row.id, ...room });
  note(work, opened, `Mirrored to ${platformName(tenant)}: channel ${room.name} opened`);
  finish(work, opened);
  queueIn(work, row, tenant, { kind: 'card', card: 'announcement' });
  hurryLane(work.tx, incidentLane(row, tenant), work.now);
}

/** It was archived, deleted or shared, or the bot is out of it: another is opened, and shows what stands. */
export function mirrorLost(work: Work, { row }: Opened, room: ConversationRow): void {
  if (row.closed || mirrorOf(work.tx, row) !== room.tenant) return;
  retireRoom(work.tx, room, work.now);
  openMirror(work, row, room.tenant);
  hurryLane(work.tx, incidentLane(row, room.tenant), work.now);
}
