// What people and administrators do to channels and to each other behind the bot's back. Each act changes the workspace
// and is then told to the bot, if Slack would tell it.

import type { Delivery } from './app-connection.ts';
import { ClientEvents, type HowDelivered } from './client-events.ts';
import { archivedEvent, leftEvent, renamedEvent } from './channel-events.ts';
import type { Json } from './json.ts';
import type { SlackChannel, SlackUser } from './model.ts';
import { channelType, channelWith, userIn } from './payloads.ts';
import { elsewhere, userJson } from './wire.ts';

/** Somebody and the channel it is done to, by id or name. Administrators need not be members. */
interface Act {
  by: string;
  channel: string;
}

export class ClientChannels extends ClientEvents {
  /** Gives a channel another name; the old one is free again. */
  async renames(act: Act & { name: string }, how: HowDelivered = {}): Promise<Delivery> {
    const channel = channelWith(this.workspace, act.by, act.channel);
    if (this.workspace.isNameTaken(act.name)) throw new Error(`the name ${act.name} is taken`);
    channel.previousNames.unshift(channel.name);
    channel.name = act.name;
    return this.told(renamedEvent(channel), channel, how);
  }

  async archives(act: Act, how: HowDelivered = {}): Promise<Delivery> {
    const channel = this.#channelOf(act);
    channel.isArchived = true;
    return this.told(archivedEvent(channel, act.by), channel, how);
  }

  async unarchives(act: Act, how: HowDelivered = {}): Promise<Delivery> {
    const channel = this.#channelOf(act);
    channel.isArchived = false;
    const inner =
      channel.kind === 'public'
        ? { type: 'channel_unarchive', channel: channel.id, user: act.by }
        : { type: 'group_unarchive', channel: channel.id, actor_id: act.by };
    return this.told(inner, channel, how);
  }

  /** Deletes the channel with all that was said in it; its name is free again. */
  async deletes(act: Act, how: HowDelivered = {}): Promise<Delivery> {
    const channel = this.#channelOf(act);
    this.workspace.channels.delete(channel.id);
    const inner =
      channel.kind === 'public'
        ? { type: 'channel_deleted', channel: channel.id }
        : {
            type: 'group_deleted',
            channel: channel.id,
            date_deleted: this.workspace.seconds(),
            actor_id: act.by,
          };
    return this.told(inner, channel, how);
  }

  /**
   * Makes a public channel private, or a private one public. Slack has no event of its own for it: a message says so in
   * the channel, and the bot hears of that only if it has subscribed to messages.
   */
  async converts(
    act: Act & { to: 'public' | 'private' },
    how: HowDelivered = {},
  ): Promise<Delivery> {
    const channel = this.#channelOf(act);
    channel.kind = act.to;
    const text =
      act.to === 'private'
        ? 'made this channel *private*. Now, it can only be viewed or joined by invitation.'
        : 'made this channel *public*. Any member in this workspace can see and join it.';
    const subtype = `channel_convert_to_${act.to}`;
    const { ts } = this.workspace.store(channel, { user: act.by, text, subtype });
    const inner = { type: 'message', subtype, user: act.by, text, ts, event_ts: ts };
    const where = { channel: channel.id, channel_type: channelType(channel) };
    return this.told({ ...inner, ...where }, channel, how);
  }

  /** Opens the channel to another organisation; its people can then join it. */
  async sharesExternally(act: Act, how: HowDelivered = {}): Promise<Delivery> {
    const channel = this.#channelOf(act);
    channel.isExternallyShared = true;
    const inner = { type: 'channel_shared', connected_team_id: elsewhere, channel: channel.id };
    return this.told(inner, channel, how);
  }

  /** Ends the sharing; the outsiders are out. */
  async unshares(act: Act, how: HowDelivered = {}): Promise<Delivery> {
    const channel = this.#channelOf(act);
    channel.isExternallyShared = false;
    for (const id of channel.members)
      if (this.workspace.users.get(id)?.isStranger) channel.members.delete(id);
    return this.told(
      {
        type: 'channel_unshared',
        previously_connected_team_id: elsewhere,
        channel: channel.id,
        is_ext_shared: false,
      },
      channel,
      how,
    );
  }

  /** The channel gets another id, as when it is shared or moves to another workspace; the old id leads nowhere. */
  async changesId(channelId: string, newId: string, how: HowDelivered = {}): Promise<Delivery> {
    const channel = this.server.channel(channelId);
    const inner = { type: 'channel_id_changed', old_channel_id: channel.id };
    this.workspace.channels.delete(channel.id);
    channel.id = newId;
    for (const bookmark of channel.bookmarks) bookmark.channel_id = newId;
    this.workspace.channels.set(newId, channel);
    return this.told({ ...inner, new_channel_id: newId }, channel, how);
  }

  /** Takes a person out of a channel. Of its own removal the bot hears as channel_left or group_left. */
  async removes(act: Act & { user: string }, how: HowDelivered = {}): Promise<Delivery> {
    const channel = channelWith(this.workspace, act.user, act.channel);
    userIn(this.workspace, act.by);
    channel.members.delete(act.user);
    return this.told(leftEvent(this.workspace, channel, act), channel, how);
  }

  /** What an administrator or the person changes about a user: name, zone, guest, address. */
  async userChanges(
    id: string,
    to: Partial<Pick<SlackUser, 'realName' | 'name' | 'tz' | 'guest' | 'email'>>,
    how: HowDelivered = {},
  ): Promise<Delivery> {
    return this.#changed(Object.assign(userIn(this.workspace, id), to), how);
  }

  /** Locks a person out: Slack takes them out of every channel, and tells only that the user has changed. */
  async deactivates(id: string, how: HowDelivered = {}): Promise<Delivery> {
    const user = userIn(this.workspace, id);
    user.deleted = true;
    for (const channel of this.workspace.channels.values())
      if (channel.kind !== 'im') channel.members.delete(id);
    return this.#changed(user, how);
  }

  /** Delivers the events that the bot's own calls have caused since the last time, in their order. */
  async echoes(how: HowDelivered = {}): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    for (const { inner, channel, wasMember } of this.workspace.caused.splice(0))
      deliveries.push(await this.told(inner, channel, how, wasMember));
    return deliveries;
  }

  #channelOf(act: Act): SlackChannel {
    userIn(this.workspace, act.by);
    return this.server.channel(act.channel);
  }

  async #changed(user: SlackUser, how: HowDelivered): Promise<Delivery> {
    const inner: Json = {
      type: 'user_change',
      user: userJson(this.workspace, user),
      cache_ts: this.workspace.seconds(),
    };
    return this.told(inner, undefined, how);
  }
}
