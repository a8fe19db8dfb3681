// The environment of Teams: who the bot is, whom it believes, and that every mistake is one clear sentence.
import { describe, expect, test } from 'vitest';
import { adminsOf, readConfig } from '#src/config.ts';

const secret = 'hush-0123456789abcdef';
const appId = '11111111-2222-4333-8444-555555555555';
const tenantId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const team = '99999999-8888-4777-8666-555555555555';
const channel = '19:ab12@thread.tacv2';
const teams = {
  MICROSOFT_APP_ID: appId,
  MICROSOFT_APP_PASSWORD: secret,
  MICROSOFT_APP_TENANT_ID: tenantId,
};
const linkIn = (tenant: string): string =>
  `https://teams.microsoft.com/l/channel/${encodeURIComponent(channel)}/Incidents?groupId=${team}&tenantId=${tenant}`;

function problems(env: Record<string, string>): string[] {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
}

function config(env: Record<string, string>) {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read;
}

describe('Teams', () => {
  test('needs the id, a secret and the tenant of its app, and no more', () => {
    const { config: read, secrets } = config(teams);

    expect(read.teams).toEqual({
      appId,
      tenantId,
      incidentsChannel: undefined,
      announceChannel: undefined,
      rooms: 'thread',
      isAuthenticated: true,
      serviceHosts: ['smba.trafficmanager.net', '*.botframework.com'],
      loginUrl: 'https://login.microsoftonline.com',
      openIdUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      graphUrl: 'https://graph.microsoft.com/v1.0',
      digest: true,
    });
    expect(secrets).toMatchObject({ slack: null, teams: { by: 'secret', password: secret } });
    expect(read.console).toBe(false);
    expect(JSON.stringify(read)).not.toContain(secret);
  });

  test('can do without a secret where Azure manages its identity', () => {
    const { secrets } = config({
      ...teams,
      MICROSOFT_APP_PASSWORD: '',
      MICROSOFT_APP_TYPE: 'UserAssignedMSI',
    });
    expect(secrets.teams).toEqual({ by: 'managedIdentity' });
  });

  test('takes the link to a channel, or its ids', () => {
    const place = { teamId: team, channelId: channel };
    const { config: read } = config({
      ...teams,
      TEAMS_INCIDENTS_CHANNEL: linkIn(tenantId.toUpperCase()),
      TEAMS_ANNOUNCE_CHANNEL: `${team.toUpperCase()}/${channel}`,
      TEAMS_ROOMS: 'channel',
    });

    expect(read.teams).toMatchObject({
      incidentsChannel: place,
      announceChannel: place,
      rooms: 'channel',
    });
  });

  test('runs beside Slack', () => {
    const { config: read } = config({
      ...teams,
      SLACK_SIGNING_SECRET: secret,
      SLACK_BOT_TOKEN: `xoxb-${secret}`,
    });
    expect([read.slack === null, read.teams === null]).toEqual([false, false]);
  });

  test('knows admins by the object ids of Entra, whatever their case', () => {
    const ada = 'ABCDEF01-2345-4678-89AB-CDEF01234567';
    const { admins } = config({
      ...teams,
      SSIRP_ADMINS: `${ada}, teams:${tenantId}:${ada}`,
    }).config;
    const person = `teams:${tenantId}:${ada.toLowerCase()}`;

    expect(adminsOf(admins, `teams:${tenantId}`)).toEqual([person, person]);
  });

  test('in an organisation on both platforms an admin id is one where its form belongs', () => {
    const both = ['U0ADA', tenantId];

    expect(adminsOf(both, 'slack:T01')).toEqual(['slack:T01:U0ADA']);
    expect(adminsOf(both, `teams:${tenantId}`)).toEqual([`teams:${tenantId}:${tenantId}`]);
  });

  test.each<[Record<string, string>, string]>([
    [
      { MICROSOFT_APP_PASSWORD: '' },
      'MICROSOFT_APP_PASSWORD: is missing; Teams needs MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID (see docs/teams.md).',
    ],
    [
      { MICROSOFT_APP_TENANT_ID: '' },
      'MICROSOFT_APP_TENANT_ID: is missing; Teams needs MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID (see docs/teams.md).',
    ],
    [
      { MICROSOFT_APP_ID: '' },
      'MICROSOFT_APP_ID: is missing; Teams needs MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID (see docs/teams.md).',
    ],
    [
      { MICROSOFT_APP_ID: secret },
      'MICROSOFT_APP_ID: must be a GUID, as the app registration shows it',
    ],
    [
      { MICROSOFT_APP_TYPE: 'MultiTenant' },
      'MICROSOFT_APP_TYPE: MultiTenant would answer every organisation in the world, and Azure makes no such bots any more: use SingleTenant, or UserAssignedMSI.',
    ],
    [
      { MICROSOFT_APP_TYPE: 'UserAssignedMSI' },
      'MICROSOFT_APP_PASSWORD: a managed identity (MICROSOFT_APP_TYPE=UserAssignedMSI) has none: set one of them, not both.',
    ],
    [
      { TEAMS_AUTH: 'off' },
      'TEAMS_AUTH: off is for a local client alone: take away MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TYPE, or TEAMS_AUTH.',
    ],
    [
      { TEAMS_INCIDENTS_CHANNEL: 'incidents' },
      'TEAMS_INCIDENTS_CHANNEL: must be the link that Teams copies with “Get link to channel”, or <team id>/<channel id>.',
    ],
    [
      { TEAMS_ANNOUNCE_CHANNEL: 'https://teams.microsoft.com/l/channel/%E0%A4%A/x' },
      'TEAMS_ANNOUNCE_CHANNEL: must be the link that Teams copies with “Get link to channel”, or <team id>/<channel id>.',
    ],
    [
      { TEAMS_INCIDENTS_CHANNEL: linkIn(team) },
      'TEAMS_INCIDENTS_CHANNEL: is a channel of another tenant than MICROSOFT_APP_TENANT_ID: one bot serves one.',
    ],
    [
      { MICROSOFT_LOGIN_URL: 'http://login.example' },
      'MICROSOFT_LOGIN_URL: must start with https://; http:// is for loopback only.',
    ],
    ...['*', '*.com', 'https://smba.example', 'smba.example/x'].map(
      (hosts): [Record<string, string>, string] => [
        { TEAMS_SERVICE_HOSTS: hosts },
        'TEAMS_SERVICE_HOSTS: must be host names such as smba.trafficmanager.net or *.botframework.com, separated by commas.',
      ],
    ),
  ])('is refused with %j, in one sentence', (mistake, sentence) => {
    const found = problems({ ...teams, ...mistake });
    expect(found).toEqual([sentence]);
    expect(found.join()).not.toContain(secret);
  });

  test('without an app, a channel for it is a mistake', () => {
    expect(problems({ TEAMS_INCIDENTS_CHANNEL: linkIn(tenantId) })).toEqual([
      'TEAMS_INCIDENTS_CHANNEL: is set, but no app: Teams needs MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID (see docs/teams.md).',
    ]);
  });
});

describe('Without authentication', () => {
  test('only a client on this machine is believed and answered', () => {
    const { config: read, secrets } = config({ TEAMS_AUTH: 'off' });

    expect(read.teams).toMatchObject({
      isAuthenticated: false,
      serviceHosts: ['127.0.0.1', 'localhost', '[::1]'],
    });
    expect(secrets.teams).toEqual({ by: 'nothing' });
  });

  test.each(['0.0.0.0', '::', '10.0.0.5', '127.0.0.1.example'])(
    '%s may not be listened on',
    (HOST) => {
      expect(problems({ TEAMS_AUTH: 'off', HOST })).toEqual([
        'TEAMS_AUTH: off believes whoever reaches the port, so it needs HOST=127.0.0.1.',
      ]);
    },
  );
});
