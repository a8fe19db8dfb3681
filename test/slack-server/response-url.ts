// What Slack does with a message posted to a response_url, and with the message in a command's own answer: both have
// the same shape and the same rules.

import { blockProblems, blocksTextLength, blocksTextMax, wording } from './block-kit.ts';
import { isObject, objectsAt, parseJson, textAt, type Json } from './json.ts';
import { complaintsAbout } from './lint.ts';
import type { Ephemeral, ResponseUrl } from './model.ts';
import type { Workspace } from './workspace.ts';

const keysAllowed = new Set(
  `response_type text blocks attachments thread_ts mrkdwn replace_original delete_original
   unfurl_links unfurl_media metadata parse link_names`.split(/\s+/u),
);

/** What Slack would object to; empty when the message would be shown. */
export function responseProblems(message: Json): string[] {
  const problems = Object.keys(message)
    .filter((key) => !keysAllowed.has(key))
    .map((key) => `unknown key in a response: ${key}`);
  const type = message['response_type'];
  if (type !== undefined && type !== 'ephemeral' && type !== 'in_channel')
    problems.push(`response_type must be ephemeral or in_channel, not ${JSON.stringify(type)}`);
  if (message['blocks'] !== undefined) {
    problems.push(...blockProblems(message['blocks'], 'message').map(wording));
    if (blocksTextLength(message['blocks']) > blocksTextMax) problems.push('msg_blocks_too_long');
  }
  const isEmpty =
    (textAt(message, 'text') ?? '') === '' && objectsAt(message, 'blocks').length === 0;
  if (isEmpty && message['delete_original'] !== true) problems.push('no_text');
  return problems;
}

/** What Slack would show, and we do not want shown: of an answer that everybody sees, links would unfurl. */
export function responseComplaints(message: Json): string[] {
  const isForAll = message['response_type'] === 'in_channel';
  const isBare = message['unfurl_links'] !== false || message['unfurl_media'] !== false;
  return complaintsAbout({
    text: textAt(message, 'text') ?? '',
    blocks: objectsAt(message, 'blocks'),
    attachments: objectsAt(message, 'attachments'),
    unfurls: isForAll && isBare,
  });
}

/** Shows the message; undefined when it was shown to the whole channel. */
export function showResponse(
  workspace: Workspace,
  to: { user: string; channel: string },
  message: Json,
  via: 'command' | 'response_url',
): Ephemeral | undefined {
  const text = textAt(message, 'text') ?? '';
  const blocks = objectsAt(message, 'blocks');
  const channel = workspace.channels.get(to.channel);
  if (message['response_type'] === 'in_channel' && channel) {
    workspace.store(channel, { user: workspace.botUserId, text, blocks });
    return undefined;
  }
  return workspace.addEphemeral({ ...to, text, blocks, via });
}

/** One POST to a response_url: the HTTP status and body that Slack gives. */
export function useResponseUrl(
  workspace: Workspace,
  url: ResponseUrl | undefined,
  body: string,
): { status: number; body: string; problems: string[] } {
  // Problems are for the lint; Slack refuses only some of them.
  if (!url) return { status: 404, body: 'invalid_response_url', problems: [] };
  if (workspace.now() > url.expiresAt) return { status: 404, body: 'expired_url', problems: [] };
  if (url.usesLeft <= 0) return { status: 404, body: 'used_url', problems: [] };
  const message = parseJson(body);
  if (!isObject(message)) return { status: 400, body: 'invalid_payload', problems: [] };

  const problems = responseProblems(message);
  if (problems.length > 0) return { status: 400, body: 'invalid_payload', problems };
  url.usesLeft -= 1;
  if (!replaced(workspace, url, message)) showResponse(workspace, url, message, 'response_url');
  return { status: 200, body: 'ok', problems: responseComplaints(message) };
}

/** Replaces or deletes the message whose element was used; false when the answer is a message of its own. */
function replaced(workspace: Workspace, url: ResponseUrl, message: Json): boolean {
  const isDeletion = message['delete_original'] === true;
  if (!isDeletion && message['replace_original'] !== true) return false;
  const channel = workspace.channels.get(url.channel);
  const source = channel?.messages.find((other) => other.ts === url.sourceTs);
  const ephemeral = workspace.ephemerals.find((other) => other.ts === url.sourceTs);
  if (isDeletion) {
    if (channel && source) channel.messages.splice(channel.messages.indexOf(source), 1);
    if (ephemeral) workspace.ephemerals.splice(workspace.ephemerals.indexOf(ephemeral), 1);
    return true;
  }
  const text = textAt(message, 'text') ?? '';
  const blocks = workspace.withBlockIds(objectsAt(message, 'blocks'));
  if (source) Object.assign(source, { text, blocks });
  if (ephemeral) Object.assign(ephemeral, { text, blocks });
  return source !== undefined || ephemeral !== undefined;
}
