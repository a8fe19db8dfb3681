// What the deeds of one delivery share: the effect, the ways to Teams and to Graph, and where things are. A deed
// answers with a Delivery, or rejects with the ApiError that stopped it: deliver.ts knows what that means.
import type { PersonId } from '#machines/incident-types.ts';
import type { Message } from '../../messages/message.ts';
import type { Log } from '../../shared/log.ts';
import type { Delivery, OutgoingEffect } from '../port.ts';
import { ApiError, type BotApi, type Graph, type Outgoing, type Place } from './connector.ts';
import type { KnownPlace, TeamsMemory } from './memory.ts';

/** Which room an incident gets that is open to all: a post with its replies, or a channel of its own. */
export type Rooms = 'thread' | 'channel';

export interface Delivering {
  effect: OutgoingEffect;
  api: BotApi;
  graph: Graph;
  memory: TeamsMemory;
  /** A GUID in lower case. */
  tenantId: string;
  rooms: Rooms;
  /** Where rooms are made; undefined while the app is in no team. */
  incidentsChannel: () => KnownPlace | undefined;
  /** Undefined where none is set, or the app is not there. */
  announceChannel: () => KnownPlace | undefined;
  /** As one card that carries the marker of the effect. */
  render: (message: Message) => Outgoing;
  nameOf: (person: PersonId) => string;
  log: Log;
  /** Set once this try has, or may have, left something behind that must not be there twice. */
  progress: { isBegun: boolean };
}

/** What a card of the effect is found again by: the id of its first element. */
export function markerOf({ key }: OutgoingEffect): string {
  return `ssirp-${key}`;
}

/** Makes a call that must not be repeated blindly: only a clear refusal leaves nothing behind. */
export async function makeOnce<Answer>(
  { progress }: Pick<Delivering, 'progress'>,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    const answer = await call();
    progress.isBegun = true;
    return answer;
  } catch (error) {
    if (!isRefused(error)) progress.isBegun = true;
    throw error;
  }
}

/** Nothing was done: the service said so. */
function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

/**
 * How a conversation is reached: as it is known, a thread by its channel. Undefined where the bot has never been.
 */
export function placeOf({ memory }: Pick<Delivering, 'memory'>, id: string): Place | undefined {
  const [channelId = id] = id.split(';');
  const channel = memory.place(channelId);
  const known = memory.place(id) ?? channel;
  if (known === undefined) return undefined;
  // The channel hears more often than one of its threads where the service is reached now.
  return { ...known, conversationId: id, serviceUrl: (channel ?? known).serviceUrl };
}

export function done(externalId = ''): Extract<Delivery, { outcome: 'delivered' }> {
  return { outcome: 'delivered', externalId };
}

export function failed(reason: string, remedy?: string): Extract<Delivery, { outcome: 'failed' }> {
  return { outcome: 'failed', reason, ...(remedy === undefined ? {} : { remedy }) };
}
