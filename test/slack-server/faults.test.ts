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

  test.each(['500', '503', 'html', 'ratelimited', 'revoked'] as const)(
    '%s can come after the effect too',
    async (kind) => {
      server.fault('chat.postMessage', kind, 1, { isAfterEffect: true });

      expect(await failure()).toBeInstanceOf(Error);
      expect(server.messages('C1')).toHaveLength(1);
    },
  );

  test('a test can choose call by call', async () => {
    server.failBy(({ method, nth }) =>
      method === 'chat.postMessage' && nth % 2 === 1 ? { kind: '500' } : undefined,
    );
    const went = [await failure(), await failure(), await failure(), await failure()];
    expect(went.map((problem) => problem === undefined)).toEqual([false, true, false, true]);

    server.clearFaults();
    expect(await failure()).toBeUndefined();
    server.failBy(() => ({ kind: 'error', error: 'made_up' }));
    await failure();
    expect(server.lint.join()).toContain('made_up');
  });

  test('rate limits hold per method and workspace, and what was refused is remembered', async () => {
    await restart({ hasRateLimits: true });
    server.addWorkspace({ teamId: 'T2', token: 'xoxb-second' });
    for (let index = 0; index < 20; index += 1) await create(index);

    await expect(create(20)).rejects.toMatchObject({ retryAfter: 60 });
    expect(await api.call('conversations.create', { name: 'c' }, 'xoxb-second')).toMatchObject({
      ok: true,
    });
    expect(await api.call('conversations.list')).toMatchObject({ ok: true });
    nowMs += 59_000;
    await expect(create(20)).rejects.toMatchObject({ retryAfter: 1 });
    nowMs += 1000;
    expect(await create(21)).toMatchObject({ ok: true });
    server.fault('conversations.create', 'ratelimited');
    await expect(create(22)).rejects.toThrow('rate-limit');
    expect(server.tooFast.map(({ method }) => method)).toEqual([
      'conversations.create',
      'conversations.create',
    ]);
  });

  test('posts are limited per channel too, and where two tiers are named the lower one counts', async () => {
    await restart({ hasRateLimits: true });
    server.addChannel({ id: 'C1', name: 'one', members: ['U0BOT'] });
    server.addChannel({ id: 'C2', name: 'two', members: ['U0BOT'] });
    for (let index = 0; index < 3; index += 1) await api.say('C1');

    await expect(api.say('C1')).rejects.toMatchObject({ retryAfter: 3 });
    expect(await api.say('C2')).not.toBe('');
    nowMs += 3000;
    expect(await api.say('C1')).not.toBe('');
    for (let index = 0; index < 20; index += 1) await api.call('users.conversations');
    await expect(api.call('users.conversations')).rejects.toMatchObject({ retryAfter: 60 });
  });

  test('an app sold outside the Marketplace reads the past slowly', async () => {
    await restart({ hasRateLimits: true, isCommercialApp: true });
    server.addChannel({ id: 'C1', name: 'one', members: ['U0BOT'] });
    for (let index = 0; index < 20; index += 1)
      server.workspace.store(server.channel('C1'), { user: 'U0BOT', text: `${index}` });

    const first = await api.call('conversations.history', { channel: 'C1', limit: 100 });
    expect(first).toMatchObject({ has_more: true, messages: { length: 15 } });
    await expect(api.call('conversations.history', { channel: 'C1' })).rejects.toMatchObject({
      retryAfter: 60,
    });
  });

  test('closing ends calls that hang', async () => {
    server.fault('auth.test', 'hang');
    const hanging = api.call('auth.test').catch((problem: unknown) => problem);
    await wait(20);

    await server.close();

    expect(await hanging).toBeInstanceOf(Error);
  });
});
