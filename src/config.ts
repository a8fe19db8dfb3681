// Environment → Config: the only place that reads process.env. One clear message per mistake; secrets apart, so that
// the rest can be logged.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readSlack, type SlackAccess, type SlackTransport } from './config-slack.ts';
import { readMirrors, type Pair } from './config-mirror.ts';
import { readTeams, type TeamsAccess, type TeamsConfig } from './config-teams.ts';

const port = z.coerce
  .number({ error: 'must be a number from 0 to 65535' })
  .int('must be a whole number')
  .min(0, 'must be a number from 0 to 65535')
  .max(65535, 'must be a number from 0 to 65535');
const url = z.url({
  protocol: /^https?$/,
  error: 'must be an address that starts with http:// or https://',
});
const guid = z.guid({ error: 'must be a GUID, as the app registration shows it' });
const zone = z.string().refine(isZone, {
  error: (issue) => `“${String(issue.input)}” is no IANA time zone such as Europe/Berlin`,
});
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const schema = z.object({
  PORT: port.default(3978),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z.string().default('file:./data/ssirp.db'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be debug, info, warn, error or silent',
    })
    .default('info'),
  PUBLIC_URL: url.optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .startsWith('xoxb-', { error: 'must be a bot token (it starts with xoxb-)' })
    .optional(),
  SLACK_APP_TOKEN: z
    .string()
    .startsWith('xapp-', { error: 'must be an app-level token (it starts with xapp-)' })
    .optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z.string().optional(),
  SSIRP_ENCRYPTION_KEYS: list.optional(),
  SLACK_API_URL: url.optional(),
  SLACK_RATE_LIMITS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  MICROSOFT_APP_ID: guid.optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_TENANT_ID: guid.optional(),
  MICROSOFT_APP_TYPE: z
    .enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant'], {
      error: 'must be SingleTenant or UserAssignedMSI',
    })
    .optional(),
  MICROSOFT_LOGIN_URL: url.default('https://login.microsoftonline.com'),
  MICROSOFT_OPENID_URL: url.default(
    'https://login.botframework.com/v1/.well-known/openidconfiguration',
  ),
  MICROSOFT_GRAPH_URL: url.default('https://graph.microsoft.com/v1.0'),
  TEAMS_INCIDENTS_CHANNEL: z.string().optional(),
  TEAMS_ANNOUNCE_CHANNEL: z.string().optional(),
  TEAMS_ROOMS: z
    .enum(['thread', 'channel'], { error: 'must be thread or channel' })
    .default('thread'),
  TEAMS_AUTH: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  TEAMS_SERVICE_HOSTS: list.optional(),
  SSIRP_ANNOUNCE_CHANNEL: z.string().optional(),
  SSIRP_DIGEST: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  SSIRP_ADMINS: list.default([]).transform((ids) => ids.map(adminId)),
  SSIRP_TIMEZONES: list.pipe(z.array(zone)).default([]),
  SSIRP_PLAYBOOK: z.string().optional(),
  SSIRP_ONCALL: z.string().optional(),
  SSIRP_PUBLISHER: z.string().optional(),
  SSIRP_SIGNING_PASSPHRASE: z.string().optional(),
  SSIRP_PARTNERS: z.string().optional(),
  SSIRP_SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: 'must be an address such as smtps://user:password@mail.example.com',
    })
    .optional(),
  SSIRP_MAIL_FROM: z
    .string()
    .regex(/^[\x20-\x7E]*[^\s<>@]+@[^\s<>@]+>?$/, {
      error: 'must be a mail address, or a name and <address> in plain letters',
    })
    .optional(),
  SSIRP_SCENARIOS: z.string().optional(),
  SSIRP_MIRROR: list.default([]),
  SSIRP_CONSOLE: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
});

/** Every variable there is; .env.example explains them. */
export const variables: readonly string[] = Object.keys(schema.shape);

export interface SlackConfig {
  /** A name or id; `T…:` in front says that it is for one workspace. */
  announceChannel: string | undefined;
  apiUrl: string | undefined;
  /** Stay below Slack's rate limits. */
  isPaced: boolean;
  /** Keep a digest of all incidents in the announcement channel. */
  digest: boolean;
}

export interface Config {
  port: number;
  host: string;
  databaseUrl: string;
  logLevel: string;
  publicUrl: string | undefined;
  slack: SlackConfig | null;
  teams: TeamsConfig | null;
  /** The local console serves anybody who can reach it, so it exists on loopback only. */
  console: boolean;
  /** Person ids, or bare user ids of any platform. */
  admins: readonly string[];
  zones: readonly string[];
  playbook: string | undefined;
  /** The file of the on-call order. */
  onCall: string | undefined;
  /** The file that says who publishes; without it the example does, and nothing leaves the house. */
  publisher: string | undefined;
  /** The file of the partner programme. */
  partners: string | undefined;
  /** Folder of drill scenarios beside those built in. */
  scenarios: string | undefined;
  /** Pairs of tenants that show each other their open incidents; a tenant is in one pair at most. */
  mirrors: readonly Pair[];
}

export interface Secrets {
  slack: { transport: SlackTransport; access: SlackAccess } | null;
  teams: TeamsAccess | null;
  /** Opens the key that signs what is published. */
  signingPassphrase: string | null;
  /** `url` may have a password in it. */
  mail: { url: string; from: string } | null;
}

export type Read =
  | { ok: true; config: Config; secrets: Secrets }
  | { ok: false; problems: string[] };

/** Reads and checks the environment. Problems name the variable and say what is expected; values are not quoted. */
export function readConfig(env: NodeJS.ProcessEnv = environment()): Read {
  // An empty variable, as .env.example leaves it, is one that is not set.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map(
        ({ path, message }) => `${path.join('.').replace(/\.\d+$/, '')}: ${message}`,
      ),
    };
  }
  const e = parsed.data;
  const slack = readSlack({
    ...e,
    SSIRP_ADMINS: e.SSIRP_ADMINS.filter((id) => !guidPattern.test(id)),
  });
  const teams = readTeams(e);
  const problems = [slack, teams].flatMap((read) => (read.is === 'off' ? read.problems : []));
  const isLoopback = ['127.0.0.1', 'localhost', '::1'].includes(e.HOST);
  const hasChat = slack.is === 'on' || teams.is === 'on' || problems.length > 0;
  const console = e.SSIRP_CONSOLE === 'on' || (e.SSIRP_CONSOLE !== 'off' && !hasChat);
  if (console && !isLoopback) {
    problems.push(
      'HOST: the local console has no login and runs on 127.0.0.1 only. Set HOST=127.0.0.1, or SSIRP_CONSOLE=off with the credentials of Slack or Teams.',
    );
  }
  if (!console && !hasChat)
    problems.push(
      'SSIRP_CONSOLE: off, and no chat is configured: set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode), or the MICROSOFT_APP_… of Teams.',
    );
  const mirrors = readMirrors(e.SSIRP_MIRROR, {
    slack: slack.is === 'on',
    teamsTenant: teams.is === 'on' ? teams.config.tenantId : null,
    console,
  });
  problems.push(...mirrors.problems);
  if ((e.SSIRP_SMTP_URL === undefined) !== (e.SSIRP_MAIL_FROM === undefined))
    problems.push('SSIRP_SMTP_URL and SSIRP_MAIL_FROM: set both, or neither.');
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    config: {
      port: e.PORT,
      host: e.HOST,
      databaseUrl: e.DATABASE_URL,
      logLevel: e.LOG_LEVEL,
      publicUrl: e.PUBLIC_URL,
      slack:
        slack.is === 'on'
          ? {
              announceChannel: e.SSIRP_ANNOUNCE_CHANNEL,
              apiUrl: e.SLACK_API_URL,
              isPaced: e.SLACK_RATE_LIMITS === 'on',
              digest: e.SSIRP_DIGEST === 'on',
            }
          : null,
      teams: teams.is === 'on' ? teams.config : null,
      console,
      admins: e.SSIRP_ADMINS,
      zones: e.SSIRP_TIMEZONES,
      playbook: e.SSIRP_PLAYBOOK,
      onCall: e.SSIRP_ONCALL,
      publisher: e.SSIRP_PUBLISHER,
      partners: e.SSIRP_PARTNERS,
      scenarios: e.SSIRP_SCENARIOS,
      mirrors: mirrors.pairs,
    },
    secrets: {
      slack: slack.is === 'on' ? { transport: slack.transport, access: slack.access } : null,
      teams: teams.is === 'on' ? teams.access : null,
      signingPassphrase: e.SSIRP_SIGNING_PASSPHRASE ?? null,
      mail:
        e.SSIRP_SMTP_URL === undefined || e.SSIRP_MAIL_FROM === undefined
          ? null
          : { url: e.SSIRP_SMTP_URL, from: e.SSIRP_MAIL_FROM },
    },
  };
}

/**
 * The admins of one tenant as its people: a bare user id is one in each of its platform, as far as its form tells (a
 * GUID is Microsoft's), a full id only where it belongs.
 */
export function adminsOf(admins: readonly string[], tenant: string): readonly string[] {
  const isTeams = tenant.startsWith('teams:');
  return admins
    .filter((id) => id.includes(':') || guidPattern.test(id) === isTeams)
    .map((id) => (id.includes(':') ? id : `${tenant}:${id}`))
    .filter((id) => id.startsWith(`${tenant}:`));
}

const guidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** What people can write: `T01ABC:U02DEF` of a Slack workspace, the Entra object id (a GUID) of a Microsoft tenant. */
function adminId(id: string): string {
  if (guidPattern.test(id)) return id.toLowerCase();
  if (id.startsWith('teams:')) return id.toLowerCase();
  return /^T[A-Z0-9]+:[UW][A-Z0-9]+$/u.test(id) ? `slack:${id}` : id;
}

function isZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** The process's own variables win over those of the file. */
function environment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
