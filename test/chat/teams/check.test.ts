// What `ssirp doctor` says of Teams: every line that fails says what to do.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkWayIn } from '#src/chat/teams/check-way-in.ts';
import { checkTeams, type CheckedTenant, type TeamsCheck } from '#src/chat/teams/check.ts';
import { ApiError, type Member } from '#src/chat/teams/connector.ts';
import type { KnownPlace } from '#src/chat/teams/memory.ts';
import { grantedInTenant } from '#src/chat/teams/permissions.ts';
import { TeamsServer } from '../../teams-server/server.ts';

const tenantId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const teamId = '0eae0000-1111-4222-8333-444444444444';
const ada = '0ada0000-1111-4222-8333-444444444444';
const gus = '06060000-1111-4222-8333-444444444444';
const nobody = '00b0d000-1111-4222-8333-444444444444';
const allRoles = grantedInTenant.map(({ permission }) => permission);

const room: KnownPlace = {
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversationId: '19:incidents@thread.tacv2',
  kind: 'channel',
  teamId,
  channelId: '19:incidents@thread.tacv2',
  name: 'incidents',
  goneAt: null,
};
const left = { ...room, conversationId: '19:left@thread.tacv2', goneAt: '2026-11-20T09:00:00Z' };

/** As Entra makes it for an application: what is granted stands in `roles`. */
function graphToken(roles: readonly string[] | undefined): string {
  const payload = Buffer.from(JSON.stringify({ tid: tenantId, roles })).toString('base64url');
  return `eyJhbGciOiJSUzI1NiJ9.${payload}.c2lnbmF0dXJl`;
}

const member = (id: string): Promise<Member> => {
  const kind = id === gus ? ('guest' as const) : ('member' as const);
  if (id === nobody)
    return Promise.reject(new ApiError('member', { status: 404, code: 'MemberNotFound' }));
  const name = id === ada ? 'Ada' : 'Gus';
  return Promise.resolve({ aadObjectId: id, teamsId: `29:${id}`, name, handle: null, kind });
};

function check(more: Partial<CheckedTenant> = {}): Promise<TeamsCheck[]> {
  return checkTeams({
    appId: '11111111-2222-4333-8444-555555555555',
    tenantId,
    isAuthenticated: true,
    incidentsChannel: undefined,
    announceChannel: undefined,
    ...granted(allRoles),
    memory: {
      place: (id) => [room, left].find(({ conversationId }) => conversationId === id),
      channels: () => [room, left],
    },
    member: (_place, id) => member(id),
    adminsOf: () => [],
    ...more,
  });
}

const failing = (checks: readonly TeamsCheck[]): string[] =>
  checks.filter(({ ok }) => !ok).map((one) => `${one.check}: ${one.found} → ${one.remedy ?? ''}`);
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const refused = (more: { status: number; code?: string }) => ({
  tokens: {
    bot: () => Promise.reject(new ApiError('token', more)),
    graph: () => Promise.reject(new ApiError('token', more)),
  },
});
const granted = (roles: readonly string[] | undefined) => ({
  tokens: {
    bot: () => Promise.resolve('a token'),
    graph: () => Promise.resolve(graphToken(roles)),
  },
});
const admins = (...ids: string[]) => ({
  adminsOf: (tenant: string) => ids.map((id) => `${tenant}:${id}`),
});
const channel = (channelId: string): { teamId: string; channelId: string } => ({
  teamId,
  channelId,
});

test('all is well', async () => {
  const announceChannel = channel(room.conversationId);
  const checks = await check({ announceChannel, ...admins(ada) });

  expect(failing(checks)).toEqual([]);
  expect(checks).toMatchObject([
    { check: 'teams credentials', found: like(/11111111.*in tenant aaaaaaaa/u) },
    { check: 'teams permissions', found: `all ${allRoles.length} granted` },
    { check: 'teams incidents channel', found: like(/^incidents, the first/u) },
    { check: 'teams announcements', found: 'go to incidents' },
    { check: 'teams admins', found: 'all full members: Ada' },
    { check: 'teams not checked', isNote: true },
  ]);
});

test('each missing permission is named with its reason and what is lost, and fails nothing', async () => {
  const checks = await check(granted(['Chat.ReadBasic.All', 'Mail.ReadWrite']));

  expect(failing(checks)).toEqual([]);
  const notes = checks
    .filter(({ isNote }) => isNote)
    .map(({ check: of, found }) => `${of}: ${found}`);
  expect(notes).toContainEqual(
    like(/permission Chat\.Create: optional, not granted, for .*private.*Without it: .*no room/u),
  );
  expect(notes).toContainEqual(like(/better taken away: Mail\.ReadWrite/u));
  expect(notes.join()).not.toContain('permission Chat.ReadBasic.All');

  // An app without any has a token without roles.
  expect(await check(granted(undefined))).toContainEqual(
    expect.objectContaining({ found: `0 of ${allRoles.length} granted for the tenant` }),
  );
});

test.each([
  [{ status: 401, code: 'AADSTS7000215' }, /AADSTS7000215 → .*secret’s Value/u],
  [{ status: 401, code: 'AADSTS7000222' }, /expired/u],
  [{ status: 400, code: 'AADSTS700016' }, /MICROSOFT_APP_ID/u],
  [{ status: 400, code: 'AADSTS90002' }, /MICROSOFT_APP_TENANT_ID/u],
  [{ status: 503 }, /did not answer → Try again/u],
  [{ status: 0 }, /login\.microsoftonline\.com/u],
])('a token that Entra refuses with %j', async (answer, sentence) => {
  expect(failing(await check(refused(answer)))).toEqual([like(sentence)]);
});

test('a place for incidents that the bot does not know, or has lost, is named with how to get it back', async () => {
  const lost = { place: () => undefined, channels: () => [] };
  expect(failing(await check({ memory: lost }))).toEqual([
    like(/in no team yet.*→ .*owner of that team adds the app/u),
  ]);
  expect(failing(await check({ memory: undefined }))).toEqual([like(/in no team yet/u)]);
  expect(failing(await check({ incidentsChannel: channel('19:elsewhere@thread.tacv2') }))).toEqual([
    like(/not in the team of TEAMS_INCIDENTS_CHANNEL/u),
  ]);
  expect(failing(await check({ incidentsChannel: channel(left.conversationId) }))).toEqual([
    like(/removed.*2026-11-20.*→ .*adds the app/u),
  ]);
  expect(failing(await check({ announceChannel: channel('19:elsewhere@thread.tacv2') }))).toEqual([
    like(/TEAMS_ANNOUNCE_CHANNEL/u),
  ]);
});

test('admins who can do nothing are named', async () => {
  expect(failing(await check(admins(ada, gus, nobody)))).toEqual([
    like(/06060000.*guest.*→ .*SSIRP_ADMINS/u),
    like(/no 00b0d000.*→ .*Object ID/u),
  ]);
});

test('without authentication nothing is asked of Microsoft, and that is said', async () => {
  const checks = await check({ isAuthenticated: false, ...refused({ status: 0 }) });

  expect(checks).toMatchObject([
    { check: 'teams credentials', isNote: true, found: like(/whoever reaches the port/u) },
    { check: 'teams incidents channel', ok: true },
  ]);
});

let server: TeamsServer;
beforeEach(async () => {
  server = await TeamsServer.start();
});
afterEach(() => server.close());

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
