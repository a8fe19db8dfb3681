// The inner events by which Slack says what has happened to a channel, whether people or the bot's own call did it.

import type { Json } from './json.ts';
import type { SlackChannel } from './model.ts';
import type { Workspace } from './workspace.ts';

function prefixOf(channel: SlackChannel): string {
  return channel.kind === 'public' ? 'channel' : 'group';
}

export function renamedEvent(channel: SlackChannel): Json {
  return {
    type: `${prefixOf(channel)}_rename`,
    channel: {
      id: channel.id,
      is_channel: channel.kind === 'public',
      is_mpim: false,
      name: channel.name,
      name_normalized: channel.name,
      created: channel.created,
    },
  };
}

export function archivedEvent(channel: SlackChannel, user: string): Json {
  return { type: `${prefixOf(channel)}_archive`, channel: channel.id, user, is_moved: 0 };
}

/** Somebody came into a channel; `inviter` when they did not come by themselves. */
export function joinedEvent(
  workspace: Workspace,
  channel: SlackChannel,
  who: { user: string; inviter?: string },
): Json {
  return {
    type: 'member_joined_channel',
    ...membership(workspace, channel, who.user),
    ...(who.inviter === undefined ? {} : { inviter: who.inviter }),
  };
}

/** Somebody left or was taken out. The bot hears of its own going as channel_left or group_left, never as a member. */
export function leftEvent(
  workspace: Workspace,
  channel: SlackChannel,
  who: { user: string; by: string },
): Json {
  if (who.user === workspace.botUserId)
    return { type: `${prefixOf(channel)}_left`, channel: channel.id, actor_id: who.by };
  return { type: 'member_left_channel', ...membership(workspace, channel, who.user) };
}

function membership(workspace: Workspace, channel: SlackChannel, user: string): Json {
  return {
    user,
    channel: channel.id,
    channel_type: channel.kind === 'public' ? 'C' : 'G',
    team: workspace.users.get(user)?.teamId ?? workspace.teamId,
  };
}
