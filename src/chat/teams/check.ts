// What `ssirp doctor` asks of a Microsoft tenant: is the bot who it says it is, what may it do there, does
// it know where incidents go, and are the admins people who can act.
import { ApiError, type Member } from './connector.ts';
import { aadObjectIdOf, tenantOf } from './identity.ts';
import type { KnownPlace, TeamsMemory } from './memory.ts';
import { grantedInTenant } from './permissions.ts';
import { listAt, parseJson } from './read.ts';

export interface TeamsCheck {
  check: string;
  ok: boolean;
  found: string;
  /** What to do about it. */
  remedy?: string;
  /** Nothing is wrong, but somebody may want to know. */
  isNote?: true;
}

/** `channelId`: `19:…@thread.tacv2`. */
interface Channel {
  teamId: string;
  channelId: string;
}

export interface CheckedTenant {
  appId: string;
  tenantId: string;
  isAuthenticated: boolean;
  incidentsChannel: Channel | undefined;
  announceChannel: Channel | undefined;
  /** Tokens of the bot's own; both reject with ApiError. */
  tokens: { bot: () => Promise<string>; graph: () => Promise<string> };
  /** Undefined while there is no database. */
  memory: Pick<TeamsMemory, 'place' | 'channels'> | undefined;
  /** Somebody of a channel that the bot is in; rejects with ApiError. */
  member: (place: KnownPlace, aadObjectId: string) => Promise<Member>;
  /** The admins that are this tenant's, as person ids. */
  adminsOf: (tenant: string) => readonly string[];
}

export async function checkTeams(tenant: CheckedTenant): Promise<TeamsCheck[]> {
  const room = channelFor(tenant);
  if (!tenant.isAuthenticated) return [withoutAuthentication, place(tenant, room)];
  const credentials = await proof(tenant);
  return [
    credentials,
    ...(credentials.ok ? await permissions(tenant) : []),
    place(tenant, room),
    announcements(tenant),
    ...(credentials.ok ? await admins(tenant, room) : []),
    hidden,
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

function channelFor({ incidentsChannel, memory }: CheckedTenant): KnownPlace | undefined {
  return incidentsChannel === undefined
    ? memory?.channels()[0]
    : memory?.place(incidentsChannel.channelId);
}

const addApp =
  'In Teams, an owner of that team adds the app: the team’s ⋯ → Manage team → Apps. The bot must run meanwhile.';

function place({ incidentsChannel }: CheckedTenant, room: KnownPlace | undefined): TeamsCheck {
  const check = 'teams incidents channel';
  if (room === undefined) {
    const found =
      incidentsChannel === undefined
        ? 'the app is in no team yet: there is no place for incidents'
        : 'the app is not in the team of TEAMS_INCIDENTS_CHANNEL yet';
    return { check, ok: false, found, remedy: addApp };
  }
  if (room.goneAt !== null) return { check, ok: false, found: gone(room), remedy: addApp };
  const found = `${room.name ?? room.conversationId}${incidentsChannel === undefined ? ', the first that the app was installed in' : ''}`;
  return { check, ok: true, found };
}

function announcements({ announceChannel, memory }: CheckedTenant): TeamsCheck {
  const check = 'teams announcements';
  if (announceChannel === undefined) {
    const found = 'no TEAMS_ANNOUNCE_CHANNEL: incidents are not announced';
    return { check, ok: true, isNote: true, found };
  }
  const room = memory?.place(announceChannel.channelId);
  if (room === undefined) {
    const found = 'the app is not in the team of TEAMS_ANNOUNCE_CHANNEL yet';
    return { check, ok: false, found, remedy: addApp };
  }
  if (room.goneAt !== null) return { check, ok: false, found: gone(room), remedy: addApp };
  return { check, ok: true, found: `go to ${room.name ?? room.conversationId}` };
}

function gone({ name, conversationId, goneAt }: KnownPlace): string {
  return `the app was removed from ${name ?? conversationId}, or it was deleted, on ${goneAt ?? ''}`;
}

async function admins(
  { tenantId, adminsOf, member }: CheckedTenant,
  room: KnownPlace | undefined,
): Promise<TeamsCheck[]> {
  const check = 'teams admins';
  const people = adminsOf(tenantOf(tenantId));
  if (people.length === 0) {
    const found = 'none in SSIRP_ADMINS: nobody helps where the crisis lead cannot';
    return [{ check, ok: true, isNote: true, found }];
  }
  if (room === undefined || room.goneAt !== null) return [];
  const each = await Promise.all(
    people.map(async (person): Promise<TeamsCheck> => {
      const id = aadObjectIdOf(person, tenantId) ?? person;
      try {
        const { kind, name } = await member(room, id);
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
