// Messages: to a channel, to a person, and new content for one that stands. From the second attempt on, the message
// of an earlier attempt is looked for by the key in its metadata before another is sent.
import type { PersonId } from '#machines/incident-types.ts';
import type { Deed, Delivery } from '../port.ts';
import type { Message } from '../../messages/message.ts';
import { asPossibleRepeat } from '../../messages/possible-repeat.ts';
import { renderMessage } from './blocks.ts';
import { classify, failed, stopsDelivery } from './api-error.ts';
import { makeOnce, type Delivering } from './delivering.ts';
import { findOwnMessage, lastTry } from './find-earlier.ts';
import { permalink } from './identity.ts';
import { slackUser } from './mrkdwn.ts';
import { textAt } from '../../shared/read.ts';

/** Visible to everybody who can read the channel: the opaque key, and nothing else. */
const eventType = 'ssirp';

export async function post(
  delivering: Delivering,
  deed: Extract<Deed, { kind: 'post' }>,
  channel: string,
): Promise<Delivery> {
  const sent = await send(delivering, deed, channel);
  if ('outcome' in sent) return sent;
  const notPinned = deed.pin ? await pin(delivering, channel, sent.ts) : undefined;
  const remarks = [sent.remark, notPinned].filter((remark) => remark !== undefined);
  return {
    ...delivered(delivering, channel, sent.ts),
    ...(deed.to === null ? { conversation: channel } : {}),
    ...(remarks.length === 0 ? {} : { remark: remarks.join('; ') }),
    ...(sent.wasThere ? { wasThere: true } : {}),
  };
}

export async function tell(
  delivering: Delivering,
  deed: Extract<Deed, { kind: 'tell' }>,
): Promise<Delivery> {
  const user = slackUser(deed.person, delivering.identity.team);
  if (user === undefined)
    return failed('other_platform', 'That person is not in this Slack workspace.');
  const id = await directMessage(delivering, deed.person, user);
  if (id === undefined) return { outcome: 'retryLater', reason: 'unreadable_answer' };
  const sent = await send(delivering, deed, id);
  if ('outcome' in sent) return sent;
  return { ...delivered(delivering, id, sent.ts), conversation: id };
}

/** Asked once: it stays the same. */
async function directMessage(
  { web, directMessages }: Delivering,
  person: PersonId,
  user: string,
): Promise<string | undefined> {
  const known = directMessages.get(person);
  if (known !== undefined) return known;
  const { channel } = await web.patient.conversations.open({ users: user });
  if (channel?.id !== undefined) directMessages.set(person, channel.id);
  return channel?.id;
}

/** Text and blocks always together: text alone would take the blocks away. */
export async function update(
  { web, readers }: Delivering,
  deed: Extract<Deed, { kind: 'update' }>,
): Promise<Delivery> {
  await web.patient.chat.update({
    channel: deed.conversation,
    ts: deed.externalId,
    ...renderMessage(deed.message, readers),
  });
  return { outcome: 'delivered', externalId: deed.externalId };
}

interface Sent {
  ts: string;
  /** An earlier attempt had sent it. */
  wasThere: boolean;
  remark?: string;
}

async function send(
  delivering: Delivering,
  deed: Extract<Deed, { kind: 'post' | 'tell' }>,
  channel: string,
): Promise<Sent | Delivery> {
  const { effect } = delivering;
  const isOurs = (candidate: unknown): boolean =>
    textAt(candidate, 'metadata', 'event_type') === eventType &&
    textAt(candidate, 'metadata', 'event_payload', 'k') === effect.key;
  const thread = deed.kind === 'post' ? deed.thread : undefined;
  const earlier = await findOwnMessage(delivering, channel, isOurs, thread);
  const place = placeOf(deed, channel);
  if (earlier === 'none') return sendThere(delivering, deed.message, place);
  if (earlier !== 'unreadable') return { ts: earlier.ts, wasThere: true };
  // A card that stands twice is not marked, because it changes: the second is kept current.
  const isCard = deed.kind === 'post' && deed.isCard === true;
  const message = isCard ? deed.message : asPossibleRepeat(deed.message);
  const sent = await lastTry(delivering, () => sendThere(delivering, message, place));
  if ('outcome' in sent || !isCard) return sent;
  return { ...sent, remark: 'an earlier copy may stand above it, which is not kept current' };
}

type Place = { channel: string } | { channel: string; thread_ts: string; reply_broadcast: boolean };

function placeOf(deed: Extract<Deed, { kind: 'post' | 'tell' }>, channel: string): Place {
  if (deed.kind === 'tell' || deed.thread === undefined) return { channel };
  return { channel, thread_ts: deed.thread, reply_broadcast: deed.isBroadcast === true };
}

/** Threads can be locked, or forbidden in a channel: what is said there is then said in the channel itself. */
const withoutThread = new Set([
  'cannot_reply_to_message',
  'restricted_action_non_threadable_channel',
  'restricted_action_thread_locked',
]);

async function sendThere(
  delivering: Delivering,
  message: Message,
  place: Place,
): Promise<Sent | Delivery> {
  try {
    return await sendNow(delivering, message, place);
  } catch (error) {
    if (!('thread_ts' in place) || !withoutThread.has(classify(error).code)) throw error;
    return sendNow(delivering, message, { channel: place.channel });
  }
}

async function sendNow(
  delivering: Delivering,
  message: Message,
  place: Place,
): Promise<Sent | Delivery> {
  const { web, readers, effect } = delivering;
  const args = {
    ...place,
    ...renderMessage(message, readers),
    metadata: { event_type: eventType, event_payload: { k: effect.key } },
    unfurl_links: false,
    unfurl_media: false,
  };
  const answer = await makeOnce(delivering, () =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not the browser's
    web.patient.chat.postMessage(args),
  );
  if (answer.ts === undefined) return { outcome: 'retryLater', reason: 'unreadable_answer' };
  return { ts: answer.ts, wasThere: false };
}

/** A message that cannot be pinned is still posted; why it is not pinned is remarked. */
async function pin({ web }: Delivering, channel: string, ts: string): Promise<string | undefined> {
  try {
    await web.patient.pins.add({ channel, timestamp: ts });
    return undefined;
  } catch (error) {
    const problem = classify(error);
    if (problem.class === 'alreadySo') return undefined;
    // The next attempt finds the message and pins it.
    if (stopsDelivery(problem)) throw error;
    return `not pinned (${problem.code})`;
  }
}

function delivered(
  { identity }: Delivering,
  channel: string,
  ts: string,
): Extract<Delivery, { outcome: 'delivered' }> {
  return { outcome: 'delivered', externalId: ts, url: permalink(identity, channel, ts) };
}
