// What a platform tells by itself: something happened to a room, or somebody is no longer what they were. Each is
// stored before the platform hears that it was heard.
import type { RoomHint } from '#machines/effects.ts';
import type { PersonId, PersonKind } from '#machines/incident-types.ts';
import { moveRoom, roomInUse } from '#db/conversations.ts';
import { loadIncident, openIncidentsOf } from '#db/incidents.ts';
import type { Db, Store } from '#db/open.ts';
import type { PersonRow } from '#db/people.ts';
import { loadPerson, savePerson } from '#db/people.ts';
import type { Rules, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident } from './apply-event.ts';
import { endAccess, holdingsOf } from './end-access.ts';
import { queueIn } from './queue.ts';

/** As src/chat/port.ts has it. */
type Notice =
  | {
      kind: 'room';
      tenant: string;
      conversation: string;
      hint: RoomHint | null;
      by: PersonId | null;
    }
  | { kind: 'roomMoved'; tenant: string; from: string; to: string }
  | { kind: 'person'; person: PersonRow & { kind: PersonKind } };

/** Most notices are about rooms and people of no incident: those cost one look into a table. */
export function takeNotice(store: Store, rules: Rules, now: string, notice: Notice): void {
  if (!concerns(store.db, notice)) return;
  store.transaction((tx) => {
    const work: Work = { tx, now, rules };
    if (notice.kind === 'room') lookAt(work, notice);
    else if (notice.kind === 'roomMoved') follow(work, notice);
    else changeStanding(work, notice.person);
  });
}

function concerns(db: Db, notice: Notice): boolean {
  switch (notice.kind) {
    case 'room':
      return roomInUse(db, notice.tenant, notice.conversation) !== undefined;
    case 'roomMoved':
      return roomInUse(db, notice.tenant, notice.from) !== undefined;
    case 'person': {
      const known = loadPerson(db, notice.person.id);
      return known !== undefined && known.kind !== notice.person.kind;
    }
  }
}

function lookAt(work: Work, { tenant, conversation, hint, by }: Notice & { kind: 'room' }): void {
  const room = roomInUse(work.tx, tenant, conversation);
  const row = room === undefined ? undefined : loadIncident(work.tx, room.incidentId);
  if (row !== undefined) queueIn(work, row, tenant, { kind: 'lookAtRoom', hint, by });
}

function follow(work: Work, { tenant, from, to }: Notice & { kind: 'roomMoved' }): void {
  const room = roomInUse(work.tx, tenant, from);
  if (room === undefined) return;
  moveRoom(work.tx, room, to);
  const opened = openIncident(work, room.incidentId);
  const stamp = { at: work.now, by: 'ssirp' };
  applyIncidentEvent(work, opened, { type: 'ROOM_CHANGED', what: 'id', from, to, ...stamp });
  queueIn(work, opened.row, tenant, { kind: 'lookAtRoom', hint: null, by: null });
  finish(work, opened);
}

/** Authority ends with membership of the workspace, in every incident at once. */
function changeStanding(work: Work, person: PersonRow): void {
  savePerson(work.tx, person);
  if (person.kind !== 'guest' && person.kind !== 'stranger') return;
  for (const incidentId of openIncidentsOf(work.tx, person.tenant)) {
    const opened = openIncident(work, incidentId);
    const held = holdingsOf(work, opened, person.id);
    const refused = applyIncidentEvent(work, opened, {
      type: 'STANDING_LOST',
      person: person.id,
      kind: person.kind,
      at: work.now,
      by: 'ssirp',
    });
    if (refused !== null) continue;
    endAccess(work, opened, held, person.kind);
    finish(work, opened);
  }
}
