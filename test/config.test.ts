// The environment: what is taken, and that every mistake is one clear sentence about one variable.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adminsOf, readConfig, variables } from '#src/config.ts';

const secret = 'hush-0123456789abcdef';
const token = `xoxb-${secret}`;
const appToken = `xapp-${secret}`;
const access = { by: 'token', botToken: token };
const slack = { SLACK_SIGNING_SECRET: secret, SLACK_BOT_TOKEN: token };

function problems(env: Record<string, string>): string[] {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
}

function config(env: Record<string, string>) {
  const read = readConfig(env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read;
}

const isOn = (env: Record<string, string>): boolean => config(env).config.console;

describe('With nothing set', () => {
  test('the local console runs on the loopback', () => {
    expect(config({})).toEqual({
      ok: true,
      config: {
        port: 3978,
        host: '127.0.0.1',
        databaseUrl: 'file:./data/ssirp.db',
        logLevel: 'info',
        publicUrl: undefined,
        slack: null,
        teams: null,
        console: true,
        admins: [],
        zones: [],
        playbook: undefined,
        mirrors: [],
      },
      secrets: { slack: null, teams: null, signingPassphrase: null, mail: null },
    });
  });

  test('an empty value counts as not set', () => {
    expect(
      config({ PORT: '', SLACK_BOT_TOKEN: ' ', SSIRP_CONSOLE: '', SSIRP_TIMEZONES: '' }),
    ).toEqual(config({}));
  });

  test('variables of other programs do not matter', () => {
    expect(config({ PATH: '/bin', HOME: '/root', SLACK_WEBHOOK: 'x' })).toEqual(config({}));
  });
});

describe('Settings', () => {
  test('are read as they are meant', () => {
    const { config: read, secrets } = config({
      ...slack,
      PORT: '8080',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://bot.example',
      SSIRP_ADMINS: 'U1, slack:T1:U2 ,,',
      SSIRP_TIMEZONES: 'Europe/Berlin, UTC',
      SSIRP_ANNOUNCE_CHANNEL: 'C1',
    });

    expect(read).toMatchObject({
      port: 8080,
      host: '0.0.0.0',
      publicUrl: 'https://bot.example',
      console: false,
      admins: ['U1', 'slack:T1:U2'],
      zones: ['Europe/Berlin', 'UTC'],
      slack: { announceChannel: 'C1' },
    });
    expect(secrets.slack).toEqual({
      transport: { over: 'http', signingSecret: secret },
      access,
    });
  });

  test('an app-level token means Socket Mode, which needs no signing secret', () => {
    for (const env of [slack, { SLACK_BOT_TOKEN: token }]) {
      const { secrets } = config({ ...env, SLACK_APP_TOKEN: appToken });
      expect(secrets.slack).toEqual({ transport: { over: 'socket', appToken }, access });
    }
  });

  test('name an admin by a bare user id everywhere, by a full id where it belongs', () => {
    const admins = ['U1', 'slack:T2:U2'];

    expect(adminsOf(admins, 'slack:T1')).toEqual(['slack:T1:U1']);
    expect(adminsOf(admins, 'slack:T2')).toEqual(['slack:T2:U1', 'slack:T2:U2']);
  });

  test('that may be logged hold no secret', () => {
    expect(JSON.stringify(config(slack).config)).not.toContain(secret);
  });
});

describe('Many workspaces by OAuth', () => {
  const [key, formerKey] = ['k', 'f'].map((letter) => Buffer.alloc(32, letter));
  const stateSecret = 'a-state-secret-of-the-tests';
  const oauth = {
    SLACK_SIGNING_SECRET: secret,
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'client-secret',
    SLACK_STATE_SECRET: stateSecret,
    SSIRP_ENCRYPTION_KEYS: `${key?.toString('base64')}, ${formerKey?.toString('base64')}`,
    PUBLIC_URL: 'https://bot.example',
  };

  test('take the place of the token, with the keys in their order', () => {
    const { config: read, secrets } = config({
      ...oauth,
      SSIRP_ADMINS: 'T1:U2',
      SSIRP_ANNOUNCE_CHANNEL: 'incidents, T2:C0123456',
    });

    expect(secrets.slack?.access).toEqual({
      by: 'oauth',
      clientId: '1.2',
      clientSecret: 'client-secret',
      stateSecret,
      publicUrl: 'https://bot.example',
      keys: [key, formerKey],
    });
    expect(read).toMatchObject({ console: false, admins: ['slack:T1:U2'] });
    expect(JSON.stringify(read)).not.toMatch(/client-secret|state-secret|a2tra/u);
  });

  const mistakes: [Record<string, string>, string][] = [
    [
      { SLACK_BOT_TOKEN: token },
      'SLACK_BOT_TOKEN: is for one workspace, SLACK_CLIENT_ID for many by OAuth: set one of them, not both.',
    ],
    [
      { SLACK_SIGNING_SECRET: '' },
      'SLACK_SIGNING_SECRET: is missing; Slack needs it beside SLACK_CLIENT_ID, or SLACK_APP_TOKEN in its place for Socket Mode (see docs/slack.md).',
    ],
    [
      { SLACK_CLIENT_SECRET: '' },
      'SLACK_CLIENT_SECRET: is missing; OAuth needs SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET together.',
    ],
    [
      { SLACK_STATE_SECRET: 'short' },
      'SLACK_STATE_SECRET: must have 16 characters or more, made up by chance.',
    ],
    [
      { SSIRP_ENCRYPTION_KEYS: '' },
      'SSIRP_ENCRYPTION_KEYS: is missing; the tokens of workspaces are kept encrypted. For a key, make one with: openssl rand -base64 32',
    ],
    ...[secret, 'c2hvcnQ=', `${key?.toString('base64')},${secret}`].map(
      (SSIRP_ENCRYPTION_KEYS): [Record<string, string>, string] => [
        { SSIRP_ENCRYPTION_KEYS },
        'SSIRP_ENCRYPTION_KEYS: must be keys of 32 bytes in base64, separated by commas; make one with: openssl rand -base64 32',
      ],
    ),
    ...['', 'http://bot.example'].map((PUBLIC_URL): [Record<string, string>, string] => [
      { PUBLIC_URL },
      'PUBLIC_URL: must be the public https:// address; Slack sends people back to it.',
    ]),
    [
      { SSIRP_ADMINS: 'T1:U1,U2' },
      'SSIRP_ADMINS: with several workspaces each must be written with its own, as T01ABC:U02DEF; a user id alone may be somebody else in another.',
    ],
    [
      { SSIRP_ANNOUNCE_CHANNEL: 'C0123456' },
      'SSIRP_ANNOUNCE_CHANNEL: with several workspaces a channel id must be written with its own, as T01ABC:C02DEF; a name is looked for in each.',
    ],
    [
      { SSIRP_ANNOUNCE_CHANNEL: 'one, two' },
      'SSIRP_ANNOUNCE_CHANNEL: more than one channel is named for all workspaces.',
    ],
  ];

  test.each(mistakes)('are refused with %j, in one sentence', (mistake, sentence) => {
    const found = problems({ ...oauth, ...mistake });
    expect(found).toEqual([sentence]);
    expect(found.join()).not.toContain(secret);
  });

  test('with one variable alone name all that is missing', () => {
    expect(problems({ SLACK_CLIENT_ID: '1.2' }).map((problem) => problem.split(':')[0])).toEqual([
      'SLACK_SIGNING_SECRET',
      'SLACK_CLIENT_SECRET',
      'SLACK_STATE_SECRET',
      'SSIRP_ENCRYPTION_KEYS',
      'PUBLIC_URL',
    ]);
  });
});

const mirror = (pair: string, env: Record<string, string> = {}): string[] =>
  problems({ ...slack, ...env, SSIRP_MIRROR: pair });

describe('Tenants that mirror each other', () => {
  const guid = '6f1e2d3c-0000-4000-8000-00000000000a';
  const teams = {
    MICROSOFT_APP_ID: '0aad0000-0000-4000-8000-000000000001',
    MICROSOFT_APP_PASSWORD: secret,
    MICROSOFT_APP_TENANT_ID: guid,
  };

  test('are named in pairs', () => {
    const both = { ...slack, ...teams };
    expect(
      config({ ...both, SSIRP_MIRROR: `slack:T01ABC=teams:${guid.toUpperCase()}` }).config.mirrors,
    ).toEqual([['slack:T01ABC', `teams:${guid}`]]);
    expect(
      config({
        ...both,
        SSIRP_CONSOLE: 'on',
        SSIRP_MIRROR: 'slack:T1=slack:T2, slack:T3=console:local',
      }).config.mirrors,
    ).toHaveLength(2);
  });

  test.each([
    'slack:T1',
    'slack:T1=slack:T1',
    'T1=T2',
    'slack:T1=slack:T2=slack:T3',
    'slack:T1=teams:x',
  ])('are refused as %s', (pair) => {
    expect(mirror(pair)).toEqual([
      'SSIRP_MIRROR: must be two tenants with = between them: slack:T01ABC=teams:<tenant id>',
    ]);
  });

  test('are in one pair each', () => {
    expect(mirror('slack:T1=slack:T2,slack:T2=slack:T3')).toEqual([
      'SSIRP_MIRROR: must name each tenant once',
    ]);
  });

  test('are those that the bot is connected to', () => {
    const pair = `slack:T1=teams:${guid}`;
    expect(mirror(pair)).toEqual([
      'SSIRP_MIRROR: names a Microsoft tenant, and Teams is not connected (docs/teams.md)',
    ]);
    expect(problems({ ...teams, SSIRP_MIRROR: pair })).toEqual([
      'SSIRP_MIRROR: names a Slack workspace, and Slack is not connected (docs/slack.md)',
    ]);
    expect(mirror(`slack:T1=teams:${guid.replace('6', '7')}`, teams)).toEqual([
      'SSIRP_MIRROR: names another Microsoft tenant than MICROSOFT_APP_TENANT_ID',
    ]);
    expect(mirror('slack:T1=console:local')).toEqual([
      'SSIRP_MIRROR: names the local console, which is off: set SSIRP_CONSOLE=on',
    ]);
  });
});

describe('The local console', () => {
  test('runs without chat credentials, or beside Slack when it is asked for', () => {
    expect(isOn({})).toBe(true);
    expect(isOn(slack)).toBe(false);
    expect(isOn({ ...slack, SSIRP_CONSOLE: 'on' })).toBe(true);
    expect(isOn({ ...slack, SSIRP_CONSOLE: 'off' })).toBe(false);
  });

  test.each(['127.0.0.1', 'localhost', '::1'])('may run on %s', (HOST) => {
    expect(isOn({ HOST })).toBe(true);
  });

  test.each(['0.0.0.0', '::', '10.0.0.5', 'bot.example', '127.0.0.1.example'])(
    'may not run on %s, for it has no login',
    (HOST) => {
      const refusal =
        'HOST: the local console has no login and runs on 127.0.0.1 only. Set HOST=127.0.0.1, or SSIRP_CONSOLE=off with the credentials of Slack or Teams.';

      expect(problems({ HOST })).toEqual([refusal]);
      expect(problems({ ...slack, HOST, SSIRP_CONSOLE: 'on' })).toEqual([refusal]);
      expect(problems({ ...slack, HOST })).toEqual([]);
    },
  );

  test('cannot be off when there is nothing else', () => {
    expect(problems({ SSIRP_CONSOLE: 'off' })).toEqual([
      'SSIRP_CONSOLE: off, and no chat is configured: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode), or the MICROSOFT_APP_… of Teams.',
    ]);
  });
});

describe('A mistake', () => {
  test.each([
    ['PORT', 'http', 'PORT: must be a number from 0 to 65535'],
    ['PORT', '70000', 'PORT: must be a number from 0 to 65535'],
    ['PORT', '-1', 'PORT: must be a number from 0 to 65535'],
    ['PORT', '80.5', 'PORT: must be a whole number'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: must be debug, info, warn, error or silent'],
    [
      'PUBLIC_URL',
      'bot.example',
      'PUBLIC_URL: must be an address that starts with http:// or https://',
    ],
    [
      'PUBLIC_URL',
      'ftp://bot.example',
      'PUBLIC_URL: must be an address that starts with http:// or https://',
    ],
    [
      'SLACK_API_URL',
      'slack',
      'SLACK_API_URL: must be an address that starts with http:// or https://',
    ],
    ['SLACK_RATE_LIMITS', 'no', 'SLACK_RATE_LIMITS: must be on or off'],
    ['SSIRP_CONSOLE', 'yes', 'SSIRP_CONSOLE: must be on or off'],
    [
      'SSIRP_TIMEZONES',
      'UTC,Mars/Base',
      'SSIRP_TIMEZONES: “Mars/Base” is no IANA time zone such as Europe/Berlin',
    ],
  ])('in %s (%s) is one sentence', (name, value, sentence) => {
    expect(problems({ [name]: value })).toEqual([sentence]);
  });

  test('in the token says what a token looks like, not what was given', () => {
    expect(problems({ ...slack, SLACK_BOT_TOKEN: secret })).toEqual([
      'SLACK_BOT_TOKEN: must be a bot token (it starts with xoxb-)',
    ]);
  });

  test.each<[string, Record<string, string>]>([
    [
      'SLACK_SIGNING_SECRET: is missing; Slack needs it beside SLACK_BOT_TOKEN, or SLACK_APP_TOKEN in its place for Socket Mode (see docs/slack.md).',
      { SLACK_BOT_TOKEN: token },
    ],
    [
      'SLACK_BOT_TOKEN: is missing; Slack needs it beside SLACK_SIGNING_SECRET (see docs/slack.md).',
      { SLACK_SIGNING_SECRET: secret },
    ],
    [
      'SLACK_BOT_TOKEN: is missing; Slack needs it beside SLACK_APP_TOKEN (see docs/slack.md).',
      { SLACK_APP_TOKEN: appToken },
    ],
    [
      'SLACK_APP_TOKEN: must be an app-level token (it starts with xapp-)',
      { ...slack, SLACK_APP_TOKEN: token },
    ],
  ])('such as a missing half is named with what belongs together: %s', (sentence, env) => {
    expect(problems(env)[0]).toBe(sentence);
  });

  test('never hides another, and none repeats a secret', () => {
    const found = problems({
      PORT: 'x',
      LOG_LEVEL: 'x',
      SLACK_SIGNING_SECRET: secret,
      SLACK_BOT_TOKEN: secret,
      PUBLIC_URL: secret,
    });

    expect(found.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
      'PUBLIC_URL',
      'SLACK_BOT_TOKEN',
    ]);
    expect(found.join('\n')).not.toContain(secret);
  });
});

describe('.env.example', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n');
  const set = lines
    .filter((line) => /^[A-Z]/.test(line))
    .map((line) => line.split('=') as [string, string]);

  test('lists exactly the variables that the bot reads', () => {
    expect(set.map(([name]) => name).toSorted()).toEqual(variables.toSorted());
  });

  test('changes nothing when it is copied as it is', () => {
    expect(config(Object.fromEntries(set))).toEqual(config({}));
  });

  test('explains every variable above it', () => {
    const explained = set.filter(([name]) => {
      const at = lines.findIndex((line) => line.startsWith(`${name}=`));
      const above = lines.slice(0, at).findLastIndex((line) => !/^[A-Z]/.test(line));
      return lines[above]?.startsWith('# ') === true;
    });

    expect(explained).toHaveLength(set.length);
  });
});
