// The settings of Microsoft Teams that depend on each other: who the bot is, how that is proved, and where incidents
// live. One sentence per mistake; values are not quoted.

/** How the bot proves to Microsoft who it is; `nothing` where authentication is off. */
export type TeamsAccess =
  | { by: 'secret'; password: string }
  | { by: 'managedIdentity' }
  | { by: 'nothing' };

/** `teamId`: Entra id of the team; `channelId`: `19:…@thread.…`. */
export interface TeamsChannel {
  teamId: string;
  channelId: string;
}

export interface TeamsConfig {
  /** Client id of the app registration, which is the bot's id too; of nobody where authentication is off. */
  appId: string;
  /** The one Microsoft tenant that is served, a GUID in lower case. */
  tenantId: string;
  /** Undefined: the first channel that the app was installed in. */
  incidentsChannel: TeamsChannel | undefined;
  /** Undefined: nothing is announced. */
  announceChannel: TeamsChannel | undefined;
  /** Where an ordinary incident lives. */
  rooms: 'thread' | 'channel';
  /** False: whoever reaches the port is believed, which only a loopback address allows. */
  isAuthenticated: boolean;
  /** Hosts that the bot's tokens may be sent to; `*.` in front stands for any subdomain. */
  serviceHosts: readonly string[];
  loginUrl: string;
  openIdUrl: string;
  graphUrl: string;
  /** Keep a digest of all incidents in the announcement channel. */
  digest: boolean;
}

/** The variables, as far as they concern Teams. */
export interface GivenForTeams {
  HOST: string;
  MICROSOFT_APP_ID?: string | undefined;
  MICROSOFT_APP_PASSWORD?: string | undefined;
  MICROSOFT_APP_TENANT_ID?: string | undefined;
  MICROSOFT_APP_TYPE?: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant' | undefined;
  MICROSOFT_LOGIN_URL: string;
  MICROSOFT_OPENID_URL: string;
  MICROSOFT_GRAPH_URL: string;
  TEAMS_INCIDENTS_CHANNEL?: string | undefined;
  TEAMS_ANNOUNCE_CHANNEL?: string | undefined;
  TEAMS_ROOMS: 'thread' | 'channel';
  TEAMS_AUTH: 'on' | 'off';
  TEAMS_SERVICE_HOSTS?: readonly string[] | undefined;
  SSIRP_DIGEST: 'on' | 'off';
}

export type TeamsRead =
  | { is: 'off'; problems: readonly string[] }
  | { is: 'on'; config: TeamsConfig; access: TeamsAccess };

/** The public cloud's: those of governments have another issuer of tokens too. */
const microsoftHosts = ['smba.trafficmanager.net', '*.botframework.com'];
const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];
/** App and tenant of who has none, where authentication is off. */
const nobody = '00000000-0000-0000-0000-000000000000';

const credentials = [
  'MICROSOFT_APP_ID',
  'MICROSOFT_APP_PASSWORD',
  'MICROSOFT_APP_TENANT_ID',
  'MICROSOFT_APP_TYPE',
] as const;

export function readTeams(e: GivenForTeams): TeamsRead {
  const isOff = e.TEAMS_AUTH === 'off';
  if (!isOff && credentials.every((name) => e[name] === undefined)) {
    return { is: 'off', problems: uselessWithoutApp(e) };
  }
  const incidents = channelOf('TEAMS_INCIDENTS_CHANNEL', e);
  const announce = channelOf('TEAMS_ANNOUNCE_CHANNEL', e);
  const access = isOff ? withoutAuthentication(e) : proofOf(e);
  const problems = [
    ...[incidents, announce, access].flatMap((read) => read?.problems ?? []),
    ...addressProblems(e),
  ];
  if (problems.length > 0 || access.value === undefined) return { is: 'off', problems };
  const channels = { incidentsChannel: incidents?.value, announceChannel: announce?.value };
  return { is: 'on', access: access.value, config: { ...settingsOf(e), ...channels } };
}

function settingsOf(e: GivenForTeams): Omit<TeamsConfig, 'incidentsChannel' | 'announceChannel'> {
  const isAuthenticated = e.TEAMS_AUTH === 'on';
  return {
    appId: e.MICROSOFT_APP_ID?.toLowerCase() ?? nobody,
    tenantId: e.MICROSOFT_APP_TENANT_ID?.toLowerCase() ?? nobody,
    rooms: e.TEAMS_ROOMS,
    isAuthenticated,
    serviceHosts: e.TEAMS_SERVICE_HOSTS ?? (isAuthenticated ? microsoftHosts : loopbackHosts),
    loginUrl: e.MICROSOFT_LOGIN_URL,
    openIdUrl: e.MICROSOFT_OPENID_URL,
    graphUrl: e.MICROSOFT_GRAPH_URL,
    digest: e.SSIRP_DIGEST === 'on',
  };
}

type Part<T> = { value?: T; problems?: readonly string[] };

function uselessWithoutApp(e: GivenForTeams): string[] {
  return (['TEAMS_INCIDENTS_CHANNEL', 'TEAMS_ANNOUNCE_CHANNEL'] as const)
    .filter((name) => e[name] !== undefined)
    .map((name) => `${name}: is set, but no app: Teams needs ${together} (see docs/teams.md).`);
}

const together = 'MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID';

function proofOf(e: GivenForTeams): Part<TeamsAccess> {
  if (e.MICROSOFT_APP_TYPE === 'MultiTenant') {
    return {
      problems: [
        'MICROSOFT_APP_TYPE: MultiTenant would answer every organisation in the world, and Azure makes no such bots any more: use SingleTenant, or UserAssignedMSI.',
      ],
    };
  }
  const isManaged = e.MICROSOFT_APP_TYPE === 'UserAssignedMSI';
  if (isManaged && e.MICROSOFT_APP_PASSWORD !== undefined) {
    return {
      problems: [
        'MICROSOFT_APP_PASSWORD: a managed identity (MICROSOFT_APP_TYPE=UserAssignedMSI) has none: set one of them, not both.',
      ],
    };
  }
  const needed = isManaged
    ? (['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'] as const)
    : (['MICROSOFT_APP_ID', 'MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'] as const);
  const missing = needed.filter((name) => e[name] === undefined);
  if (missing.length > 0) {
    const all = isManaged ? 'MICROSOFT_APP_ID and MICROSOFT_APP_TENANT_ID' : together;
    return {
      problems: missing.map(
        (name) => `${name}: is missing; Teams needs ${all} (see docs/teams.md).`,
      ),
    };
  }
  return {
    value: isManaged
      ? { by: 'managedIdentity' }
      : { by: 'secret', password: e.MICROSOFT_APP_PASSWORD ?? '' },
  };
}

function withoutAuthentication(e: GivenForTeams): Part<TeamsAccess> {
  const problems = [
    ...(['127.0.0.1', 'localhost', '::1'].includes(e.HOST)
      ? []
      : ['TEAMS_AUTH: off believes whoever reaches the port, so it needs HOST=127.0.0.1.']),
    ...(e.MICROSOFT_APP_PASSWORD === undefined && e.MICROSOFT_APP_TYPE !== 'UserAssignedMSI'
      ? []
      : [
          'TEAMS_AUTH: off is for a local client alone: take away MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TYPE, or TEAMS_AUTH.',
        ]),
  ];
  return problems.length > 0 ? { problems } : { value: { by: 'nothing' } };
}

function isHost(host: string): boolean {
  return loopbackHosts.includes(host) || /^(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u.test(host);
}

/** Secrets and tokens go to these. */
function addressProblems(e: GivenForTeams): string[] {
  const urls = (
    ['MICROSOFT_LOGIN_URL', 'MICROSOFT_OPENID_URL', 'MICROSOFT_GRAPH_URL'] as const
  ).filter((name) => {
    const { protocol, hostname } = new URL(e[name]);
    return protocol !== 'https:' && !loopbackHosts.includes(hostname);
  });
  return [
    ...urls.map((name) => `${name}: must start with https://; http:// is for loopback only.`),
    ...((e.TEAMS_SERVICE_HOSTS ?? []).every(isHost)
      ? []
      : [
          'TEAMS_SERVICE_HOSTS: must be host names such as smba.trafficmanager.net or *.botframework.com, separated by commas.',
        ]),
  ];
}

/** The link that Teams copies, or team id and channel id with a slash between them. */
function channelOf(
  name: 'TEAMS_INCIDENTS_CHANNEL' | 'TEAMS_ANNOUNCE_CHANNEL',
  e: GivenForTeams,
): Part<TeamsChannel> | undefined {
  const given = e[name];
  if (given === undefined) return undefined;
  const link = URL.parse(given);
  const read = link === null ? given.trim() : fromLink(link);
  const [, teamId, channelId] = /^([0-9a-f-]{36})\/(19:[^/;\s]+@thread\.\w+)$/iu.exec(read) ?? [];
  if (teamId === undefined || channelId === undefined) {
    return {
      problems: [
        `${name}: must be the link that Teams copies with “Get link to channel”, or <team id>/<channel id>.`,
      ],
    };
  }
  const tenant = link?.searchParams.get('tenantId');
  const own = e.MICROSOFT_APP_TENANT_ID;
  if (tenant && own !== undefined && tenant.toLowerCase() !== own.toLowerCase()) {
    return {
      problems: [
        `${name}: is a channel of another tenant than MICROSOFT_APP_TENANT_ID: one bot serves one.`,
      ],
    };
  }
  return { value: { teamId: teamId.toLowerCase(), channelId } };
}

/** `https://teams.microsoft.com/l/channel/19%3A…/General?groupId=…&tenantId=…` */
function fromLink(link: URL): string {
  const [, channel = ''] = /\/l\/channel\/([^/]+)/u.exec(link.pathname) ?? [];
  const team = link.searchParams.get('groupId') ?? '';
  try {
    return `${team}/${decodeURIComponent(channel)}`;
  } catch {
    return '';
  }
}
