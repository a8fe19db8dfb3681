// The events that Slack sends on its own account: people post, react, come and go. Each changes the workspace first
// and is then delivered as an event_callback.

import { AppConnection, type Delivery, type HowSent } from './app-connection.ts';
import { joinedEvent, leftEvent } from './channel-events.ts';
import { isTold } from './event-rules.ts';
import { EventRetries } from './event-retries.ts';
import type { Json } from './json.ts';
import type { SlackChannel, SlackMessage } from './model.ts';
import { asSlackSends, channelType, channelWith, eventEnvelope, userIn } from './payloads.ts';
import { messageJson, viewJson } from './wire.ts';

export interface HowDelivered extends HowSent {
  /** Give an earlier id to play Slack delivering the same event twice. */
  eventId?: string;
  /** 1 to 3, with the headers of Slack's retries. */
  retryNum?: number;
  retryReason?: string;
}

interface OnMessage {
  user: string;
  channel: string;
  ts: string;
}

export class ClientEvents extends AppConnection {
  readonly #retries = new EventRetries();

  /**
   * Wraps an inner event and delivers it, even one that Slack would not. One that is not taken waits for dueRetries.
   */
  async event(inner: Json, how: HowDelivered = {}): Promise<Delivery> {
    const eventId = how.eventId ?? this.workspace.newId('Ev');
    const retryNum = how.retryNum ?? 0;
    const retry: Record<string, string> =
      retryNum === 0
        ? {}
        : {
            'x-slack-retry-num': String(retryNum),
            'x-slack-retry-reason': how.retryReason ?? 'http_timeout',
          };
    const event = { event_ts: this.workspace.newTs(), ...inner };
    const delivery = await this.sendJson(eventEnvelope(this.workspace, event, eventId), {
      ...how,
      headers: { ...retry, ...how.headers },
    });
    this.#retries.note({ inner: event, eventId, retryNum }, delivery, this.workspace.now());
    return delivery;
  }

  /** Sends the events again that were not taken and are due by now; what fails again waits once more. */
  async dueRetries(): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (;;) {
      const due = this.#retries.takeDue(this.workspace.now());
      if (!due) return deliveries;
      deliveries.push(await this.event(due.inner, due));
    }
  }

  /** Epoch milliseconds of the next retry; undefined when every event was taken or given up. */
  nextRetryAt(): number | undefined {
    return this.#retries.nextDueAt();
  }

  /** Slack's check of a new request address; a good app answers with the challenge. */
  async urlVerification(challenge = 'challenge-3eZbrw1aB', how: HowSent = {}): Promise<Delivery> {
    return this.sendJson({ token: 'verification-token', challenge, type: 'url_verification' }, how);
  }

  /** Stores what a user writes, without telling the app. */
  stores(said: { user: string; channel: string; text: string; threadTs?: string }): SlackMessage {
    const channel = channelWith(this.workspace, said.user, said.channel);
    return this.workspace.store(channel, {
      user: said.user,
      text: asSlackSends(this.workspace, said.text, { isCommand: false }),
      ...(said.threadTs === undefined ? {} : { thread_ts: said.threadTs }),
    });
  }

  /** Stores what a user writes and delivers the message event, and an app_mention where the bot is called. */
  async userPosts(
    said: { user: string; channel: string; text: string; threadTs?: string },
    how: HowDelivered = {},
  ): Promise<Delivery & { message: SlackMessage }> {
    const message = this.stores(said);
    const channel = channelWith(this.workspace, said.user, said.channel);
    const inner = this.#messageEvent(channel, message);
    const delivery = await this.told(inner, channel, how);
    if (!message.text.includes(`<@${this.workspace.botUserId}>`)) return { ...delivery, message };
    const isHeard = delivery.error !== 'not_delivered';
    const mention = { ...inner, type: 'app_mention' };
    const called = await this.told(
      mention,
      channel,
      isHeard ? { headers: how.headers ?? {} } : how,
    );
    return { ...(isHeard ? delivery : called), message };
  }

  async userEdits(edit: OnMessage & { text: string }, how: HowDelivered = {}): Promise<Delivery> {
    const { channel, message } = this.#messageOf(edit);
    const before = { ...message };
    message.text = asSlackSends(this.workspace, edit.text, { isCommand: false });
    message.edited = { user: edit.user, ts: this.workspace.newTs() };
    return this.#changed(channel, 'message_changed', { message, previous_message: before }, how);
  }

  async userDeletes(on: OnMessage, how: HowDelivered = {}): Promise<Delivery> {
    const { channel, message } = this.#messageOf(on);
    channel.messages.splice(channel.messages.indexOf(message), 1);
    const facts = { previous_message: message, deleted_ts: message.ts };
    return this.#changed(channel, 'message_deleted', facts, how);
  }

  async reactionAdded(on: OnMessage & { name: string }, how: HowDelivered = {}): Promise<Delivery> {
    const { message } = this.#messageOf(on);
    const entry = message.reactions.find((reaction) => reaction.name === on.name);
    if (!entry) message.reactions.push({ name: on.name, users: [on.user] });
    else if (!entry.users.includes(on.user)) entry.users.push(on.user);
    return this.#reaction('reaction_added', on, how);
  }

  async reactionRemoved(
    on: OnMessage & { name: string },
    how: HowDelivered = {},
  ): Promise<Delivery> {
    const { message } = this.#messageOf(on);
    const entry = message.reactions.find((reaction) => reaction.name === on.name);
    if (!entry?.users.includes(on.user)) throw new Error(`${on.user} has not reacted so`);
    entry.users = entry.users.filter((user) => user !== on.user);
    message.reactions = message.reactions.filter((reaction) => reaction.users.length > 0);
    return this.#reaction('reaction_removed', on, how);
  }

  async joins(
    who: { user: string; channel: string; inviter?: string },
    how: HowDelivered = {},
  ): Promise<Delivery> {
    const channel = this.server.channel(who.channel);
    const user = userIn(this.workspace, who.user);
    if (user.isStranger && !channel.isExternallyShared)
      throw new Error(`#${channel.name} is not shared with the organisation of ${user.id}`);
    channel.members.add(user.id);
    return this.told(joinedEvent(this.workspace, channel, who), channel, how);
  }

  async leaves(who: { user: string; channel: string }, how: HowDelivered = {}): Promise<Delivery> {
    const channel = channelWith(this.workspace, who.user, who.channel);
    channel.members.delete(who.user);
    const left = leftEvent(this.workspace, channel, { ...who, by: who.user });
    return this.told(left, channel, how);
  }

  /** Opens the app's home; the event carries the home view that this person has now, if there is one. */
  async homeOpened(
    user: string,
    how: HowDelivered & { tab?: 'home' | 'messages' } = {},
  ): Promise<Delivery> {
    const { tab = this.workspace.hasHomeTab ? 'home' : 'messages', ...delivered } = how;
    if (tab === 'home' && !this.workspace.hasHomeTab) throw new Error('the app has no home tab');
    const view = tab === 'home' ? this.server.home(userIn(this.workspace, user).id) : undefined;
    return this.told(
      {
        type: 'app_home_opened',
        user,
        channel: this.workspace.imWith(user).id,
        tab,
        ...(view ? { view: viewJson(this.workspace, view) } : {}),
      },
      undefined,
      delivered,
    );
  }

  /** Delivers an event if Slack would tell the bot of it. */
  protected async told(
    inner: Json,
    channel: SlackChannel | undefined,
    how: HowDelivered,
    wasMember = channel?.members.has(this.workspace.botUserId) ?? false,
  ): Promise<Delivery> {
    const about = channel && { channel, wasMember };
    if (isTold(this.workspace, inner, about)) return this.event(inner, how);
    const request = { path: '', headers: {}, body: '' };
    return { status: 0, body: '', ms: 0, error: 'not_delivered', problems: [], request };
  }

  #messageOf(on: OnMessage): { channel: SlackChannel; message: SlackMessage } {
    const channel = channelWith(this.workspace, on.user, on.channel);
    const message = this.workspace.messageAt(channel, on.ts);
    if (!message) throw new Error(`there is no message ${on.ts} in #${channel.name}`);
    return { channel, message };
  }

  #messageEvent(channel: SlackChannel, message: SlackMessage): Json {
    return {
      client_msg_id: `${message.ts}-client`,
      ...messageJson(this.workspace, channel, message),
      channel: channel.id,
      channel_type: channelType(channel),
      event_ts: message.ts,
    };
  }

  async #changed(
    channel: SlackChannel,
    subtype: string,
    facts: Json,
    how: HowDelivered,
  ): Promise<Delivery> {
    const inner = { type: 'message', subtype, hidden: true, ts: this.workspace.newTs(), ...facts };
    const event = { ...inner, channel: channel.id, channel_type: channelType(channel) };
    return this.told(event, channel, how);
  }

  async #reaction(
    type: string,
    on: OnMessage & { name: string },
    how: HowDelivered,
  ): Promise<Delivery> {
    const { channel, message } = this.#messageOf(on);
    return this.told(
      {
        type,
        user: on.user,
        reaction: on.name,
        item_user: message.user,
        item: { type: 'message', channel: channel.id, ts: message.ts },
      },
      channel,
      how,
    );
  }
}
