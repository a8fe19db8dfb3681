// Messages in a room or the announcement channel. From the second attempt on, the card of an earlier attempt is looked
// for by its marker before another is sent.
import type { Message } from '../../messages/message.ts';
import { asPossibleRepeat } from '../../messages/possible-repeat.ts';
import type { Deed, Delivery } from '../port.ts';
import type { Place } from './connector.ts';
import {
  done,
  failed,
  lastTry,
  makeOnce,
  placeOf,
  unknownRoom,
  type Delivering,
} from './delivering.ts';
import { findEarlier } from './find-earlier.ts';
import { messageLink } from './message-link.ts';

type Post = Extract<Deed, { kind: 'post' }>;

export async function post(delivering: Delivering, deed: Post): Promise<Delivery> {
  if (deed.to === null) return announce(delivering, deed);
  const place = placeOf(delivering, deed.to);
  if (place === undefined) return unknownRoom;
  const { thread } = deed;
  return send(delivering, deed, thread === undefined ? place : below(place, thread));
}

/** Where incidents are made known to all. */
async function announce(delivering: Delivering, deed: Post): Promise<Delivery> {
  const channel = delivering.announceChannel();
  if (channel === undefined || channel.goneAt !== null) {
    return failed(
      'no_announce_channel',
      'Set TEAMS_ANNOUNCE_CHANNEL to a channel of a team that has the app, and restart.',
    );
  }
  const delivery = await send(delivering, deed, channel);
  return delivery.outcome === 'delivered'
    ? { ...delivery, conversation: channel.conversationId }
    : delivery;
}

async function send(delivering: Delivering, deed: Post, place: Place): Promise<Delivery> {
  const { message, isCard = false } = deed;
  const earlier = await findEarlier(delivering, place);
  return sendUnless(delivering, earlier, { place, message, isCard });
}

/** `earlier`: what was found of an earlier attempt. `isCard`: it will be updated in place. */
export async function sendUnless(
  delivering: Delivering,
  earlier: Awaited<ReturnType<typeof findEarlier>>,
  { place, message, isCard = false }: { place: Place; message: Message; isCard?: boolean },
): Promise<Delivery> {
  if (earlier === 'none') return sent(delivering, place, await say(delivering, place, message));
  if (earlier !== 'unreadable')
    return { ...sent(delivering, place, earlier.activityId), wasThere: true };
  // A card that stands twice is not marked, because it changes: the second is kept current.
  const shown = isCard ? message : asPossibleRepeat(message);
  const again = await lastTry(delivering, () => say(delivering, place, shown));
  if (typeof again !== 'string') return again;
  const delivery = sent(delivering, place, again);
  return isCard
    ? { ...delivery, remark: 'an earlier copy may stand above it, which is not kept current' }
    : delivery;
}

/** In a channel it begins a thread of its own. Returns the id of the message. */
async function say(delivering: Delivering, place: Place, message: Message): Promise<string> {
  const { api, render } = delivering;
  const card = render(message);
  const { activityId } = await makeOnce(delivering, () =>
    isChannel(place)
      ? api.startThread({ serviceUrl: place.serviceUrl, channelId: place.conversationId }, card)
      : api.post(place, card),
  );
  return activityId;
}

function sent(
  { tenantId }: Delivering,
  place: Place,
  activityId: string,
): Extract<Delivery, { outcome: 'delivered' }> {
  const url = messageLink(place, activityId, tenantId);
  return { ...done(activityId), ...(url === undefined ? {} : { url }) };
}

/** New content for a message that stands; nobody is notified of it. */
export async function update(
  delivering: Delivering,
  { conversation, externalId, message }: Extract<Deed, { kind: 'update' }>,
): Promise<Delivery> {
  const place = placeOf(delivering, conversation);
  if (place === undefined) return { ...unknownRoom, isGone: true };
  // A post of a channel stands in the thread that it began.
  const where = isChannel(place) ? below(place, externalId) : place;
  await delivering.api.update(where, externalId, delivering.renderQuietly(message));
  return done(externalId);
}

const isChannel = ({ kind, conversationId }: Place): boolean =>
  kind === 'channel' && !conversationId.includes(';messageid=');

function below(place: Place, root: string): Place {
  return isChannel(place)
    ? { ...place, conversationId: `${place.conversationId};messageid=${root}` }
    : place;
}
