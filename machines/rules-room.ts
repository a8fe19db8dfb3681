// Rules of the incident's room: opened, changed from outside, lost, back, or replaced by another.
import type { Effect } from './effects.ts';
import * as words from './entries-access.ts';
import { channelOpened } from './entries.ts';
import type { IncidentContext, RoomLoss } from './incident-types.ts';
import type { Rules } from './rule-parts.ts';
import { askedOf, mayBeTold, offer, recorded, refresh } from './rule-parts.ts';

export const replaceRoom: Effect = { kind: 'replaceRoom' };

/** Only what nobody can mend is replaced unasked; an archived room is back with one click of somebody's. */
function isReplaced({ outcome, visibility }: IncidentContext, why: RoomLoss): boolean {
  const isExposed = visibility !== 'open' && (why === 'public' || why === 'shared');
  return outcome === null && (why === 'deleted' || isExposed);
}

export const roomRules = {
  CHANNEL_OPENED: (c, e) => ({
    ...(c.roomLost === undefined ? {} : { set: { roomLost: null } }),
    entries: [channelOpened(e)],
  }),
  ROOM_CHANGED: (c, e) => {
    const entry = words.roomChanged(e);
    return {
      entries: [entry],
      effects:
        c.outcome === null && (e.what === 'name' || e.what === 'kind')
          ? [recorded(entry), ...refresh(c), { kind: 'card', card: 'announcement' }]
          : [],
    };
  },
  ROOM_LOST: (c, e) => {
    const replaced = isReplaced(c, e.why);
    // In person: in the room they would not read it.
    const told = [...new Set([askedOf(c) ?? c.declaredBy, c.declaredBy])].filter((person) =>
      mayBeTold(c, person),
    );
    return {
      set: { roomLost: e.why },
      entries: [words.roomLost(e, replaced)],
      effects:
        c.outcome === null
          ? [
              ...told.map((person) =>
                offer(person, { kind: 'roomLost', why: e.why, name: e.name, replaced }),
              ),
              ...(replaced ? [replaceRoom] : []),
            ]
          : [],
    };
  },
  ROOM_BACK: (c, e) => {
    const entry = words.roomBack(e);
    return {
      set: { roomLost: null },
      entries: [entry],
      effects: c.outcome === null ? [recorded(entry, 'good'), ...refresh(c)] : [],
    };
  },
  ROOM_WANTED: (_c, e) => ({ entries: [words.roomWanted(e)], effects: [replaceRoom] }),
} satisfies Partial<Rules>;
