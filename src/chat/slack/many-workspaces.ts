// Many workspaces, each with the token of its own installation or that of its organization. Nothing is asked of Slack
// to serve them: who the bot is there was kept with the token.
import { NotOpened } from '#src/shared/sealed.ts';
import { classify } from './api-error.ts';
import { tenantOf } from './identity.ts';
import {
  organizationId,
  readSecret,
  shareOf,
  workspaceId,
  type Installations,
} from './installations.ts';
import type { Route } from './route.ts';
import type { Web } from './web.ts';
import { NotInstalled, type Workspace, type Workspaces } from './workspaces.ts';

export interface ManyWorkspacesParts {
  installations: Installations;
  /** Clients with a token; `team` goes with every call of an organization's token. */
  connect: (token: string, team?: string) => Web;
  /** Where people install the app. */
  installUrl: string;
  /** Epoch milliseconds. */
  now: () => number;
}

/** Slack's clock and ours may be this far apart: what happened first is not certain within it. */
const doubtMs = 2 * 60_000;
/** What a person does reaches us within this time, or not at all. */
const requestAgeMs = 5 * 60_000;

type Found = NonNullable<ReturnType<Installations['find']>>;

export function createManyWorkspaces(parts: ManyWorkspacesParts): Workspaces {
  const { installations, now } = parts;
  const made = new Map<string, { stamp: string; workspace: Workspace }>();
  const again = `Somebody who may install apps in Slack can do that at ${parts.installUrl}`;

  const known = (team: string): Workspace | undefined => {
    const own = installations.find(workspaceId(team));
    const found = own ?? sharedWith(installations, team);
    const before = made.get(team);
    if (found !== undefined && before?.stamp === found.stamp) return before.workspace;
    made.delete(team);
    const workspace = found && open(parts, found, team, own === undefined);
    if (found && workspace) made.set(team, { stamp: found.stamp, workspace });
    return workspace;
  };
  const needed = (team: string): Workspace => {
    const workspace = known(team);
    if (workspace === undefined) throw new NotInstalled(again);
    return workspace;
  };
  const meet = ({ organization, isOrganizationWide, happenedMs }: Route, team: string): void => {
    if (!isOrganizationWide || organization === undefined || known(team)) return;
    if (installations.find(organizationId(organization)) === undefined) return;
    // A late event tells nothing of a workspace that was taken from the app since.
    const at = happenedMs === undefined ? now() - requestAgeMs : 0;
    installations.grant(shareOf(organization, team), instant(at));
  };
  return {
    of: async (team) => Promise.resolve(needed(team)),
    routed: async (route) => {
      const { team = '' } = route;
      if (team !== '') meet(route, team);
      return Promise.resolve(needed(team));
    },
    known,
    isUnknown: false,
    tokenRemedy: again,
    start: () => Promise.resolve(),
    lost: async (route, reason) => {
      const { happenedMs = now() } = route;
      const own =
        route.team === undefined ? undefined : installations.find(workspaceId(route.team));
      const found = own ?? installations.find(organizationId(route.organization ?? ''));
      if (found === undefined) return;
      const lastedMs = happenedMs - Temporal.Instant.from(found.installedAt).epochMilliseconds;
      if (lastedMs < -doubtMs) return;
      const isMeant = own !== undefined || route.isOrganizationWide || route.team === undefined;
      if ((lastedMs < doubtMs || !isMeant) && (await isAlive(parts, found))) return;
      installations.take(found, { reason, remedy: again });
    },
    shared: ({ organization, happenedMs = now() }, teams, isGranted) => {
      if (organization === undefined) return;
      const at = instant(happenedMs);
      for (const team of teams) {
        const share = shareOf(organization, team);
        if (isGranted) installations.grant(share, at);
        else installations.takeShare(share, at, takenFromOrganization);
      }
    },
  };
}

const takenFromOrganization = {
  reason: 'team_access_revoked',
  remedy:
    'The Slack organization took this workspace from the app: one of its administrators can add it again.',
};

function sharedWith(installations: Installations, team: string): Found | undefined {
  for (const organization of installations.shares(tenantOf(team))) {
    const found = installations.find(organization);
    if (found) return found;
  }
  return undefined;
}

/** Undefined when the row was changed in the database: then it is no installation. */
function open(
  { connect }: ManyWorkspacesParts,
  found: Found,
  team: string,
  isShared: boolean,
): Workspace | undefined {
  try {
    const { token, ...identity } = readSecret(found.reveal());
    const web = isShared ? connect(token, team) : connect(token);
    return { identity: { ...identity, team, tenant: tenantOf(team) }, web };
  } catch (error) {
    if (error instanceof NotOpened) return undefined;
    throw error;
  }
}

/** Rejects when Slack does not say; the event comes again then. */
async function isAlive({ connect }: ManyWorkspacesParts, found: Found): Promise<boolean> {
  try {
    await connect(readSecret(found.reveal()).token).quick.auth.test();
    return true;
  } catch (error) {
    if (error instanceof NotOpened || classify(error).class === 'tenant') return false;
    throw error;
  }
}

function instant(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ fractionalSecondDigits: 3 });
}
