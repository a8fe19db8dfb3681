// When nothing may be written into an incident's room, and why.
import type { RoomLoss } from '#machines/incident-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { laneHead } from '#db/outbox.ts';
import type { Db } from '#db/open.ts';
import { roomLane } from '../usecases/queue.ts';

export type Hold =
  /** Until the room is open, looked at, back or replaced. */
  | { kind: 'wait'; why: string }
  /** For good: the incident is over, and so is its room. */
  | { kind: 'withhold'; why: string };

const losses: Record<RoomLoss, string> = {
  archived: 'The channel is archived.',
  deleted: 'The channel was deleted.',
  public: 'The channel was made public.',
  shared: 'The channel is shared with another organization.',
  outside: 'ssirp-bot is not in the channel.',
  unseen: 'The channel cannot be found.',
};

export const notOpen: Hold = { kind: 'wait', why: 'The channel is not open yet.' };
export const beingLookedAt: Hold = { kind: 'wait', why: 'The channel is being looked at.' };

/**
 * Null when it may. What is private waits until a look under way says who is there. To be asked of the incident's own
 * tenant: in a paired one there is nothing private, and a lost room is replaced.
 */
export function roomHold(
  db: Db,
  { id, tenant, closed, snapshot: { context } }: IncidentRow,
): Hold | null {
  const { visibility, roomLost = null } = context;
  if (roomLost !== null) return { kind: closed ? 'withhold' : 'wait', why: losses[roomLost] };
  return visibility !== 'open' && isRoomBusy(db, { id, tenant }) ? beingLookedAt : null;
}

/** The room in its own tenant is being looked at or replaced. */
export function isRoomBusy(db: Db, home: Pick<IncidentRow, 'id' | 'tenant'>): boolean {
  return laneHead(db, roomLane(home, home.tenant)) !== undefined;
}
