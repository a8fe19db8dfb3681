// Delivers one effect to Teams: each deed to its calls, each failure to its meaning. It never throws.
import type { Message } from '../../messages/message.ts';
import { errorFacts, type Log } from '../../shared/log.ts';
import type { Places } from '../../shared/pacing.ts';
import type { CardWords } from '../adaptive-card.ts';
import type { ChatPort, Delivery, OutgoingEffect, Standing } from '../port.ts';
import { classify, failedDelivery } from './api-error.ts';
import { archive } from './archive.ts';
import { callsOf, type Known } from './calls.ts';
import { outgoing } from './cards.ts';
import type { BotApi, Graph } from './connector.ts';
import { failed, markerOf, type Delivering, type Rooms } from './delivering.ts';
import { aadObjectIdOf } from './identity.ts';
import { invite } from './invite.ts';
import { lookAtRoom } from './look-at-room.ts';
import type { KnownPlace, TeamsMemory } from './memory.ts';
import type { MentionOf } from './mentions.ts';
import { openRoom } from './open-room.ts';
import { waysWithin, type Ways } from './paced.ts';
import type { TeamsPacing } from './pacing.ts';
import { post, update } from './post.ts';
import { remove } from './remove.ts';
import { reply } from './reply.ts';
import { tell } from './tell.ts';
import { setTopic } from './topic.ts';
import { upload } from './upload.ts';

export interface DeliverParts {
  /** Not paced: that is done here. */
  api: BotApi;
  graph: Graph;
  /** Undefined where nothing is held back: for a stand-in without limits. */
  pacing: TeamsPacing | undefined;
  memory: TeamsMemory;
  /** A GUID in lower case. */
  tenantId: string;
  rooms: Rooms;
  incidentsChannel: () => KnownPlace | undefined;
  announceChannel: () => KnownPlace | undefined;
  words: CardWords;
  log: Log;
}

interface Shared extends DeliverParts, Pick<Delivering, 'refused'> {
  installs: Map<string, number>;
  offered: Set<string>;
}

export function createDeliver(
  given: DeliverParts,
): Required<Omit<ChatPort, 'platform' | 'surfaces'>> {
  const parts: Shared = { ...given, installs: new Map(), offered: new Set(), refused: new Map() };
  const { pacing } = parts;
  /** Taken by `reserve` for the delivery of that key, which follows at once. */
  const reserved = new Map<string, Places>();
  return {
    reserve: (effect) => {
      const places = pacing?.take(callsOf(effect, knownOf(parts))) ?? 0;
      if (typeof places === 'number') return places;
      reserved.set(effect.key, places);
      return 0;
    },
    deliver: async (effect) => {
      const places: Places = reserved.get(effect.key) ?? new Map();
      reserved.delete(effect.key);
      const ways = pacing === undefined ? parts : waysWithin(parts, pacing, places);
      const delivery = await deliver(parts, ways, effect);
      pacing?.giveBack(places);
      return delivery;
    },
    standing: () => standing(parts),
  };
}

function knownOf({
  rooms,
  memory,
  tenantId,
  incidentsChannel,
  announceChannel,
}: DeliverParts): Known {
  return {
    rooms,
    incidentsChannel: incidentsChannel()?.conversationId ?? null,
    announceChannel: announceChannel()?.conversationId ?? null,
    chatWith: (person) => memory.person(aadObjectIdOf(person, tenantId) ?? '')?.chat ?? null,
  };
}

async function deliver(parts: Shared, ways: Ways, effect: OutgoingEffect): Promise<Delivery> {
  const progress = { isBegun: false };
  const { words, log } = parts;
  const look = { words, marker: markerOf(effect) };
  const mentionOf = mentioning(parts);
  const delivering: Delivering = {
    ...parts,
    api: ways.api,
    graph: ways.graph,
    effect,
    progress,
    nameOf: words.nameOf,
    render: (message: Message) => outgoing(message, { ...look, mentionOf }),
    renderQuietly: (message: Message) => outgoing(message, look),
  };
  const { deed, key, attempt } = effect;
  try {
    return settled(await deliverDeed(delivering), progress);
  } catch (error) {
    log.warn({ deed: deed.kind, key, attempt, ...errorFacts(error) }, 'teams delivery failed');
    const delivery = failedDelivery(classify(error));
    // What is to be updated is not there, or nowhere that the bot can reach.
    const isGone = deed.kind === 'update' && classify(error).class === 'gone';
    return settled(
      isGone && delivery.outcome === 'failed' ? { ...delivery, isGone } : delivery,
      progress,
    );
  }
}

function settled(delivery: Delivery, { isBegun }: { isBegun: boolean }): Delivery {
  const isOver = delivery.outcome === 'delivered' || delivery.outcome === 'failed';
  return isOver || isBegun ? delivery : { ...delivery, nothingDone: true };
}

/** Whom the bot has met; by name in any case, so that nobody is mentioned under somebody else's. */
function mentioning({ memory, tenantId, words }: DeliverParts): MentionOf {
  return (person) => {
    const aadObjectId = aadObjectIdOf(person, tenantId);
    if (aadObjectId === undefined || memory.person(aadObjectId) === undefined) return undefined;
    return { aadObjectId, name: words.nameOf(person) };
  };
}

/** Whether Teams lets the bot in: any answer but a refusal of the bot itself says so. */
async function standing({ api, incidentsChannel }: DeliverParts): Promise<Standing> {
  const channel = incidentsChannel();
  if (channel === undefined) return { is: 'unknown' };
  try {
    for await (const _member of api.members(channel)) break;
    return { is: 'up' };
  } catch (error) {
    const delivery = failedDelivery(classify(error));
    if (delivery.outcome === 'failed') return { is: 'up' };
    if (delivery.outcome !== 'tenantDown') return { is: 'unknown' };
    const { reason, remedy } = delivery;
    return { is: 'down', reason, ...(remedy === undefined ? {} : { remedy }) };
  }
}

async function deliverDeed(delivering: Delivering): Promise<Delivery> {
  const { deed } = delivering.effect;
  switch (deed.kind) {
    case 'openChannel':
      return openRoom(delivering, deed);
    case 'topic':
      return setTopic(delivering, deed);
    case 'invite':
      return invite(delivering, deed);
    case 'post':
      return post(delivering, deed);
    case 'reply':
      return reply(delivering, deed);
    case 'tell':
      return tell(delivering, deed);
    case 'update':
      return update(delivering, deed);
    case 'upload':
      return upload(delivering, deed);
    case 'archive':
      return archive(delivering, deed);
    case 'remove':
      return remove(delivering, deed);
    case 'look':
      return lookAtRoom(delivering, deed);
    case 'home':
    case 'canvas':
    case 'bookmark':
      return failed('not_in_teams');
  }
}
