// The JSON and the texts that Slack sends to the app. The key sets follow the samples of Slack's Java SDK.

import { objectAt, textAt, type Json } from './json.ts';
import type { SlackChannel, SlackUser } from './model.ts';
import type { Workspace } from './workspace.ts';

const verificationToken = 'verification-token';

export function userIn(workspace: Workspace, id: string): SlackUser {
  const user = workspace.users.get(id);
  if (!user) throw new Error(`there is no user ${id}`);
  return user;
}

/** People act only in conversations they are in; a test that forgets this would prove nothing. */
export function channelWith(workspace: Workspace, userId: string, id: string): SlackChannel {
  userIn(workspace, userId);
  const channel =
    workspace.channels.get(id) ??
    [...workspace.channels.values()].find((candidate) => candidate.name === id);
  if (!channel) throw new Error(`there is no channel ${id}`);
  if (!channel.members.has(userId)) throw new Error(`${userId} is not in #${channel.name}`);
  return channel;
}

/** Slack names private channels and direct messages only by their kind. */
export function nameSent(channel: SlackChannel): string {
  if (channel.kind === 'private') return 'privategroup';
  return channel.kind === 'im' ? 'directmessage' : channel.name;
}

export function interaction(workspace: Workspace, type: string, userId: string): Json {
  const user = userIn(workspace, userId);
  return {
    type,
    team: {
      id: workspace.teamId,
      domain: workspace.teamDomain,
      ...(workspace.enterprise
        ? { enterprise_id: workspace.enterprise.id, enterprise_name: workspace.enterprise.name }
        : {}),
    },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: workspace.appId,
    token: verificationToken,
    enterprise: workspace.enterprise ?? null,
    is_enterprise_install: workspace.isOrganizationApp,
  };
}

/** Message shortcuts say less: no user name for display, no app. */
export function messageAction(workspace: Workspace, userId: string): Json {
  const user = userIn(workspace, userId);
  const common = interaction(workspace, 'message_action', userId);
  delete common['api_app_id'];
  return { ...common, user: { id: user.id, name: user.name, team_id: user.teamId } };
}

export function slashFields(
  workspace: Workspace,
  said: { userId: string; channel: SlackChannel; command: string; text: string },
): Record<string, string> {
  const user = userIn(workspace, said.userId);
  return {
    token: verificationToken,
    team_id: workspace.teamId,
    team_domain: workspace.teamDomain,
    ...(workspace.enterprise
      ? { enterprise_id: workspace.enterprise.id, enterprise_name: workspace.enterprise.name }
      : {}),
    channel_id: said.channel.id,
    channel_name: nameSent(said.channel),
    user_id: user.id,
    user_name: user.name,
    command: said.command,
    text: said.text,
    api_app_id: workspace.appId,
    is_enterprise_install: String(workspace.isOrganizationApp),
  };
}

export function eventEnvelope(workspace: Workspace, event: Json, eventId: string): Json {
  return {
    token: verificationToken,
    team_id: workspace.teamId,
    context_team_id: workspace.teamId,
    context_enterprise_id: workspace.enterprise?.id ?? null,
    api_app_id: workspace.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: workspace.seconds(),
    authorizations: [
      {
        enterprise_id: workspace.enterprise?.id ?? null,
        team_id: workspace.isOrganizationApp ? null : workspace.teamId,
        user_id: workspace.botUserId,
        is_bot: true,
        is_enterprise_install: workspace.isOrganizationApp,
      },
    ],
    is_ext_shared_channel: workspace.channels.get(channelOf(event))?.isExternallyShared ?? false,
    event_context: `4-${eventId}`,
  };
}

function channelOf(event: Json): string {
  return textAt(event, 'channel') ?? textAt(objectAt(event, 'item') ?? {}, 'channel') ?? '';
}

export function channelType(channel: SlackChannel): string {
  return { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' }[channel.kind];
}

const token =
  /<@(?<user>[UW][A-Z0-9]+)(\|[^<>]*)?>|<#(?<channel>[CG][A-Z0-9]+)(\|[^<>]*)?>|(?<url>https?:\/\/[^\s<>]+)|@(?<name>[a-z0-9._-]+)|#(?<channelName>[a-z0-9_-]+)|(?<special>[&<>])/gu;

/** Text as Slack hands it on: mentions, channels and links in angle brackets, `& < >` as entities. */
export function asSlackSends(
  workspace: Workspace,
  typed: string,
  style: { isCommand: boolean },
): string {
  const entities = new Map([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
  ]);
  // Commands carry the name behind the id, messages do not.
  const mention = (sign: string, id: string, name: string): string =>
    style.isCommand ? `<${sign}${id}|${name}>` : `<${sign}${id}>`;
  return typed.replace(token, (whole: string, ...match: unknown[]) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    const users = [...workspace.users.values()];
    const channels = [...workspace.channels.values()];
    const user = users.find((one) => one.id === groups['user'] || one.name === groups['name']);
    if (user) return mention('@', user.id, user.name);
    const group = [...workspace.usergroups.values()].find(
      ({ handle, isDisabled }) => handle === groups['name'] && !isDisabled,
    );
    if (group) return mention('!subteam^', group.id, `@${group.handle}`);
    const channel = channels.find(
      (one) => one.id === groups['channel'] || one.name === groups['channelName'],
    );
    if (channel) return mention('#', channel.id, channel.kind === 'public' ? channel.name : '');
    if (groups['url'] !== undefined) return `<${whole.replaceAll('&', '&amp;')}>`;
    return whole.replace(/[&<>]/gu, (sign) => entities.get(sign) ?? sign);
  });
}
