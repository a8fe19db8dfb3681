// The deeds that change a channel by one call: its topic, and its end.
import type { Deed, Delivery } from '../port.ts';
import { classify } from './api-error.ts';
import type { Delivering } from './delivering.ts';
import { limits } from './limits.ts';
import { clean, escape, fitted } from './mrkdwn.ts';

export async function setTopic(
  { web }: Delivering,
  deed: Extract<Deed, { kind: 'topic' }>,
): Promise<Delivery> {
  await web.patient.conversations.setTopic({
    channel: deed.conversation,
    topic: topicText(deed.topic),
  });
  return { outcome: 'delivered', externalId: '' };
}

export async function archive(
  { web }: Delivering,
  deed: Extract<Deed, { kind: 'archive' }>,
): Promise<Delivery> {
  try {
    await web.patient.conversations.archive({ channel: deed.conversation });
  } catch (error) {
    if (classify(error).class !== 'alreadySo') throw error;
  }
  return { outcome: 'delivered', externalId: '' };
}

/** A topic or purpose: one line, escaped, at most 250. */
export function topicText(text: string): string {
  return fitted(Array.from(clean(text).replaceAll(/\s+/gu, ' '), escape), limits.topic);
}
