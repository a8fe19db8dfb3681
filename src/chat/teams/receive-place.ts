// The app comes and goes, people come and go, channels are renamed, deleted and restored. The service tells it late,
// twice or not at all, so what is stored is how a place is reached; what is so of an incident's room is looked up.
import type { RoomHint } from '#machines/effects.ts';
import { tenantOf } from './identity.ts';
import { words } from './answer.ts';
import { outgoing } from './cards.ts';
import type { Answer, Place } from './connector.ts';
import type { KnownPlace } from './memory.ts';
import type { Came, Receiving } from './receiving.ts';

const welcome =
  'I lead security incidents with you. Write “declare” to declare one, “list” to see those that are open, “help” for everything else. In a channel or a group chat, mention me first: “@ssirp status”.';

export async function receiveInstalled(
  receiving: Receiving,
  { where, who }: Came<'installed'>,
): Promise<Answer> {
  const { api, background, memory } = receiving;
  const { conversationId: chat, serviceUrl } = where;
  if (where.kind !== 'personal') return came(receiving, where);
  const aadObjectId = who.aadObjectId.toLowerCase();
  const before = memory.person(aadObjectId);
  memory.savePerson({ aadObjectId, teamsId: who.teamsId, serviceUrl, chat, goneAt: null });
  // The service tells of one installation in two ways.
  if (before?.chat !== chat || before.goneAt !== null)
    background.run('welcome', () =>
      api.post(where, outgoing(words(welcome), { words: receiving.words })),
    );
  return { kind: 'none' };
}

/** From a team: from all its channels, and so from every room in them. */
export async function receiveUninstalled(
  receiving: Receiving,
  { where, who }: Came<'uninstalled'>,
): Promise<Answer> {
  const { memory, now } = receiving;
  if (where.kind !== 'personal') {
    for (const place of within(receiving, where)) gone(receiving, place, 'left');
    return { kind: 'none' };
  }
  const person = memory.person(who.aadObjectId.toLowerCase());
  if (person) memory.savePerson({ ...person, goneAt: now() });
  return { kind: 'none' };
}

export async function receiveMembers(
  receiving: Receiving,
  inbound: Came<'membersAdded' | 'membersRemoved'>,
): Promise<Answer> {
  const { people, isBot, kind, where } = inbound;
  for (const teamsId of people) receiving.people.forget(teamsId);
  if (isBot) {
    return kind === 'membersAdded'
      ? receiveInstalled(receiving, { ...inbound, kind: 'installed' })
      : receiveUninstalled(receiving, { ...inbound, kind: 'uninstalled' });
  }
  // Who is in a team is in none of its incidents by that.
  if (where.kind === 'groupChat') look(receiving, where.conversationId, null);
  return { kind: 'none' };
}

export async function receiveRoomChanged(
  receiving: Receiving,
  { what, where, name }: Came<'roomChanged'>,
): Promise<Answer> {
  if (/deleted$/iu.test(what)) {
    const places = /^team/iu.test(what)
      ? within(receiving, where)
      : within(receiving, where).filter(({ channelId }) => channelId === where.channelId);
    for (const place of places) gone(receiving, place, 'deleted');
    return { kind: 'none' };
  }
  for (const place of within(receiving, where)) {
    const isRenamed = what === 'channelRenamed' && place.conversationId === where.conversationId;
    const isBack = /restored$/iu.test(what);
    if (isRenamed || isBack)
      receiving.memory.savePlace({
        ...place,
        name: isRenamed ? (name ?? place.name) : place.name,
        goneAt: isBack ? null : place.goneAt,
      });
    look(receiving, place.conversationId, null);
  }
  return { kind: 'none' };
}

/** Of a team whoever added the app has chosen a channel. */
function came(receiving: Receiving, where: Place): Answer {
  const { memory } = receiving;
  const conversationId = where.channelId ?? where.conversationId;
  const name = memory.place(conversationId)?.name ?? null;
  memory.savePlace({ ...where, conversationId, name, goneAt: null });
  for (const place of within(receiving, where)) {
    memory.savePlace({ ...place, serviceUrl: where.serviceUrl, goneAt: null });
    look(receiving, place.conversationId, null);
  }
  return { kind: 'none' };
}

/** What the bot knows of the place: itself, and of a team all its channels and their threads. */
function within({ memory }: Receiving, where: Place): readonly KnownPlace[] {
  const { conversationId, teamId, channelId } = where;
  return memory
    .places()
    .filter(
      (place) =>
        place.conversationId === conversationId ||
        (where.kind === 'channel' &&
          ((teamId !== undefined && place.teamId === teamId) ||
            (channelId !== undefined && place.channelId === channelId))),
    );
}

function gone(receiving: Receiving, place: KnownPlace, hint: RoomHint): void {
  receiving.memory.savePlace({ ...place, goneAt: receiving.now() });
  look(receiving, place.conversationId, hint);
}

/** Of a conversation that is no incident's room nothing comes of it. */
function look({ sink, tenantId }: Receiving, conversation: string, hint: RoomHint | null): void {
  sink.notice({ kind: 'room', tenant: tenantOf(tenantId), conversation, hint, by: null });
}
