// Rooms of incidents in Teams: a thread or a channel for what is open, a group chat for what is private or nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TeamsMessage } from '../../teams-server/model.ts';
import { cardOf } from '../../teams-server/reading.ts';
import { DeliverBench } from './deliver-bench.ts';
import { again, openIncident, RoomBench, words } from './room-bench.ts';

let room: RoomBench;
let bench: DeliverBench;

async function begin(rooms: 'thread' | 'channel' = 'thread'): Promise<void> {
  room = await RoomBench.start(rooms);
  bench = room.bench;
}

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** How an answer gets lost after what was asked for was done. */
const lost = ['resetAfter', 'hangAfter', 'html', '504'] as const;

describe('an open incident', () => {
  beforeEach(() => begin());

  it('gets a post in the incidents channel, below which everything stands', async () => {
    const delivery = await room.delivered(openIncident);
    const [post, ...others] = room.posts();
    expect(others).toEqual([]);
    expect(words(post)).toBe('inc-2026-0001-worm\nThe room of INC-2026-0001.');
    const thread = `${bench.team.threadId};messageid=${post?.id}`;
    expect(delivery).toEqual({
      outcome: 'delivered',
      externalId: thread,
      conversation: thread,
      name: 'inc-2026-0001-worm',
      url: like(/^https:\/\/teams[.]microsoft[.]com\/l\/message\/19%3A.*\/\d+\?/u),
    });
  });

  it.each(lost)('gets one post though the first answer was lost (%s)', async (kind) => {
    bench.server.fault('createConversation', kind, 1, { isAfterEffect: true });
    expect(await bench.deliver(openIncident)).toMatchObject({ outcome: 'retryLater' });
    const delivery = await room.delivered(openIncident, again);
    expect(room.posts()).toHaveLength(1);
    expect(delivery.conversation).toBe(`${bench.team.threadId};messageid=${room.posts()[0]?.id}`);
    expect(delivery.remark).toBeUndefined();
  });

  it('gets no second post while Graph does not say whether there is a first', async () => {
    bench.server.fault('createConversation', 'resetAfter');
    await bench.deliver(openIncident);
    bench.server.fault('channelMessages', '503');
    expect(await bench.deliver(openIncident, again)).toMatchObject({ outcome: 'retryLater' });
    await room.delivered(openIncident, { attempt: 3 });
    expect(room.posts()).toHaveLength(1);
  });

  it('gets a second post, said to be one, where the bot may not read the channel', async () => {
    bench.graph.resourceSpecific.delete('ChannelMessage.Read.Group');
    bench.server.fault('createConversation', 'resetAfter');
    await bench.deliver(openIncident);
    const delivery = await room.delivered(openIncident, again);
    expect(room.posts()).toHaveLength(2);
    expect(words(room.posts()[1])).toContain('(possible repeat)');
    expect(delivery.remark).toMatch(/earlier post of the same name/u);
  });

  it('keeps the post that the bot remembers, whether or not it may read the channel', async () => {
    bench.graph.resourceSpecific.clear();
    const first = await room.delivered(openIncident);
    const second = await room.delivered(openIncident, again);
    expect(second.conversation).toBe(first.conversation);
    expect(room.posts()).toHaveLength(1);
  });

  it('gets a new post where the former one is to be replaced', async () => {
    const former = await room.open(openIncident);
    const deed = { ...openIncident, former: [former] };
    const delivery = await room.delivered(deed, { ...again, key: 'other' });
    expect(delivery.conversation).not.toBe(former);
    expect(room.posts()).toHaveLength(2);
  });

  it('shows in its post what is so now, and notifies nobody of it', async () => {
    const conversation = await room.open(openIncident);
    const topic = 'INC-2026-0001 · SEV1 · assess · lead @ada <at>all</at>';
    await room.delivered({ kind: 'topic', conversation, topic }, { key: 'topic' });
    expect(words(room.posts()[0])).toBe(`inc-2026-0001-worm\n${topic}`);
    expect(cardOf(room.posts()[0] ?? ({} as TeamsMessage))?.['msteams']).not.toHaveProperty(
      'entities',
    );
    expect(room.posts()).toHaveLength(1);
  });

  it('has no room while the app is in no team, and that is said', async () => {
    await bench[Symbol.asyncDispose]();
    bench = await DeliverBench.start({ incidentsChannel: () => undefined });
    expect(await bench.deliver(openIncident)).toEqual({
      outcome: 'failed',
      reason: 'no_incidents_channel',
      remedy: like(/add the app to the team/u),
    });
  });

  it('ends without anything to archive, and takes nobody out of the team', async () => {
    const conversation = await room.open(openIncident);
    const calls = bench.server.calls.length;
    await room.delivered({ kind: 'archive', conversation });
    await room.delivered({ kind: 'remove', conversation, people: [bench.id(room.bo)] });
    expect(bench.server.calls).toHaveLength(calls);
  });
});

describe('an open incident with a channel of its own', () => {
  beforeEach(() => begin('channel'));

  it('gets a standard channel of the team, in which the bot can write', async () => {
    const delivery = await room.delivered(openIncident);
    const channel = bench.server.world.channels.get(delivery.conversation ?? '');
    expect(channel).toMatchObject({
      name: 'inc-2026-0001-worm',
      membership: 'standard',
      teamId: bench.team.id,
      description: 'The room of INC-2026-0001.',
    });
    const said = { summary: 'Down', blocks: [] };
    const to = delivery.conversation ?? null;
    await room.delivered({ kind: 'post', to, message: said, pin: false }, { key: 'k2' });
    expect(bench.texts(delivery.conversation ?? '')).toEqual(['Down']);
  });

  it('gets a name that Teams allows', async () => {
    const name = `inc: "worm" / C&C #1 ${'x'.repeat(60)}`;
    const delivery = await room.delivered({ ...openIncident, name });
    expect(delivery.name).toMatch(/^inc- -worm- - C-C -1 x+$/u);
    expect(delivery.name?.length).toBeLessThanOrEqual(50);
  });

  it('gets the next free name', async () => {
    bench.server.world.addChannel(bench.team.id, { name: 'inc-2026-0001-worm' });
    expect((await room.delivered(openIncident)).name).toBe('inc-2026-0001-worm-2');
  });

  it.each(lost)('gets one channel though the first answer was lost (%s)', async (kind) => {
    bench.server.fault('createChannel', kind, 1, { isAfterEffect: true });
    expect(await bench.deliver(openIncident)).toMatchObject({ outcome: 'retryLater' });
    const delivery = await room.delivered(openIncident, again);
    expect(delivery.name).toBe('inc-2026-0001-worm');
    expect(room.channelNames().filter((name) => name.startsWith('inc-'))).toHaveLength(1);
  });

  it('waits for a channel that Teams has only accepted to make', async () => {
    bench.graph.onlyAccepted.add('createChannel');
    expect(await bench.deliver(openIncident)).toEqual({
      outcome: 'retryLater',
      reason: 'channel_in_the_making',
      afterMs: 10_000,
    });
    expect((await room.delivered(openIncident, again)).name).toBe('inc-2026-0001-worm');
  });

  it('is said to be there only once the bot reaches it', async () => {
    bench.server.world.settlingMs = 5000;
    expect(await bench.deliver(openIncident)).toMatchObject({
      outcome: 'retryLater',
      reason: 'room_settling',
    });
    expect((await room.delivered(openIncident, again)).name).toBe('inc-2026-0001-worm');
    expect(room.channelNames().filter((name) => name.startsWith('inc-'))).toHaveLength(1);
  });

  it('gets a thread instead where making channels was not granted, and it says what is missing', async () => {
    bench.graph.resourceSpecific.delete('Channel.Create.Group');
    const delivery = await room.delivered(openIncident);
    expect(delivery.conversation).toBe(`${bench.team.threadId};messageid=${room.posts()[0]?.id}`);
    expect(delivery.remark).toMatch(/thread instead of a channel[.] .*Channel[.]Create[.]Group/u);
  });

  it('shows in the description what is so now, and is archived at its end', async () => {
    const conversation = await room.open(openIncident);
    const channel = bench.server.world.channels.get(conversation);
    await room.delivered({ kind: 'topic', conversation, topic: 'INC-2026-0001 · closed' });
    expect(channel?.description).toBe('INC-2026-0001 · closed');
    await room.delivered({ kind: 'archive', conversation });
    expect(channel?.isArchived).toBe(true);
    // Archived already.
    await room.delivered({ kind: 'archive', conversation }, again);
  });

  it('stays open where archiving was not granted, and that is said', async () => {
    bench.graph.granted.delete('ChannelSettings.ReadWrite.All');
    const conversation = await room.open(openIncident);
    const delivery = await room.delivered({ kind: 'archive', conversation });
    expect(delivery.remark).toMatch(/stays open[.] .*ChannelSettings[.]ReadWrite[.]All/u);
  });
});

describe('a private incident', () => {
  beforeEach(() => begin());

  it('gets a group chat of those who belong, with the bot, and nothing in the channel', async () => {
    const delivery = await room.delivered(room.privateIncident());
    const [chat, ...others] = room.chats();
    expect(others).toEqual([]);
    expect(chat).toMatchObject({ topic: 'inc-2026-0002', hasApp: true });
    const people = [bench.ada, room.bo, room.cy].map(({ aadObjectId }) => aadObjectId);
    expect([...(chat?.members ?? [])]).toEqual(people);
    expect(delivery).toMatchObject({ conversation: chat?.id, name: 'inc-2026-0002' });
    expect(room.posts()).toEqual([]);
  });

  it.each([
    ['Chat.Create', 0],
    ['TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All', 1],
    ['AppCatalog.Read.All', 1],
  ])('has no room where %s is not granted, and who may grant it is told how', async (missing) => {
    bench.graph.granted.delete(missing);
    const delivery = await bench.deliver(room.privateIncident());
    expect(delivery).toEqual({
      outcome: 'failed',
      reason: 'no_group_chat',
      remedy: like(new RegExp(`Grant the application permission ${missing} .*admin consent`, 'u')),
    });
    expect(room.posts()).toEqual([]);
    expect(bench.server.world.messages).toEqual([]);
  });

  it('has no room where the app is not in the catalogue, and that is said', async () => {
    bench.graph.isInCatalog = false;
    expect(await bench.deliver(room.privateIncident())).toMatchObject({
      outcome: 'failed',
      remedy: like(/not in this tenant's catalogue/u),
    });
  });

  it('gets the chat that was made before the missing permission was granted', async () => {
    const missing = 'TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All';
    bench.graph.granted.delete(missing);
    await bench.deliver(room.privateIncident());
    bench.graph.granted.add(missing);
    await room.delivered(room.privateIncident(), again);
    expect(room.chats()).toHaveLength(1);
    expect(room.chats()[0]?.hasApp).toBe(true);
  });

  it.each(lost)('gets one chat though the first answer was lost (%s)', async (kind) => {
    bench.server.fault('createChat', kind, 1, { isAfterEffect: true });
    expect(await bench.deliver(room.privateIncident())).toMatchObject({ outcome: 'retryLater' });
    const delivery = await room.delivered(room.privateIncident(), again);
    expect(room.chats()).toHaveLength(1);
    expect(delivery.remark).toBeUndefined();
  });

  it('gets a second chat where the first cannot be looked for, and that is said', async () => {
    bench.graph.granted.delete('Chat.ReadBasic.All');
    bench.server.fault('createChat', 'resetAfter');
    await bench.deliver(room.privateIncident());
    const delivery = await room.delivered(room.privateIncident(), again);
    expect(room.chats().map(({ hasApp }) => hasApp)).toEqual([false, true]);
    expect(delivery.remark).toMatch(/same name without the bot/u);
  });

  it('is never led in a chat that somebody gave the title of its own', async () => {
    const { world } = bench.server;
    const stranger = world.addPerson({ name: 'Stan Ger' });
    const members = [bench.ada.aadObjectId, stranger.aadObjectId];
    world.addChat({ topic: 'inc-2026-0002', members, hasApp: false });
    bench.server.fault('createChat', 'resetBefore');
    await bench.deliver(room.privateIncident());
    await room.delivered(room.privateIncident(), again);
    expect(room.chats().map(({ hasApp }) => hasApp)).toEqual([false, true]);
    expect(room.chats()[1]?.members.has(stranger.aadObjectId)).toBe(false);
  });

  it('gets another chat in place of one that was lost', async () => {
    const former = await room.open(room.privateIncident());
    const deed = room.privateIncident({ former: [former] });
    const delivery = await room.delivered(deed, { ...again, key: 'other' });
    expect(delivery.conversation).not.toBe(former);
    expect(room.chats()).toHaveLength(2);
  });

  it('is said to have a room only once the bot reaches it', async () => {
    bench.server.world.settlingMs = 5000;
    expect(await bench.deliver(room.privateIncident())).toMatchObject({ reason: 'room_settling' });
    await room.delivered(room.privateIncident(), again);
    expect(room.chats()).toHaveLength(1);
  });

  it('of nobody in this tenant has no room', async () => {
    const people = ['teams:00000000-0000-4000-8000-000000000001:x', 'slack:T1:U1'];
    expect(await bench.deliver(room.privateIncident({ people }))).toMatchObject({
      outcome: 'failed',
      reason: 'nobody_to_invite',
    });
    expect(room.chats()).toEqual([]);
  });

  it('has its guests as guests', async () => {
    const { world } = bench.server;
    const guest = world.addPerson({ name: 'Gil Out', kind: 'guest' });
    world.addMembers(bench.team, [guest.aadObjectId], null);
    const people = [bench.ada, room.bo, guest].map((person) => bench.id(person));
    await room.delivered(room.privateIncident({ people }));
    expect(room.chats()[0]?.members.has(guest.aadObjectId)).toBe(true);
  });

  it('shows in the title of its chat what is so now, without a colon', async () => {
    const conversation = await room.open(room.privateIncident());
    await room.delivered({ kind: 'topic', conversation, topic: 'INC-2026-0002: SEV1' });
    expect(room.chats()[0]?.topic).toBe('INC-2026-0002∶ SEV1');
  });

  it('keeps its title where renaming was not granted, and that is said', async () => {
    const conversation = await room.open(room.privateIncident());
    bench.graph.resourceSpecific.delete('ChatSettings.ReadWrite.Chat');
    bench.graph.resourceSpecific.delete('Chat.Manage.Chat');
    const delivery = await room.delivered({ kind: 'topic', conversation, topic: 'SEV1' });
    expect(delivery.remark).toMatch(/topic is not shown[.] .*ChatSettings[.]ReadWrite[.]Chat/u);
  });
});
