// What the receivers share about one request: its workspace, who speaks and where, and what becomes of an error that
// nobody foresaw.
import type { CommandSink, Spoken } from '../port.ts';
import type { Background } from './background.ts';
import type { Identity } from './identity.ts';
import { errorFields, type SlackLog } from './log.ts';
import type { Readers } from './mrkdwn.ts';
import type { People } from './people.ts';
import type { Workspace } from './workspaces.ts';

export interface Receiving extends Workspace {
  sink: CommandSink;
  people: People;
  background: Background;
  log: SlackLog;
}

/** A person at work in the workspace. */
export interface Speaking {
  spoken: Spoken;
  /** Slack's id of the person. */
  user: string;
  identity: Identity;
  readers: Readers;
}

export async function speaking(
  { identity, web, people }: Receiving,
  who: { user: string | undefined; requestId: string; channel: string | undefined },
): Promise<Speaking> {
  if (who.user === undefined) throw new Error('a Slack request names no person');
  return {
    spoken: {
      actor: await people.actor(who.user, { identity, web }),
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

/**
 * Does the work of one request; when it breaks, logs it and gives the person a reference to name. Where there is no way
 * to tell them (`apologize` undefined) the error is thrown on, and Slack tells them that it failed.
 */
export async function attempt(
  { log }: Receiving,
  requestId: string,
  work: () => Promise<void>,
  apologize: ((words: string) => Promise<unknown>) | undefined,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const ref = requestId.slice(-6);
    log.error({ requestId, ref, ...errorFields(error) }, 'slack request failed');
    if (!apologize) throw error;
    await apologize(`Something went wrong (ref ${ref}). Look at /incident status, then try again.`);
  }
}
