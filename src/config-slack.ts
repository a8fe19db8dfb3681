// The settings of Slack that depend on each other: how its requests come, and one workspace with its token or many by
// OAuth. One sentence per mistake; values are not quoted.
import { choicesOf } from './shared/per-workspace.ts';
import { keyBytes } from './shared/sealed.ts';

/** Socket Mode wherever there is an app-level token, else signed HTTP. */
export type SlackTransport =
  | { over: 'http'; signingSecret: string }
  | { over: 'socket'; appToken: string };

/** One workspace, whose token is given; or many, whose tokens come by OAuth and are kept encrypted. */
export type SlackAccess = { by: 'token'; botToken: string } | ({ by: 'oauth' } & SlackOAuth);

interface SlackOAuth {
  clientId: string;
  clientSecret: string;
  stateSecret: string;
  /** The public https address, without a path. */
  publicUrl: string;
  /** Each of 32 bytes; the first one encrypts, all decrypt. */
  keys: readonly Buffer[];
}

/** The variables, as far as they concern Slack. */
export interface GivenForSlack {
  PUBLIC_URL?: string | undefined;
  SLACK_SIGNING_SECRET?: string | undefined;
  SLACK_BOT_TOKEN?: string | undefined;
  SLACK_APP_TOKEN?: string | undefined;
  SLACK_CLIENT_ID?: string | undefined;
  SLACK_CLIENT_SECRET?: string | undefined;
  SLACK_STATE_SECRET?: string | undefined;
  SSIRP_ENCRYPTION_KEYS?: readonly string[] | undefined;
  SSIRP_ANNOUNCE_CHANNEL?: string | undefined;
  SSIRP_ADMINS: readonly string[];
}

export type SlackRead =
  | { is: 'off'; problems: readonly string[] }
  | { is: 'on'; transport: SlackTransport; access: SlackAccess };

const stateSecretMin = 16;
const makeKey = 'make one with: openssl rand -base64 32';

export function readSlack(e: GivenForSlack): SlackRead {
  const transport = transportOf(e);
  const hasOAuth = oauthNames.some((name) => e[name] !== undefined);
  if (hasOAuth && e.SLACK_BOT_TOKEN !== undefined) {
    return off([
      'SLACK_BOT_TOKEN: is for one workspace, SLACK_CLIENT_ID for many by OAuth: set one of them, not both.',
    ]);
  }
  const read = hasOAuth ? readOAuth(e) : readToken(e, transport);
  if ('problems' in read) {
    const more = hasOAuth && transport === undefined ? [noTransport('SLACK_CLIENT_ID')] : [];
    return off([...more, ...read.problems]);
  }
  return transport === undefined
    ? off([noTransport(hasOAuth ? 'SLACK_CLIENT_ID' : 'SLACK_BOT_TOKEN')])
    : { is: 'on', transport, access: read };
}

function off(problems: readonly string[]): SlackRead {
  return { is: 'off', problems };
}

function noTransport(beside: string): string {
  return `SLACK_SIGNING_SECRET: is missing; Slack needs it beside ${beside}, or SLACK_APP_TOKEN in its place for Socket Mode (see docs/slack.md).`;
}

function transportOf(e: GivenForSlack): SlackTransport | undefined {
  if (e.SLACK_APP_TOKEN !== undefined) return { over: 'socket', appToken: e.SLACK_APP_TOKEN };
  if (e.SLACK_SIGNING_SECRET === undefined) return undefined;
  return { over: 'http', signingSecret: e.SLACK_SIGNING_SECRET };
}

type Problems = { problems: readonly string[] };

function readToken(
  { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken }: GivenForSlack,
  transport: SlackTransport | undefined,
): SlackAccess | Problems {
  if (botToken !== undefined) return { by: 'token', botToken };
  if (transport === undefined) return { problems: [] };
  const beside = appToken === undefined ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN';
  return {
    problems: [`SLACK_BOT_TOKEN: is missing; Slack needs it beside ${beside} (see docs/slack.md).`],
  };
}

const oauthNames = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;

function readOAuth(e: GivenForSlack): SlackAccess | Problems {
  const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_STATE_SECRET, PUBLIC_URL } = e;
  const keys = (e.SSIRP_ENCRYPTION_KEYS ?? []).map(keyOf);
  const problems = [
    ...oauthNames
      .filter((name) => e[name] === undefined)
      .map((name) => `${name}: is missing; OAuth needs ${oauthNames.join(', ')} together.`),
    ...(SLACK_STATE_SECRET !== undefined && SLACK_STATE_SECRET.length < stateSecretMin
      ? [`SLACK_STATE_SECRET: must have ${stateSecretMin} characters or more, made up by chance.`]
      : []),
    ...keyProblems(keys),
    ...(PUBLIC_URL?.startsWith('https://') === true
      ? []
      : ['PUBLIC_URL: must be the public https:// address; Slack sends people back to it.']),
    ...ambiguous(e),
  ];
  if (
    problems.length > 0 ||
    SLACK_CLIENT_ID === undefined ||
    SLACK_CLIENT_SECRET === undefined ||
    SLACK_STATE_SECRET === undefined ||
    PUBLIC_URL === undefined
  )
    return { problems };
  return {
    by: 'oauth',
    clientId: SLACK_CLIENT_ID,
    clientSecret: SLACK_CLIENT_SECRET,
    stateSecret: SLACK_STATE_SECRET,
    publicUrl: PUBLIC_URL,
    keys: keys.filter((key) => key !== undefined),
  };
}

/** Undefined for what is no key. */
function keyOf(text: string): Buffer | undefined {
  const key = /^[A-Za-z0-9+/_-]{43}=?$/u.test(text) ? Buffer.from(text, 'base64') : undefined;
  return key?.length === keyBytes ? key : undefined;
}

function keyProblems(keys: readonly (Buffer | undefined)[]): string[] {
  if (keys.length === 0) {
    return [
      `SSIRP_ENCRYPTION_KEYS: is missing; the tokens of workspaces are kept encrypted. For a key, ${makeKey}`,
    ];
  }
  return keys.includes(undefined)
    ? [
        `SSIRP_ENCRYPTION_KEYS: must be keys of ${keyBytes} bytes in base64, separated by commas; ${makeKey}`,
      ]
    : [];
}

/** What means one thing in one workspace and another, or nothing, in the next. */
function ambiguous({ SSIRP_ADMINS, SSIRP_ANNOUNCE_CHANNEL = '' }: GivenForSlack): string[] {
  const channels = choicesOf(SSIRP_ANNOUNCE_CHANNEL).filter(
    ({ workspace }) => workspace === undefined,
  );
  return [
    ...(SSIRP_ADMINS.some((id) => !id.includes(':'))
      ? [
          'SSIRP_ADMINS: with several workspaces each must be written with its own, as T01ABC:U02DEF; a user id alone may be somebody else in another.',
        ]
      : []),
    ...(channels.some(({ value }) => /^[CG][A-Z0-9]{6,}$/u.test(value))
      ? [
          'SSIRP_ANNOUNCE_CHANNEL: with several workspaces a channel id must be written with its own, as T01ABC:C02DEF; a name is looked for in each.',
        ]
      : []),
    ...(channels.length > 1
      ? ['SSIRP_ANNOUNCE_CHANNEL: more than one channel is named for all workspaces.']
      : []),
  ];
}
