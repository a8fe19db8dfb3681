// One Web API call as a method sees it: who calls, with which arguments, and how it is refused. A refusal is thrown
// as SlackRefusal and becomes Slack's `{ok: false, error}`.

import { isObject, parseJson, type Json } from './json.ts';
import type { SlackChannel, SlackMessage } from './model.ts';
import type { Workspace } from './workspace.ts';

export interface Call {
  method: string;
  workspace: Workspace;
  /** Every argument as the text that a form would carry. */
  args: Readonly<Record<string, string>>;
  /** Where this server hands out upload, file and response addresses. */
  origin: string;
  /** Notes a mistake that Slack would let pass but that we do not want. */
  lint: (complaint: string) => void;
}

export type Method = (call: Call) => Json;

export class SlackRefusal extends Error {
  readonly code: string;
  readonly details: Json;

  constructor(code: string, details: Json = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

export function refuse(code: string, details: Json = {}): never {
  throw new SlackRefusal(code, details);
}

/** Slack's answer to arguments of the wrong shape: every complaint goes into response_metadata.messages. */
export function refuseArguments(...messages: readonly string[]): never {
  refuse('invalid_arguments', {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

/** Empty text when the argument was not given; required arguments have been checked before the method runs. */
export function arg(call: Call, name: string): string {
  return call.args[name] ?? '';
}

export function flag(call: Call, name: string): boolean {
  return ['true', '1'].includes(arg(call, name));
}

export function wordsOf(call: Call, name: string): string[] {
  return arg(call, name)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

export function jsonObject(call: Call, name: string): Json | undefined {
  const value = parseJson(arg(call, name));
  return isObject(value) ? value : undefined;
}

/** A channel the bot may know of. Private channels without the bot do not exist for it. */
export function visibleChannel(call: Call, name = 'channel'): SlackChannel {
  const channel = call.workspace.channels.get(arg(call, name));
  if (!channel || !call.workspace.canBotSee(channel)) refuse('channel_not_found');
  return channel;
}

/** A visible channel that the bot is a member of. */
export function ownChannel(
  call: Call,
  name = 'channel',
  otherwise = 'not_in_channel',
): SlackChannel {
  const channel = visibleChannel(call, name);
  if (!channel.members.has(call.workspace.botUserId)) refuse(otherwise);
  return channel;
}

/** The methods that shape a channel do not work on direct messages. */
export function refuseDirectMessages(channel: SlackChannel): void {
  if (channel.kind === 'im' || channel.kind === 'mpim')
    refuse('method_not_supported_for_channel_type');
}

export function messageIn(call: Call, channel: SlackChannel, name: string): SlackMessage {
  const message = call.workspace.messageAt(channel, arg(call, name));
  if (!message) refuse('message_not_found');
  return message;
}

export interface Page<T> {
  items: T[];
  nextCursor: string;
}

/** Slack's cursor paging; the cursor is only ever what this server gave out. */
export function pageOf<T>(
  call: Call,
  items: readonly T[],
  sizes: { usual: number; most?: number },
): Page<T> {
  const start = cursorStart(call);
  const limit = arg(call, 'limit') === '' ? sizes.usual : Number(arg(call, 'limit'));
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000)
    refuseArguments('must be an integer from 0 to 1000 [json-pointer:/limit]');
  const size = limit === 0 ? sizes.usual : limit;
  const end = start + Math.min(size, sizes.most ?? size);
  const nextCursor = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: items.slice(start, end), nextCursor };
}

function cursorStart(call: Call): number {
  if (arg(call, 'cursor') === '') return 0;
  const start = /^next:(\d+)$/u.exec(Buffer.from(arg(call, 'cursor'), 'base64').toString())?.[1];
  if (start === undefined) refuse('invalid_cursor');
  return Number(start);
}
