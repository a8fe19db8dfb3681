// conversations.* that make and change channels: create, name, fill, describe, archive, open.

import {
  arg,
  flag,
  ownChannel,
  refuse,
  refuseArguments,
  refuseDirectMessages,
  visibleChannel,
  wordsOf,
  type Call,
  type Method,
} from '../call.ts';
import { archivedEvent, joinedEvent, leftEvent, renamedEvent } from '../channel-events.ts';
import type { Json } from '../json.ts';
import { complaintsAbout } from '../lint.ts';
import { Members, type SetText, type SlackChannel } from '../model.ts';
import { lengthOf } from '../shape-rules.ts';
import { channelJson } from '../wire.ts';

const nameMax = 80;
const topicMax = 250;
// Slack's argument text says 100, its prose 1000; the lower one holds here.
const inviteesMax = 100;
const directMembersMax = 8;

function refuseBadName(name: string): void {
  if (name === '') refuse('invalid_name_required');
  if (lengthOf(name) > nameMax) refuse('invalid_name_maxlength');
  if (!/^[a-z0-9_-]+$/u.test(name)) refuse('invalid_name_specials');
  if (/^[_-]+$/u.test(name)) refuse('invalid_name_punctuation');
}

const create: Method = (call) => {
  const name = arg(call, 'name');
  refuseBadName(name);
  if (call.workspace.isNameTaken(name)) refuse('name_taken');
  const kind = flag(call, 'is_private') ? 'private' : 'public';
  const { workspace } = call;
  const channel = workspace.makeChannel(name, kind, workspace.botUserId);
  workspace.cause(channel, joinedEvent(workspace, channel, { user: workspace.botUserId }));
  return { channel: channelJson(call.workspace, channel) };
};

/** Why this user cannot be invited; undefined when nothing stands against it. */
function inviteProblem(call: Call, channel: SlackChannel, id: string): string | undefined {
  const user = call.workspace.users.get(id);
  if (!user) return 'user_not_found';
  if (id === call.workspace.botUserId) return 'cant_invite_self';
  if (channel.members.has(id)) return 'already_in_channel';
  if (user.deleted) return 'cant_invite';
  if (user.isStranger) return 'org_user_not_in_team';
  if (user.guest === 'single') return 'ura_max_channels';
  return undefined;
}

const invite: Method = (call) => {
  const channel = ownChannel(call);
  refuseDirectMessages(channel);
  if (channel.isArchived) refuse('is_archived');
  const ids = wordsOf(call, 'users');
  if (ids.length === 0) refuse('no_user');
  if (ids.length > inviteesMax)
    refuseArguments(`no more than ${inviteesMax} items allowed [json-pointer:/users]`);

  const errors = ids.flatMap((id) => {
    const error = inviteProblem(call, channel, id);
    return error === undefined ? [] : [{ user: id, ok: false, error }];
  });
  const first = errors[0];
  // Without force one bad id spoils the whole call; with force only when no good one is left.
  if (first && (!flag(call, 'force') || errors.length === ids.length))
    refuse(first.error, { errors });
  for (const id of ids) {
    if (errors.some((error) => error.user === id)) continue;
    channel.members.add(id);
    const who = { user: id, inviter: call.workspace.botUserId };
    call.workspace.cause(channel, joinedEvent(call.workspace, channel, who));
  }
  return {
    channel: channelJson(call.workspace, channel),
    ...(errors.length > 0 ? { errors } : {}),
  };
};

const kick: Method = (call) => {
  const channel = ownChannel(call);
  refuseDirectMessages(channel);
  const user = arg(call, 'user');
  if (!call.workspace.users.has(user)) refuse('user_not_found');
  if (user === call.workspace.botUserId) refuse('cant_kick_self');
  if (channel.isGeneral) refuse('cant_kick_from_general');
  if (!channel.members.delete(user)) refuse('not_in_channel');
  const who = { user, by: call.workspace.botUserId };
  call.workspace.cause(channel, leftEvent(call.workspace, channel, who));
  return { errors: {} };
};

const join: Method = (call) => {
  const channel = visibleChannel(call);
  if (channel.kind !== 'public') refuse('method_not_supported_for_channel_type');
  if (channel.isArchived) refuse('is_archived');
  const wasMember = channel.members.has(call.workspace.botUserId);
  channel.members.add(call.workspace.botUserId);
  const json: Json = { channel: channelJson(call.workspace, channel) };
  if (!wasMember) return json;
  return {
    ...json,
    warning: 'already_in_channel',
    response_metadata: { warnings: ['already_in_channel'] },
  };
};

const leave: Method = (call) => {
  const channel = visibleChannel(call);
  refuseDirectMessages(channel);
  if (channel.isArchived) refuse('is_archived');
  if (channel.isGeneral) refuse('cant_leave_general');
  if (!channel.members.has(call.workspace.botUserId)) return { not_in_channel: true };
  if (channel.kind === 'private' && channel.members.size === 1) refuse('last_member');
  channel.members.delete(call.workspace.botUserId);
  return {};
};

const archive: Method = (call) => {
  const channel = ownChannel(call);
  refuseDirectMessages(channel);
  if (channel.isGeneral) refuse('cant_archive_general');
  if (channel.isArchived) refuse('already_archived');
  channel.isArchived = true;
  call.workspace.cause(channel, archivedEvent(channel, call.workspace.botUserId));
  return {};
};

/** Slack lists bot scopes for it, and yet refuses bots. */
const unarchive: Method = () => refuse('not_allowed_token_type');

const rename: Method = (call) => {
  const channel = ownChannel(call);
  refuseDirectMessages(channel);
  if (channel.isArchived) refuse('is_archived');
  const name = arg(call, 'name');
  refuseBadName(name);
  if (channel.creator !== call.workspace.botUserId) refuse('not_authorized');
  if (name !== channel.name) {
    if (call.workspace.isNameTaken(name)) refuse('name_taken');
    channel.previousNames.unshift(channel.name);
    channel.name = name;
    call.workspace.cause(channel, renamedEvent(channel));
  }
  return { channel: channelJson(call.workspace, channel) };
};

function described(call: Call, argument: string): { channel: SlackChannel; set: SetText } {
  const channel = ownChannel(call);
  refuseDirectMessages(channel);
  if (channel.isArchived) refuse('is_archived');
  const value = arg(call, argument);
  if (lengthOf(value) > topicMax) refuse('too_long');
  for (const complaint of complaintsAbout({ text: value }))
    call.lint(`${call.method}: ${complaint}`);
  const { workspace } = call;
  return {
    channel,
    set: { value, creator: workspace.botUserId, last_set: workspace.seconds() },
  };
}

const setTopic: Method = (call) => {
  const { channel, set } = described(call, 'topic');
  channel.topic = set;
  return { channel: channelJson(call.workspace, channel) };
};

const setPurpose: Method = (call) => {
  const { channel, set } = described(call, 'purpose');
  channel.purpose = set;
  return {};
};

/** Opens the direct-message channel with one user, or the group of several. */
const open: Method = (call) => {
  if (arg(call, 'channel') !== '') {
    const existing = visibleChannel(call);
    return { no_op: true, already_open: true, channel: { id: existing.id } };
  }
  const ids = [...new Set(wordsOf(call, 'users'))];
  if (ids.length === 0) refuse('users_list_not_supplied');
  if (ids.length > directMembersMax) refuse('too_many_users');
  for (const id of ids) {
    const user = call.workspace.users.get(id);
    if (!user) refuse('user_not_found');
    if (user.deleted) refuse('user_disabled');
    if (id === call.workspace.botUserId) refuse('invalid_user_combination');
  }
  const channel = directChannel(call, ids);
  return {
    channel: flag(call, 'return_im') ? channelJson(call.workspace, channel) : { id: channel.id },
  };
};

function hasExactly(present: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  return present.size === wanted.size && [...wanted].every((member) => present.has(member));
}

function directChannel(call: Call, ids: readonly string[]): SlackChannel {
  const [first, second] = ids;
  if (first !== undefined && second === undefined) return call.workspace.imWith(first);
  const members = new Members([...ids, call.workspace.botUserId]);
  for (const channel of call.workspace.channels.values()) {
    if (channel.kind === 'mpim' && hasExactly(channel.members, members)) return channel;
  }
  const made = call.workspace.makeChannel(
    `mpdm-${ids.join('--')}-1`.toLowerCase(),
    'mpim',
    call.workspace.botUserId,
  );
  made.members = members;
  return made;
}

export const channelMethods: Readonly<Record<string, Method>> = {
  'conversations.create': create,
  'conversations.invite': invite,
  'conversations.kick': kick,
  'conversations.join': join,
  'conversations.leave': leave,
  'conversations.archive': archive,
  'conversations.unarchive': unarchive,
  'conversations.rename': rename,
  'conversations.setTopic': setTopic,
  'conversations.setPurpose': setPurpose,
  'conversations.open': open,
};
