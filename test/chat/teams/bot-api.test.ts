// The Bot Connector as the bot calls it, against a strict one of our own: what arrives, who is in a conversation, and
// that every failure is told apart without anything being repeated.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBotApi, type BotApiParts } from '#src/chat/teams/bot-api.ts';
import { ApiError, type BotApi, type Member } from '#src/chat/teams/connector.ts';
import { createTokens } from '#src/chat/teams/tokens.ts';
import type { TeamsChat } from '../../teams-server/model.ts';
import { TeamsServer } from '../../teams-server/server.ts';

const secret = 'hush-0123456789abcdef';
const message = {
  card: {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: 'Hello.',
    body: [{ type: 'TextBlock', text: 'hello', wrap: true }],
  },
  summary: 'Hello.',
};

let cloud: TeamsServer;
let api: BotApi;
let parts: BotApiParts;
let people: Record<'ada' | 'guest' | 'stranger', { aadObjectId: string; teamsId: string }>;
let channelId: string;
let chat: TeamsChat;
let chatId: string;

beforeEach(async () => {
  cloud = await TeamsServer.start({ secret });
  const { world } = cloud;
  people = {
    ada: world.addPerson({ name: 'Ada Lovelace' }),
    guest: world.addPerson({ name: 'Guy Guest', kind: 'guest' }),
    stranger: world.addPerson({ name: 'Sam Stranger', kind: 'stranger' }),
  };
  const members = Object.values(people).map(({ aadObjectId }) => aadObjectId);
  channelId = world.addTeam({ name: 'Security', members }).threadId;
  chat = world.addChat({ topic: 'INC-2026-0001', members });
  chatId = chat.id;
  parts = {
    token: createTokens({
      appId: world.appId,
      tenantId: world.tenantId,
      access: { by: 'secret', password: secret },
      loginUrl: cloud.origin,
    }).bot,
    appId: world.appId,
    tenantId: world.tenantId,
    isAuthenticated: true,
    serviceHosts: ['127.0.0.1'],
  };
  api = createBotApi(parts);
});

afterEach(async () => {
  await cloud.close();
  if (cloud.lint.length > 0) throw new Error(cloud.lint.join('\n'));
});

const place = (conversationId: string) => ({ serviceUrl: cloud.serviceUrl, conversationId });

async function errorOf(work: Promise<unknown>): Promise<ApiError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}

async function everybody(found: AsyncIterable<Member>): Promise<Member[]> {
  const all: Member[] = [];
  for await (const member of found) all.push(member);
  return all;
}

describe('A card', () => {
  test('is posted, updated and removed where it stands, with its summary for screen readers', async () => {
    const { activityId } = await api.post(place(chatId), message);
    const [posted] = cloud.world.messagesIn(chatId);
    expect(posted).toMatchObject({ id: activityId, from: null });
    expect(posted?.activity).toMatchObject({
      type: 'message',
      summary: 'Hello.',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', content: message.card },
      ],
    });
    expect(posted?.activity).not.toHaveProperty('text');

    await api.update(place(chatId), activityId, { ...message, summary: 'Changed.' });
    expect(cloud.world.messagesIn(chatId)[0]?.activity).toMatchObject({ summary: 'Changed.' });

    await api.remove(place(chatId), activityId);
    expect(cloud.world.messagesIn(chatId)).toEqual([]);
  });

  test('begins a thread in a channel, and others stand below it', async () => {
    const { conversationId, activityId } = await api.startThread(
      { serviceUrl: cloud.serviceUrl, channelId },
      message,
    );
    expect(conversationId).toBe(`${channelId};messageid=${activityId}`);

    await api.post(place(conversationId), message);
    expect(cloud.world.messagesIn(conversationId)).toMatchObject([
      { id: activityId },
      { rootId: activityId },
    ]);
  });

  test('is whispered to one person, and nobody else sees it', async () => {
    await api.whisper(place(chatId), people.ada.teamsId, message);

    expect(cloud.world.targetedTo(people.ada.aadObjectId)).toHaveLength(1);
    expect(cloud.world.messagesIn(chatId)).toEqual([]);
  });

  test('reaches a person in their chat with the bot, the same each time', async () => {
    const { ada } = people;
    cloud.world.install(cloud.world.personalChat(ada.aadObjectId), ada.aadObjectId);
    const to = { serviceUrl: cloud.serviceUrl, teamsId: ada.teamsId };

    const first = await api.startChat(to);
    expect(await api.startChat(to)).toEqual(first);
    await api.post(place(first.conversationId), message);
    expect(cloud.world.messagesIn(first.conversationId)).toHaveLength(1);
  });

  test('gives way to the offer of a file', async () => {
    const attachment = {
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: 'incident.md',
      content: { description: 'Timeline', sizeInBytes: 3, acceptContext: {}, declineContext: {} },
    };
    const { id } = cloud.world.personalChat(people.ada.aadObjectId);
    cloud.world.install(cloud.world.personalChat(people.ada.aadObjectId), null);
    await api.post(place(id), { ...message, attachment });

    expect(cloud.world.messagesIn(id)[0]?.activity['attachments']).toEqual([attachment]);
  });
});

describe('The roster', () => {
  test('tells members of the tenant from guests and strangers', async () => {
    const found = await everybody(api.members(place(chatId)));

    expect(found.map(({ name, kind }) => [name, kind])).toEqual([
      ['Ada Lovelace', 'member'],
      ['Guy Guest', 'guest'],
      ['Sam Stranger', 'stranger'],
    ]);
    expect(found[0]).toEqual({
      aadObjectId: people.ada.aadObjectId,
      teamsId: people.ada.teamsId,
      name: 'Ada Lovelace',
      handle: 'ada.lovelace@example.com',
      kind: 'member',
    });
  });

  test('of a thread is that of its channel', async () => {
    const thread = await api.startThread({ serviceUrl: cloud.serviceUrl, channelId }, message);
    const { aadObjectId } = await api.member(place(thread.conversationId), people.ada.teamsId);
    expect(aadObjectId).toBe(people.ada.aadObjectId);
  });

  test('is read to its end, a page at a time', async () => {
    const many = Array.from(
      { length: 1003 },
      (_, index) => cloud.world.addPerson({ name: `Person ${index}` }).aadObjectId,
    );
    const { id } = cloud.world.addChat({ topic: 'many', members: many });

    const found = await everybody(api.members(place(id)));

    expect(found.map(({ aadObjectId }) => aadObjectId)).toEqual(many);
    expect(cloud.callsOf('pagedMembers')).toHaveLength(3);
  });

  test('has nobody who left: 404', async () => {
    cloud.world.removeMembers(chat, [people.ada.aadObjectId], null);
    expect(await errorOf(api.member(place(chatId), people.ada.teamsId))).toMatchObject({
      status: 404,
      code: 'MemberNotFoundInConversation',
    });
  });

  const own = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
  test.each<[string, Record<string, unknown>, Member['kind']]>([
    ['whose role is user is a member', { userRole: 'user', tenantId: own }, 'member'],
    ['of whom nothing is said is no member', {}, 'guest'],
    ['without a role but of our tenant is a member', { tenantId: own }, 'member'],
    [
      'of another tenant is a stranger, whatever the role',
      { userRole: 'user', tenantId: own.replaceAll('a', 'b') },
      'stranger',
    ],
    [
      'who joined without signing in is a stranger',
      { userRole: 'anonymous', tenantId: own },
      'stranger',
    ],
    [
      'with the name of a guest is a guest',
      { userRole: 'user', tenantId: own, userPrincipalName: 'a_b.example#EXT#@own.example' },
      'guest',
    ],
    ['with an unknown role is no member', { userRole: 'owner-ish', tenantId: own }, 'guest'],
  ])('says that somebody %s', async (_, told, kind) => {
    await using roster = await answering(200, { id: '29:x', aadObjectId: own, name: 'X', ...told });
    const asking = createBotApi({ ...parts, tenantId: own, token: async () => 'token' });

    expect(
      await asking.member({ serviceUrl: roster.url, conversationId: '19:x@thread.v2' }, '29:x'),
    ).toMatchObject({ kind });
  });
});

describe('A failure', () => {
  test.each([
    ['throttled', { status: 429, retryAfterMs: 7000 }],
    ['412', { status: 412 }],
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['html', { status: 200, code: 'unreadable_answer' }],
    ['resetBefore', { status: 0 }],
    ['resetAfter', { status: 0 }],
  ] as const)('%s is told as it is, and the call was made once', async (kind, facts) => {
    cloud.fault('send', kind, 9, kind === 'throttled' ? { seconds: 7 } : {});

    expect(await errorOf(api.post(place(chatId), message))).toMatchObject({
      call: 'post',
      ...facts,
    });
    expect(cloud.callsOf('send')).toHaveLength(1);
  });

  test('to answer at all ends after a while', async () => {
    cloud.fault('send', 'hang');
    const impatient = createBotApi({ ...parts, timeoutMs: 50 });

    expect(await errorOf(impatient.post(place(chatId), message))).toMatchObject({
      status: 0,
      code: 'TimeoutError',
    });
  });

  test('to connect says that nothing can have arrived', async () => {
    const nowhere = await answering(200, {});
    await nowhere[Symbol.asyncDispose]();
    const asking = createBotApi({ ...parts, token: async () => 'token' });

    expect(
      await errorOf(asking.post({ serviceUrl: nowhere.url, conversationId: 'a' }, message)),
    ).toMatchObject({ status: 0, code: 'ECONNREFUSED' });
  });

  test('carries the code of the service and never a text', async () => {
    cloud.world.uninstall(chat, null);
    const error = await errorOf(api.post(place(chatId), message));

    expect(error).toMatchObject({ status: 403, code: 'BotNotInConversationRoster' });
    expect(error.message).toBe('post: 403 BotNotInConversationRoster');
  });

  test('with a code that could be a text has none', async () => {
    await using service = await answering(400, {
      error: { code: 'the title is hush', message: 'x' },
    });
    const asking = createBotApi({ ...parts, token: async () => 'token' });
    const error = await errorOf(
      asking.post({ serviceUrl: service.url, conversationId: 'a' }, message),
    );
    expect(error).toMatchObject({ status: 400, code: '' });
  });

  test('too large for the service is 413', async () => {
    const card = { ...message.card, body: [{ type: 'TextBlock', text: 'x'.repeat(100_000) }] };
    expect(await errorOf(api.post(place(chatId), { ...message, card }))).toMatchObject({
      status: 413,
    });
  });
});

describe('The token', () => {
  test.each([
    'https://evil.example/',
    'http://smba.trafficmanager.net/',
    'https://127.0.0.1.evil.example/',
    'http://localhost:1/',
    'not an address',
  ])('is not sent to %s, nor asked for', async (serviceUrl) => {
    let asked = 0;
    const guarded = createBotApi({
      ...parts,
      token: async () => {
        asked += 1;
        return 'token';
      },
    });

    expect(await errorOf(guarded.post({ serviceUrl, conversationId: 'a' }, message))).toMatchObject(
      {
        status: 403,
        code: 'ServiceUrlRefused',
      },
    );
    expect(asked).toBe(0);
  });

  test('does not follow a redirection', async () => {
    await using elsewhere = await answering(200, { id: '1' });
    await using service = await answering(307, {}, { location: elsewhere.url });
    const asking = createBotApi({ ...parts, token: async () => 'token' });

    await errorOf(asking.post({ serviceUrl: service.url, conversationId: 'a' }, message));
    expect(elsewhere.seen).toEqual([]);
  });

  test('of an id with a slash in it stays within its path', async () => {
    await using service = await answering(200, { id: '1' });
    const asking = createBotApi({ ...parts, token: async () => 'token' });

    await asking.post({ serviceUrl: service.url, conversationId: '../../admin?x=#' }, message);
    expect(service.seen).toEqual(['/v3/conversations/..%2F..%2Fadmin%3Fx%3D%23/activities']);
  });
});

interface Answering extends AsyncDisposable {
  url: string;
  seen: string[];
}

/** A service that answers everything in one way. */
async function answering(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answering> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
