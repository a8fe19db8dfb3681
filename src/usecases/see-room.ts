// What a look into the room found, held against what is known: each difference becomes an event. The platform's own
// events only make the bot look, so it does not matter in which order they come, how often, or whether one is lost.
import type { RoomHint } from '#machines/effects.ts';
import type {
  IncidentContext,
  InRoom,
  PersonId,
  RoomFacts,
  RoomLoss,
} from '#machines/incident-types.ts';
import type { ConversationRow } from '#db/conversations.ts';
import { conversationOf, saveSeen } from '#db/conversations.ts';
import { hurryLane, unsettled } from '#db/outbox.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent, finish, openIncident } from './apply-event.ts';
import { endAccess, holdingsOf } from './end-access.ts';
import { mirrorLost } from './mirror-room.ts';
import { incidentLane } from './queue.ts';

export interface Look {
  incidentId: string;
  /** The tenant that the room is in. */
  tenant: string;
  conversation: string;
  /** Null: there is no such room that the bot can see. */
  facts: RoomFacts | null;
  hint: RoomHint | null;
  by: PersonId | null;
}

/** Records one look. Of a room that was replaced meanwhile nothing is recorded. */
export function seeRoom(
  work: Work,
  { incidentId, tenant, conversation, facts, hint, by }: Look,
): void {
  const room = conversationOf(work.tx, incidentId, tenant);
  if (room?.conversation !== conversation) return;
  const opened = openIncident(work, incidentId);
  const stamp = { at: work.now, by: by ?? 'ssirp' };
  const told = { work, opened, room, stamp };
  const lost = lossOf(opened, facts, hint);
  // The record tells what becomes of the incident's own room; the other is a copy.
  if (tenant === opened.row.tenant) recordChanges(told, facts, lost);
  else if (lost !== null) return mirrorLost(work, opened, room);
  if (facts !== null) {
    // Nobody comes to belong to a private incident by way of a room that is open to more people.
    // An archived room shows nobody in it.
    const people =
      lost === null && !facts.isArchived
        ? comparePeople(told, facts.people)
        : (room.seen?.people ?? []);
    saveSeen(work.tx, room, { ...facts, people, at: work.now });
  }
  finish(work, opened);
  if (lost === null) hurryLane(work.tx, incidentLane(opened.row, tenant), work.now);
}

function recordChanges(told: Told, facts: RoomFacts | null, lost: RoomLoss | null): void {
  const { room } = told;
  if (facts !== null && facts.name !== room.name)
    tell(told, { type: 'ROOM_CHANGED', what: 'name', from: room.name, to: facts.name });
  const name = facts?.name ?? room.name;
  if (lost === null) tell(told, { type: 'ROOM_BACK', name });
  else tell(told, { type: 'ROOM_LOST', why: lost, name });
  if (facts !== null) compareKind(told, facts);
}

interface Told {
  work: Work;
  opened: Opened;
  room: ConversationRow;
  stamp: { at: string; by: string };
}

type Unstamped<E> = E extends unknown ? Omit<E, 'at' | 'by'> : never;
type Event = Parameters<typeof applyIncidentEvent>[2];

/** The chart refuses what it knows already. */
function tell({ work, opened, stamp }: Told, event: Unstamped<Event>): void {
  applyIncidentEvent(work, opened, { ...event, ...stamp });
}

function lossOf(
  { row: { closed, snapshot } }: Opened,
  facts: RoomFacts | null,
  hint: RoomHint | null,
): RoomLoss | null {
  const { visibility, roomLost = null } = snapshot.context;
  if (facts === null) {
    if (hint !== null) return hint === 'deleted' ? 'deleted' : 'outside';
    return roomLost === 'deleted' || roomLost === 'outside' ? roomLost : 'unseen';
  }
  if (facts.isShared) return 'shared';
  if (visibility !== 'open' && !facts.isPrivate) return 'public';
  // After the end of an incident somebody tidies up.
  if (facts.isArchived) return closed ? null : 'archived';
  return facts.hasBot ? null : 'outside';
}

const useName = (isArchived: boolean): string => (isArchived ? 'archived' : 'in use');
const kindName = (isPrivate: boolean): string => (isPrivate ? 'private' : 'public');

function compareKind(told: Told, { isPrivate, isArchived }: RoomFacts): void {
  const { opened, room } = told;
  const { context } = opened.row.snapshot;
  const before = room.seen ?? { isPrivate: context.visibility !== 'open', isArchived: false };
  // That a private incident's channel is public is more than a change: it is lost.
  if (context.visibility === 'open' && before.isPrivate !== isPrivate)
    tell(told, {
      type: 'ROOM_CHANGED',
      what: 'kind',
      from: kindName(before.isPrivate),
      to: kindName(isPrivate),
    });
  if (opened.row.closed && before.isArchived !== isArchived) {
    tell(told, {
      type: 'ROOM_CHANGED',
      what: 'use',
      from: useName(before.isArchived),
      to: useName(isArchived),
    });
  }
}

/** Returns those whose presence is settled; the others are looked at again. */
function comparePeople(told: Told, people: readonly InRoom[]): InRoom[] {
  const { work, opened, room, stamp } = told;
  const before = new Map(room.seen?.people.map(({ person, kind }) => [person, kind]));
  const context = (): IncidentContext => opened.row.snapshot.context;
  const isNew = ({ person, kind }: InRoom): boolean =>
    !context().members.includes(person) && before.get(person) !== kind;
  const { visibility } = context();
  // Whoever comes in with a group is on the list once all of it is invited.
  const isInviting = unsettled(work.tx, opened.row.id).some(
    ({ effect, state, tenant }) =>
      tenant === room.tenant &&
      effect.kind === 'invite' &&
      effect.groups !== undefined &&
      state !== 'dead',
  );
  const found: InRoom[] = [];
  const settled = people.filter((one) => !isInviting || !isNew(one));
  for (const one of isInviting ? [] : people.filter(isNew)) {
    if (visibility === 'restricted')
      tell(told, { type: 'CAME_UNINVITED', person: one.person, inviter: null });
    else if (visibility === 'open' && one.kind === 'member')
      tell(told, { type: 'MEMBER_JOINED', person: one.person });
    else if (one.kind !== 'unknown' || visibility === 'private') found.push(one);
  }
  if (found.length > 0) tell(told, { type: 'FOUND_IN_ROOM', people: found });

  const here = new Set(people.map(({ person }) => person));
  for (const person of before.keys()) {
    if (here.has(person) || !context().members.includes(person)) continue;
    const held = holdingsOf(work, opened, person);
    applyIncidentEvent(work, opened, { type: 'MEMBER_LEFT', person, ...stamp });
    endAccess(work, opened, held, 'left');
  }
  return settled;
}
