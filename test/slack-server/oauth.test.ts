// Slack's side of an installation is as strict as Slack: who asks, for what, where to, and how often.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { SlackServer } from './server.ts';

const redirect = 'https://bot.example/slack/oauth_redirect';
const credentials = { client_id: '1.2', client_secret: 's3cret' };
let now = 0;
let server: SlackServer;

beforeEach(async () => {
  now = 1_700_000_000_000;
  server = await SlackServer.start({
    app: {
      clientId: '1.2',
      clientSecret: 's3cret',
      redirectUrls: [redirect],
      scopes: ['commands', 'chat:write'],
      isForOrganizations: true,
    },
    now: () => now,
  });
  server.oauth.choice = { workspace: server.workspace };
});

afterEach(async () => {
  await server.close();
});

async function asksFor(more: Record<string, string> = {}): Promise<Response> {
  const asked = new URLSearchParams({
    client_id: '1.2',
    scope: 'commands,chat:write',
    redirect_uri: redirect,
    state: 'st',
    ...more,
  });
  return fetch(`${server.origin}/oauth/v2/authorize?${asked.toString()}`, { redirect: 'manual' });
}

async function call(
  method: string,
  args: Record<string, string>,
  token?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.url}${method}`, {
    method: 'POST',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    body: new URLSearchParams(args),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function code(): Promise<string> {
  const { headers } = await asksFor();
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
}

test.each([
  [{ client_id: '9.9' }, 'invalid_client_id'],
  [{ redirect_uri: 'https://evil.example/' }, 'bad_redirect_uri'],
  [{ scope: 'commands,admin' }, 'invalid_scope'],
  [{ scope: '' }, 'invalid_scope'],
])('the page does not send people on with %j', async (mistake, complaint) => {
  const page = await asksFor(mistake);
  expect([page.status, await page.text()]).toEqual([400, complaint]);
});

test.each([
  [{ client_id: '9.9' }, 'invalid_client_id'],
  [{ client_secret: 'guess' }, 'bad_client_secret'],
  [{ code: 'guess' }, 'invalid_code'],
  [{ redirect_uri: `${redirect}/` }, 'bad_redirect_uri'],
])('a code is not exchanged with %j', async (mistake, error) => {
  const args = { ...credentials, code: await code(), redirect_uri: redirect, ...mistake };
  expect(await call('oauth.v2.access', args)).toMatchObject({ ok: false, error });
});

test('a code counts once and for ten minutes; a new token ends the one before', async () => {
  const before = server.workspace.token;
  const args = { ...credentials, code: await code(), redirect_uri: redirect };
  const installed = await call('oauth.v2.access', args);
  expect(installed).toMatchObject({ ok: true, is_enterprise_install: false });
  expect(await call('oauth.v2.access', args)).toMatchObject({ error: 'invalid_code' });
  expect(await call('auth.test', {}, before)).toMatchObject({ error: 'token_revoked' });
  expect(await call('auth.test', {}, String(installed['access_token']))).toMatchObject({
    ok: true,
  });

  const late = { ...args, code: await code() };
  now += 11 * 60_000;
  expect(await call('oauth.v2.access', late)).toMatchObject({ error: 'invalid_code' });
});

test('an organization’s token speaks for the workspaces it was given, and must say which', async () => {
  const organization = server.oauth.addOrganization({ id: 'E1', name: 'Org', domain: 'org' });
  server.oauth.choice = { organization };
  const args = { ...credentials, code: await code(), redirect_uri: redirect };
  expect(await call('oauth.v2.access', args)).toMatchObject({ is_enterprise_install: true });
  const { token = '' } = organization;
  const list = (more = {}) => call('users.list', more, token);

  expect(await list({ team_id: server.workspace.teamId })).toMatchObject({
    error: 'team_access_not_granted',
  });
  server.oauth.give(organization, server.workspace);
  expect(await list()).toMatchObject({ error: 'missing_argument' });
  expect(await list({ team_id: server.workspace.teamId })).toMatchObject({
    error: 'missing_scope',
  });
  expect(await call('auth.test', {}, token)).toMatchObject({ is_enterprise_install: true });
});
