// Where the app is installed by OAuth, as the adapter asks for it: the store keeps the tokens sealed, knows the ids of
// `slack:T:<team>` (a workspace), `slack:E:<organization>` and `slack:E:<organization>:<team>` (a share in that).
import type { Identity } from './identity.ts';
import { tenantOf } from './identity.ts';
import { listAt, parseJson, textAt } from '../../shared/read.ts';

export interface Installations {
  /** An installation that has its token; `stamp` is another for each. */
  find(
    id: string,
  ): { id: string; installedAt: string; stamp: string; reveal: () => string } | undefined;
  /** The organizations in which a workspace has a share, by their ids here; the newest first. */
  shares(tenant: string): readonly string[];
  keep(installation: { id: string; tenant: string | null; secret: string }): void;
  /** Destroys the token, unless the installation is another than that of the instant. */
  take(installation: { id: string; installedAt: string }, why: Why): void;
  grant(share: Share, at: string): void;
  takeShare(share: Share, at: string, why: Why): void;
  /** True the first time for each text. */
  claim(text: string): boolean;
}

interface Share {
  id: string;
  tenant: string;
}

interface Why {
  reason: string;
  remedy: string;
}

export function workspaceId(team: string): string {
  return `slack:T:${team}`;
}

export function organizationId(organization: string): string {
  return `slack:E:${organization}`;
}

export function shareOf(organization: string, team: string): Share {
  return { id: `${organizationId(organization)}:${team}`, tenant: tenantOf(team) };
}

/** What is kept of an installation: the bot's token, and who it is there. */
export type Secret = { token: string } & Omit<Identity, 'team' | 'tenant'>;

export function writeSecret(secret: Secret): string {
  return JSON.stringify(secret);
}

export function readSecret(text: string): Secret {
  const kept = parseJson(text);
  return {
    token: textAt(kept, 'token') ?? '',
    teamName: textAt(kept, 'teamName') ?? '',
    botUser: textAt(kept, 'botUser') ?? '',
    botName: textAt(kept, 'botName') ?? '',
    botId: textAt(kept, 'botId'),
    url: textAt(kept, 'url') ?? '',
    scopes: listAt(kept, 'scopes').filter((scope) => typeof scope === 'string'),
  };
}
