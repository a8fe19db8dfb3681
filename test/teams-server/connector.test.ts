// The stand-in for the Bot Connector refuses what the service refuses, with its statuses and codes, and remembers what
// it took.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { card, ConnectorCaller, message, thread } from './connector-caller.ts';
import type { TeamsChannel, TeamsChat, TeamsPerson, TeamsTeam } from './model.ts';
import { TeamsServer } from './server.ts';

let server: TeamsServer;
let api: ConnectorCaller;
let nowMs: number;
let ada: TeamsPerson;
let bob: TeamsPerson;
let team: TeamsTeam;
let channel: TeamsChannel;
let chat: TeamsChat;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-26T08:00:00Z');
  server = await TeamsServer.start({ now: () => nowMs });
  api = new ConnectorCaller(server);
  const { world } = server;
  ada = world.addPerson({ name: 'Ada Lovelace' });
  bob = world.addPerson({ name: 'Bob', kind: 'guest' });
  team = world.addTeam({ name: 'Security', members: [ada.aadObjectId] });
  channel = world.addChannel(team.id, { name: 'incidents' });
  chat = world.addChat({ topic: 'secret', members: [ada.aadObjectId, bob.aadObjectId] });
});

afterEach(async () => {
  await server.close();
});

test('only a token for the bot service opens it, until it is revoked', async () => {
  expect(await api.send(chat.id)).toMatchObject({ status: 201 });
  for (const token of ['', 'made-up', server.login.issue('https://graph.microsoft.com')]) {
    api.token = token;
    expect(await api.send(chat.id)).toMatchObject({ status: 401 });
  }
  api.token = server.login.issue('https://api.botframework.com');
  server.login.revokeAll();
  expect(await api.send(chat.id)).toMatchObject({ status: 401 });
  expect(server.world.messagesIn(chat.id)).toHaveLength(1);
});

describe('where the bot may write', () => {
  test('nowhere that does not exist, is deleted, or is not known everywhere yet', async () => {
    const refused = { status: 404, code: 'ConversationNotFound' };
    expect(await api.send('19:nothing@thread.tacv2')).toMatchObject(refused);
    expect(await api.send(`${channel.id};messageid=1`)).toMatchObject(refused);
    server.world.settlingMs = 3000;
    const fresh = server.world.addChannel(team.id, { name: 'fresh' });
    expect(await api.send(fresh.id)).toMatchObject(refused);
    nowMs += 3000;
    expect(await api.send(fresh.id)).toMatchObject({ status: 201 });
    server.world.deleteChannel(fresh, ada.aadObjectId);
    expect(await api.send(fresh.id)).toMatchObject(refused);
    server.world.deleteTeam(team, ada.aadObjectId);
    expect(await api.call('POST', [], thread(channel.id))).toMatchObject(refused);
  });

  test('only where the app is, and never in a private channel', async () => {
    const refused = { status: 403, code: 'BotNotInConversationRoster' };
    const secret = server.world.addChannel(team.id, { name: 'hidden', membership: 'private' });
    secret.isAppEnabled = true;
    expect(await api.call('POST', [], thread(secret.id))).toMatchObject(refused);
    const shared = server.world.addChannel(team.id, { name: 'both', membership: 'shared' });
    expect(await api.send(shared.id)).toMatchObject(refused);
    shared.isAppEnabled = true;
    expect(await api.send(shared.id)).toMatchObject({ status: 201 });
    server.world.uninstall(chat, ada.aadObjectId);
    expect(await api.send(chat.id)).toMatchObject(refused);
    expect(await api.call('GET', [chat.id, 'pagedmembers'])).toMatchObject(refused);
  });

  test('not to who blocked it, not where writing is over, not where an administrator forbids it', async () => {
    const personal = server.world.personalChat(ada.aadObjectId);
    server.world.install(personal, ada.aadObjectId);
    ada.isBlocking = true;
    const code = 'ConversationBlockedByUser';
    expect(await api.send(personal.id)).toMatchObject({ status: 403, code });
    server.world.archiveTeam(team, true, ada.aadObjectId);
    expect(await api.send(channel.id)).toMatchObject({ status: 403, code: 'MessageWritesBlocked' });
    server.world.isDisabledByAdmin = true;
    expect(await api.send(chat.id)).toMatchObject({ status: 403, code: 'BotDisabledByAdmin' });
  });

  test('nothing empty, nothing of another kind, nothing too large', async () => {
    expect(await api.send(chat.id, { type: 'message' })).toMatchObject({ code: 'BadSyntax' });
    expect(await api.send(chat.id, message(card, { type: 'event' }))).toMatchObject({
      status: 400,
    });
    const large = message(card, { text: 'x'.repeat(51_200) });
    expect(await api.send(chat.id, large)).toMatchObject({
      status: 413,
      code: 'MessageSizeTooBig',
    });
    expect(server.world.messagesIn(chat.id)).toEqual([]);
  });
});

describe('threads', () => {
  test('a new post is a conversation of its own; what answers it stands below it', async () => {
    const made = await api.call('POST', [], thread(channel.id));
    const { activityId } = made.body as { activityId: string };
    expect(made).toMatchObject({ status: 201, id: `${channel.id};messageid=${activityId}` });
    const reply = await api.send(made.id);
    const answer = await api.call('POST', [channel.id, 'activities', reply.id], message());
    expect(server.world.messagesIn(made.id).map(({ id }) => id)).toEqual([
      activityId,
      reply.id,
      answer.id,
    ]);
    expect(server.world.messageIn(channel.id, answer.id)?.rootId).toBe(activityId);
  });

  test('a message is changed in its own conversation only, by who wrote it, while it is there', async () => {
    const made = await api.call('POST', [], thread(channel.id));
    const other = await api.call('POST', [], thread(channel.id));
    const reply = await api.send(made.id);
    const gone = { status: 404, code: 'ActivityNotFoundInConversation' };
    const change = (where: string, id: string, method = 'PUT'): ReturnType<typeof api.call> =>
      api.call(method, [where, 'activities', id], message(card, { text: 'new' }));
    expect(await change(other.id, reply.id)).toMatchObject(gone);
    expect(await change(channel.id, reply.id)).toMatchObject(gone);
    expect(await change(made.id, reply.id)).toMatchObject({ status: 200, id: reply.id });
    expect(server.world.messageIn(channel.id, reply.id)?.activity['text']).toBe('new');
    const found = server.world.find(made.id);
    if (!found) throw new Error('no thread');
    const words = { found, from: ada.aadObjectId, activity: {}, html: 'mine' };
    const refused = { status: 403, code: 'NotEnoughPermissions' };
    expect(await change(made.id, server.world.say(words).id)).toMatchObject(refused);
    expect(await change(made.id, reply.id, 'DELETE')).toMatchObject({ status: 200 });
    expect(await change(made.id, reply.id)).toMatchObject(gone);
  });
});

function to(person: TeamsPerson): ReturnType<typeof message> {
  return message(card, { recipient: { id: person.teamsId, name: person.name } });
}

describe('whispers', () => {
  test('one member sees it for a day, and nobody else', async () => {
    const whispered = await api.whisper(chat.id, to(bob));
    expect(whispered.status).toBe(201);
    expect(server.world.messagesIn(chat.id)).toEqual([]);
    expect(server.world.targetedTo(bob.aadObjectId)).toMatchObject([{ id: whispered.id }]);
    const path = [chat.id, 'activities', whispered.id];
    const query = '?isTargetedActivity=true';
    expect(await api.call('PUT', path, message())).toMatchObject({ status: 404 });
    expect(await api.call('PUT', path, to(bob), query)).toMatchObject({ code: 'BadArgument' });
    expect(await api.call('PUT', path, message(), query)).toMatchObject({ status: 200 });
    nowMs += 24 * 3600_000 + 1;
    expect(await api.call('PUT', path, message(), query)).toMatchObject({
      code: 'ActivityNotFoundInConversation',
    });
  });

  test('not without a recipient, not to somebody outside, not in a personal chat', async () => {
    const personal = server.world.personalChat(ada.aadObjectId);
    server.world.install(personal, ada.aadObjectId);
    const refused = { status: 400, code: 'BadArgument' };
    expect(await api.whisper(chat.id, message())).toMatchObject(refused);
    expect(await api.whisper(channel.id, to(bob))).toMatchObject(refused);
    expect(await api.whisper(personal.id, to(ada))).toMatchObject(refused);
  });

  test('one that everybody would see is complained about', async () => {
    await api.send(chat.id, message(card, { recipient: { id: ada.teamsId, isTargeted: true } }));
    expect(server.lint).toEqual([expect.stringMatching(/^send: a whisper without/u)]);
  });
});

test('a personal chat is opened only with one person of the tenant who has the app', async () => {
  const chatWith = (id: string, more = {}): ReturnType<typeof api.call> =>
    api.call('POST', [], { members: [{ id }], tenantId: server.world.tenantId, ...more });
  expect(await chatWith(ada.teamsId)).toMatchObject({
    status: 403,
    code: 'ForbiddenOperationException',
  });
  const personal = server.world.personalChat(ada.aadObjectId);
  server.world.install(personal, ada.aadObjectId);
  expect(await chatWith(ada.teamsId)).toMatchObject({ status: 201, id: personal.id });
  expect(await chatWith(ada.aadObjectId)).toMatchObject({ status: 201, id: personal.id });
  expect(await chatWith(ada.teamsId, { tenantId: undefined })).toMatchObject({ status: 400 });
  expect(await chatWith(ada.teamsId, { isGroup: true })).toMatchObject({ code: 'BadSyntax' });
  expect(await chatWith('29:nobody')).toMatchObject({ status: 400, code: 'BadArgument' });
});

async function page(query: string): Promise<{ members: unknown[]; continuationToken?: string }> {
  const { body } = await api.call('GET', [channel.id, 'pagedmembers'], undefined, query);
  return body as { members: unknown[]; continuationToken?: string };
}

describe('who is there', () => {
  test('a member is told with their kind and tenant; who is not there is not found', async () => {
    expect(await api.call('GET', [chat.id, 'members', bob.teamsId])).toMatchObject({
      body: { aadObjectId: bob.aadObjectId, userRole: 'guest', tenantId: server.world.tenantId },
    });
    const stranger = server.world.addPerson({ name: 'Eve', kind: 'stranger' });
    expect(await api.call('GET', [chat.id, 'members', stranger.aadObjectId])).toMatchObject({
      status: 404,
      code: 'MemberNotFoundInConversation',
    });
    server.world.addMembers(chat, [stranger.aadObjectId], ada.aadObjectId);
    const all = await api.call('GET', [chat.id, 'members']);
    expect(all.body).toMatchObject([{}, {}, { tenantId: stranger.tenantId, userRole: 'user' }]);
  });

  test('a large roster comes in pages', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `Person ${index}`);
    const people = names.map((name) => server.world.addPerson({ name }).aadObjectId);
    server.world.addMembers(team, people, null);
    const first = await page('?pageSize=10');
    expect(first.members).toHaveLength(50);
    const rest = await page(`?pageSize=500&continuationToken=${first.continuationToken}`);
    expect(rest.members).toHaveLength(71);
    expect(rest.continuationToken).toBeUndefined();
  });
});

test('what is hard to read, or not shown as it is meant, is complained about', async () => {
  await api.send(chat.id, message(card, { summary: '', text: 'again' }));
  await api.send(chat.id, message({ ...card, version: '1.6' }));
  expect(server.lint).toEqual([
    expect.stringMatching(/without summary/u),
    expect.stringMatching(/^send: text beside a card/u),
    expect.stringMatching(/^send: card: version/u),
  ]);
});
