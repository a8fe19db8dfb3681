// The announcement channel, which a setting names by id or by name. A channel shared with another organisation is
// refused: announcements are for our own people.
import type { Delivery } from '../port.ts';
import { classify, failed, failedDelivery, stopsDelivery } from './api-error.ts';
import type { SlackLog } from './log.ts';
import { pages } from './pages.ts';
import { at, textAt } from './read.ts';
import type { Web } from './web.ts';
import type { Workspace } from './workspaces.ts';

const pageSize = 200;
const trustedMs = 10 * 60 * 1000;

export interface AnnounceParts {
  log: SlackLog;
  now: () => number;
  /** As configured: an id, or a name with or without `#`. */
  announceChannel: string | undefined;
  announced: Map<string, Announced>;
}

/** The channel found last in a workspace, trusted for ten minutes (epoch milliseconds). */
interface Announced {
  id: string;
  until: number;
}

export async function announceChannel(
  parts: AnnounceParts,
  { identity, web }: Workspace,
): Promise<{ id: string } | Delivery> {
  const wanted = (parts.announceChannel ?? '').replace(/^#/u, '').trim();
  if (wanted === '')
    return failed('no_announce_channel', 'Set SSIRP_ANNOUNCE_CHANNEL and restart.');
  const kept = parts.announced.get(identity.team);
  if (kept && kept.until > parts.now()) return { id: kept.id };

  const channel = await find(web, wanted, identity.botName);
  if (isDelivery(channel)) return channel;
  const id = textAt(channel, 'id') ?? wanted;
  if (at(channel, 'is_member') !== true)
    return failed('not_in_channel', `In #${wanted}, type /invite @${identity.botName}.`);
  if (at(channel, 'is_ext_shared') === true) {
    return failed(
      'externally_shared',
      `#${wanted} is shared with another organisation: choose another SSIRP_ANNOUNCE_CHANNEL.`,
    );
  }
  parts.announced.set(identity.team, { id, until: parts.now() + trustedMs });
  return { id };
}

/** The answer of Slack for the channel, or why it cannot be had. */
async function find(web: Web, wanted: string, botName: string): Promise<Delivery | object> {
  const missing = failed(
    'announce_channel_not_found',
    `There is no #${wanted} that the bot can see: check SSIRP_ANNOUNCE_CHANNEL, and type /invite @${botName} there.`,
  );
  if (/^[CG][A-Z0-9]{6,}$/u.test(wanted)) {
    try {
      return (await web.patient.conversations.info({ channel: wanted })).channel ?? missing;
    } catch (error) {
      const problem = classify(error);
      if (problem.code === 'channel_not_found') return missing;
      if (stopsDelivery(problem)) throw error;
      return failedDelivery(problem, botName);
    }
  }
  return (await findByName(web, wanted)) ?? missing;
}

async function findByName(web: Web, name: string): Promise<object | undefined> {
  const types = 'public_channel,private_channel';
  const lists = pages((cursor) =>
    web.patient.conversations.list({ types, exclude_archived: true, limit: pageSize, ...cursor }),
  );
  for await (const { channels = [] } of lists) {
    const found = channels.find((channel) => channel.name === name);
    if (found) return found;
  }
  return undefined;
}

function isDelivery(value: object): value is Delivery {
  return 'outcome' in value;
}
