// Sign-in, limits and bad days of the stand-in for Microsoft's cloud, as a caller meets them.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isObject, textAt } from '../slack-server/json.ts';
import { ConnectorCaller, message, thread } from './connector-caller.ts';
import type { TeamsChannel, TeamsChat } from './model.ts';
import { TeamsServer } from './server.ts';

let server: TeamsServer;
let api: ConnectorCaller;
let nowMs: number;
let channel: TeamsChannel;
let chat: TeamsChat;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-26T08:00:00Z');
  server = await TeamsServer.start({ now: () => nowMs, hasRateLimits: true });
  api = new ConnectorCaller(server);
  const ada = server.world.addPerson({ name: 'Ada Lovelace' });
  const team = server.world.addTeam({ name: 'Security', members: [ada.aadObjectId] });
  channel = server.world.addChannel(team.id, { name: 'incidents' });
  chat = server.world.addChat({ topic: null, members: [ada.aadObjectId] });
});

afterEach(async () => {
  await server.close();
});

async function signIn(change: Record<string, string>, tenant = server.world.tenantId) {
  const response = await fetch(`${server.origin}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: server.world.appId,
      client_secret: server.login.secret,
      scope: 'https://api.botframework.com/.default',
      ...change,
    }),
  });
  const json: unknown = await response.json();
  const body = isObject(json) ? json : {};
  return {
    status: response.status,
    error: textAt(body, 'error'),
    token: textAt(body, 'access_token'),
  };
}

describe('sign-in', () => {
  test('the application gets a token for what it asked, and for nothing else', async () => {
    api.token = (await signIn({})).token ?? '';
    expect(await api.send(chat.id)).toMatchObject({ status: 201 });
    api.token = (await signIn({ scope: 'https://graph.microsoft.com/.default' })).token ?? '';
    expect(await api.send(chat.id)).toMatchObject({ status: 401 });
  });

  test.each([
    ['another secret', { client_secret: 'old' }, 401, 'invalid_client'],
    ['another application', { client_id: 'x' }, 400, 'unauthorized_client'],
    ['another scope', { scope: 'https://example.com/.default' }, 400, 'invalid_scope'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('%s is refused', async (_what, change, status, error) => {
    expect(await signIn(change)).toMatchObject({ status, error, token: undefined });
  });

  test('another tenant is refused', async () => {
    expect(await signIn({}, 'elsewhere')).toMatchObject({ status: 400, error: 'invalid_request' });
  });
});

async function refusedAfter(calls: number, call: () => Promise<{ status: number }>) {
  for (let index = 0; index < calls; index += 1)
    expect(await call()).not.toMatchObject({ status: 429 });
  expect(await call()).toMatchObject({ status: 429, code: 'Throttled' });
}

describe('limits', () => {
  test('seven in a second, eight in two', async () => {
    await refusedAfter(7, () => api.send(chat.id));
    nowMs += 1000;
    expect(await api.send(chat.id)).toMatchObject({ status: 201 });
    expect(await api.send(chat.id)).toMatchObject({ status: 429 });
    expect(server.tooFast).toHaveLength(2);
  });

  test('the threads of a channel share theirs; another conversation has its own', async () => {
    const first = await api.call('POST', [], thread(channel.id));
    await refusedAfter(7, () => api.send(first.id));
    const second = await api.call('POST', [], thread(channel.id));
    expect(await api.send(second.id)).toMatchObject({ status: 429 });
    expect(await api.send(chat.id)).toMatchObject({ status: 201 });
  });

  test('sixty in half a minute', async () => {
    await refusedAfter(60, () => {
      nowMs += 400;
      return api.send(chat.id);
    });
    expect(server.tooFast).toHaveLength(1);
  });
});

describe('bad days', () => {
  test('each failure comes as it was armed, as often as it was armed, and only to whom it was meant for', async () => {
    server.fault('send', '412');
    expect(await api.send(chat.id)).toMatchObject({ status: 412, code: 'PreconditionFailed' });
    server.fault('*', '503', 1, { when: ({ about }) => about === channel.id });
    expect(await api.send(chat.id)).toMatchObject({ status: 201 });
    expect(await api.send(channel.id)).toMatchObject({ status: 503 });
    expect(await api.send(channel.id)).toMatchObject({ status: 201 });
    server.fault('send', 'throttled', 1, { seconds: 17 });
    expect(await api.send(chat.id)).toMatchObject({ status: 429 });
    expect(server.tooFast).toEqual([]);
    server.failBy(({ call, nth }) =>
      call === 'members' && nth === 1 ? { kind: '502' } : undefined,
    );
    expect(await api.call('GET', [chat.id, 'members'])).toMatchObject({ status: 502 });
    expect(await api.call('GET', [chat.id, 'members'])).toMatchObject({ status: 200 });
  });

  test('a broken connection tells nothing of whether the call took effect', async () => {
    server.fault('send', 'resetBefore');
    await expect(api.send(chat.id)).rejects.toThrow(/fetch failed/u);
    expect(server.world.messagesIn(chat.id)).toEqual([]);
    server.fault('send', 'resetAfter');
    await expect(api.send(chat.id)).rejects.toThrow(/fetch failed/u);
    expect(server.world.messagesIn(chat.id)).toHaveLength(1);
    server.fault('send', '504', 1, { isAfterEffect: true });
    expect(await api.send(chat.id)).toMatchObject({ status: 504 });
    expect(server.world.messagesIn(chat.id)).toHaveLength(2);
  });
});

async function put(id: string, body: string, headers: Record<string, string>) {
  const response = await fetch(`${server.origin}/upload/${id}`, { method: 'PUT', body, headers });
  return response.status;
}

describe('uploads', () => {
  test('a file comes whole, with its range and without a token, once', async () => {
    const { id } = server.uploads.open('report.txt');
    expect(await put(id, 'hello', {})).toBe(400);
    const range = { 'content-range': 'bytes 0-4/5' };
    expect(await put(id, 'hello', { ...range, authorization: 'Bearer x' })).toBe(401);
    expect(await put(id, 'hell', range)).toBe(416);
    expect(await put(id, 'hello', range)).toBe(201);
    expect(server.uploads.all.get(id)?.content.toString()).toBe('hello');
    expect(await put(id, 'hello', range)).toBe(404);
  });

  test('nothing comes through an address that is too old', async () => {
    const { id } = server.uploads.open('report.txt');
    server.uploads.expire(id);
    expect(await put(id, 'hello', { 'content-range': 'bytes 0-4/5' })).toBe(404);
  });
});

test('a message is told by its record with what it said', async () => {
  await api.send(chat.id, message());
  expect(server.callsOf('send')).toMatchObject([
    { about: chat.id, status: 201, at: nowMs, body: { summary: 'hello' } },
  ]);
});
