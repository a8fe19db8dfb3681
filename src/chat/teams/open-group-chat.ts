// The group chat of a private incident, made by Graph with everybody who belongs, and the bot put into it. Without Graph
// there is no such room: nothing is said where others could read it.
import type { Deed, Delivery } from '../port.ts';
import { chatPeople } from './chat-people.ts';
import { ApiError, type ChatPerson } from './connector.ts';
import { failed, makeOnce, type Delivering } from './delivering.ts';
import { isRefused } from './find-earlier.ts';
import { refusalBy } from './graph-remedies.ts';
import { madeFrom, opened, rememberedRoom } from './made-room.ts';
import type { KnownPlace } from './memory.ts';
import { chatTitle } from './topic.ts';

type OpenRoom = Extract<Deed, { kind: 'openChannel' }>;

/** How long Teams is given for a chat that it has only accepted to make. */
const untilMadeMs = 10_000;
/** Where a bot reaches any tenant of the public cloud. */
const usualServiceUrl = 'https://smba.trafficmanager.net/teams/';
const refusedPeople =
  'Teams refused a group chat of these people: see that each of them may use chats in Teams, and invite more where there are fewer than three.';

export async function openGroupChat(delivering: Delivering, deed: OpenRoom): Promise<Delivery> {
  const people = await chatPeople(delivering, deed.people ?? []);
  if (people.length === 0)
    return failed(
      'nobody_to_invite',
      'Nobody of this tenant belongs to the incident: invite somebody.',
    );
  try {
    return await open(delivering, deed, people);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 202)
      return { outcome: 'retryLater', reason: 'chat_in_the_making', afterMs: untilMadeMs };
    const isOfPeople = error.call === 'createChat' && error.status === 400;
    const remedy = refusalBy(error) ?? (isOfPeople ? refusedPeople : undefined);
    if (remedy === undefined) throw error;
    return failed('no_group_chat', remedy);
  }
}

async function open(
  delivering: Delivering,
  deed: OpenRoom,
  people: readonly ChatPerson[],
): Promise<Delivery> {
  const { graph, memory } = delivering;
  const topic = chatTitle(deed.name);
  const earlier = await madeEarlier(delivering, deed, { topic, people });
  const isUnknown = earlier === 'unreadable';
  const { chatId, url } =
    earlier === 'none' || isUnknown
      ? await makeOnce(delivering, () => graph.createChat({ topic, people }))
      : earlier;
  const place: KnownPlace = {
    serviceUrl: memory.place(chatId)?.serviceUrl ?? serviceUrlFor(delivering, people),
    conversationId: chatId,
    kind: 'groupChat',
    name: deed.name,
    goneAt: null,
  };
  memory.savePlace(place);
  await graph.installInChat(chatId);
  return opened(delivering, {
    place,
    name: deed.name,
    url,
    remark: isUnknown ? 'a chat of the same name without the bot may exist: leave it' : undefined,
  });
}

/** A chat that an earlier attempt of this effect can have made. */
async function madeEarlier(
  delivering: Delivering,
  deed: OpenRoom,
  { topic, people }: { topic: string; people: readonly ChatPerson[] },
): Promise<{ chatId: string; url: null } | 'none' | 'unreadable'> {
  const { effect, graph } = delivering;
  if (effect.attempt === 1) return 'none';
  const known = rememberedRoom(
    delivering,
    deed,
    ({ kind, name }) => kind === 'groupChat' && name === deed.name,
  );
  if (known !== undefined) return { chatId: known.conversationId, url: null };
  const since = madeFrom(delivering).toString();
  try {
    const ids = people.map(({ aadObjectId }) => aadObjectId);
    const chats = await graph.chatsMadeSince(ids, topic, since);
    const chatId = chats.find((chat) => deed.former?.includes(chat) !== true);
    return chatId === undefined ? 'none' : { chatId, url: null };
  } catch (error) {
    if (isRefused(error)) return 'unreadable';
    throw error;
  }
}

/** A tenant has one, so that of any conversation will do until the chat tells its own. */
function serviceUrlFor(
  { incidentsChannel, memory }: Delivering,
  people: readonly ChatPerson[],
): string {
  const ofPeople = people.map(({ aadObjectId }) => memory.person(aadObjectId)?.serviceUrl);
  const url = incidentsChannel()?.serviceUrl ?? ofPeople.find((one) => one !== undefined);
  return url ?? usualServiceUrl;
}
