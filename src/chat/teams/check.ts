// What `ssirp doctor` asks of a Microsoft tenant: is the bot who it says it is, what may it do there, does it
// know where incidents go, and are the admins people who can act.
import { ApiError, type BotApi } from './connector.ts';
import { aadObjectIdOf, tenantOf } from './identity.ts';
import type { KnownPlace } from './memory.ts';
import { grantedInTenant } from './permissions.ts';
import { listAt, parseJson } from '../../shared/read.ts';
import type { Tokens } from './tokens.ts';

export interface TeamsCheck {
  check: string;
  ok: boolean;
  found: string;
  /** What to do about it. */
  remedy?: string;
  /** Nothing is wrong, but somebody may want to know. */
  isNote?: true;
}

export interface CheckedTenant {
  appId: string;
  tenantId: string;
  isAuthenticated: boolean;
  tokens: Tokens;
  api: Pick<BotApi, 'member' | 'members'>;
  /** Where incidents live; `isChosen`: by TEAMS_INCIDENTS_CHANNEL, else it is the first channel that the bot heard of. */
  incidents: { place: KnownPlace | undefined; isChosen: boolean };
  /** Undefined where none is set. */
  announcements: { place: KnownPlace | undefined } | undefined;
  /** The admins that are this tenant's, as person ids. */
  adminsOf: (tenant: string) => readonly string[];
}

export async function checkTeams(tenant: CheckedTenant): Promise<TeamsCheck[]> {
  const { incidents, isAuthenticated } = tenant;
  const credentials = isAuthenticated ? await proof(tenant) : withoutAuthentication;
  if (!credentials.ok) return [credentials];
  const room = await placed(tenant, 'teams incidents channel', incidents.place);
  return [
    credentials,
    ...(isAuthenticated ? await permissions(tenant) : []),
    incidents.isChosen || !room.ok ? room : { ...room, found: `${room.found}, the first known` },
    await announced(tenant),
    ...(room.ok ? await admins(tenant) : []),
    ...(isAuthenticated ? [hidden] : []),
  ];
}

const withoutAuthentication: TeamsCheck = {
  check: 'teams credentials',
  ok: true,
  isNote: true,
  found: 'TEAMS_AUTH=off: whoever reaches the port is believed. Only for a client on this machine.',
};

/** A tenant tells an app nothing of these: only using them shows. */
const hidden: TeamsCheck = {
  check: 'teams not checked',
  ok: true,
  isNote: true,
  found:
    'whether Teams sends messages and buttons here, and what teams and chats granted with the package. Mention the bot with “help” in the incidents channel, and declare a drill.',
};

async function proof({ appId, tenantId, tokens }: CheckedTenant): Promise<TeamsCheck> {
  const check = 'teams credentials';
  try {
    await tokens.bot();
    return { check, ok: true, found: `app ${appId} in tenant ${tenantId} gets a token` };
  } catch (error) {
    return { check, ok: false, ...explained(error) };
  }
}

/** By the number that Entra gives a refusal. */
const refusals: Readonly<Record<string, string>> = {
  AADSTS7000215:
    'MICROSOFT_APP_PASSWORD must be the secret’s Value, which Entra shows once; its Secret ID is another number.',
  AADSTS7000222: 'The client secret has expired: make a new one under Certificates & secrets.',
  AADSTS700016:
    'There is no such app registration in this tenant: check MICROSOFT_APP_ID and MICROSOFT_APP_TENANT_ID.',
  AADSTS90002: 'There is no such tenant: check MICROSOFT_APP_TENANT_ID.',
};

function explained(error: unknown): Pick<TeamsCheck, 'found' | 'remedy'> {
  if (!(error instanceof ApiError)) throw error;
  const { status, code } = error;
  if (status === 0 || status === 429 || status >= 500)
    return {
      found: 'Microsoft did not answer',
      remedy:
        'Try again in a minute. If it stays so, let this machine connect to login.microsoftonline.com, login.botframework.com, graph.microsoft.com and smba.trafficmanager.net.',
    };
  const remedy = refusals[code];
  return {
    found: `Microsoft refuses: ${code === '' ? status : code}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** What is missing is a choice, not a mistake: an open incident in a thread needs none. */
async function permissions({ tokens }: CheckedTenant): Promise<TeamsCheck[]> {
  const check = 'teams permissions';
  let granted: readonly unknown[];
  try {
    granted = rolesOf(await tokens.graph());
  } catch (error) {
    return [{ check, ok: false, ...explained(error) }];
  }
  const missing = grantedInTenant.filter(({ permission }) => !granted.includes(permission));
  const unused = granted.filter(
    (role) => !grantedInTenant.some(({ permission }) => permission === role),
  );
  const count = grantedInTenant.length;
  return [
    {
      check,
      ok: true,
      found:
        missing.length === 0
          ? `all ${count} granted`
          : `${count - missing.length} of ${count} granted for the tenant`,
    },
    ...missing.map(({ permission, why, without }): TeamsCheck => ({
      check: `teams permission ${permission}`,
      ok: true,
      isNote: true,
      found: `optional, not granted, for ${why}. Without it: ${without}`,
    })),
    ...(unused.length === 0
      ? []
      : [
          {
            check,
            ok: true,
            isNote: true as const,
            found: `granted but not used, and better taken away: ${unused.join(', ')}`,
          },
        ]),
  ];
}

/** As an application's token of Entra has them. */
function rolesOf(token: string): readonly unknown[] {
  const [, payload = ''] = token.split('.');
  return listAt(parseJson(Buffer.from(payload, 'base64url').toString()), 'roles');
}

const addApp =
  'In Teams, an owner of that team adds the app (the team’s ⋯ → Manage team → Apps), while the bot runs.';

/** Whether the bot is where it is to post: its roster answers. */
async function placed(
  { api }: CheckedTenant,
  check: string,
  place: KnownPlace | undefined,
): Promise<TeamsCheck> {
  if (place === undefined)
    return { check, ok: false, found: 'the bot is in no team yet', remedy: addApp };
  const name = place.name ?? place.conversationId;
  try {
    for await (const _member of api.members(place)) break;
    return { check, ok: true, found: name };
  } catch (error) {
    if (!(error instanceof ApiError) || ![403, 404].includes(error.status))
      return { check, ok: false, ...explained(error) };
    const found = `the bot is not in ${name}, or it was deleted (${error.code})`;
    return { check, ok: false, found, remedy: addApp };
  }
}

async function announced(tenant: CheckedTenant): Promise<TeamsCheck> {
  const check = 'teams announcements';
  if (tenant.announcements !== undefined) return placed(tenant, check, tenant.announcements.place);
  const found = 'no TEAMS_ANNOUNCE_CHANNEL: incidents are not announced';
  return { check, ok: true, isNote: true, found };
}

async function admins({
  tenantId,
  adminsOf,
  api,
  incidents: { place },
}: CheckedTenant): Promise<TeamsCheck[]> {
  const check = 'teams admins';
  const people = adminsOf(tenantOf(tenantId));
  if (people.length === 0) {
    const found = 'none in SSIRP_ADMINS: nobody helps where the crisis lead cannot';
    return [{ check, ok: true, isNote: true, found }];
  }
  if (place === undefined) return [];
  const each = await Promise.all(
    people.map(async (person): Promise<TeamsCheck> => {
      const id = aadObjectIdOf(person, tenantId) ?? person;
      try {
        const { kind, name } = await api.member(place, id);
        if (kind === 'member') return { check, ok: true, found: name };
        return {
          check,
          ok: false,
          found: `${id} is a guest or of another organisation`,
          remedy: 'Such an account has no authority: name another in SSIRP_ADMINS.',
        };
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 404)
          return { check, ok: false, ...explained(error) };
        return {
          check,
          ok: false,
          found: `there is no ${id} in the team of the incidents channel`,
          remedy: 'SSIRP_ADMINS takes the Object ID of the user in Entra; add them to the team.',
        };
      }
    }),
  );
  const wrong = each.filter(({ ok }) => !ok);
  if (wrong.length > 0) return wrong;
  return [
    { check, ok: true, found: `all full members: ${each.map(({ found }) => found).join(', ')}` },
  ];
}
