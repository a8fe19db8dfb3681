// Reads an incident's room as Teams shows it to the bot: whether it is there, and of a group chat who is in it. A thread
// or a channel is open to its whole team, whose people are not listed.
import type { InRoom, RoomFacts } from '#machines/incident-types.ts';
import type { Deed, Delivery } from '../port.ts';
import { classify } from './api-error.ts';
import type { Place } from './connector.ts';
import { done, placeOf, type Delivering } from './delivering.ts';
import { isRefused } from './find-earlier.ts';
import { personOf } from './identity.ts';

export async function lookAtRoom(
  delivering: Delivering,
  { conversation }: Extract<Deed, { kind: 'look' }>,
): Promise<Delivery> {
  const place = placeOf(delivering, conversation);
  const name = delivering.memory.place(conversation)?.name ?? undefined;
  if (place === undefined) return { ...done(), saw: null };
  const isChat = place.kind === 'groupChat';
  const facts = await (isChat ? lookAtChat : lookAtChannel)(delivering, place);
  if (facts === null) return { ...done(), saw: null };
  return { ...done(), saw: { ...facts, name: name ?? facts.name } };
}

async function lookAtChat({ api, tenantId }: Delivering, place: Place): Promise<RoomFacts | null> {
  const people: InRoom[] = [];
  const roster = await read(async () => {
    for await (const { aadObjectId, kind } of api.members(place))
      people.push({ person: personOf(tenantId, aadObjectId), kind });
  });
  return roster === 'gone'
    ? null
    : {
        name: place.conversationId,
        isPrivate: true,
        isShared: people.some(({ kind }) => kind === 'stranger'),
        isArchived: false,
        hasBot: roster === 'inside',
        people,
      };
}

async function lookAtChannel(
  { api, graph }: Delivering,
  { serviceUrl, conversationId, teamId }: Place,
): Promise<RoomFacts | null> {
  const [channelId = ''] = conversationId.split(';');
  const roster = await read(async () => {
    // One page shows that the bot is there.
    await api.members({ serviceUrl, conversationId: channelId })[Symbol.asyncIterator]().next();
  });
  const channel =
    roster === 'gone' || teamId === undefined ? null : await seen(graph.channel(teamId, channelId));
  if (roster === 'gone' || channel === 'gone') return null;
  return {
    name: channel?.name ?? channelId,
    isPrivate: false,
    isShared: channel?.membership === 'shared',
    isArchived: channel?.isArchived === true,
    hasBot: roster === 'inside',
    people: [],
  };
}

/** What the roster says of the bot's place: it reads it, is not in it, or there is no such conversation. */
async function read(roster: () => Promise<void>): Promise<'inside' | 'outside' | 'gone'> {
  try {
    await roster();
    return 'inside';
  } catch (error) {
    const { code } = classify(error);
    if (code === 'ConversationNotFound') return 'gone';
    if (code === 'BotNotInConversationRoster') return 'outside';
    throw error;
  }
}

/** Null where Graph does not let the bot see it. */
async function seen<Channel>(asked: Promise<Channel | null>): Promise<Channel | 'gone' | null> {
  try {
    return (await asked) ?? 'gone';
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}
