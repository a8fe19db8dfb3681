// What a Slack workspace consists of, as far as the bot can see or change it. Messages and views keep Slack's own
// wire names, so that a test reads what a client would read.

import type { Json } from './json.ts';

export interface SlackUser {
  id: string;
  name: string;
  realName: string;
  email?: string;
  tz: string;
  /** 'multi' and 'single' count the channels a guest may be in. */
  guest: 'no' | 'multi' | 'single';
  isBot: boolean;
  deleted: boolean;
  /** Belongs to another organisation (Slack Connect). */
  isStranger: boolean;
  teamId: string;
}

/** What a test says about a user; the rest has sensible defaults. */
export interface NewUser {
  id: string;
  name?: string;
  realName?: string;
  email?: string;
  tz?: string;
  isGuest?: boolean | 'multi' | 'single';
  isBot?: boolean;
  deleted?: boolean;
  isStranger?: boolean;
}

/** Who is in a conversation, and who ever was. */
export class Members extends Set<string> {
  readonly #ever = new Set<string>();

  constructor(ids: Iterable<string> = []) {
    super();
    for (const id of ids) this.add(id);
  }

  /** Everybody who was in it at any moment, however short. */
  get ever(): ReadonlySet<string> {
    return this.#ever;
  }

  override add(id: string): this {
    this.#ever.add(id);
    return super.add(id);
  }
}

export interface SetText {
  value: string;
  creator: string;
  last_set: number;
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface SlackChannel {
  id: string;
  name: string;
  kind: ChannelKind;
  creator: string;
  /** Epoch seconds, as Slack gives it. */
  created: number;
  isArchived: boolean;
  isGeneral: boolean;
  isExternallyShared: boolean;
  topic: SetText;
  purpose: SetText;
  previousNames: string[];
  members: Members;
  /** In the order of their ts. */
  messages: SlackMessage[];
  pins: Pin[];
  bookmarks: Bookmark[];
}

export interface NewChannel {
  name: string;
  id?: string;
  kind?: 'public' | 'private';
  creator?: string;
  members?: readonly string[];
  isArchived?: boolean;
  isGeneral?: boolean;
  isExternallyShared?: boolean;
}

export interface SlackMessage {
  type: 'message';
  subtype?: string;
  ts: string;
  user: string;
  team: string;
  bot_id?: string;
  app_id?: string;
  text: string;
  blocks?: Json[];
  attachments?: Json[];
  thread_ts?: string;
  /** A thread reply that the channel shows as well. */
  isBroadcast?: boolean;
  metadata?: Json;
  edited?: { user: string; ts: string };
  reactions: { name: string; users: string[] }[];
  files?: Json[];
}

interface Pin {
  ts: string;
  by: string;
  created: number;
}

export interface Bookmark {
  id: string;
  channel_id: string;
  title: string;
  link: string;
  emoji: string;
  type: 'link';
  date_created: number;
  date_updated: number;
}

/** A message that only one person sees. */
export interface Ephemeral {
  ts: string;
  user: string;
  channel: string;
  text: string;
  blocks: Json[];
  via: 'command' | 'response_url' | 'chat.postEphemeral';
}

export interface SlackView {
  id: string;
  type: 'modal' | 'home';
  user: string;
  hash: string;
  /** The view as the app sent it, with Slack's block ids filled in. */
  source: Json;
  blocks: Json[];
  callback_id: string;
  private_metadata: string;
  external_id: string;
  root_view_id: string;
  previous_view_id: string | null;
  /** What the user has chosen outside input blocks, and typed into them. */
  values: Record<string, Json>;
}

export interface Trigger {
  id: string;
  user: string;
  /** Epoch milliseconds after which it is worth nothing. */
  expiresAt: number;
  isUsed: boolean;
  /** Set when the trigger came from a modal, and so may push onto it. */
  viewId?: string;
}

export interface ResponseUrl {
  id: string;
  user: string;
  channel: string;
  expiresAt: number;
  usesLeft: number;
  /** The message whose element was used, if any: it may be replaced or deleted. */
  sourceTs?: string;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  user: string;
  created: number;
  /** The length that was announced; the upload must have exactly so many bytes. */
  size: number;
  uploadKey: string;
  content?: Buffer;
  /** Set by files.completeUploadExternal. */
  isComplete: boolean;
  channel?: string;
}

export interface Usergroup {
  id: string;
  handle: string;
  name: string;
  users: readonly string[];
  isDisabled: boolean;
}

export interface CanvasSection {
  id: string;
  markdown: string;
}

export interface Canvas {
  id: string;
  title: string;
  sections: CanvasSection[];
  /** The channel in whose tab it stands; a standalone canvas has none. */
  channel?: string;
  /** While somebody else's edit is under way. */
  isLocked: boolean;
}
