// A few words below a message of any conversation: a courtesy to those who read there. Where the bot may not write,
// and where nobody can find out whether it stands there already, nothing is said.
import type { Deed, Delivery } from '../port.ts';
import { classify, stopsDelivery } from './api-error.ts';
import { renderMessage } from './blocks.ts';
import { conversationAndTs } from './capture.ts';
import { makeOnce, type Delivering } from './delivering.ts';

const nothingSaid: Delivery = { outcome: 'delivered', externalId: '' };

export async function reply(
  delivering: Delivering,
  { messageId, link, message }: Extract<Deed, { kind: 'reply' }>,
): Promise<Delivery> {
  const { web, readers, effect } = delivering;
  const place = conversationAndTs(messageId);
  // An earlier try may have said it. Once is enough, and not at all does no harm.
  if (place === undefined || effect.attempt > 1) return nothingSaid;
  const args = {
    channel: place.channel,
    // A message of a thread is answered in that thread: its link names the first one.
    thread_ts: /[?&]thread_ts=(\d+\.\d+)/u.exec(link ?? '')?.[1] ?? place.ts,
    ...renderMessage(message, readers),
    unfurl_links: false,
    unfurl_media: false,
  };
  try {
    const answer = await makeOnce(delivering, () =>
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not the browser's
      web.patient.chat.postMessage(args),
    );
    return { outcome: 'delivered', externalId: answer.ts ?? '' };
  } catch (error) {
    if (stopsDelivery(classify(error))) throw error;
    return nothingSaid;
  }
}
