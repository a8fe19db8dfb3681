// Rooms of incidents in Teams: a thread or a channel for what is open, a group chat for what is private or nothing.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deed, Delivery } from '#src/chat/port.ts';
import type { TeamsChat, TeamsMessage, TeamsPerson } from '../../teams-server/model.ts';
import { cardOf, textOf } from '../../teams-server/reading.ts';
import { DeliverBench } from './deliver-bench.ts';

type Delivered = Extract<Delivery, { outcome: 'delivered' }>;

const again = { attempt: 2 };
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

let bench: DeliverBench;
let bo: TeamsPerson;
let cy: TeamsPerson;

afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

/** The bot with rooms of that kind; Bo is in the team, Cy is not. */
async function begin(rooms: 'thread' | 'channel' = 'thread'): Promise<void> {
  bench = await DeliverBench.start({ rooms });
  const { world } = bench.server;
  bo = world.addPerson({ name: 'Bo Ek' });
  cy = world.addPerson({ name: 'Cy Moor' });
  world.addMembers(bench.team, [bo.aadObjectId], null);
  for (const permission of ['Channel.Create.Group', 'ChatSettings.ReadWrite.Chat'])
    bench.graph.resourceSpecific.add(permission);
  bench.graph.granted.add('ChannelSettings.ReadWrite.All');
}

const openIncident: Deed & { kind: 'openChannel' } = {
  kind: 'openChannel',
  name: 'inc-2026-0001-worm',
  private: false,
  purpose: 'The room of INC-2026-0001.',
};

/** Of Ada, Bo and Cy. */
function privateIncident(more: Partial<Deed & { kind: 'openChannel' }> = {}): Deed {
  const people = [bench.ada, bo, cy].map((person) => bench.id(person));
  return { ...openIncident, name: 'inc-2026-0002', private: true, people, ...more };
}

async function delivered(deed: Deed, more: object = {}): Promise<Delivered> {
  const delivery = await bench.deliver(deed, more);
  if (delivery.outcome !== 'delivered') throw new Error(`${deed.kind}: ${delivery.reason}`);
  return delivery;
}

/** As the dispatcher repeats it, a quarter of a minute between two tries. */
async function untilDelivered(deed: Deed): Promise<Delivery> {
  for (let attempt = 1; attempt < 20; attempt += 1) {
    bench.later(15_000);
    const delivery = await bench.deliver(deed, { attempt });
    if (delivery.outcome !== 'retryLater') return delivery;
  }
  throw new Error('it was never delivered');
}

/** The conversation of a room that was opened. */
async function open(deed: Deed): Promise<string> {
  return (await delivered(deed, { key: 'open' })).conversation ?? '';
}

function posts(): TeamsMessage[] {
  const { world } = bench.server;
  return world.messagesIn(bench.team.threadId).filter(({ rootId }) => rootId === undefined);
}

function chats(): TeamsChat[] {
  return [...bench.server.world.chats.values()].filter(({ kind }) => kind === 'groupChat');
}

function channelNames(): string[] {
  return [...bench.server.world.channels.values()].map(({ name }) => name);
}

const inChat = (person: TeamsPerson): boolean =>
  chats()[0]?.members.has(person.aadObjectId) === true;

async function look(conversation: string): Promise<Delivered['saw']> {
  return (await delivered({ kind: 'look', conversation }, { key: 'look' })).saw;
}

const words = (message: TeamsMessage | undefined): string =>
  message === undefined ? '' : textOf(cardOf(message) ?? {});

/** How an answer gets lost after what was asked for was done. */
const lost = ['resetAfter', 'hangAfter', 'html', '504'] as const;

describe('an open incident', () => {
  beforeEach(() => begin());

  it('gets a post in the incidents channel, below which everything stands', async () => {
    const delivery = await delivered(openIncident);
    const [post, ...others] = posts();
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
    const delivery = await delivered(openIncident, again);
    expect(posts()).toHaveLength(1);
    expect(delivery.conversation).toBe(`${bench.team.threadId};messageid=${posts()[0]?.id}`);
    expect(delivery.remark).toBeUndefined();
  });

  it('gets no second post while Graph does not say whether there is a first', async () => {
    bench.server.fault('createConversation', 'resetAfter');
    await bench.deliver(openIncident);
    bench.server.fault('channelMessages', '503');
    expect(await bench.deliver(openIncident, again)).toMatchObject({ outcome: 'retryLater' });
    await delivered(openIncident, { attempt: 3 });
    expect(posts()).toHaveLength(1);
  });

  it('gets a second post, said to be one, where the bot may not read the channel', async () => {
    bench.graph.resourceSpecific.delete('ChannelMessage.Read.Group');
    bench.server.fault('createConversation', 'resetAfter');
    await bench.deliver(openIncident);
    const delivery = await delivered(openIncident, again);
    expect(posts()).toHaveLength(2);
    expect(words(posts()[1])).toContain('(possible repeat)');
    expect(delivery.remark).toMatch(/earlier post of the same name/u);
  });

  it('keeps the post that the bot remembers, whether or not it may read the channel', async () => {
    bench.graph.resourceSpecific.clear();
    const first = await delivered(openIncident);
    const second = await delivered(openIncident, again);
    expect(second.conversation).toBe(first.conversation);
    expect(posts()).toHaveLength(1);
  });

  it('gets a new post where the former one is to be replaced', async () => {
    const former = await open(openIncident);
    const deed = { ...openIncident, former: [former] };
    const delivery = await delivered(deed, { ...again, key: 'other' });
    expect(delivery.conversation).not.toBe(former);
    expect(posts()).toHaveLength(2);
  });

  it('shows in its post what is so now, and notifies nobody of it', async () => {
    const conversation = await open(openIncident);
    const topic = 'INC-2026-0001 · SEV1 · assess · lead @ada <at>all</at>';
    await delivered({ kind: 'topic', conversation, topic }, { key: 'topic' });
    expect(words(posts()[0])).toBe(`inc-2026-0001-worm\n${topic}`);
    expect(cardOf(posts()[0] ?? ({} as TeamsMessage))?.['msteams']).not.toHaveProperty('entities');
    expect(posts()).toHaveLength(1);
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
    const conversation = await open(openIncident);
    const calls = bench.server.calls.length;
    await delivered({ kind: 'archive', conversation });
    await delivered({ kind: 'remove', conversation, people: [bench.id(bo)] });
    expect(bench.server.calls).toHaveLength(calls);
  });
});

describe('an open incident with a channel of its own', () => {
  beforeEach(() => begin('channel'));

  it('gets a standard channel of the team, in which the bot can write', async () => {
    const delivery = await delivered(openIncident);
    const channel = bench.server.world.channels.get(delivery.conversation ?? '');
    expect(channel).toMatchObject({
      name: 'inc-2026-0001-worm',
      membership: 'standard',
      teamId: bench.team.id,
      description: 'The room of INC-2026-0001.',
    });
    const said = { summary: 'Down', blocks: [] };
    const to = delivery.conversation ?? null;
    await delivered({ kind: 'post', to, message: said, pin: false }, { key: 'k2' });
    expect(bench.texts(delivery.conversation ?? '')).toEqual(['Down']);
  });

  it('gets a name that Teams allows', async () => {
    const name = `inc: "worm" / C&C #1 ${'x'.repeat(60)}`;
    const delivery = await delivered({ ...openIncident, name });
    expect(delivery.name).toMatch(/^inc- -worm- - C-C -1 x+$/u);
    expect(delivery.name?.length).toBeLessThanOrEqual(50);
  });

  it('gets the next free name', async () => {
    bench.server.world.addChannel(bench.team.id, { name: 'inc-2026-0001-worm' });
    expect((await delivered(openIncident)).name).toBe('inc-2026-0001-worm-2');
  });

  it.each(lost)('gets one channel though the first answer was lost (%s)', async (kind) => {
    bench.server.fault('createChannel', kind, 1, { isAfterEffect: true });
    expect(await bench.deliver(openIncident)).toMatchObject({ outcome: 'retryLater' });
    const delivery = await delivered(openIncident, again);
    expect(delivery.name).toBe('inc-2026-0001-worm');
    expect(channelNames().filter((name) => name.startsWith('inc-'))).toHaveLength(1);
  });

  it('waits for a channel that Teams has only accepted to make', async () => {
    bench.graph.onlyAccepted.add('createChannel');
    expect(await bench.deliver(openIncident)).toEqual({
      outcome: 'retryLater',
      reason: 'channel_in_the_making',
      afterMs: 10_000,
    });
    expect((await delivered(openIncident, again)).name).toBe('inc-2026-0001-worm');
  });

  it('is said to be there only once the bot reaches it', async () => {
    bench.server.world.settlingMs = 5000;
    expect(await bench.deliver(openIncident)).toMatchObject({
      outcome: 'retryLater',
      reason: 'room_settling',
    });
    expect((await delivered(openIncident, again)).name).toBe('inc-2026-0001-worm');
    expect(channelNames().filter((name) => name.startsWith('inc-'))).toHaveLength(1);
  });

  it('gets a thread instead where making channels was not granted, and it says what is missing', async () => {
    bench.graph.resourceSpecific.delete('Channel.Create.Group');
    const delivery = await delivered(openIncident);
    expect(delivery.conversation).toBe(`${bench.team.threadId};messageid=${posts()[0]?.id}`);
    expect(delivery.remark).toMatch(/thread instead of a channel[.] .*Channel[.]Create[.]Group/u);
  });

  it('shows in the description what is so now, and is archived at its end', async () => {
    const conversation = await open(openIncident);
    const channel = bench.server.world.channels.get(conversation);
    await delivered({ kind: 'topic', conversation, topic: 'INC-2026-0001 · closed' });
    expect(channel?.description).toBe('INC-2026-0001 · closed');
    await delivered({ kind: 'archive', conversation });
    expect(channel?.isArchived).toBe(true);
    // Archived already.
    await delivered({ kind: 'archive', conversation }, again);
  });

  it('stays open where archiving was not granted, and that is said', async () => {
    bench.graph.granted.delete('ChannelSettings.ReadWrite.All');
    const conversation = await open(openIncident);
    const delivery = await delivered({ kind: 'archive', conversation });
    expect(delivery.remark).toMatch(/stays open[.] .*ChannelSettings[.]ReadWrite[.]All/u);
  });
});

describe('a private incident', () => {
  beforeEach(() => begin());

  it('gets a group chat of those who belong, with the bot, and nothing in the channel', async () => {
    const delivery = await delivered(privateIncident());
    const [chat, ...others] = chats();
    expect(others).toEqual([]);
    expect(chat).toMatchObject({ topic: 'inc-2026-0002', hasApp: true });
    const people = [bench.ada, bo, cy].map(({ aadObjectId }) => aadObjectId);
    expect([...(chat?.members ?? [])]).toEqual(people);
    expect(delivery).toMatchObject({ conversation: chat?.id, name: 'inc-2026-0002' });
    expect(posts()).toEqual([]);
  });

  it.each([
    ['Chat.Create', 0],
    ['TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All', 1],
    ['AppCatalog.Read.All', 1],
  ])('has no room where %s is not granted, and who may grant it is told how', async (missing) => {
    bench.graph.granted.delete(missing);
    const delivery = await bench.deliver(privateIncident());
    expect(delivery).toEqual({
      outcome: 'failed',
      reason: 'no_group_chat',
      remedy: like(new RegExp(`Grant the application permission ${missing} .*admin consent`, 'u')),
    });
    expect(posts()).toEqual([]);
    expect(bench.server.world.messages).toEqual([]);
  });

  it('has no room where the app is not in the catalogue, and that is said', async () => {
    bench.graph.isInCatalog = false;
    expect(await bench.deliver(privateIncident())).toMatchObject({
      outcome: 'failed',
      remedy: like(/not in this tenant's catalogue/u),
    });
  });

  it('gets the chat that was made before the missing permission was granted', async () => {
    const missing = 'TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All';
    bench.graph.granted.delete(missing);
    await bench.deliver(privateIncident());
    bench.graph.granted.add(missing);
    await delivered(privateIncident(), again);
    expect(chats()).toHaveLength(1);
    expect(chats()[0]?.hasApp).toBe(true);
  });

  it.each(lost)('gets one chat though the first answer was lost (%s)', async (kind) => {
    bench.server.fault('createChat', kind, 1, { isAfterEffect: true });
    expect(await bench.deliver(privateIncident())).toMatchObject({ outcome: 'retryLater' });
    const delivery = await delivered(privateIncident(), again);
    expect(chats()).toHaveLength(1);
    expect(delivery.remark).toBeUndefined();
  });

  it('gets a second chat where the first cannot be looked for, and that is said', async () => {
    bench.graph.granted.delete('Chat.ReadBasic.All');
    bench.server.fault('createChat', 'resetAfter');
    await bench.deliver(privateIncident());
    const delivery = await delivered(privateIncident(), again);
    expect(chats().map(({ hasApp }) => hasApp)).toEqual([false, true]);
    expect(delivery.remark).toMatch(/same name without the bot/u);
  });

  it('is never led in a chat that somebody gave the title of its own', async () => {
    const { world } = bench.server;
    const stranger = world.addPerson({ name: 'Stan Ger' });
    const members = [bench.ada.aadObjectId, stranger.aadObjectId];
    world.addChat({ topic: 'inc-2026-0002', members, hasApp: false });
    bench.server.fault('createChat', 'resetBefore');
    await bench.deliver(privateIncident());
    await delivered(privateIncident(), again);
    expect(chats().map(({ hasApp }) => hasApp)).toEqual([false, true]);
    expect(chats()[1]?.members.has(stranger.aadObjectId)).toBe(false);
  });

  it('gets another chat in place of one that was lost', async () => {
    const former = await open(privateIncident());
    const deed = privateIncident({ former: [former] });
    const delivery = await delivered(deed, { ...again, key: 'other' });
    expect(delivery.conversation).not.toBe(former);
    expect(chats()).toHaveLength(2);
  });

  it('is said to have a room only once the bot reaches it', async () => {
    bench.server.world.settlingMs = 5000;
    expect(await bench.deliver(privateIncident())).toMatchObject({ reason: 'room_settling' });
    await delivered(privateIncident(), again);
    expect(chats()).toHaveLength(1);
  });

  it('of nobody in this tenant has no room', async () => {
    const people = ['teams:00000000-0000-4000-8000-000000000001:x', 'slack:T1:U1'];
    expect(await bench.deliver(privateIncident({ people }))).toMatchObject({
      outcome: 'failed',
      reason: 'nobody_to_invite',
    });
    expect(chats()).toEqual([]);
  });

  it('has its guests as guests', async () => {
    const { world } = bench.server;
    const guest = world.addPerson({ name: 'Gil Out', kind: 'guest' });
    world.addMembers(bench.team, [guest.aadObjectId], null);
    const people = [bench.ada, bo, guest].map((person) => bench.id(person));
    await delivered(privateIncident({ people }));
    expect(chats()[0]?.members.has(guest.aadObjectId)).toBe(true);
  });

  it('shows in the title of its chat what is so now, without a colon', async () => {
    const conversation = await open(privateIncident());
    await delivered({ kind: 'topic', conversation, topic: 'INC-2026-0002: SEV1' });
    expect(chats()[0]?.topic).toBe('INC-2026-0002∶ SEV1');
  });

  it('keeps its title where renaming was not granted, and that is said', async () => {
    const conversation = await open(privateIncident());
    bench.graph.resourceSpecific.delete('ChatSettings.ReadWrite.Chat');
    bench.graph.resourceSpecific.delete('Chat.Manage.Chat');
    const delivery = await delivered({ kind: 'topic', conversation, topic: 'SEV1' });
    expect(delivery.remark).toMatch(/topic is not shown[.] .*ChatSettings[.]ReadWrite[.]Chat/u);
  });
});

describe('whoever is invited to a thread', () => {
  let conversation: string;
  beforeEach(async () => {
    await begin();
    conversation = await open(openIncident);
  });

  const inviting = (...people: string[]): Deed => ({ kind: 'invite', conversation, people });

  it('is mentioned there once, though the answer was lost', async () => {
    bench.server.fault('send', 'resetAfter');
    await bench.deliver(inviting(bench.id(bench.ada), bench.id(bo)));
    await delivered(inviting(bench.id(bench.ada), bench.id(bo)), again);
    expect(bench.said(conversation)).toHaveLength(1);
    const card = bench.said(conversation).map((message) => cardOf(message))[0];
    expect(bench.texts(conversation)[0]).toContain('Invited: ');
    expect(card?.['msteams']).toMatchObject({
      entities: [
        { type: 'mention', mentioned: { id: bench.ada.aadObjectId } },
        { type: 'mention', mentioned: { id: bo.aadObjectId } },
      ],
    });
  });

  it('with many others is mentioned in one message', async () => {
    const { world } = bench.server;
    const many = Array.from({ length: 30 }, (_none, n) => world.addPerson({ name: `P ${n}` }));
    const ids = many.map(({ aadObjectId }) => aadObjectId);
    world.addMembers(bench.team, ids, null);
    await delivered(inviting(...many.map((person) => bench.id(person))));
    expect(bench.said(conversation)).toHaveLength(1);
    const card = cardOf(bench.said(conversation)[0] ?? ({} as TeamsMessage));
    expect(card?.['msteams']).toMatchObject({ entities: { length: 30 } });
  });

  it('but is not in the team is named, with what to do', async () => {
    const delivery = await delivered(inviting(bench.id(bo), bench.id(cy)));
    expect(delivery.remark).toMatch(
      new RegExp(`not in the team.*<@${bench.id(cy)}>.*“Add member”`, 'u'),
    );
    expect(bench.texts(conversation)[0]).not.toContain('Cy');
  });

  it('from elsewhere, or as a group, is named, and nothing is said in the thread', async () => {
    const groups = [{ id: 'teams:x:g', name: 'on-call' }];
    const delivery = await delivered({ ...inviting('slack:T1:U1'), groups } as Deed);
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
    conversation = await open(privateIncident({ people: [bench.id(bench.ada), bench.id(bo)] }));
  });

  const inviting = (...people: TeamsPerson[]): Deed => ({
    kind: 'invite',
    conversation,
    people: people.map((person) => bench.id(person)),
  });
  it('is brought into the chat, and who is in already is left alone', async () => {
    await delivered(inviting(bench.ada, cy));
    expect(inChat(cy)).toBe(true);
    expect(bench.server.callsOf('addToChat')).toHaveLength(1);
  });

  it('among many comes in as fast as Teams allows, each once', async () => {
    const many = Array.from({ length: 6 }, (_none, n) =>
      bench.server.world.addPerson({ name: `P ${n}` }),
    );
    expect(await untilDelivered(inviting(...many))).toMatchObject({ outcome: 'delivered' });
    expect(many.filter(inChat)).toHaveLength(6);
    const asked = bench.server.callsOf('addToChat').map(({ at }) => at);
    expect(asked).toHaveLength(6);
    expect((asked[4] ?? 0) - (asked[0] ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  it('but cannot be brought in is named, and the others come in', async () => {
    const { world } = bench.server;
    const strangers = ['X', 'Y'].map((name) => world.addPerson({ name }));
    for (const { aadObjectId } of strangers) world.people.delete(aadObjectId);
    const delivery = await untilDelivered(inviting(...strangers, cy));
    expect(inChat(cy)).toBe(true);
    const named = strangers.map((person) => `<@${bench.id(person)}>`).join(', ');
    expect(delivery).toMatchObject({
      outcome: 'delivered',
      remark: like(new RegExp(`not brought into the chat: ${named}[.]`, 'u')),
    });
    expect(bench.server.callsOf('addToChat')).toHaveLength(3);
  });

  it('where the permission is missing is named, with where to grant it', async () => {
    bench.graph.resourceSpecific.delete('Chat.Manage.Chat');
    const delivery = await delivered(inviting(cy));
    expect(delivery.remark).toMatch(/not brought into the chat: .*Chat[.]Manage[.]Chat/u);
  });

  it('and no longer belongs is taken out', async () => {
    await untilDelivered(inviting(cy));
    const people = [bo, cy, bench.server.world.addPerson({ name: 'Never In' })];
    const deed: Deed = {
      kind: 'remove',
      conversation,
      people: people.map((person) => bench.id(person)),
    };
    expect(await untilDelivered(deed)).toEqual({ outcome: 'delivered', externalId: '' });
    expect([...(chats()[0]?.members ?? [])]).toEqual([bench.ada.aadObjectId]);
    expect(bench.server.callsOf('removeFromChat')).toHaveLength(2);
  });

  it('and cannot be taken out is named, with what to do', async () => {
    bench.graph.resourceSpecific.delete('Chat.Manage.Chat');
    const delivery = await delivered({ kind: 'remove', conversation, people: [bench.id(bo)] });
    expect(delivery.remark).toMatch(
      new RegExp(`still in the chat: <@${bench.id(bo)}>[.] .*Chat[.]Manage[.]Chat`, 'u'),
    );
  });
});

describe('a look at a room', () => {
  beforeEach(() => begin());

  it('shows who is in a group chat and what they are', async () => {
    const conversation = await open(privateIncident());
    const { world } = bench.server;
    const stranger = world.addPerson({ name: 'Stan Ger', kind: 'stranger' });
    const guest = world.addPerson({ name: 'Gil Out', kind: 'guest' });
    const [chat] = chats();
    if (chat) world.addMembers(chat, [stranger.aadObjectId, guest.aadObjectId], bo.aadObjectId);
    expect(await look(conversation)).toEqual({
      name: 'inc-2026-0002',
      isPrivate: true,
      isShared: true,
      isArchived: false,
      hasBot: true,
      people: [
        { person: bench.id(bench.ada), kind: 'member' },
        { person: bench.id(bo), kind: 'member' },
        { person: bench.id(cy), kind: 'member' },
        { person: bench.id(stranger), kind: 'stranger' },
        { person: bench.id(guest), kind: 'guest' },
      ],
    });
  });

  it('needs no permission of Graph', async () => {
    const conversation = await open(privateIncident());
    bench.graph.granted.clear();
    bench.graph.resourceSpecific.clear();
    expect(await look(conversation)).toMatchObject({ hasBot: true, isShared: false });
    expect(await look(await open(openIncident))).toMatchObject({ hasBot: true });
  });

  it('sees that the bot was taken out of a chat', async () => {
    const conversation = await open(privateIncident());
    const [chat] = chats();
    if (chat) bench.server.world.uninstall(chat, bo.aadObjectId);
    expect(await look(conversation)).toMatchObject({ hasBot: false, isPrivate: true, people: [] });
  });

  it('lists nobody of a thread, which is open to its team', async () => {
    const conversation = await open(openIncident);
    expect(await look(conversation)).toEqual({
      name: 'inc-2026-0001-worm',
      isPrivate: false,
      isShared: false,
      isArchived: false,
      hasBot: true,
      people: [],
    });
  });

  it('sees that the channel of a thread was archived or deleted', async () => {
    const conversation = await open(openIncident);
    const channel = bench.server.world.channels.get(bench.team.threadId);
    if (channel === undefined) throw new Error('the team has its channel');
    channel.isArchived = true;
    expect(await look(conversation)).toMatchObject({ isArchived: true });
    bench.server.world.deleteChannel(channel, bo.aadObjectId);
    expect(await look(conversation)).toBeNull();
  });

  it('knows no room of which the bot never heard', async () => {
    expect(await look('19:none@thread.v2')).toBeNull();
  });

  it('is tried again when Teams does not answer, instead of taking the room for lost', async () => {
    const conversation = await open(privateIncident());
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
