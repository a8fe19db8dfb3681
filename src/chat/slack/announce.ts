// The announcement channel, which a setting names by id or by name. A channel shared with another organisation is
// refused: announcements are for our own people.
import { valueFor } from '#src/shared/per-workspace.ts';
import type { Delivery } from '../port.ts';
import { classify, failed, failedDelivery, stopsDelivery } from './api-error.ts';
import type { SlackLog } from './log.ts';
import { pages } from './pages.ts';
import { at, textAt } from '../../shared/read.ts';
import type { Web } from './web.ts';
import type { Workspace } from './workspaces.ts';

/** Slack's most. A large organisation has thousands of channels, and Slack allows twenty pages a minute. */
const pageSize = 999;
const trustedMs = 10 * 60 * 1000;

export interface AnnounceParts {
  log: SlackLog;
  now: () => number;
  /** As configured: an id, or a name with or without `#`, for all workspaces or for one. */
  announceChannel: string | undefined;
  announced: Map<string, Announced>;
}

/** The channel found last in a workspace, trusted for ten minutes (epoch milliseconds). */
interface Announced {
  id: string | null;
  until: number;
  /** How far a search has come that Slack's limits interrupted: the next try goes on there. */
  cursor: string;
}

export async function announceChannel(
  parts: AnnounceParts,
  workspace: Workspace,
): Promise<{ id: string } | Delivery> {
  const { identity } = workspace;
  const wanted = (valueFor(parts.announceChannel, identity.team) ?? '').replace(/^#/u, '').trim();
  if (wanted === '')
    return failed('no_announce_channel', 'Set SSIRP_ANNOUNCE_CHANNEL and restart.');
  const kept = parts.announced.get(identity.team);
  const keptId = kept?.id ?? null;
  if (kept && keptId !== null && kept.until > parts.now()) return { id: keptId };

  const channel = await find(parts, workspace, { wanted, keptId });
  if (isDelivery(channel)) return channel;
  const id = textAt(channel, 'id') ?? wanted;
  if (at(channel, 'is_archived') === true)
    return failed('is_archived', `#${wanted} is archived: choose another SSIRP_ANNOUNCE_CHANNEL.`);
  if (at(channel, 'is_member') !== true)
    return failed('not_in_channel', `In #${wanted}, type /invite @${identity.botName}.`);
  if (at(channel, 'is_ext_shared') === true) {
    return failed(
      'externally_shared',
      `#${wanted} is shared with another organisation: choose another SSIRP_ANNOUNCE_CHANNEL.`,
    );
  }
  parts.announced.set(identity.team, { id, until: parts.now() + trustedMs, cursor: '' });
  return { id };
}

/** The answer of Slack for the channel, or why it cannot be had. What was found before is asked for by its id. */
async function find(
  parts: AnnounceParts,
  { identity, web }: Workspace,
  { wanted, keptId }: { wanted: string; keptId: string | null },
): Promise<Delivery | object> {
  const { botName, team } = identity;
  const missing = failed(
    'announce_channel_not_found',
    `There is no #${wanted} that the bot can see: check SSIRP_ANNOUNCE_CHANNEL, and type /invite @${botName} there.`,
  );
  const isId = /^[CG][A-Z0-9]{6,}$/u.test(wanted);
  if (!isId && keptId === null) return (await findByName(parts, web, team, wanted)) ?? missing;
  try {
    const { channel } = await web.patient.conversations.info({ channel: keptId ?? wanted });
    if (isId || channel?.name === wanted) return channel ?? missing;
  } catch (error) {
    const problem = classify(error);
    if (stopsDelivery(problem)) throw error;
    if (problem.code !== 'channel_not_found') return failedDelivery(problem, botName);
    if (isId) return missing;
  }
  // Renamed, archived or deleted: perhaps another has its name now.
  parts.announced.delete(team);
  return (await findByName(parts, web, team, wanted)) ?? missing;
}

async function findByName(
  { announced }: AnnounceParts,
  web: Web,
  team: string,
  name: string,
): Promise<object | undefined> {
  const query = {
    types: 'public_channel,private_channel',
    exclude_archived: true,
    limit: pageSize,
  };
  const lists = pages(
    (cursor) => web.patient.conversations.list({ ...query, ...cursor }),
    announced.get(team)?.cursor,
  );
  for await (const { channels = [], response_metadata: next } of lists) {
    const found = channels.find((channel) => channel.name === name);
    if (found) return found;
    announced.set(team, { id: null, until: 0, cursor: next?.next_cursor ?? '' });
  }
  return undefined;
}

function isDelivery(value: object): value is Delivery {
  return 'outcome' in value;
}
