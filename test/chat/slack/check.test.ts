// What `ssirp doctor` says of Slack: every line that fails says what to do.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, afterEach, expect, test } from 'vitest';
import { appIdOf, checkTransport } from '#src/chat/slack/check-transport.ts';
import { checkSlack, type CheckedWorkspace, type SlackCheck } from '#src/chat/slack/check.ts';
import { botScopes } from '#src/chat/slack/scopes.ts';
import { SlackServer } from '../../slack-server/server.ts';
import { runCli } from '../../support/process.ts';

const scopes = botScopes.map(({ scope }) => scope);
let server: SlackServer;

beforeEach(async () => {
  server = await SlackServer.start({ scopes });
  server.addUser({ id: 'U0ADA', name: 'ada' });
  server.addUser({ id: 'U0GUEST', name: 'gus', isGuest: true });
  server.addUser({ id: 'U0GONE', name: 'gone', deleted: true });
});
afterEach(async () => {
  await server.close();
  const [lint] = server.lint;
  if (lint !== undefined) throw new Error(`Slack would object: ${lint}`);
});

function check(more: Partial<CheckedWorkspace> = {}, appId?: string): Promise<SlackCheck[]> {
  return checkSlack(
    {
      botToken: server.workspace.token,
      apiUrl: server.url,
      announceChannel: undefined,
      adminsOf: () => [],
      ...more,
    },
    appId,
  );
}

const failing = (checks: readonly SlackCheck[]): string[] =>
  checks.filter(({ ok }) => !ok).map((one) => `${one.check}: ${one.found} → ${one.remedy ?? ''}`);
const people =
  (...users: string[]) =>
  (tenant: string): string[] =>
    users.map((user) => `${tenant}:${user}`);
const http = (signingSecret: string, publicUrl?: string, status = 405): Promise<SlackCheck[]> =>
  checkTransport({ over: 'http', signingSecret, publicUrl }, (url) =>
    status === 0 ? Promise.reject(new Error(url)) : Promise.resolve(status),
  );
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

test('all is well', async () => {
  const { id } = server.workspace.addChannel({ name: 'announce', members: ['U0BOT'] });
  for (const announceChannel of ['announce', '#announce', id, undefined])
    expect(failing(await check({ announceChannel }))).toEqual([]);
  expect(await check({ adminsOf: people('U0ADA') }, server.workspace.appId)).toMatchObject([
    { check: 'slack token', found: like(/U0BOT.*T0SSIRP01/u) },
    { check: 'slack app', found: like(/both tokens/u) },
    { check: 'slack scopes', found: `all ${scopes.length} granted` },
    { check: 'slack announcements', isNote: true },
    { check: 'slack admins', found: 'all full members: ada' },
    { check: 'slack not checked', isNote: true },
  ]);
});

test('each missing scope is named with its reason and what is lost; only a required one fails', async () => {
  server.workspace.scopes.delete('groups:write');
  server.workspace.scopes.delete('pins:write');
  server.workspace.scopes.add('channels:join');
  const checks = await check();
  expect(failing(checks)).toEqual([
    like(/groups:write: not granted, for making.*private.*Without it: .*→ .*reinstall/u),
  ]);
  const notes = checks.filter(({ isNote }) => isNote).map(({ found }) => found);
  expect(notes[0]).toMatch(/^optional, not granted, for pinning.*Without it: the card is posted/u);
  expect(notes[1]).toMatch(/taken away: channels:join/u);
});

test.each([
  ['C0NOWHERE', /announce_channel_not_found → .*\/invite/u],
  ['C0LEFT', /not_in_channel → .*\/invite/u],
  ['C0SHARED', /externally_shared → .*another organisation/u],
  ['C0OLD00', /is_archived → .*choose another/u],
])('announcements that cannot go to %s', async (announceChannel, sentence) => {
  const members = ['U0BOT'];
  server.addChannel({ id: 'C0LEFT0', name: 'left' });
  server.addChannel({ id: 'C0SHARED', name: 'shared', members, isExternallyShared: true });
  server.addChannel({ id: 'C0OLD00', name: 'old', members, isArchived: true });
  const channel = announceChannel === 'C0LEFT' ? 'left' : announceChannel;
  expect(failing(await check({ announceChannel: channel }))).toEqual([like(sentence)]);
});

test('admins who can do nothing are named', async () => {
  const adminsOf = people('U0ADA', 'U0GUEST', 'U0GONE', 'U0NOBODY');
  expect(failing(await check({ adminsOf }))).toEqual([
    like(/U0GUEST is no full member.*→ .*SSIRP_ADMINS/u),
    like(/U0GONE is no full member/u),
    like(/no U0NOBODY.*→ Copy the id/u),
  ]);
});

test('a token that Slack does not take, and a Slack that does not answer', async () => {
  expect(failing(await check({ botToken: 'xoxb-old' }))).toEqual([
    like(/slack token: invalid_auth → .*SLACK_BOT_TOKEN/u),
  ]);
  server.fault('auth.test', '503');
  expect(failing(await check())).toEqual([like(/did not answer → Try again/u)]);
});

test('tokens of two apps are told apart', async () => {
  expect(failing(await check({}, 'A0OTHER'))).toEqual([
    like(/SLACK_APP_TOKEN is of app A0OTHER, SLACK_BOT_TOKEN of .*same app/u),
  ]);
  expect(appIdOf({ over: 'socket', appToken: 'xapp-1-A0APP-1111-x' })).toBe('A0APP');
  expect(appIdOf({ over: 'http' })).toBeUndefined();
});

test('the app-level token must open connections, and none is opened to find out', async () => {
  const { sockets } = server;
  const socket = (appToken: string) =>
    checkTransport({ over: 'socket', appToken, apiUrl: server.url });
  expect(failing(await socket(sockets.token))).toEqual([]);
  expect(failing(await socket('xapp-old'))).toEqual([like(/invalid_auth → .*SLACK_APP_TOKEN/u)]);
  sockets.scopes.delete('connections:write');
  expect(failing(await socket(sockets.token))).toEqual([like(/missing_scope.*connections:write/u)]);
  expect(sockets.all).toBe(0);
});

test('the signing secret and the address are looked at', async () => {
  const good = 'a1'.repeat(16);
  const at = 'https://bot.example.com';
  expect(failing(await http(good, at))).toEqual([]);
  expect(failing(await http(good, at, 0))).toEqual([]);
  expect(failing(await http(good))).toEqual([]);
  expect(failing(await http('xoxb-1', at))).toEqual([like(/32 characters.*→ Copy it/u)]);
  expect(failing(await http(good, 'http://bot.example.com'))).toEqual([like(/https.*→ Put/u)]);
  expect(failing(await http(good, at, 502))).toEqual([like(/502.*→ .*start it/u)]);
  expect(failing(await http(good, at, 404))).toEqual([like(/404.*→ .*pass/u)]);
});

test('npx ssirp doctor prints a line each, and its exit code says whether anything is wrong', async () => {
  server.sockets.token = `xapp-1-${server.workspace.appId}-1111-x`;
  const env = {
    DATABASE_URL: 'file:/nowhere/ssirp.db',
    SLACK_BOT_TOKEN: server.workspace.token,
    SLACK_APP_TOKEN: server.sockets.token,
    SLACK_API_URL: server.url,
    SSIRP_ADMINS: 'U0ADA',
  };
  const well = await runCli(['doctor'], env);
  expect(well.output).toMatch(/^ok {4}slack app-level token: /mu);
  expect(well.output).toMatch(/^note {2}slack announcements: /mu);
  expect(well.output).toMatch(/^ok {4}clock: [0-5] s apart/mu);
  expect(well.code).toBe(0);

  const ill = await runCli(['doctor', '--json'], { ...env, SSIRP_ADMINS: 'U0GUEST' });
  const checks = JSON.parse(ill.output) as SlackCheck[];
  expect(checks.filter(({ ok }) => !ok)).toMatchObject([
    { check: 'slack admins', found: like(/U0GUEST/u), remedy: like(/SSIRP_ADMINS/u) },
  ]);
  expect(ill.code).toBe(1);
});

test('clocks that are minutes apart are told', async () => {
  await using late = new AsyncDisposableStack();
  const slow = createServer((_request, response) => {
    response.setHeader('date', new Date(Date.now() - 300_000).toUTCString());
    response.setHeader('content-type', 'application/json');
    response.end('{"ok":false,"error":"invalid_auth"}');
  });
  late.defer(() => {
    slow.closeAllConnections();
    slow.close();
  });
  await new Promise<void>((resolve) => {
    slow.listen(0, '127.0.0.1', resolve);
  });
  const { output } = await runCli(['doctor'], {
    SLACK_BOT_TOKEN: server.workspace.token,
    SLACK_APP_TOKEN: server.sockets.token,
    SLACK_API_URL: `http://127.0.0.1:${(slow.address() as AddressInfo).port}/api/`,
  });
  expect(output).toMatch(/^FAIL {2}clock: (?:299|300|301) s apart[^]*→ .*NTP/mu);
});
