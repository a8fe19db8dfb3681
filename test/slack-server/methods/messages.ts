// chat.*: what the bot says, and the rules about where, how long and in which shape it may say it.

import {
  arg,
  flag,
  messageIn,
  ownChannel,
  refuse,
  visibleChannel,
  type Call,
  type Method,
} from '../call.ts';
import { blockProblems, blocksTextLength, blocksTextMax, wording } from '../block-kit.ts';
import { isObject, objectAt, parseJson, textAt, type Json } from '../json.ts';
import { complaintsAbout } from '../lint.ts';
import type { SlackChannel, SlackMessage } from '../model.ts';
import { lengthOf } from '../shape-rules.ts';
import { messageJson } from '../wire.ts';

const textMax = 40_000;
const updatedTextMax = 4000;
const attachmentsMax = 100;
// Slack names no number for metadata_too_large; ours are opaque keys, far below this one.
const metadataBytesMax = 8000;

interface Content {
  text: string;
  blocks: Json[];
  attachments: Json[];
}

/** The methods differ in the codes for blocks that are no list, and for too much text in them. */
export interface BlockCodes {
  format: string;
  tooLong: string;
}

/** The blocks argument, refused as Slack refuses it. Undefined when none was given. */
export function blocksOf(call: Call, codes: BlockCodes): Json[] | undefined {
  const raw = arg(call, 'blocks');
  if (raw === '') return undefined;
  const blocks = parseJson(raw);
  if (!Array.isArray(blocks) || !blocks.every(isObject)) refuse(codes.format);
  refuseBadBlocks(blocks, '/blocks');
  if (blocksTextLength(blocks) > blocksTextMax) refuse(codes.tooLong);
  return blocks;
}

function refuseBadBlocks(blocks: unknown, pointer: string): void {
  const problems = blockProblems(blocks, 'message', pointer).map(wording);
  if (problems.length === 0) return;
  refuse('invalid_blocks', {
    errors: problems,
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}

function attachmentsOf(call: Call): Json[] {
  const attachments = parseJson(arg(call, 'attachments'));
  if (!Array.isArray(attachments)) return [];
  if (attachments.length > attachmentsMax) refuse('too_many_attachments');
  const given = attachments.filter(isObject);
  for (const [index, attachment] of given.entries())
    refuseBadBlocks(attachment['blocks'] ?? [], `/attachments/${index}/blocks`);
  return given;
}

function contentOf(call: Call, tooLong: string): Content {
  const markdown = arg(call, 'markdown_text');
  const blocks = blocksOf(call, { format: 'invalid_blocks_format', tooLong }) ?? [];
  const attachments = attachmentsOf(call);
  const text = arg(call, 'text');
  if (markdown !== '' && (text !== '' || blocks.length > 0)) refuse('markdown_text_conflict');
  if (text === '' && markdown === '' && blocks.length === 0 && attachments.length === 0)
    refuse('no_text');
  const content = { text: text || markdown, blocks, attachments };
  for (const complaint of complaintsAbout(content)) call.lint(`${call.method}: ${complaint}`);
  return content;
}

/** Undefined when the argument was not given, which for chat.update means: leave it. */
function metadataOf(call: Call): Json | undefined {
  if (arg(call, 'metadata') === '') return undefined;
  const metadata = parseJson(arg(call, 'metadata'));
  if (!isObject(metadata)) refuse('invalid_metadata_format');
  if (Object.keys(metadata).length === 0) return metadata;
  const type = textAt(metadata, 'event_type') ?? '';
  if (type === '' || !objectAt(metadata, 'event_payload')) refuse('invalid_metadata_schema');
  if (Buffer.byteLength(arg(call, 'metadata')) > metadataBytesMax) refuse('metadata_too_large');
  return metadata;
}

function refuseCustomSender(call: Call): void {
  const isCustom = ['username', 'icon_emoji', 'icon_url'].some((name) => arg(call, name) !== '');
  if (isCustom && !call.workspace.scopes.has('chat:write.customize')) {
    refuse('missing_scope', {
      needed: 'chat:write.customize',
      provided: [...call.workspace.scopes].join(','),
    });
  }
}

/** Threads hang on a message that exists and is no reply itself. */
function threadOf(call: Call, channel: SlackChannel): string | undefined {
  const ts = arg(call, 'thread_ts');
  if (ts === '') return undefined;
  const parent = call.workspace.messageAt(channel, ts);
  if (!parent || (parent.thread_ts !== undefined && parent.thread_ts !== ts))
    refuse('cannot_reply_to_message');
  return ts;
}

/** chat.postMessage also takes a user id and then writes into the direct-message channel. */
function addressee(call: Call): SlackChannel {
  const user = call.workspace.users.get(arg(call, 'channel'));
  if (user) return call.workspace.imWith(user.id);
  return ownChannel(call);
}

function complain(call: Call, isTooLong: boolean): void {
  for (const name of ['unfurl_links', 'unfurl_media']) {
    if (arg(call, name) !== 'false') call.lint(`${call.method}: ${name} is not false`);
  }
  if (isTooLong) call.lint(`${call.method}: the text is cut off`);
}

const postMessage: Method = (call) => {
  refuseCustomSender(call);
  const channel = addressee(call);
  if (channel.isArchived) refuse('is_archived');
  const { text, blocks, attachments } = contentOf(call, 'msg_blocks_too_long');
  const metadata = metadataOf(call);
  const thread = threadOf(call, channel);
  const isTooLong = lengthOf(text) > textMax;
  complain(call, isTooLong);
  const message = call.workspace.store(channel, {
    user: call.workspace.botUserId,
    text: isTooLong ? Array.from(text).slice(0, textMax).join('') : text,
    blocks,
    ...(attachments.length > 0 ? { attachments } : {}),
    ...(metadata && Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(thread === undefined ? {} : { thread_ts: thread }),
    ...(thread !== undefined && flag(call, 'reply_broadcast') ? { isBroadcast: true } : {}),
  });
  return {
    channel: channel.id,
    ts: message.ts,
    message: messageJson(call.workspace, channel, message),
    ...(isTooLong ? { warning: 'message_truncated' } : {}),
  };
};

const postEphemeral: Method = (call) => {
  refuseCustomSender(call);
  const channel = ownChannel(call);
  if (channel.isArchived) refuse('is_archived');
  const user = arg(call, 'user');
  if (!channel.members.has(user)) refuse('user_not_in_channel');
  const { text, blocks } = contentOf(call, 'msg_too_long');
  if (lengthOf(text) > textMax) refuse('msg_too_long');
  const posted = call.workspace.addEphemeral({
    user,
    channel: channel.id,
    text,
    blocks,
    via: 'chat.postEphemeral',
  });
  return { message_ts: posted.ts };
};

function ownMessage(call: Call, channel: SlackChannel, otherwise: string): SlackMessage {
  const message = messageIn(call, channel, 'ts');
  if (message.bot_id !== call.workspace.botId) refuse(otherwise);
  return message;
}

const update: Method = (call) => {
  const channel = visibleChannel(call);
  const message = ownMessage(call, channel, 'cant_update_message');
  if (channel.isArchived) refuse('is_inactive');
  const { text, blocks, attachments } = contentOf(call, 'msg_too_long');
  if (lengthOf(text) > updatedTextMax) refuse('msg_too_long');
  const metadata = metadataOf(call);

  message.text = text;
  // Text without blocks takes the old blocks away, as at Slack.
  delete message.blocks;
  delete message.attachments;
  if (blocks.length > 0) message.blocks = call.workspace.withBlockIds(blocks);
  if (attachments.length > 0)
    message.attachments = call.workspace.withAttachedBlockIds(attachments);
  if (metadata && Object.keys(metadata).length === 0) delete message.metadata;
  else if (metadata) message.metadata = metadata;
  message.edited = { user: call.workspace.botUserId, ts: call.workspace.newTs() };
  return {
    channel: channel.id,
    ts: message.ts,
    text,
    message: messageJson(call.workspace, channel, message),
  };
};

const remove: Method = (call) => {
  const channel = visibleChannel(call);
  const message = ownMessage(call, channel, 'cant_delete_message');
  channel.messages = channel.messages.filter((other) => other !== message);
  channel.pins = channel.pins.filter((pin) => pin.ts !== message.ts);
  return { channel: channel.id, ts: message.ts };
};

const getPermalink: Method = (call) => {
  const channel = visibleChannel(call);
  const message = messageIn(call, channel, 'message_ts');
  const { teamDomain } = call.workspace;
  const thread = message.thread_ts;
  const query = thread === undefined ? '' : `?thread_ts=${thread}&cid=${channel.id}`;
  return {
    channel: channel.id,
    permalink: `https://${teamDomain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${query}`,
  };
};

export const messageMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
