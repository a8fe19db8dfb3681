// Opens an incident's channel. A private one is private or does not exist. When an earlier attempt may have made it,
// that channel is found again by its name, maker and age instead of making a second one.
import type { Deed, Delivery } from '../port.ts';
import { classify, failed } from './api-error.ts';
import { topicText } from './channel-deeds.ts';
import { firstTriedMs, makeOnce, type Delivering } from './delivering.ts';
import { limits } from './limits.ts';
import { errorFields } from './log.ts';
import { pages } from './pages.ts';
import { at, textAt } from '../../shared/read.ts';

type OpenChannel = Extract<Deed, { kind: 'openChannel' }>;
type Found = { id: string; name: string };

const suffixesMax = 9;
/** Clocks differ: a channel made this long before the first attempt may still be ours. */
const clockSkewMs = 5 * 60 * 1000;
const pageSize = 500;

export async function openChannel(delivering: Delivering, deed: OpenChannel): Promise<Delivery> {
  let own: readonly Found[] | undefined;
  for (const name of names(deed.name)) {
    const made = await create(delivering, deed, name);
    if (made !== 'nameTaken') return 'outcome' in made ? made : opened(delivering, deed, made);
    if (delivering.effect.attempt === 1) continue;
    own ??= await ownRecentChannels(delivering, deed);
    const earlier = own.find((channel) => channel.name === name);
    if (earlier) return opened(delivering, deed, earlier);
  }
  return failed('name_taken', `Channels named ${deed.name} exist already: rename or delete some.`);
}

/** The wished name, then with `-2`, `-3` and so on: archived channels keep their names. */
function names(wished: string): string[] {
  const base = wished
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/gu, '-')
    .slice(0, limits.channelName - 2);
  const usable = /[a-z0-9]/u.test(base) ? base : `incident${base}`;
  const suffixed = Array.from(
    { length: suffixesMax - 1 },
    (_none, index) => `${usable}-${index + 2}`,
  );
  return [usable, ...suffixed];
}

async function create(
  delivering: Delivering,
  deed: OpenChannel,
  name: string,
): Promise<Found | Delivery | 'nameTaken'> {
  const { web, log } = delivering;
  try {
    const { channel } = await makeOnce(delivering, () =>
      web.patient.conversations.create({ name, is_private: deed.private }),
    );
    const id = channel?.id;
    if (id === undefined) return { outcome: 'retryLater', reason: 'unreadable_answer' };
    if (deed.private && channel?.is_private === false) {
      log.error({ channel: id }, 'slack made a public channel where a private one was asked for');
      await web.patient.conversations.archive({ channel: id });
      return failed(
        'not_private',
        'Slack made a public channel where a private one was asked for.',
      );
    }
    return { id, name: channel?.name ?? name };
  } catch (error) {
    if (classify(error).code === 'name_taken') return 'nameTaken';
    throw error;
  }
}

/** Channels that an earlier attempt of this effect can have made: by us, since then, as private as asked for. */
async function ownRecentChannels(delivering: Delivering, deed: OpenChannel): Promise<Found[]> {
  const { web, identity, effect } = delivering;
  const sinceMs = firstTriedMs(effect) - clockSkewMs;
  const isOurs = (channel: unknown): boolean =>
    textAt(channel, 'creator') === identity.botUser &&
    at(channel, 'is_private') === deed.private &&
    Number(at(channel, 'created')) * 1000 >= sinceMs;

  const types = 'public_channel,private_channel';
  const lists = pages((cursor) =>
    web.patient.users.conversations({ types, exclude_archived: true, limit: pageSize, ...cursor }),
  );
  const found: Found[] = [];
  for await (const { channels = [] } of lists) {
    for (const { id = '', name = '' } of channels.filter(isOurs))
      if (!(deed.former ?? []).includes(id)) found.push({ id, name });
  }
  return found;
}

/** The purpose is a courtesy: a channel without it is still the incident's channel. */
async function opened(delivering: Delivering, deed: OpenChannel, made: Found): Promise<Delivery> {
  const { web, log, identity } = delivering;
  const delivered: Delivery = {
    outcome: 'delivered',
    externalId: made.id,
    conversation: made.id,
    name: made.name,
    url: `${identity.url}archives/${made.id}`,
  };
  if (deed.purpose.trim() === '') return delivered;
  try {
    await web.patient.conversations.setPurpose({
      channel: made.id,
      purpose: topicText(deed.purpose),
    });
  } catch (error) {
    log.warn({ channel: made.id, ...errorFields(error) }, 'slack channel has no purpose');
  }
  return delivered;
}
