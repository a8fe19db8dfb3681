// Who the bot is in a workspace, by auth.test.
import type { WebClient } from '@slack/web-api';

export interface Identity {
  team: string;
  teamName: string;
  /** `slack:<team>`: first part of every id of this workspace. */
  tenant: string;
  botUser: string;
  /** Its handle, for `/invite @…`. */
  botName: string;
  botId: string | undefined;
  /** `https://<workspace>.slack.com/` */
  url: string;
  scopes: readonly string[];
}

/** Asks Slack whose token this is. Rejects with the Web API's error when Slack cannot say. */
export async function identify(client: WebClient): Promise<Identity> {
  const answer = await client.auth.test();
  const { team_id: team, user_id: botUser, url = 'https://slack.com/' } = answer;
  if (team === undefined || botUser === undefined)
    throw new Error('auth.test did not name a workspace and a bot user');
  return {
    team,
    teamName: answer.team ?? team,
    tenant: tenantOf(team),
    botUser,
    botName: answer.user ?? 'ssirp',
    botId: answer.bot_id,
    url: url.endsWith('/') ? url : `${url}/`,
    scopes: answer.response_metadata?.scopes ?? [],
  };
}

export function tenantOf(team: string): string {
  return `slack:${team}`;
}

/** Undefined for tenants of other platforms. */
export function teamOf(tenant: string): string | undefined {
  return /^slack:(.+)$/u.exec(tenant)?.[1];
}

/** The address of a message, as Slack's "Copy link" gives it; made without asking Slack. */
export function permalink(
  identity: Identity,
  channel: string,
  ts: string,
  threadTs?: string,
): string {
  const thread =
    threadTs === undefined || threadTs === ts ? '' : `?thread_ts=${threadTs}&cid=${channel}`;
  return `${identity.url}archives/${channel}/p${ts.replace('.', '')}${thread}`;
}
