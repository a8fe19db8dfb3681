// The state of one Slack workspace and the rules that hold whoever asks: unique names, rising timestamps, what the
// bot can see. It knows no HTTP and no Web API method.

import { createHash } from 'node:crypto';
import type { Json } from './json.ts';
import { objectsAt, textAt } from './json.ts';
import { Members } from './model.ts';
import { elsewhere } from './wire.ts';
import type {
  Canvas,
  ChannelKind,
  Ephemeral,
  NewChannel,
  NewUser,
  ResponseUrl,
  SlackChannel,
  SlackFile,
  SlackMessage,
  SlackUser,
  SlackView,
  Trigger,
  Usergroup,
} from './model.ts';

export interface WorkspaceOptions {
  teamId?: string;
  teamName?: string;
  teamDomain?: string;
  enterprise?: { id: string; name: string };
  token?: string;
  scopes?: readonly string[];
  botUserId?: string;
  botId?: string;
  botName?: string;
  appId?: string;
  /** False: views.publish answers not_enabled, and nobody can open the tab. */
  hasHomeTab?: boolean;
  /** On the free plan there are no user groups, and canvases only in the tabs of channels. Default paid. */
  plan?: 'free' | 'paid';
  /** False: an administrator has switched canvases off. */
  hasCanvases?: boolean;
  /** Sold outside Slack's Marketplace: the past is read once a minute, 15 messages at a time. Default false. */
  isCommercialApp?: boolean;
  /** The events the app has subscribed to; left out: all. */
  events?: readonly string[];
}

/** The scopes slack.md section 3 calls required, those behind its feature flag for timeline and evidence, im:history. */
export const usualScopes: readonly string[] =
  `commands chat:write groups:write groups:read channels:manage channels:read im:write users:read
   users:read.email pins:write bookmarks:write bookmarks:read usergroups:read team:read groups:history
   channels:history im:history reactions:read files:read files:write`.split(/\s+/u);

const usual = {
  teamId: 'T0SSIRP01',
  teamName: 'Example Corp',
  teamDomain: 'example-corp',
  token: 'xoxb-test-token',
  scopes: usualScopes,
  botUserId: 'U0BOT',
  botId: 'B0BOT',
  botName: 'ssirp',
  appId: 'A0SSIRP',
  hasHomeTab: true,
  plan: 'paid',
  hasCanvases: true,
  isCommercialApp: false,
} as const satisfies WorkspaceOptions;

const triggerLifeMs = 3000;
const responseUrlLifeMs = 30 * 60_000;
const responseUrlUses = 5;

export class Workspace {
  readonly teamId: string;
  readonly teamName: string;
  readonly teamDomain: string;
  readonly enterprise: { id: string; name: string } | undefined;
  token: string;
  readonly scopes: Set<string>;
  readonly botUserId: string;
  readonly botId: string;
  readonly botName: string;
  readonly appId: string;
  hasHomeTab: boolean;
  plan: 'free' | 'paid';
  hasCanvases: boolean;
  readonly isCommercialApp: boolean;
  readonly events: Set<string> | undefined;

  readonly users = new Map<string, SlackUser>();
  readonly channels = new Map<string, SlackChannel>();
  readonly usergroups = new Map<string, Usergroup>();
  readonly ephemerals: Ephemeral[] = [];
  readonly views = new Map<string, SlackView>();
  /** The ids of each user's open modals, the visible one last. */
  readonly modals = new Map<string, string[]>();
  readonly homes = new Map<string, string>();
  readonly triggers = new Map<string, Trigger>();
  readonly responseUrls = new Map<string, ResponseUrl>();
  readonly files = new Map<string, SlackFile>();
  readonly canvases = new Map<string, Canvas>();
  /** The events that the bot's own calls have caused, to be delivered by SlackClientSide.echoes. */
  readonly caused: { inner: Json; channel: SlackChannel; wasMember: boolean }[] = [];
  isTokenRevoked = false;
  /** What it had before it was installed anew. */
  readonly formerTokens = new Set<string>();
  /** The app is that of its organization. */
  isOrganizationApp = false;

  readonly now: () => number;
  #lastMicros = 0;
  #lastId = 0;

  constructor(now: () => number, options: WorkspaceOptions = {}) {
    this.now = now;
    const chosen = { ...usual, ...options };
    this.teamId = chosen.teamId;
    this.teamName = chosen.teamName;
    this.teamDomain = chosen.teamDomain;
    this.enterprise = options.enterprise;
    this.token = chosen.token;
    this.scopes = new Set(chosen.scopes);
    this.botUserId = chosen.botUserId;
    this.botId = chosen.botId;
    this.botName = chosen.botName;
    this.appId = chosen.appId;
    this.hasHomeTab = chosen.hasHomeTab;
    this.plan = chosen.plan;
    this.hasCanvases = chosen.hasCanvases;
    this.isCommercialApp = chosen.isCommercialApp;
    this.events = options.events && new Set(options.events);
    this.addUser({ id: this.botUserId, name: this.botName, realName: 'SSIRP', isBot: true });
    // Slack lists its own bot among the users, and not as a bot.
    this.addUser({ id: 'USLACKBOT', name: 'slackbot', realName: 'Slackbot' });
  }

  /** Installs the app, again or for the first time: the token before is worth nothing. */
  install(token: string, scopes: readonly string[]): void {
    this.formerTokens.add(this.token);
    this.token = token;
    this.isTokenRevoked = false;
    this.scopes.clear();
    for (const scope of scopes) this.scopes.add(scope);
  }

  addUser(user: NewUser): SlackUser {
    const name = user.name ?? user.id.toLowerCase();
    const guest = user.isGuest === true ? 'multi' : user.isGuest || 'no';
    const added: SlackUser = {
      id: user.id,
      name,
      realName: user.realName ?? name,
      ...(user.email === undefined ? {} : { email: user.email }),
      tz: user.tz ?? 'Europe/Berlin',
      guest,
      isBot: user.isBot ?? false,
      deleted: user.deleted ?? false,
      isStranger: user.isStranger ?? false,
      teamId: user.isStranger ? elsewhere : this.teamId,
    };
    this.users.set(added.id, added);
    return added;
  }

  addChannel(channel: NewChannel): SlackChannel {
    const creator = channel.creator ?? channel.members?.[0] ?? this.botUserId;
    const added = this.makeChannel(channel.name, channel.kind ?? 'public', creator, channel.id);
    added.members = new Members(channel.members);
    added.isArchived = channel.isArchived ?? false;
    added.isGeneral = channel.isGeneral ?? false;
    added.isExternallyShared = channel.isExternallyShared ?? false;
    return added;
  }

  makeChannel(name: string, kind: ChannelKind, creator: string, id?: string): SlackChannel {
    const unset = { value: '', creator: '', last_set: 0 };
    const channel: SlackChannel = {
      id: id ?? this.newId(kind === 'im' ? 'D' : 'C'),
      name,
      kind,
      creator,
      created: this.seconds(),
      isArchived: false,
      isGeneral: false,
      isExternallyShared: false,
      topic: { ...unset },
      purpose: { ...unset },
      previousNames: [],
      members: new Members([creator]),
      messages: [],
      pins: [],
      bookmarks: [],
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  addUsergroup(group: Omit<Usergroup, 'isDisabled'> & { isDisabled?: boolean }): Usergroup {
    const added = { isDisabled: false, ...group };
    this.usergroups.set(added.id, added);
    return added;
  }

  /** Notes an event that a call of the bot's has caused. */
  cause(channel: SlackChannel, inner: Json): void {
    this.caused.push({ inner, channel, wasMember: channel.members.has(this.botUserId) });
  }

  /** Archived channels and those the bot cannot see keep their names, as at Slack. */
  isNameTaken(name: string): boolean {
    return [...this.channels.values()].some((channel) => channel.name === name);
  }

  canBotSee(channel: SlackChannel): boolean {
    return channel.kind === 'public' || channel.members.has(this.botUserId);
  }

  /** The direct-message channel between the bot and a user, made on first use. */
  imWith(userId: string): SlackChannel {
    const members = [this.botUserId, userId];
    for (const channel of this.channels.values()) {
      if (channel.kind === 'im' && members.every((member) => channel.members.has(member)))
        return channel;
    }
    const channel = this.makeChannel(`im-${userId}`, 'im', userId);
    channel.members = new Members(members);
    return channel;
  }

  /** Stores a message as Slack would: a new ts, and an id for every block that came without one. */
  store(
    channel: SlackChannel,
    message: Partial<SlackMessage> & { user: string; text: string },
  ): SlackMessage {
    const { blocks, attachments, ...rest } = message;
    const stored: SlackMessage = {
      type: 'message',
      team: this.teamId,
      ts: this.newTs(),
      reactions: [],
      ...rest,
    };
    if (blocks && blocks.length > 0) stored.blocks = this.withBlockIds(blocks);
    if (attachments) stored.attachments = this.withAttachedBlockIds(attachments);
    if (message.user === this.botUserId) {
      stored.bot_id = this.botId;
      stored.app_id = this.appId;
    }
    channel.messages.push(stored);
    return stored;
  }

  withBlockIds(blocks: readonly Json[]): Json[] {
    return blocks.map((block) => ({
      ...block,
      block_id: textAt(block, 'block_id') ?? this.key(5),
    }));
  }

  withAttachedBlockIds(attachments: readonly Json[]): Json[] {
    return attachments.map((attachment) =>
      attachment['blocks'] === undefined
        ? attachment
        : { ...attachment, blocks: this.withBlockIds(objectsAt(attachment, 'blocks')) },
    );
  }

  messageAt(channel: SlackChannel, ts: string): SlackMessage | undefined {
    return channel.messages.find((message) => message.ts === ts);
  }

  addEphemeral(ephemeral: Omit<Ephemeral, 'ts'>): Ephemeral {
    const added = { ...ephemeral, ts: this.newTs(), blocks: this.withBlockIds(ephemeral.blocks) };
    this.ephemerals.push(added);
    return added;
  }

  makeView(user: string, source: Json, stack: Partial<SlackView> = {}): SlackView {
    const id = this.newId('V');
    const view: SlackView = {
      id,
      type: source['type'] === 'home' ? 'home' : 'modal',
      user,
      ...this.viewContent(source),
      root_view_id: id,
      previous_view_id: null,
      values: {},
      ...stack,
    };
    this.views.set(id, view);
    return view;
  }

  /** The part of a view that an update replaces. */
  viewContent(
    source: Json,
  ): Pick<
    SlackView,
    'source' | 'blocks' | 'hash' | 'callback_id' | 'private_metadata' | 'external_id'
  > {
    return {
      source,
      blocks: this.withBlockIds(objectsAt(source, 'blocks')),
      hash: `${this.seconds()}.${this.key(4)}`,
      callback_id: textAt(source, 'callback_id') ?? '',
      private_metadata: textAt(source, 'private_metadata') ?? '',
      external_id: textAt(source, 'external_id') ?? '',
    };
  }

  visibleModal(user: string): SlackView | undefined {
    const top = this.modals.get(user)?.at(-1);
    return top === undefined ? undefined : this.views.get(top);
  }

  closeModal(view: SlackView): void {
    const stack = this.modals.get(view.user) ?? [];
    this.modals.set(
      view.user,
      stack.filter((id) => id !== view.id),
    );
    this.views.delete(view.id);
  }

  closeAllModals(user: string): void {
    for (const id of this.modals.get(user) ?? []) this.views.delete(id);
    this.modals.delete(user);
  }

  newTrigger(user: string, viewId?: string): Trigger {
    const trigger: Trigger = {
      id: `${this.#nextMicros()}.${this.seconds()}.${this.key(16)}`,
      user,
      expiresAt: this.now() + triggerLifeMs,
      isUsed: false,
      ...(viewId === undefined ? {} : { viewId }),
    };
    this.triggers.set(trigger.id, trigger);
    return trigger;
  }

  newResponseUrl(user: string, channel: string, sourceTs?: string): ResponseUrl {
    const made: ResponseUrl = {
      id: `${this.teamId}/${this.#nextMicros()}/${this.key(12)}`,
      user,
      channel,
      expiresAt: this.now() + responseUrlLifeMs,
      usesLeft: responseUrlUses,
      ...(sourceTs === undefined ? {} : { sourceTs }),
    };
    this.responseUrls.set(made.id, made);
    return made;
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Unique and rising even when the clock stands still. */
  newTs(): string {
    const micros = this.#nextMicros();
    return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
  }

  newId(letter: string): string {
    this.#lastId += 1;
    return `${letter}0${this.#lastId.toString(36).toUpperCase().padStart(8, '0')}`;
  }

  /** Looks random, is the same in every run. */
  key(length: number): string {
    this.#lastId += 1;
    return createHash('sha256')
      .update(`${this.teamId}:${this.#lastId}`)
      .digest('hex')
      .slice(0, length);
  }

  #nextMicros(): number {
    this.#lastMicros = Math.max(Math.floor(this.now()) * 1000, this.#lastMicros + 1);
    return this.#lastMicros;
  }
}
