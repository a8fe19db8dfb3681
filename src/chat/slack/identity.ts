// Who the bot is, by auth.test: asked once when first needed, so that a Slack that is down does not stop the start.
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

export interface Identities {
  /** Rejects with the Web API's error when Slack cannot say; the next call asks again. */
  get(client: WebClient): Promise<Identity>;
  /** What is known without asking. */
  known(): Identity | undefined;
  /** Asks again in any case. */
  ask(client: WebClient): Promise<Identity>;
}

export function createIdentities(): Identities {
  let found: Identity | undefined;
  const ask = async (client: WebClient): Promise<Identity> => {
    const answer = await client.auth.test();
    const { team_id: team, user_id: botUser, url = 'https://slack.com/' } = answer;
    if (team === undefined || botUser === undefined)
      throw new Error('auth.test did not name a workspace and a bot user');
    const identity = {
      team,
      teamName: answer.team ?? team,
      tenant: `slack:${team}`,
      botUser,
      botName: answer.user ?? 'ssirp',
      botId: answer.bot_id,
      url: url.endsWith('/') ? url : `${url}/`,
      scopes: answer.response_metadata?.scopes ?? [],
    };
    found = identity;
    return identity;
  };
  return {
    get: async (client) => found ?? (await ask(client)),
    known: () => found,
    ask,
  };
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
