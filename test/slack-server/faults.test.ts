// Slack's bad days, as the bot would live through them.

import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiCaller, post } from './api-caller.ts';
import type { Json } from './json.ts';
import { SlackServer, type SlackServerOptions } from './server.ts';

let server: SlackServer;
let api: ApiCaller;
let nowMs: number;

async function restart(options: SlackServerOptions): Promise<void> {
  await server.close();
  server = await SlackServer.start({ now: () => nowMs, ...options });
  api = new ApiCaller(server);
}

beforeEach(async () => {
  nowMs = Date.parse('2026-11-22T08:00:00Z');
  server = await SlackServer.start({ now: () => nowMs });
  api = new ApiCaller(server);
  server.addUser({ id: 'U1', name: 'ada', realName: 'Ada L', email: 'ada@example.com' });
  server.addChannel({ id: 'C1', name: 'war-room', members: ['U1', 'U0BOT'] });
  server.addChannel({ id: 'C2', name: 'public-other', members: ['U1'] });
});

afterEach(async () => {
  await server.close();
});

/** What posting a message throws; undefined when it went well. */
async function failure(): Promise<unknown> {
  return api
    .client()
    .apiCall('chat.postMessage', post('C1'))
    .then(
      () => undefined,
      (problem: unknown) => problem,
    );
}

async function create(index: number): Promise<Json> {
  return api.call('conversations.create', { name: `c${index}` });
}

describe('bad days', () => {
  test('429 says how long to wait, or nothing', async () => {
    server.fault('chat.postMessage', 'ratelimited', 1, { seconds: 7 });
    expect(await failure()).toMatchObject({ retryAfter: 7 });

    server.fault('chat.postMessage', 'ratelimited', 1, { seconds: null });
    expect(await failure()).toBeInstanceOf(Error);
    expect(await failure()).toBeUndefined();
  });

  test('5xx, a page instead of JSON, a revoked token, any listed error', async () => {
    server.fault('chat.postMessage', '500');
    server.fault('chat.postMessage', '503');
    server.fault('chat.postMessage', 'html');
    server.fault('chat.postMessage', 'revoked');
    server.fault('chat.postMessage', 'error', 1, { error: 'restricted_action' });

    expect(await failure()).toMatchObject({ statusCode: 500 });
    expect(await failure()).toMatchObject({ statusCode: 503 });
    expect(await failure()).toMatchObject({ data: { ok: false } });
    expect(await failure()).toMatchObject({ data: { error: 'token_revoked' } });
    expect(await failure()).toMatchObject({ data: { error: 'restricted_action' } });
    expect(server.messages('C1')).toEqual([]);
    expect(() => server.fault('pins.add', 'error', 1, { error: 'made_up' })).toThrow('made_up');
  });

  test.each([
    ['resetBefore', 0],
    ['resetAfter', 1],
    ['hang', 0],
    ['hangAfter', 1],
  ] as const)('%s leaves %i messages behind', async (kind, count) => {
    server.fault('chat.postMessage', kind);

    expect(await failure()).toBeInstanceOf(Error);

    expect(server.messages('C1')).toHaveLength(count);
    expect(server.callsOf('chat.postMessage')).toMatchObject([{ fault: kind, ok: count === 1 }]);
  });

  test('a fault can choose its calls', async () => {
    server.fault('chat.postMessage', '500', Infinity, { when: (args) => args['text'] === 'bad' });

    expect(await api.call('chat.postMessage', post('C1'))).toMatchObject({ ok: true });
    await expect(api.call('chat.postMessage', post('C1', { text: 'bad' }))).rejects.toThrow('500');
    server.clearFaults();
    expect(await api.call('chat.postMessage', post('C1', { text: 'bad' }))).toMatchObject({
      ok: true,
    });
  });

  test('rate limits hold when they are switched on', async () => {
    await restart({ hasRateLimits: true });
    for (let index = 0; index < 20; index += 1) await create(index);

    await expect(create(20)).rejects.toMatchObject({ retryAfter: 60 });
    nowMs += 60_000;
    expect(await create(21)).toMatchObject({ ok: true });
  });

  test('closing ends calls that hang', async () => {
    server.fault('auth.test', 'hang');
    const hanging = api.call('auth.test').catch((problem: unknown) => problem);
    await wait(20);

    await server.close();

    expect(await hanging).toBeInstanceOf(Error);
  });
});
