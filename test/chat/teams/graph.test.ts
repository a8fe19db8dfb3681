// Microsoft Graph by our own few calls, against a tenant that grants what a test says.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiError, type Graph, type Place } from '#src/chat/teams/connector.ts';
import { createGraph } from '#src/chat/teams/graph.ts';
import { FakeGraph, type GraphOptions } from '../../teams-server/graph.ts';
import { cardType } from '../../teams-server/lint.ts';
import type { TeamsChannel, TeamsPerson, TeamsTeam } from '../../teams-server/model.ts';
import { TeamsServer } from '../../teams-server/server.ts';

const minute = 60_000;
const chatPermissions = [
  'Chat.Manage.Chat',
  'ChatMessage.Read.Chat',
  'ChatSettings.ReadWrite.Chat',
];
const teamPermissions = [
  'Channel.Create.Group',
  'ChannelSettings.ReadWrite.Group',
  'ChannelMessage.Read.Group',
];
const full: GraphOptions = {
  granted: [
    'Chat.Create',
    'Chat.ReadBasic.All',
    'AppCatalog.Read.All',
    'TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All',
    'TeamsAppInstallation.ReadWriteSelfForUser.All',
    'ChannelSettings.ReadWrite.All',
  ],
  resourceSpecific: [...chatPermissions, ...teamPermissions],
};

let server: TeamsServer;
let nowMs: number;
let ann: TeamsPerson;
let bo: TeamsPerson;
let guest: TeamsPerson;
let team: TeamsTeam;

beforeEach(async () => {
  nowMs = Date.parse('2026-03-02T10:00:00Z');
  server = await TeamsServer.start({ now: () => nowMs });
  ann = server.world.addPerson({ name: 'Ann Lee' });
  bo = server.world.addPerson({ name: 'Bo Ek' });
  guest = server.world.addPerson({ name: 'Gil Out', kind: 'guest' });
  const members = [ann.aadObjectId, bo.aadObjectId, guest.aadObjectId];
  team = server.world.addTeam({ name: 'Security', members });
});

afterEach(async () => {
  await server.close();
  // oxlint-disable-next-line vitest/no-standalone-expect -- holds after every test
  expect(server.lint).toEqual([]);
});

function graphWith(options: GraphOptions, timeoutMs?: number): { graph: Graph; fake: FakeGraph } {
  const fake = new FakeGraph(server, options);
  const graph = createGraph({
    baseUrl: server.graphUrl,
    appId: server.world.appId,
    token: () => Promise.resolve(server.login.issue('https://graph.microsoft.com')),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return { graph, fake };
}

const member = ({ aadObjectId, kind }: TeamsPerson) => ({ aadObjectId, isGuest: kind === 'guest' });

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** A card as the bot posts it, with the marker in its first element. */
function say(where: TeamsChannel | string, marker: string, from: string | null = null): string {
  const [conversation, rootId] = (typeof where === 'string' ? where : where.id).split(
    ';messageid=',
  );
  const found = server.world.find(conversation ?? '');
  if (!found) throw new Error('there is no such conversation');
  const content = { type: 'AdaptiveCard', body: [{ type: 'TextBlock', id: marker, text: 'x' }] };
  const activity = { type: 'message', attachments: [{ contentType: cardType, content }] };
  return server.world.say({ found: { ...found, rootId }, from, activity, html: '' }).id;
}

function channelPlace({ id }: TeamsChannel, root?: string): Place {
  return {
    serviceUrl: server.serviceUrl,
    conversationId: root === undefined ? id : `${id};messageid=${root}`,
    kind: 'channel',
    teamId: team.id,
    channelId: id,
  };
}

describe('a group chat', () => {
  it('is made with its people, and the bot is put into it with what its manifest asks for', async () => {
    const { graph } = graphWith(full);
    const people = [member(ann), member(bo), member(guest)];
    const { chatId, url } = await graph.createChat({ topic: 'inc-2026-0001', people });
    const chat = server.world.chats.get(chatId);
    expect(url).toMatch(/^https:\/\/teams[.]microsoft[.]com\//u);
    expect(chat).toMatchObject({ topic: 'inc-2026-0001', hasApp: false });
    expect([...(chat?.members ?? [])]).toEqual(people.map(({ aadObjectId }) => aadObjectId));

    await graph.installInChat(chatId);
    expect(chat?.hasApp).toBe(true);
    await graph.installInChat(chatId);
  });

  it('is refused with the permission that is missing', async () => {
    const { graph } = graphWith({});
    const error = await errorOf(graph.createChat({ topic: 'x', people: [member(ann)] }));
    expect(error).toMatchObject({ call: 'createChat', status: 403, code: 'Forbidden' });
    expect(server.world.chats.size).toBe(0);
  });

  it('does not get the bot while the app is not in the catalogue', async () => {
    const { graph, fake } = graphWith(full);
    fake.isInCatalog = false;
    const { chatId } = await graph.createChat({ topic: 'x', people: [member(ann), member(bo)] });
    expect(await errorOf(graph.installInChat(chatId))).toMatchObject({
      call: 'findApp',
      status: 404,
    });
  });

  it('takes people in, guests as guests, and nobody twice', async () => {
    const { graph } = graphWith(full);
    const { chatId } = await graph.createChat({ topic: 'x', people: [member(ann)] });
    await graph.installInChat(chatId);
    await graph.addToChat(chatId, member(bo));
    await graph.addToChat(chatId, member(guest));
    await graph.addToChat(chatId, member(guest));
    expect(server.world.chats.get(chatId)?.members.size).toBe(3);
    expect(server.callsOf('addToChat')[0]?.body['visibleHistoryStartDateTime']).toBe(
      '0001-01-01T00:00:00Z',
    );
  });

  it('lets people out; who is not in it is out already', async () => {
    const { graph } = graphWith(full);
    const { chatId } = await graph.createChat({ topic: 'x', people: [member(ann), member(bo)] });
    await graph.installInChat(chatId);
    await graph.removeFromChat(chatId, bo.aadObjectId);
    await graph.removeFromChat(chatId, bo.aadObjectId);
    expect([...(server.world.chats.get(chatId)?.members ?? [])]).toEqual([ann.aadObjectId]);
    expect(server.callsOf('removeFromChat')).toHaveLength(1);
  });

  it('finds the member to let out on the second page', async () => {
    const { graph } = graphWith(full);
    const many = Array.from({ length: 30 }, (_none, n) =>
      server.world.addPerson({ name: `P ${n}` }),
    );
    const { chatId } = await graph.createChat({ topic: 'x', people: many.map(member) });
    await graph.installInChat(chatId);
    const last = many.at(-1)?.aadObjectId ?? '';
    await graph.removeFromChat(chatId, last);
    expect(server.world.chats.get(chatId)?.members.has(last)).toBe(false);
    expect(server.callsOf('chatMembers')).toHaveLength(2);
  });

  it('says after the fourth newcomer in a minute how long to wait', async () => {
    const { graph } = graphWith({ ...full, hasRateLimits: true });
    const { chatId } = await graph.createChat({ topic: 'x', people: [member(ann)] });
    await graph.installInChat(chatId);
    const people = Array.from({ length: 5 }, (_none, n) =>
      server.world.addPerson({ name: `P ${n}` }),
    );
    for (const person of people.slice(0, 4)) await graph.addToChat(chatId, member(person));
    const fifth = people.slice(4).map(member);
    const [last] = fifth;
    if (last === undefined) throw new Error('there are five');
    const error = await errorOf(graph.addToChat(chatId, last));
    expect(error).toMatchObject({ status: 429, retryAfterMs: minute });
    nowMs += minute;
    await graph.addToChat(chatId, last);
  });

  it('is found by its title among the chats of one of its people, if it is new enough', async () => {
    const { graph } = graphWith(full);
    const people = [member(ann), member(bo)];
    const ids = people.map(({ aadObjectId }) => aadObjectId);
    await graph.createChat({ topic: 'inc-2026-0001', people });
    nowMs += minute;
    const since = new Date(nowMs).toISOString();
    await graph.createChat({ topic: 'lunch', people });
    const { chatId } = await graph.createChat({ topic: 'inc-2026-0001', people });
    expect(await graph.chatsMadeSince(ids, 'inc-2026-0001', since)).toEqual([chatId]);
  });
});

describe('a chat that others gave the title of an incident', () => {
  it.each(['somebody who does not belong', 'so many people that not all are shown'])(
    'with %s in it is not taken for ours',
    async (who) => {
      const { graph } = graphWith(full);
      const many = Array.from({ length: 30 }, (_none, n) => {
        return server.world.addPerson({ name: `P ${n}` }).aadObjectId;
      });
      const isMany = who.startsWith('so many');
      const ids = [ann.aadObjectId, ...(isMany ? many : [])];
      const members = isMany ? ids : [ann.aadObjectId, bo.aadObjectId];
      server.world.addChat({ topic: 'inc-2026-0001', members, hasApp: false });
      expect(await graph.chatsMadeSince(ids, 'inc-2026-0001', '2026-03-02T10:00:00Z')).toEqual([]);
    },
  );
});

describe('a channel', () => {
  it('is made, found again, described and archived', async () => {
    const { graph } = graphWith(full);
    const name = 'inc-2026-0001-worm';
    const { channelId } = await graph.createChannel(team.id, { name, description: 'The room' });
    expect(await graph.findChannel(team.id, 'INC-2026-0001-worm')).toMatchObject({
      channelId,
      madeAt: '2026-03-02T10:00:00.000Z',
    });
    await graph.describeChannel(team.id, channelId, 'SEV1');
    expect(server.world.channels.get(channelId)?.description).toBe('SEV1');
    await graph.archiveChannel(team.id, channelId);
    expect(await graph.channel(team.id, channelId)).toEqual({
      name,
      membership: 'standard',
      isArchived: true,
    });
  });

  it('whose name is taken is refused with that reason', async () => {
    const { graph } = graphWith(full);
    const wish = { name: 'inc-1', description: '' };
    await graph.createChannel(team.id, wish);
    const error = await errorOf(graph.createChannel(team.id, wish));
    expect(error).toMatchObject({ status: 400, code: 'NameAlreadyExists' });
  });

  it('that was deleted is not there', async () => {
    const { graph } = graphWith(full);
    const { channelId } = await graph.createChannel(team.id, { name: 'inc-1', description: '' });
    const channel = server.world.channels.get(channelId);
    if (channel) server.world.deleteChannel(channel, null);
    expect(await graph.channel(team.id, channelId)).toBeNull();
    expect(await graph.findChannel(team.id, 'inc-1')).toBeNull();
  });

  it('that Teams has only accepted to make is not taken for made', async () => {
    const { graph, fake } = graphWith(full);
    fake.onlyAccepted.add('createChannel');
    const error = await errorOf(graph.createChannel(team.id, { name: 'inc-1', description: '' }));
    expect(error).toMatchObject({ status: 202, code: 'unfinished' });
  });
});

describe('a card of the bot', () => {
  const since = '2026-03-02T10:00:00Z';

  it('is found among the replies of its thread', async () => {
    const { graph } = graphWith(full);
    const channel = server.world.addChannel(team.id, { name: 'Incidents' });
    const root = say(channel, 'ssirp-root');
    const reply = say(`${channel.id};messageid=${root}`, 'ssirp-k1');
    const place = channelPlace(channel, root);
    expect(await graph.findCard(place, 'ssirp-k1', since)).toEqual({
      activityId: reply,
      conversationId: place.conversationId,
    });
    expect(await graph.findCard(place, 'ssirp-k', since)).toBeNull();
  });

  it('is found as a post of a channel, which is a thread of its own', async () => {
    const { graph } = graphWith(full);
    const channel = server.world.addChannel(team.id, { name: 'Incidents' });
    const post = say(channel, 'ssirp-k1');
    expect(await graph.findCard(channelPlace(channel), 'ssirp-k1', since)).toEqual({
      activityId: post,
      conversationId: `${channel.id};messageid=${post}`,
    });
  });

  it('is found in a chat behind many newer messages', async () => {
    const { graph } = graphWith(full);
    const chat = server.world.addChat({ topic: 'x', members: [ann.aadObjectId] });
    const wanted = say(chat.id, 'ssirp-k1');
    for (let n = 0; n < 60; n += 1) say(chat.id, `ssirp-other-${n}`);
    const place: Place = {
      serviceUrl: server.serviceUrl,
      conversationId: chat.id,
      kind: 'groupChat',
    };
    expect(await graph.findCard(place, 'ssirp-k1', since)).toMatchObject({ activityId: wanted });
    expect(server.callsOf('chatMessages')).toHaveLength(2);
  });

  it('is not looked for in what was said before the first try', async () => {
    const { graph } = graphWith(full);
    const channel = server.world.addChannel(team.id, { name: 'Incidents' });
    for (let n = 0; n < 120; n += 1) say(channel, `ssirp-old-${n}`);
    nowMs += 60 * minute;
    const later = new Date(nowMs).toISOString();
    say(channel, 'ssirp-new');
    expect(await graph.findCard(channelPlace(channel), 'ssirp-k1', later)).toBeNull();
    expect(server.callsOf('channelMessages')).toHaveLength(1);
  });

  it('that lies further back than Graph lets one read at once cannot be looked for', async () => {
    const { graph } = graphWith({ ...full, hasRateLimits: true });
    const channel = server.world.addChannel(team.id, { name: 'Incidents' });
    for (let n = 0; n < 60; n += 1) say(channel, `ssirp-other-${n}`);
    expect(await errorOf(graph.findCard(channelPlace(channel), 'ssirp-k1', since))).toMatchObject({
      status: 403,
      code: 'TooFarBack',
    });
  });

  it('is not what somebody else posted with the same id', async () => {
    const { graph } = graphWith(full);
    const channel = server.world.addChannel(team.id, { name: 'Incidents' });
    say(channel, 'ssirp-k1', ann.aadObjectId);
    expect(await graph.findCard(channelPlace(channel), 'ssirp-k1', since)).toBeNull();
  });

  it('cannot be looked for where reading was not granted', async () => {
    const { graph } = graphWith({ ...full, resourceSpecific: [] });
    const channel = server.world.addChannel(team.id, { name: 'Incidents' });
    expect(await errorOf(graph.findCard(channelPlace(channel), 'k', since))).toMatchObject({
      status: 403,
    });
  });
});

describe('a call of Graph', () => {
  it('that is not answered in time is an error without an answer, and is not repeated', async () => {
    const { graph } = graphWith(full, 50);
    server.fault('createChat', 'hangAfter');
    const people = [member(ann), member(bo)];
    const error = await errorOf(graph.createChat({ topic: 'x', people }));
    expect(error).toMatchObject({ status: 0, code: 'TimeoutError' });
    expect(server.callsOf('createChat')).toHaveLength(1);
  });

  it('whose connection breaks is an error without an answer', async () => {
    const { graph } = graphWith(full);
    server.fault('createChat', 'resetAfter');
    const error = await errorOf(graph.createChat({ topic: 'x', people: [member(ann)] }));
    expect(error.status).toBe(0);
  });

  it('answered by a page of a proxy is not taken for done', async () => {
    const { graph } = graphWith(full);
    server.fault('createChat', 'html');
    const error = await errorOf(graph.createChat({ topic: 'x', people: [member(ann)] }));
    expect(error).toMatchObject({ status: 200, code: 'unreadable_answer' });
  });

  it('tells how long to wait when Graph limits it', async () => {
    const { graph } = graphWith(full);
    server.fault('findApp', 'throttled', 1, { seconds: 17 });
    expect(await errorOf(graph.installFor(ann.aadObjectId))).toMatchObject({
      status: 429,
      retryAfterMs: 17_000,
    });
  });

  it('puts the app where the bot can write to a person, once', async () => {
    const { graph } = graphWith(full);
    await graph.installFor(ann.aadObjectId);
    await graph.installFor(ann.aadObjectId);
    expect(server.world.personalChat(ann.aadObjectId).hasApp).toBe(true);
  });

  it('escapes ids, so that none can name another thing', async () => {
    const { graph } = graphWith(full);
    const wanted = `${team.id}/channels/x?y=`;
    expect(await graph.channel(wanted, '../..')).toBeNull();
    expect(server.calls.at(-1)?.path).toContain(
      `/teams/${encodeURIComponent(wanted)}/channels/${encodeURIComponent('../..')}`,
    );
    expect(await errorOf(graph.channel(team.id, '..'))).toMatchObject({ code: 'BadId' });
  });

  it('never follows a list to another host with its token', async () => {
    const { graph } = graphWith(full);
    server.mount('/graph/v1.0/users', {
      nameOf: () => ({ call: 'foreign', about: '' }),
      answer: () => ({
        status: 200,
        body: { value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/users?x' },
      }),
    });
    expect(
      await errorOf(graph.chatsMadeSince([ann.aadObjectId], 'x', '2026-03-02T10:00:00Z')),
    ).toMatchObject({ code: 'foreign_link' });
  });
});
