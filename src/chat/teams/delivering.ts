// What the deeds of one delivery share: the effect, the ways to Teams and to Graph, and where things are. A deed
// answers with a Delivery, or rejects with the ApiError that stopped it: deliver.ts knows what that means.
import type { PersonId } from '#machines/incident-types.ts';
import type { Message } from '../../messages/message.ts';
import type { Log } from '../../shared/log.ts';
import type { Delivery, OutgoingEffect } from '../port.ts';
import { classify } from './api-error.ts';
import type { BotApi, Graph, Outgoing, Place } from './connector.ts';
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
  /** As one card that carries the marker of the effect; whom it names is mentioned. */
  render: (message: Message) => Outgoing;
  /** The same, but nobody is mentioned: for updates, and where only one person reads. */
  renderQuietly: (message: Message) => Outgoing;
  nameOf: (person: PersonId) => string;
  /** How often the app was installed, by person, for those whom that has not helped yet. */
  installs: Map<string, number>;
  /** Keys of the effects whose file was offered, though not all of the effect is done. */
  offered: Set<string>;
  /** By key of the effect, whom Graph refused to bring into a chat or to take out, and the remedy where it is known. */
  refused: Map<string, Map<PersonId, string | undefined>>;
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
    if (classify(error).class === 'ambiguous') progress.isBegun = true;
    throw error;
  }
}

/** Makes the call that nobody can look for afterwards; when its outcome is in doubt again, people must look. */
export async function lastTry<Done>(
  { progress }: Delivering,
  call: () => Promise<Done>,
): Promise<Done | Delivery> {
  try {
    return await call();
  } catch (error) {
    if (!progress.isBegun || classify(error).class !== 'ambiguous') throw error;
    return failed(
      'uncertain',
      'It may be there already, but the bot cannot read there: look before you retry',
    );
  }
}

/**
 * How a conversation is reached: as it is known, a thread by its channel. Undefined where the bot has never been.
 */
export function placeOf(
  delivering: Pick<Delivering, 'memory' | 'incidentsChannel' | 'announceChannel'>,
  id: string,
): Place | undefined {
  const { memory, incidentsChannel, announceChannel } = delivering;
  const [channelId = id] = id.split(';');
  // A channel that a setting names may be one where nothing was ever heard.
  const channel =
    memory.place(channelId) ??
    [incidentsChannel(), announceChannel()].find((one) => one?.conversationId === channelId);
  const known = memory.place(id) ?? channel;
  if (known === undefined) return undefined;
  // The channel hears more often than one of its threads where the service is reached now.
  return { ...known, conversationId: id, serviceUrl: (channel ?? known).serviceUrl };
}

export function done(externalId = ''): Extract<Delivery, { outcome: 'delivered' }> {
  return { outcome: 'delivered', externalId };
}

/** For what is to be done in a room that the bot does not know: it is looked at before anything is given up. */
export const unknownRoom: Extract<Delivery, { outcome: 'failed' }> = {
  outcome: 'failed',
  reason: 'unknown_conversation',
  remedy: 'The bot does not know that conversation: add the app to it again, then retry.',
  isRoomInDoubt: true,
};

export function failed(reason: string, remedy?: string): Extract<Delivery, { outcome: 'failed' }> {
  return { outcome: 'failed', reason, ...(remedy === undefined ? {} : { remedy }) };
}
