// What `ssirp doctor` asks of a Slack workspace: does the token work, what may the bot do there, can it announce, and
// are the admins people who can act.
import { announceChannel } from './announce.ts';
import { classify, isTransient } from './api-error.ts';
import { identify, type Identity } from './identity.ts';
import { boltLogger, type SlackLog } from './log.ts';
import { lookUp } from './people.ts';
import { remedyFor } from './remedies.ts';
import { botScopes } from './scopes.ts';
import { createWeb, type Web } from './web.ts';

export interface SlackCheck {
  check: string;
  ok: boolean;
  found: string;
  /** What to do about it. */
  remedy?: string;
  /** Nothing is wrong, but somebody may want to know. */
  isNote?: true;
}

export const silent: SlackLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface CheckedWorkspace {
  botToken: string;
  apiUrl: string | undefined;
  announceChannel: string | undefined;
  /** The admins that are this tenant's, as person ids; undefined: they are not looked at. */
  adminsOf: ((tenant: string) => readonly string[]) | undefined;
}

/** `appId`: that of the app-level token, where there is one. */
export async function checkSlack(config: CheckedWorkspace, appId?: string): Promise<SlackCheck[]> {
  const web = createWeb(config.botToken, config.apiUrl, boltLogger(silent), undefined);
  try {
    const identity = await identify(web.patient);
    const found = `@${identity.botName} (${identity.botUser}) in ${identity.teamName} (${identity.team})`;
    return [
      { check: 'slack token', ok: true, found },
      ...(await sameApp(web, identity, appId)),
      ...scopes(identity),
      await announcements(web, identity, config.announceChannel),
      ...(config.adminsOf ? await admins(web, identity, config.adminsOf(identity.tenant)) : []),
      ...hidden,
    ];
  } catch (error) {
    return [{ check: 'slack token', ok: false, ...explained(error) }];
  }
}

/** Slack tells a bot nothing of these: only using them shows. */
const hidden: readonly SlackCheck[] = [
  {
    check: 'slack not checked',
    ok: true,
    isNote: true,
    found:
      'whether Slack sends commands, events and buttons here, whether workspace settings let apps make channels, and whether the home tab is on. Type /incident help, mention the bot with “help”, and declare a drill.',
  },
];

/** Two apps with one token each look healthy and work for nobody. */
async function sameApp(
  web: Web,
  { botId }: Identity,
  appId: string | undefined,
): Promise<SlackCheck[]> {
  if (appId === undefined || botId === undefined) return [];
  const check = 'slack app';
  try {
    const { bot } = await web.patient.bots.info({ bot: botId });
    if (bot?.app_id === appId) return [{ check, ok: true, found: `both tokens are of ${appId}` }];
    return [
      {
        check,
        ok: false,
        found: `SLACK_APP_TOKEN is of app ${appId}, SLACK_BOT_TOKEN of ${bot?.app_id ?? 'another'}`,
        remedy: 'Take both tokens from the same app.',
      },
    ];
  } catch (error) {
    return [{ check, ok: false, ...explained(error) }];
  }
}

function scopes({ scopes: granted }: Identity): SlackCheck[] {
  const missing = botScopes.filter(({ scope }) => !granted.includes(scope));
  const unused = granted.filter((name) => !botScopes.some(({ scope }) => scope === name));
  return [
    ...(missing.some(({ isOptional }) => !isOptional)
      ? []
      : [
          {
            check: 'slack scopes',
            ok: true,
            found:
              missing.length === 0
                ? `all ${botScopes.length} granted`
                : 'all required ones granted',
          },
        ]),
    ...missing.map(({ scope, why, without, isOptional = false }): SlackCheck => {
      const found = `not granted, for ${why}. Without it: ${without}`;
      const check = `slack scope ${scope}`;
      return isOptional
        ? { check, ok: true, isNote: true, found: `optional, ${found}` }
        : { check, ok: false, found, remedy: remedyFor('missing_scope', scope, 'ssirp') ?? '' };
    }),
    ...(unused.length === 0
      ? []
      : [
          {
            check: 'slack scopes',
            ok: true,
            isNote: true as const,
            found: `granted but not used, and better taken away: ${unused.join(', ')}`,
          },
        ]),
  ];
}

async function announcements(
  web: Web,
  identity: Identity,
  channel: string | undefined,
): Promise<SlackCheck> {
  const check = 'slack announcements';
  if (channel === undefined) {
    const found = 'no SSIRP_ANNOUNCE_CHANNEL: incidents are not announced';
    return { check, ok: true, isNote: true, found };
  }
  const parts = { log: silent, now: () => 0, announceChannel: channel, announced: new Map() };
  try {
    const found = await announceChannel(parts, { identity, web });
    if (!('outcome' in found)) return { check, ok: true, found: `go to ${channel} (${found.id})` };
    if (found.outcome !== 'failed') return { check, ok: false, ...unanswered };
    const { reason, remedy } = found;
    return { check, ok: false, found: reason, ...(remedy === undefined ? {} : { remedy }) };
  } catch (error) {
    return { check, ok: false, ...explained(error) };
  }
}

async function admins(
  web: Web,
  identity: Identity,
  people: readonly string[],
): Promise<SlackCheck[]> {
  const check = 'slack admins';
  if (people.length === 0) {
    const found = 'none in SSIRP_ADMINS: nobody helps where the crisis lead cannot';
    return [{ check, ok: true, isNote: true, found }];
  }
  const each = await Promise.all(people.map((person) => admin(web, identity, person)));
  const wrong = each.filter(({ ok }) => !ok);
  if (wrong.length > 0) return wrong;
  const names = each.map(({ found }) => found).join(', ');
  return [{ check, ok: true, found: `all full members: ${names}` }];
}

async function admin(web: Web, identity: Identity, person: string): Promise<SlackCheck> {
  const check = 'slack admins';
  const user = person.slice(identity.tenant.length + 1);
  try {
    const { kind, name } = await lookUp(user, { identity, web });
    if (kind === 'member') return { check, ok: true, found: name };
    return {
      check,
      ok: false,
      found: `${user} is no full member of the workspace (guest, bot, deactivated or of another organisation)`,
      remedy: 'Such an account has no authority: name another in SSIRP_ADMINS.',
    };
  } catch (error) {
    const problem = classify(error);
    if (problem.code !== 'user_not_found') return { check, ok: false, ...explained(error) };
    const remedy = 'Copy the id from the profile in Slack (⋮, Copy member ID) into SSIRP_ADMINS.';
    return { check, ok: false, found: `there is no ${user} in this workspace`, remedy };
  }
}

const unanswered = { found: 'Slack did not answer', remedy: 'Try again in a minute.' };

function explained(error: unknown): Pick<SlackCheck, 'found' | 'remedy'> {
  const problem = classify(error);
  if (isTransient(problem)) return unanswered;
  const remedy = remedyFor(problem.code, problem.needed, 'ssirp');
  return { found: problem.code, ...(remedy === undefined ? {} : { remedy }) };
}
