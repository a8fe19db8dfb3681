// conversations.* that only read, and users.conversations: what the bot may know about channels and their past.

import {
  arg,
  flag,
  ownChannel,
  pageOf,
  refuse,
  visibleChannel,
  wordsOf,
  type Call,
  type Method,
} from '../call.ts';
import type { Json } from '../json.ts';
import type { SlackChannel, SlackMessage } from '../model.ts';
import { channelJson, messageJson } from '../wire.ts';

const kindOfType = new Map([
  ['public_channel', 'public'],
  ['private_channel', 'private'],
  ['mpim', 'mpim'],
  ['im', 'im'],
]);

const readInfo: Method = (call) => {
  const channel = visibleChannel(call);
  const count = flag(call, 'include_num_members') ? { num_members: channel.members.size } : {};
  const json = channelJson(call.workspace, channel);
  return { channel: { ...json, ...count, ...propertiesOf(call, channel) } };
};

/** By its id here an app finds the canvas that is in the channel's tab already. */
function propertiesOf(call: Call, channel: SlackChannel): Json {
  const canvas = [...call.workspace.canvases.values()].find((one) => one.channel === channel.id);
  if (!canvas) return {};
  const about = { file_id: canvas.id, is_empty: canvas.sections.length === 0 };
  return { properties: { canvas: { ...about, quip_thread_id: canvas.id } } };
}

function listed(call: Call, isListed: (channel: SlackChannel) => boolean): Json {
  const types = wordsOf(call, 'types');
  const kinds = (types.length === 0 ? ['public_channel'] : types).map((type) => {
    return kindOfType.get(type) ?? refuse('invalid_types');
  });
  const channels = [...call.workspace.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      call.workspace.canBotSee(channel) &&
      isListed(channel) &&
      !(channel.isArchived && flag(call, 'exclude_archived')),
  );
  const page = pageOf(call, channels, { usual: 100 });
  return {
    channels: page.items.map((channel) => channelJson(call.workspace, channel)),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

const list: Method = (call) => listed(call, () => true);

const usersConversations: Method = (call) => {
  const user = arg(call, 'user') || call.workspace.botUserId;
  return listed(call, (channel) => channel.members.has(user));
};

const members: Method = (call) => {
  const channel = visibleChannel(call);
  const page = pageOf(call, [...channel.members], { usual: 100 });
  return { members: page.items, response_metadata: { next_cursor: page.nextCursor } };
};

function timestamp(call: Call, name: string, otherwise: string): number | undefined {
  const value = arg(call, name);
  if (value === '' || value === 'now') return undefined;
  if (!/^\d+(\.\d+)?$/u.test(value)) refuse(otherwise);
  return Number(value);
}

/** The messages between oldest and latest; the ends count only with `inclusive`. */
function between(call: Call, messages: readonly SlackMessage[]): SlackMessage[] {
  const oldest = timestamp(call, 'oldest', 'invalid_ts_oldest') ?? 0;
  const latest = timestamp(call, 'latest', 'invalid_ts_latest') ?? Number.POSITIVE_INFINITY;
  return messages.filter((message) => {
    const ts = Number(message.ts);
    if (ts === oldest || ts === latest) return flag(call, 'inclusive');
    return ts > oldest && ts < latest;
  });
}

const commercialPage = 15;

function messagesJson(
  call: Call,
  channel: SlackChannel,
  messages: readonly SlackMessage[],
  usual: number,
): Json {
  const most = call.workspace.isCommercialApp ? { most: commercialPage } : {};
  const page = pageOf(call, messages, { usual, ...most });
  return {
    messages: page.items.map((message) => ({
      ...messageJson(call.workspace, channel, message),
      ...(message.metadata && flag(call, 'include_all_metadata')
        ? { metadata: message.metadata }
        : {}),
    })),
    has_more: page.nextCursor !== '',
    ...(page.nextCursor === '' ? {} : { response_metadata: { next_cursor: page.nextCursor } }),
  };
}

/** Newest first, without the replies that stay in their threads. */
const history: Method = (call) => {
  const channel = ownChannel(call);
  const shown = channel.messages.filter(
    (message) =>
      message.thread_ts === undefined || message.thread_ts === message.ts || message.isBroadcast,
  );
  const answer = messagesJson(call, channel, between(call, shown).toReversed(), 100);
  return { ...answer, pin_count: channel.pins.length };
};

/** The parent first, then its replies, oldest first. */
const replies: Method = (call) => {
  const channel = ownChannel(call, 'channel', 'channel_not_found');
  const asked = call.workspace.messageAt(channel, arg(call, 'ts'));
  const parentTs = asked?.thread_ts ?? asked?.ts;
  const parent = channel.messages.find((message) => message.ts === parentTs);
  if (!parent) refuse('thread_not_found');
  const answers = channel.messages.filter(
    (message) => message.thread_ts === parent.ts && message.ts !== parent.ts,
  );
  return messagesJson(call, channel, [parent, ...between(call, answers)], 1000);
};

export const channelReadingMethods: Readonly<Record<string, Method>> = {
  'conversations.info': readInfo,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
  'users.conversations': usersConversations,
};
