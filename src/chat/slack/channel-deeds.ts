// The deeds that change a channel by one call: its topic, its end, and who is taken out of it.
import type { Deed, Delivery } from '../port.ts';
import { classify } from './api-error.ts';
import type { Delivering } from './delivering.ts';
import { limits } from './limits.ts';
import { clean, escape, fitted, slackUser } from './mrkdwn.ts';

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

/** Whoever is not in it, or not in Slack any more, is out already. */
const outAlready = new Set(['not_in_channel', 'user_not_found', 'cant_kick_self']);

/** One call for each; when one of them cannot be taken out, the others are nevertheless. */
export async function remove(
  { web, identity }: Delivering,
  deed: Extract<Deed, { kind: 'remove' }>,
): Promise<Delivery> {
  const left: string[] = [];
  for (const person of deed.people) {
    const user = slackUser(person, identity.team);
    if (user === undefined || user === identity.botUser) continue;
    try {
      await web.patient.conversations.kick({ channel: deed.conversation, user });
    } catch (error) {
      const problem = classify(error);
      if (outAlready.has(problem.code)) continue;
      if (!aboutThePerson.has(problem.code)) throw error;
      left.push(`<@${person}> (${problem.code})`);
    }
  }
  return {
    outcome: 'delivered',
    externalId: '',
    ...(left.length === 0
      ? {}
      : {
          remark: `still in the channel: ${left.join(', ')}. In Slack, somebody who may must remove them`,
        }),
  };
}

/** Codes by which Slack protects one person or its settings, not about the channel or the bot. */
const aboutThePerson = new Set(['restricted_action', 'not_supported', 'cant_kick_from_general']);

/** A topic or purpose: one line, escaped, at most 250. */
export function topicText(text: string): string {
  return fitted(Array.from(clean(text).replaceAll(/\s+/gu, ' '), escape), limits.topic);
}
