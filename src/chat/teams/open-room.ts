// Opens an incident's room: a thread in the incidents channel, or a channel of its own; for what is private a group
// chat, which is made with its people or not at all. What an earlier attempt may have made is found again.
import type { Deed, Delivery } from '../port.ts';
import { asPossibleRepeat } from '../../messages/possible-repeat.ts';
import { done, failed, makeOnce, type Delivering } from './delivering.ts';
import { findEarlier, isRefused } from './find-earlier.ts';
import { refusalBy } from './graph-remedies.ts';
import { messageLink } from './message-link.ts';
import { rememberedRoom } from './made-room.ts';
import type { KnownPlace } from './memory.ts';
import { openChannel } from './open-channel.ts';
import { openGroupChat } from './open-group-chat.ts';
import { roomTitle } from './room-title.ts';

type OpenRoom = Extract<Deed, { kind: 'openChannel' }>;

export async function openRoom(delivering: Delivering, deed: OpenRoom): Promise<Delivery> {
  if (deed.private) return openGroupChat(delivering, deed);
  const channel = delivering.incidentsChannel();
  if (channel === undefined || channel.goneAt !== null) {
    return failed(
      'no_incidents_channel',
      'The bot is in no channel for incidents: add the app to the team, or set TEAMS_INCIDENTS_CHANNEL.',
    );
  }
  if (delivering.rooms === 'thread') return openThread(delivering, deed, channel);
  try {
    return await openChannel(delivering, deed, channel);
  } catch (error) {
    if (!isRefused(error)) throw error;
    // An open incident is better off with a thread than with no room.
    const delivery = await openThread(delivering, deed, channel);
    const why = refusalBy(error) ?? 'Microsoft Graph refused to make a channel.';
    return withRemark(delivery, `it has a thread instead of a channel. ${why}`);
  }
}

async function openThread(
  delivering: Delivering,
  deed: OpenRoom,
  channel: KnownPlace,
): Promise<Delivery> {
  const { api, memory, render, tenantId } = delivering;
  const channelId = channel.channelId ?? channel.conversationId;
  const earlier =
    rememberedRoom(
      delivering,
      deed,
      ({ name, conversationId }) =>
        name === deed.name && conversationId.startsWith(`${channelId};`),
    ) ?? (await findEarlier(delivering, { ...channel, conversationId: channelId }));
  const isUnknown = earlier === 'unreadable';
  const title = roomTitle(deed.name, deed.purpose);
  const thread =
    earlier === 'none' || isUnknown
      ? await makeOnce(delivering, () =>
          api.startThread(
            { serviceUrl: channel.serviceUrl, channelId },
            render(isUnknown ? asPossibleRepeat(title) : title),
          ),
        )
      : earlier;
  const { conversationId } = thread;
  const place = { ...channel, conversationId, channelId, name: deed.name };
  memory.savePlace(place);
  const [, root = ''] = conversationId.split(';messageid=');
  const url = messageLink(place, root, tenantId);
  const delivery: Delivery = {
    ...done(conversationId),
    conversation: conversationId,
    name: deed.name,
    ...(url === undefined ? {} : { url }),
  };
  return isUnknown
    ? withRemark(
        delivery,
        'an earlier post of the same name may stand in the channel: it is not used',
      )
    : delivery;
}

function withRemark(delivery: Delivery, remark: string): Delivery {
  if (delivery.outcome !== 'delivered') return delivery;
  const remarks = [remark, delivery.remark].filter((one) => one !== undefined);
  return { ...delivery, remark: remarks.join('; ') };
}
