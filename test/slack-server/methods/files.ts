// files.*: the upload in three steps (ask for an address, post the bytes, complete), and reading a file back.

import { arg, ownChannel, refuse, refuseArguments, type Call, type Method } from '../call.ts';
import { isObject, parseJson, textAt, type Json } from '../json.ts';
import type { SlackChannel, SlackFile } from '../model.ts';
import { complaintsAbout } from '../lint.ts';
import { fileJson } from '../wire.ts';
import { blocksOf } from './messages.ts';

const getUploadUrl: Method = (call) => {
  const size = Number(arg(call, 'length'));
  if (!Number.isInteger(size) || size <= 0)
    refuseArguments('must be greater than 0 [json-pointer:/length]');
  const name = arg(call, 'filename');
  const file: SlackFile = {
    id: call.workspace.newId('F'),
    name,
    title: name,
    user: call.workspace.botUserId,
    created: call.workspace.seconds(),
    size,
    uploadKey: call.workspace.key(24),
    isComplete: false,
  };
  call.workspace.files.set(file.id, file);
  return {
    upload_url: `${call.origin}/upload/v1/${file.id}/${file.uploadKey}`,
    file_id: file.id,
  };
};

/** The uploaded files named in the argument; one without its bytes does not count as there. */
function uploaded(call: Call): SlackFile[] {
  const given = parseJson(arg(call, 'files'));
  if (!Array.isArray(given) || given.length === 0 || !given.every(isObject))
    refuseArguments('must be a non-empty array [json-pointer:/files]');
  return given.map((entry) => {
    const file = call.workspace.files.get(textAt(entry, 'id') ?? '');
    if (!file?.content || file.isComplete) refuse('file_not_found');
    file.title = textAt(entry, 'title') ?? file.title;
    return file;
  });
}

const completeUpload: Method = (call) => {
  const named = arg(call, 'channel_id') === '' ? 'channels' : 'channel_id';
  const isShared = arg(call, named) !== '';
  const channel = isShared ? ownChannel(call, named) : undefined;
  if (channel?.isArchived) refuse('posting_to_channel_denied');
  const files = uploaded(call);
  const blocks = blocksOf(call, { format: 'invalid_blocks', tooLong: 'invalid_blocks' });
  for (const file of files) {
    file.isComplete = true;
    if (channel) file.channel = channel.id;
  }
  const json = files.map((file) => fileJson(file, call.origin, channel?.kind !== 'public'));
  if (channel) share(call, channel, json, blocks);
  return { files: json };
};

function share(call: Call, channel: SlackChannel, files: Json[], blocks: Json[] | undefined): void {
  const thread = arg(call, 'thread_ts');
  // Nothing here can keep Slack from fetching previews.
  const said = { text: arg(call, 'initial_comment'), unfurls: true };
  for (const complaint of complaintsAbout(said)) call.lint(`${call.method}: ${complaint}`);
  call.workspace.store(channel, {
    user: call.workspace.botUserId,
    text: arg(call, 'initial_comment'),
    files,
    ...(blocks ? { blocks } : {}),
    ...(thread === '' ? {} : { thread_ts: thread }),
  });
}

const readFile: Method = (call) => {
  const file = call.workspace.files.get(arg(call, 'file'));
  if (!file?.isComplete) refuse('file_not_found');
  const channel = call.workspace.channels.get(file.channel ?? '');
  return {
    file: fileJson(file, call.origin, channel?.kind !== 'public'),
    comments: [],
    response_metadata: { next_cursor: '' },
  };
};

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.info': readFile,
};
