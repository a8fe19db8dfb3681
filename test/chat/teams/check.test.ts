// What `ssirp doctor` says of Teams: every line that fails says what to do.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '#db/open.ts';
import { saveTeamsPlace } from '#db/teams.ts';
import { createBotApi } from '#src/chat/teams/bot-api.ts';
import { checkWayIn } from '#src/chat/teams/check-way-in.ts';
import { checkTeams, type CheckedTenant, type TeamsCheck } from '#src/chat/teams/check.ts';
import type { KnownPlace } from '#src/chat/teams/memory.ts';
import { grantedInTenant } from '#src/chat/teams/permissions.ts';
import { createTokens } from '#src/chat/teams/tokens.ts';
import type { TeamsChannel, TeamsPerson, TeamsTeam } from '../../teams-server/model.ts';
import { runCli } from '../../support/process.ts';
import { TeamsServer } from '../../teams-server/server.ts';

const allRoles = grantedInTenant.map(({ permission }) => permission);

let server: TeamsServer;
let ada: TeamsPerson;
let gus: TeamsPerson;
let team: TeamsTeam;
let channel: TeamsChannel;

beforeEach(async () => {
  server = await TeamsServer.start();
  const { world } = server;
  ada = world.addPerson({ name: 'Ada Lovelace' });
  gus = world.addPerson({ name: 'Gus Guest', kind: 'guest' });
  team = world.addTeam({ name: 'Security', members: [ada.aadObjectId, gus.aadObjectId] });
  channel = world.addChannel(team.id, { name: 'incidents' });
});
afterEach(async () => {
  await server.close();
  const [lint] = server.lint;
  if (lint !== undefined) throw new Error(`Teams would object: ${lint}`);
});

function check(more: Partial<CheckedTenant> = {}, password?: string): Promise<TeamsCheck[]> {
  const { appId, tenantId } = server.world;
  const proof = { by: 'secret' as const, password: password ?? server.login.secret };
  const tokens = createTokens({ appId, tenantId, access: proof, loginUrl: server.origin });
  const api = createBotApi({
    appId,
    tenantId,
    token: () => tokens.bot(),
    isAuthenticated: true,
    serviceHosts: ['127.0.0.1'],
  });
  return checkTeams({
    appId,
    tenantId,
    isAuthenticated: true,
    tokens,
    api,
    incidents: { place: placeOf(channel), isChosen: true },
    announcements: undefined,
    adminsOf: () => [],
    ...more,
  });
}

function placeOf({ id, teamId, name }: TeamsChannel): KnownPlace {
  const { serviceUrl } = server;
  const ids = { conversationId: id, channelId: id, teamId };
  return { ...ids, serviceUrl, kind: 'channel', name, goneAt: null };
}

const failing = (checks: readonly TeamsCheck[]): string[] =>
  checks.filter(({ ok }) => !ok).map((one) => `${one.check}: ${one.found} → ${one.remedy ?? ''}`);
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const admins = (...ids: string[]) => ({
  adminsOf: (tenant: string) => ids.map((id) => `${tenant}:${id}`),
});

test('all is well', async () => {
  server.login.granted = allRoles;
  const announcements = { place: placeOf(channel) };
  const checks = await check({ announcements, ...admins(ada.aadObjectId) });

  expect(failing(checks)).toEqual([]);
  expect(checks).toMatchObject([
    { check: 'teams credentials', found: like(/^app .* in tenant .* gets a token/u) },
    { check: 'teams permissions', found: `all ${allRoles.length} granted` },
    { check: 'teams incidents channel', found: 'incidents' },
    { check: 'teams announcements', found: 'incidents' },
    { check: 'teams admins', found: 'all full members: Ada Lovelace' },
    { check: 'teams not checked', isNote: true },
  ]);
});

test('each missing permission is named with its reason and what is lost, and fails nothing', async () => {
  server.login.granted = ['Chat.ReadBasic.All', 'Mail.ReadWrite'];
  const checks = await check();

  expect(failing(checks)).toEqual([]);
  const notes = checks.filter(({ isNote }) => isNote).map((one) => `${one.check}: ${one.found}`);
  expect(notes).toContainEqual(
    like(/permission Chat\.Create: optional, not granted, for .*private.*Without it: .*no room/u),
  );
  expect(notes).toContainEqual(like(/better taken away: Mail\.ReadWrite/u));
  expect(notes.join()).not.toContain('permission Chat.ReadBasic.All');
});

test('a tenant that granted nothing is well: open incidents need nothing', async () => {
  const checks = await check();

  expect(failing(checks)).toEqual([]);
  expect(checks).toContainEqual(
    expect.objectContaining({ found: `0 of ${allRoles.length} granted for the tenant` }),
  );
});

test('credentials that Entra refuses are explained', async () => {
  expect(failing(await check({}, 'the id of the secret'))).toEqual([
    like(/AADSTS7000215 → .*secret’s Value/u),
  ]);
  server.fault('token', '503');
  expect(failing(await check())).toEqual([like(/did not answer → Try again/u)]);
});

test('a place for incidents that the bot does not know, or has lost, is named with how to get it back', async () => {
  const nowhere = { place: undefined };
  expect(failing(await check({ incidents: { ...nowhere, isChosen: false } }))).toEqual([
    like(/in no team yet.*→ .*owner of that team adds the app/u),
  ]);
  expect(failing(await check({ announcements: nowhere }))).toEqual([
    like(/teams announcements: .*→ .*adds the app/u),
  ]);
  const lost = placeOf(channel);
  server.world.uninstall(team, ada.aadObjectId);
  expect(failing(await check({ incidents: { place: lost, isChosen: true } }))).toEqual([
    like(/not in incidents.*BotNotInConversationRoster.*→ .*adds the app/u),
  ]);
});

test('admins who can do nothing are named', async () => {
  const nobody = '00b0d000-1111-4222-8333-444444444444';

  expect(failing(await check(admins(ada.aadObjectId, gus.aadObjectId, nobody)))).toEqual([
    like(/is a guest.*→ .*SSIRP_ADMINS/u),
    like(/no 00b0d000.*→ .*Object ID/u),
  ]);
});

test('without authentication that is said, and no token is asked for', async () => {
  const checks = await check({ isAuthenticated: false }, 'none');

  expect(checks[0]).toMatchObject({ isNote: true, found: like(/whoever reaches the port/u) });
  expect(checks.map((one) => one.check)).not.toContain('teams permissions');
});

test('the address and the signing keys are looked at', async () => {
  const at = 'https://bot.example.com';
  const wayIn = (publicUrl: string | undefined, status = 405, openIdUrl = server.openIdUrl) =>
    checkWayIn({ publicUrl, openIdUrl }, (url) =>
      status === 0 ? Promise.reject(new Error(url)) : Promise.resolve(status),
    );

  expect(failing(await wayIn(at))).toEqual([]);
  expect(failing(await wayIn(at, 0))).toEqual([]);
  expect(failing(await wayIn(undefined))).toEqual([]);
  expect(failing(await wayIn('http://bot.example.com'))).toEqual([like(/https.*→ Put/u)]);
  expect(failing(await wayIn(at, 502))).toEqual([like(/502.*→ .*start it/u)]);
  expect(failing(await wayIn(at, 404))).toEqual([like(/404.*→ .*pass \/api\/messages/u)]);
  expect(failing(await wayIn(at, 405, `${server.origin}/nowhere`))).toEqual([
    like(/signing keys.*every request of Teams would be refused/u),
  ]);
});

test('npx ssirp doctor prints a line each, and its exit code says whether anything is wrong', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssirp-doctor-'));
  const DATABASE_URL = `file:${join(folder, 'ssirp.db')}`;
  const env = {
    DATABASE_URL,
    MICROSOFT_APP_ID: server.world.appId,
    MICROSOFT_APP_PASSWORD: server.login.secret,
    MICROSOFT_APP_TENANT_ID: server.world.tenantId,
    MICROSOFT_LOGIN_URL: server.origin,
    MICROSOFT_OPENID_URL: server.openIdUrl,
    TEAMS_SERVICE_HOSTS: '127.0.0.1',
    SSIRP_ADMINS: ada.aadObjectId,
  };
  try {
    const early = await runCli(['doctor'], env);
    expect(early.output).toMatch(/^ok {4}configuration: Teams$/mu);
    expect(early.output).toMatch(/^FAIL {2}teams incidents channel: .*\n {6}→ In Teams/mu);
    expect(early.code).toBe(1);

    using store = openStore(DATABASE_URL);
    saveTeamsPlace(store.db, placeOf(channel));
    const { output, code } = await runCli(['doctor'], env);
    expect(output).toMatch(/^ok {4}teams incidents channel: incidents, the first known$/mu);
    expect(output).toMatch(/^ok {4}teams admins: all full members: Ada Lovelace$/mu);
    expect(output).toMatch(/^ok {4}clock: \d+ s apart from Microsoft's$/mu);
    expect(code).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
