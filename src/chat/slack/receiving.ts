// What the receivers share: who speaks and where, and what becomes of an error nobody foresaw.
import type { CommandSink, Spoken } from '../port.ts';
import type { Background } from './background.ts';
import type { Identities, Identity } from './identity.ts';
import { errorFields, type SlackLog } from './log.ts';
import type { Readers } from './mrkdwn.ts';
import type { People } from './people.ts';
import type { Web } from './web.ts';

export interface Receiving {
  web: Web;
  sink: CommandSink;
  identities: Identities;
  people: People;
  background: Background;
  log: SlackLog;
}

/** A person at work in our workspace. */
export interface Speaking {
  spoken: Spoken;
  /** Slack's id of the person. */
  user: string;
  identity: Identity;
  readers: Readers;
}

export async function speaking(
  { identities, people }: Receiving,
  who: { user: string | undefined; requestId: string; channel: string | undefined },
): Promise<Speaking> {
  const identity = identities.known();
  if (!identity || who.user === undefined) throw new Error('a Slack request names no person');
  return {
    spoken: {
      actor: await people.actor(who.user, identity),
      requestId: who.requestId,
      conversation: conversationOf(who.channel),
    },
    user: who.user,
    identity,
    readers: { team: identity.team, nameOf: people.nameOf },
  };
}

/** Direct messages with the bot are no conversation of an incident. */
export function conversationOf(channel: string | undefined): string | null {
  return channel === undefined || channel.startsWith('D') ? null : channel;
}

/** Does the work of one request; when it breaks, logs it and gives the person a reference to name. */
export async function attempt(
  { log }: Receiving,
  requestId: string,
  work: () => Promise<void>,
  apologize: (words: string) => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const ref = requestId.slice(-6);
    log.error({ requestId, ref, ...errorFields(error) }, 'slack request failed');
    await apologize(`Something went wrong (ref ${ref}). Look at /incident status, then try again.`);
  }
}
