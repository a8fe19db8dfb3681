// Slack's JSON for channels, messages, users, views and files, made from the model. The key sets follow the examples
// in Slack's method reference.

import type { Json } from './json.ts';
import type { SlackChannel, SlackFile, SlackMessage, SlackUser, SlackView } from './model.ts';
import type { Workspace } from './workspace.ts';

/** The organisation that strangers come from. */
export const elsewhere = 'T0ELSEWHERE';

export function channelJson(workspace: Workspace, channel: SlackChannel): Json {
  const isMember = channel.members.has(workspace.botUserId);
  if (channel.kind === 'im') {
    const user = [...channel.members].find((member) => member !== workspace.botUserId);
    return { id: channel.id, created: channel.created, is_archived: false, is_im: true, user };
  }
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind !== 'public',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    created: channel.created,
    creator: channel.creator,
    is_archived: channel.isArchived,
    is_general: channel.isGeneral,
    unlinked: 0,
    is_shared: channel.isExternallyShared,
    is_ext_shared: channel.isExternallyShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    context_team_id: workspace.teamId,
    shared_team_ids: [workspace.teamId, ...(channel.isExternallyShared ? [elsewhere] : [])],
    ...(channel.isExternallyShared
      ? { connected_team_ids: [elsewhere], conversation_host_id: workspace.teamId }
      : {}),
    is_member: isMember,
    topic: { ...channel.topic },
    purpose: { ...channel.purpose },
    previous_names: [...channel.previousNames],
  };
}

export function messageJson(
  workspace: Workspace,
  channel: SlackChannel,
  message: SlackMessage,
): Json {
  const { isBroadcast, reactions, ...rest } = message;
  const replies = channel.messages.filter(
    (other) => other.thread_ts === message.ts && other.ts !== message.ts,
  );
  const json: Json = { ...rest };
  // Metadata is handed out only on request, see conversations.history.
  delete json['metadata'];
  if (isBroadcast) json['subtype'] = 'thread_broadcast';
  if (message.bot_id !== undefined) json['bot_profile'] = botProfile(workspace);
  if (reactions.length > 0)
    json['reactions'] = reactions.map((entry) => ({ ...entry, count: entry.users.length }));
  if (replies.length > 0) {
    json['thread_ts'] = message.ts;
    json['reply_count'] = replies.length;
    json['reply_users'] = [...new Set(replies.map((reply) => reply.user))];
    json['latest_reply'] = replies.at(-1)?.ts;
  }
  return structuredClone(json);
}

function botProfile(workspace: Workspace): Json {
  return {
    id: workspace.botId,
    app_id: workspace.appId,
    name: workspace.botName,
    team_id: workspace.teamId,
    deleted: false,
    updated: 1_700_000_000,
    icons: {},
  };
}

/** The address of a user is given only to tokens with users:read.email. */
export function userJson(workspace: Workspace, user: SlackUser): Json {
  const showsEmail = workspace.scopes.has('users:read.email') && user.email !== undefined;
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    color: '9f69e7',
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: tzOffsetSeconds(user.tz, workspace.now()),
    profile: {
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      team: user.teamId,
      ...(showsEmail ? { email: user.email } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.guest !== 'no',
    is_ultra_restricted: user.guest === 'single',
    is_bot: user.isBot,
    is_app_user: false,
    ...(user.isStranger ? { is_stranger: true } : {}),
    updated: 1_700_000_000,
    who_can_share_contact_card: 'EVERYONE',
  };
}

function tzOffsetSeconds(tz: string, epochMs: number): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(epochMs)).toZonedDateTimeISO(tz);
  return zoned.offsetNanoseconds / 1e9;
}

export function viewJson(workspace: Workspace, view: SlackView): Json {
  const { source } = view;
  return {
    id: view.id,
    team_id: workspace.teamId,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.private_metadata,
    callback_id: view.callback_id,
    external_id: view.external_id,
    state: { values: view.values },
    hash: view.hash,
    title: source['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    close: source['close'] ?? null,
    submit: source['submit'] ?? null,
    clear_on_close: source['clear_on_close'] ?? false,
    notify_on_close: source['notify_on_close'] ?? false,
    submit_disabled: source['submit_disabled'] ?? false,
    root_view_id: view.root_view_id,
    previous_view_id: view.previous_view_id,
    app_id: workspace.appId,
    app_installed_team_id: workspace.teamId,
    bot_id: workspace.botId,
  };
}

export function fileJson(file: SlackFile, origin: string, isPrivate: boolean): Json {
  const address = `${origin}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: 'application/octet-stream',
    filetype: file.name.split('.').at(-1) ?? 'binary',
    pretty_type: 'File',
    user: file.user,
    editable: false,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: !isPrivate,
    public_url_shared: false,
    url_private: address,
    url_private_download: `${address}?download=1`,
    permalink: address,
    channels: file.channel !== undefined && !isPrivate ? [file.channel] : [],
    groups: file.channel !== undefined && isPrivate ? [file.channel] : [],
    ims: [],
    comments_count: 0,
  };
}
