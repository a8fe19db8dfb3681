// Pins, bookmarks and reactions: the small marks that the bot leaves on channels and messages.

import {
  arg,
  messageIn,
  ownChannel,
  refuse,
  visibleChannel,
  type Call,
  type Method,
} from '../call.ts';
import type { Json } from '../json.ts';
import type { Bookmark, SlackChannel } from '../model.ts';
import { messageJson } from '../wire.ts';

const marksMax = 100;

function pinnable(call: Call, channel: SlackChannel): string {
  if (arg(call, 'timestamp') === '') refuse('no_item_specified');
  if (!/^\d+\.\d+$/u.test(arg(call, 'timestamp'))) refuse('bad_timestamp');
  return messageIn(call, channel, 'timestamp').ts;
}

const pinsAdd: Method = (call) => {
  const channel = ownChannel(call);
  const ts = pinnable(call, channel);
  if (channel.isArchived) refuse('restricted_action');
  if (channel.pins.some((pin) => pin.ts === ts)) refuse('already_pinned');
  if (channel.pins.length >= marksMax) refuse('too_many_pins');
  channel.pins.push({ ts, by: call.workspace.botUserId, created: call.workspace.seconds() });
  return {};
};

const pinsRemove: Method = (call) => {
  const channel = ownChannel(call, 'channel', 'restricted_action');
  const ts = pinnable(call, channel);
  if (!channel.pins.some((pin) => pin.ts === ts)) refuse('no_pin');
  channel.pins = channel.pins.filter((pin) => pin.ts !== ts);
  return {};
};

const pinsList: Method = (call) => {
  const channel = visibleChannel(call);
  return {
    items: channel.pins.flatMap((pin): Json[] => {
      const message = call.workspace.messageAt(channel, pin.ts);
      if (!message) return [];
      return [
        {
          type: 'message',
          channel: channel.id,
          created: pin.created,
          created_by: pin.by,
          message: messageJson(call.workspace, channel, message),
        },
      ];
    }),
  };
};

function bookmarkedChannel(call: Call): SlackChannel {
  const channel = ownChannel(call, 'channel_id', 'permission_denied');
  if (channel.isArchived) refuse('permission_denied');
  return channel;
}

function refuseBadLink(link: string): void {
  if (!/^https?:\/\/\S+$/u.test(link)) refuse('invalid_link');
}

function refuseBadEmoji(emoji: string): void {
  if (emoji !== '' && !/^:[a-z0-9_+'-]+:$/u.test(emoji)) refuse('invalid_emoji');
}

/** Slack does not notice when the same link is added twice, so neither does this. */
const bookmarksAdd: Method = (call) => {
  const channel = bookmarkedChannel(call);
  if (arg(call, 'type') !== 'link') refuse('invalid_bookmark_type');
  refuseBadLink(arg(call, 'link'));
  refuseBadEmoji(arg(call, 'emoji'));
  if (channel.bookmarks.length >= marksMax) refuse('too_many_bookmarks');
  const bookmark: Bookmark = {
    id: call.workspace.newId('Bk'),
    channel_id: channel.id,
    title: arg(call, 'title'),
    link: arg(call, 'link'),
    emoji: arg(call, 'emoji'),
    type: 'link',
    date_created: call.workspace.seconds(),
    date_updated: 0,
  };
  channel.bookmarks.push(bookmark);
  return { bookmark: bookmarkJson(call, bookmark) };
};

function bookmarkJson(call: Call, bookmark: Bookmark): Json {
  return {
    ...bookmark,
    icon_url: null,
    entity_id: null,
    rank: 'i',
    last_updated_by_user_id: call.workspace.botUserId,
    last_updated_by_team_id: call.workspace.teamId,
    shortcut_id: null,
    app_id: null,
  };
}

const bookmarksList: Method = (call) => {
  const channel = ownChannel(call, 'channel_id', 'access_denied');
  return { bookmarks: channel.bookmarks.map((bookmark) => bookmarkJson(call, bookmark)) };
};

function bookmarkIn(call: Call, channel: SlackChannel): Bookmark {
  const found = channel.bookmarks.find((bookmark) => bookmark.id === arg(call, 'bookmark_id'));
  return found ?? refuse('not_found');
}

const bookmarksEdit: Method = (call) => {
  const channel = bookmarkedChannel(call);
  const bookmark = bookmarkIn(call, channel);
  if (arg(call, 'link') !== '') refuseBadLink(arg(call, 'link'));
  refuseBadEmoji(arg(call, 'emoji'));
  bookmark.title = arg(call, 'title') || bookmark.title;
  bookmark.link = arg(call, 'link') || bookmark.link;
  bookmark.emoji = call.args['emoji'] ?? bookmark.emoji;
  bookmark.date_updated = call.workspace.seconds();
  return { bookmark: bookmarkJson(call, bookmark) };
};

const bookmarksRemove: Method = (call) => {
  const channel = bookmarkedChannel(call);
  const bookmark = bookmarkIn(call, channel);
  channel.bookmarks = channel.bookmarks.filter((other) => other !== bookmark);
  return {};
};

const reactionsAdd: Method = (call) => {
  const channel = ownChannel(call, 'channel', 'no_access');
  if (channel.isArchived) refuse('is_archived');
  const message = messageIn(call, channel, 'timestamp');
  const name = arg(call, 'name');
  if (!/^[a-z0-9_+'-]+$/u.test(name)) refuse('invalid_name');
  const entry = message.reactions.find((reaction) => reaction.name === name);
  if (entry?.users.includes(call.workspace.botUserId)) refuse('already_reacted');
  if (entry) entry.users.push(call.workspace.botUserId);
  else message.reactions.push({ name, users: [call.workspace.botUserId] });
  return {};
};

const reactionsGet: Method = (call) => {
  if (arg(call, 'channel') === '' || arg(call, 'timestamp') === '') refuse('no_item_specified');
  const channel = visibleChannel(call);
  const message = messageIn(call, channel, 'timestamp');
  return {
    type: 'message',
    channel: channel.id,
    message: messageJson(call.workspace, channel, message),
  };
};

export const markMethods: Readonly<Record<string, Method>> = {
  'pins.add': pinsAdd,
  'pins.remove': pinsRemove,
  'pins.list': pinsList,
  'bookmarks.add': bookmarksAdd,
  'bookmarks.list': bookmarksList,
  'bookmarks.edit': bookmarksEdit,
  'bookmarks.remove': bookmarksRemove,
  'reactions.add': reactionsAdd,
  'reactions.get': reactionsGet,
};
