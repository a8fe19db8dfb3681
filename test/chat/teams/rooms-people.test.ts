// Who comes into the room of an incident in Teams, who is taken out, and what a look at it shows.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deed } from '#src/chat/port.ts';
import type { TeamsMessage, TeamsPerson } from '../../teams-server/model.ts';
import { cardOf } from '../../teams-server/reading.ts';
import type { DeliverBench } from './deliver-bench.ts';
import { again, openIncident, RoomBench } from './room-bench.ts';

let room: RoomBench;
let bench: DeliverBench;

async function begin(): Promise<void> {
  room = await RoomBench.start();
  bench = room.bench;
}

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

describe('whoever is invited to a thread', () => {
  let conversation: string;
  beforeEach(async () => {
    await begin();
    conversation = await room.open(openIncident);
  });

  const inviting = (...people: string[]): Deed => ({ kind: 'invite', conversation, people });

  it('is mentioned there once, though the answer was lost', async () => {
    bench.server.fault('send', 'resetAfter');
    await bench.deliver(inviting(bench.id(bench.ada), bench.id(room.bo)));
    await room.delivered(inviting(bench.id(bench.ada), bench.id(room.bo)), again);
    expect(bench.said(conversation)).toHaveLength(1);
    const card = bench.said(conversation).map((message) => cardOf(message))[0];
    expect(bench.texts(conversation)[0]).toContain('Invited: ');
    expect(card?.['msteams']).toMatchObject({
      entities: [
        { type: 'mention', mentioned: { id: bench.ada.aadObjectId } },
        { type: 'mention', mentioned: { id: room.bo.aadObjectId } },
      ],
    });
  });

  it('with many others is mentioned in one message', async () => {
    const { world } = bench.server;
    const many = Array.from({ length: 30 }, (_none, n) => world.addPerson({ name: `P ${n}` }));
    const ids = many.map(({ aadObjectId }) => aadObjectId);
    world.addMembers(bench.team, ids, null);
    await room.delivered(inviting(...many.map((person) => bench.id(person))));
    expect(bench.said(conversation)).toHaveLength(1);
    const card = cardOf(bench.said(conversation)[0] ?? ({} as TeamsMessage));
    expect(card?.['msteams']).toMatchObject({ entities: { length: 30 } });
  });

  it('but is not in the team is named, with what to do', async () => {
    const delivery = await room.delivered(inviting(bench.id(room.bo), bench.id(room.cy)));
    expect(delivery.remark).toMatch(
      new RegExp(`not in the team.*<@${bench.id(room.cy)}>.*“Add member”`, 'u'),
    );
    expect(bench.texts(conversation)[0]).not.toContain('Cy');
  });

  it('from elsewhere, or as a group, is named, and nothing is said in the thread', async () => {
    const groups = [{ id: 'teams:x:g', name: 'on-call' }];
    const delivery = await room.delivered({ ...inviting('slack:T1:U1'), groups } as Deed);
    expect(delivery).toMatchObject({
      invited: [],
      remark: like(/not in this Teams organisation: <@slack:T1:U1>; .*no user groups.*on-call/u),
    });
    expect(bench.said(conversation)).toEqual([]);
  });
});

describe('whoever is invited to a private incident', () => {
  let conversation: string;
  beforeEach(async () => {
    await begin();
    conversation = await room.open(
      room.privateIncident({ people: [bench.id(bench.ada), bench.id(room.bo)] }),
    );
  });

  const inviting = (...people: TeamsPerson[]): Deed => ({
    kind: 'invite',
    conversation,
    people: people.map((person) => bench.id(person)),
  });
  it('is brought into the chat, and who is in already is left alone', async () => {
    await room.delivered(inviting(bench.ada, room.cy));
    expect(room.isInChat(room.cy)).toBe(true);
    expect(bench.server.callsOf('addToChat')).toHaveLength(1);
  });

  it('among many comes in as fast as Teams allows, each once', async () => {
    const many = Array.from({ length: 6 }, (_none, n) =>
      bench.server.world.addPerson({ name: `P ${n}` }),
    );
    expect(await room.untilDelivered(inviting(...many))).toMatchObject({ outcome: 'delivered' });
    expect(many.filter((person) => room.isInChat(person))).toHaveLength(6);
    const asked = bench.server.callsOf('addToChat').map(({ at }) => at);
    expect(asked).toHaveLength(6);
    expect((asked[4] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  it('but cannot be brought in is named, and the others come in', async () => {
    const { world } = bench.server;
    const strangers = ['X', 'Y'].map((name) => world.addPerson({ name }));
    for (const { aadObjectId } of strangers) world.people.delete(aadObjectId);
    const delivery = await room.untilDelivered(inviting(...strangers, room.cy));
    expect(room.isInChat(room.cy)).toBe(true);
    const named = strangers.map((person) => `<@${bench.id(person)}>`).join(', ');
    expect(delivery).toMatchObject({
      outcome: 'delivered',
      remark: like(new RegExp(`not brought into the chat: ${named}[.]`, 'u')),
    });
    expect(bench.server.callsOf('addToChat')).toHaveLength(3);
  });

  it('where the permission is missing is named, with where to grant it', async () => {
    bench.graph.resourceSpecific.delete('Chat.Manage.Chat');
    const delivery = await room.delivered(inviting(room.cy));
    expect(delivery.remark).toMatch(/not brought into the chat: .*Chat[.]Manage[.]Chat/u);
  });

  it('and no longer belongs is taken out', async () => {
    await room.untilDelivered(inviting(room.cy));
    const people = [room.bo, room.cy, bench.server.world.addPerson({ name: 'Never In' })];
    const deed: Deed = {
      kind: 'remove',
      conversation,
      people: people.map((person) => bench.id(person)),
    };
    expect(await room.untilDelivered(deed)).toEqual({ outcome: 'delivered', externalId: '' });
    expect([...(room.chats()[0]?.members ?? [])]).toEqual([bench.ada.aadObjectId]);
    expect(bench.server.callsOf('removeFromChat')).toHaveLength(2);
  });

  it('and cannot be taken out is named, with what to do', async () => {
    bench.graph.resourceSpecific.delete('Chat.Manage.Chat');
    const delivery = await room.delivered({
      kind: 'remove',
      conversation,
      people: [bench.id(room.bo)],
    });
    expect(delivery.remark).toMatch(
      new RegExp(`still in the chat: <@${bench.id(room.bo)}>[.] .*Chat[.]Manage[.]Chat`, 'u'),
    );
  });
});

describe('a look at a room', () => {
  beforeEach(() => begin());

  it('shows who is in a group chat and what they are', async () => {
    const conversation = await room.open(room.privateIncident());
    const { world } = bench.server;
    const stranger = world.addPerson({ name: 'Stan Ger', kind: 'stranger' });
    const guest = world.addPerson({ name: 'Gil Out', kind: 'guest' });
    const [chat] = room.chats();
    if (chat)
      world.addMembers(chat, [stranger.aadObjectId, guest.aadObjectId], room.bo.aadObjectId);
    expect(await room.look(conversation)).toEqual({
      name: 'inc-2026-0002',
      isPrivate: true,
      isShared: true,
      isArchived: false,
      hasBot: true,
      people: [
        { person: bench.id(bench.ada), kind: 'member' },
        { person: bench.id(room.bo), kind: 'member' },
        { person: bench.id(room.cy), kind: 'member' },
        { person: bench.id(stranger), kind: 'stranger' },
        { person: bench.id(guest), kind: 'guest' },
      ],
    });
  });

  it('needs no permission of Graph', async () => {
    const conversation = await room.open(room.privateIncident());
    bench.graph.granted.clear();
    bench.graph.resourceSpecific.clear();
    expect(await room.look(conversation)).toMatchObject({ hasBot: true, isShared: false });
    expect(await room.look(await room.open(openIncident))).toMatchObject({ hasBot: true });
  });

  it('sees that the bot was taken out of a chat', async () => {
    const conversation = await room.open(room.privateIncident());
    const [chat] = room.chats();
    if (chat) bench.server.world.uninstall(chat, room.bo.aadObjectId);
    expect(await room.look(conversation)).toMatchObject({
      hasBot: false,
      isPrivate: true,
      people: [],
    });
  });

  it('lists nobody of a thread, which is open to its team', async () => {
    const conversation = await room.open(openIncident);
    expect(await room.look(conversation)).toEqual({
      name: 'inc-2026-0001-worm',
      isPrivate: false,
      isShared: false,
      isArchived: false,
      hasBot: true,
      people: [],
    });
  });

  it('sees that the channel of a thread was archived or deleted', async () => {
    const conversation = await room.open(openIncident);
    const channel = bench.server.world.channels.get(bench.team.threadId);
    if (channel === undefined) throw new Error('the team has its channel');
    channel.isArchived = true;
    expect(await room.look(conversation)).toMatchObject({ isArchived: true });
    bench.server.world.deleteChannel(channel, room.bo.aadObjectId);
    expect(await room.look(conversation)).toBeNull();
  });

  it('knows no room of which the bot never heard', async () => {
    expect(await room.look('19:none@thread.v2')).toBeNull();
  });

  it('is tried again when Teams does not answer, instead of taking the room for lost', async () => {
    const conversation = await room.open(room.privateIncident());
    bench.server.fault('pagedMembers', '503');
    expect(await bench.deliver({ kind: 'look', conversation })).toMatchObject({
      outcome: 'retryLater',
    });
    bench.server.world.isDisabledByAdmin = true;
    expect(await bench.deliver({ kind: 'look', conversation })).toMatchObject({
      outcome: 'tenantDown',
    });
  });
});
