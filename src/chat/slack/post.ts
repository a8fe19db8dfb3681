// Messages: to a channel, to a person, and new content for one that stands. From the second attempt on, the message
// of an earlier attempt is looked for by the key in its metadata before another is sent.
import type { Deed, Delivery } from '../port.ts';
import { renderMessage } from './blocks.ts';
import { classify, failed, stopsDelivery } from './api-error.ts';
import { makeOnce, type Delivering } from './delivering.ts';
import { findOwnMessage } from './find-earlier.ts';
import { permalink } from './identity.ts';
import { slackUser } from './mrkdwn.ts';
import { textAt } from './read.ts';

/** Visible to everybody who can read the channel: the opaque key, and nothing else. */
const eventType = 'ssirp';

export async function post(
  delivering: Delivering,
  deed: Extract<Deed, { kind: 'post' }>,
  channel: string,
): Promise<Delivery> {
  const sent = await send(delivering, deed.message, channel);
  if ('outcome' in sent) return sent;
  const remark = deed.pin ? await pin(delivering, channel, sent.ts) : undefined;
  return {
    ...delivered(delivering, channel, sent.ts),
    ...(deed.to === null ? { conversation: channel } : {}),
    ...(remark === undefined ? {} : { remark }),
  };
}

export async function tell(
  delivering: Delivering,
  deed: Extract<Deed, { kind: 'tell' }>,
): Promise<Delivery> {
  const user = slackUser(deed.person, delivering.identity.team);
  if (user === undefined)
    return failed('other_platform', 'That person is not in this Slack workspace.');
  const { channel } = await delivering.web.patient.conversations.open({ users: user });
  const id = channel?.id;
  if (id === undefined) return { outcome: 'retryLater', reason: 'unreadable_answer' };
  const sent = await send(delivering, deed.message, id);
  if ('outcome' in sent) return sent;
  return { ...delivered(delivering, id, sent.ts), conversation: id };
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

async function send(
  delivering: Delivering,
  message: Extract<Deed, { kind: 'tell' }>['message'],
  channel: string,
): Promise<{ ts: string } | Delivery> {
  const { web, readers, effect } = delivering;
  const isOurs = (candidate: unknown): boolean =>
    textAt(candidate, 'metadata', 'event_type') === eventType &&
    textAt(candidate, 'metadata', 'event_payload', 'k') === effect.key;
  const earlier = await findOwnMessage(delivering, channel, isOurs);
  if (earlier !== undefined) return { ts: earlier.ts };

  const args = {
    channel,
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
  return { ts: answer.ts };
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
