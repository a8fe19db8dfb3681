// What people do in Teams with the bot: say things, press buttons, fill in dialogs, use the menu of a message, take
// files. It sends what Teams would send and judges the answers as Teams would; only what is shown can be pressed.

import { objectAt, objectsAt, textAt, type Json } from '../slack-server/json.ts';
import {
  activityIn,
  idOf,
  messageActivity,
  messagePayload,
  wordsOf,
  type Words,
} from './activities.ts';
import type { Delivery, HowSent } from './bot-connection.ts';
import { filledIn } from './card-inputs.ts';
import { lintCard } from './card-lint.ts';
import { ClientPlaces } from './client-places.ts';
import { judge, type InvokeName, type Shown } from './invoke-answers.ts';
import type { Found, TeamsMessage } from './model.ts';
import { actionsOf, buttonsOf, cardOf } from './reading.ts';

/** A dialog that stands open before a person. */
export interface OpenDialog {
  by: string;
  title: string;
  card: Json;
  /** Where it was opened, for what is sent on. */
  found: Found;
  /** Of the menu of a message. */
  messageAction?: { command: string; message: TeamsMessage };
}

export interface Acted extends Delivery {
  /** A line that only this person sees. */
  notice?: string;
  /** The card as this person sees it now. */
  card?: Json;
  dialog?: OpenDialog;
  /** The client says that something went wrong. */
  failure?: string;
}

export interface Said extends Delivery {
  message: TeamsMessage;
}

interface OnMessage {
  by: string;
  /** The conversation; of a thread with or without `;messageid=…`. */
  in: string;
  message: string;
}

export class TeamsClient extends ClientPlaces {
  /** Cards that replaced a message's own for one person, until the message is updated. */
  readonly #views = new Map<string, { card: Json; editedAt: string | undefined }>();

  /**
   * Says something in a chat, in a thread (`…;messageid=…`), or as a new post in a channel. `@Name` of the bot or of a
   * person is a mention. Outside the personal chat the bot hears only what mentions it.
   */
  async says(
    on: { by: string; in: string; text: string; isTargeted?: boolean },
    how: HowSent = {},
  ): Promise<Said> {
    const { world } = this.server;
    const found = this.#where(on.by, on.in);
    const words = wordsOf(world, on.text);
    const { isTargeted = false } = on;
    const message = world.say({
      found,
      from: on.by,
      activity: {},
      html: words.html,
      targetedTo: isTargeted ? on.by : undefined,
    });
    const thread =
      found.where.kind === 'channel' ? { ...found, rootId: found.rootId ?? message.id } : found;
    const said = { found: thread, by: on.by, id: message.id, words, isTargeted };
    message.activity = messageActivity(this.telling, said);
    const isHeard = isTargeted ? world.hasBot(found.where) : this.#isHeard(found, words);
    if (!isHeard) return { ...unheard(), message };
    return { ...(await this.deliver(message.activity, how)), message };
  }

  /** Changes what they said; the bot is told as of the message itself. */
  async edits(on: OnMessage & { text: string }, how: HowSent = {}): Promise<Said> {
    const { world } = this.server;
    const message = this.#message(on);
    if (message.from !== on.by) throw new Error('people change only what they said themselves');
    const words = wordsOf(world, on.text);
    const found = this.#thread(message);
    const said = { found, by: on.by, id: message.id, words, isTargeted: false };
    const activity = messageActivity(this.telling, said);
    Object.assign(message, { activity, html: words.html, editedAt: world.instant() });
    if (!this.#isHeard(found, words)) return { ...unheard(), message };
    const channelData = { ...objectAt(activity, 'channelData'), eventType: 'editMessage' };
    const changed = { ...activity, type: 'messageUpdate', channelData };
    return { ...(await this.deliver(changed, how)), message };
  }

  /** The messages that the person sees there, oldest first, with those for them alone. */
  sees(on: { by: string; in: string }): TeamsMessage[] {
    const { world } = this.server;
    const { where, rootId } = this.#where(on.by, on.in);
    const own = world
      .targetedTo(on.by)
      .filter((one) => one.conversationId === where.id && (!rootId || one.rootId === rootId));
    return [...world.messagesIn(on.in), ...own].toSorted((one, other) => +one.id - +other.id);
  }

  /** The card of a message as the person sees it. */
  cardFor(on: OnMessage): Json {
    return this.#cardFor(on.by, this.#message(on));
  }

  /** Presses the button that people know by this label. */
  async press(
    on: OnMessage & { label: string; inputs?: Readonly<Record<string, string>> },
    how: HowSent = {},
  ): Promise<Acted> {
    const message = this.#message(on);
    const card = this.#cardFor(on.by, message);
    const action = actionOf(card, on.label);
    const inputs = action['associatedInputs'] === 'none' ? {} : filledIn(card, on.inputs ?? {});
    const found = this.#thread(message);
    const base = { ...activityIn(this.telling, found, on.by), replyToId: message.id };
    const data = { ...objectAt(action, 'data'), ...inputs };
    const act = { by: on.by, found, name: 'adaptiveCard/action' as const };
    switch (action['type']) {
      case 'Action.Execute': {
        const { type, title, id, verb } = action;
        const value = { action: { type, title, id, verb, data }, trigger: 'manual' };
        const acted = await this.#invoke({ ...act, base, value }, how);
        if (acted.card) this.#views.set(viewKey(on.by, message), viewOf(acted.card, message));
        return acted;
      }
      case 'Action.Submit': {
        if (objectAt(data, 'msteams')?.['type'] === 'task/fetch')
          return this.#invoke({ ...act, name: 'task/fetch', base, value: taskValue(data) }, how);
        const id = this.server.world.newId();
        return this.deliver({ ...base, type: 'message', id, value: data }, how);
      }
      default:
        throw new Error(`"${on.label}" sends nothing: ${String(action['type'])}`);
    }
  }

  /** Chooses the app's command in the menu of a message. */
  async messageAction(on: OnMessage & { command: string }, how: HowSent = {}): Promise<Acted> {
    const message = this.#message(on);
    const found = this.#thread(message);
    const messageAction = { command: on.command, message };
    const value = this.#actionValue(messageAction);
    const base = activityIn(this.telling, found, on.by);
    const name = 'composeExtension/fetchTask';
    return this.#invoke({ by: on.by, found, name, base, value, messageAction }, how);
  }

  /**
   * Presses the button of a dialog; by default its only one. Inputs that are not given keep what they started with.
   * Throws for what the client would not let through.
   */
  async submits(
    dialog: OpenDialog,
    on: { inputs?: Readonly<Record<string, string>>; label?: string } = {},
    how: HowSent = {},
  ): Promise<Acted> {
    const { by, found, messageAction } = dialog;
    const action = actionOf(dialog.card, on.label);
    if (action['type'] !== 'Action.Submit')
      throw new Error(`a dialog knows Action.Submit only, not ${String(action['type'])}`);
    const data = { ...objectAt(action, 'data'), ...filledIn(dialog.card, on.inputs ?? {}) };
    const base = activityIn(this.telling, found, by);
    if (!messageAction)
      return this.#invoke({ by, found, name: 'task/submit', base, value: taskValue(data) }, how);
    const value = { ...this.#actionValue(messageAction), data };
    const name = 'composeExtension/submitAction';
    return this.#invoke({ by, found, name, base, value, messageAction }, how);
  }

  /** Takes or refuses the file that a message offers; whoever takes it opens a place for it. */
  async answersFile(on: OnMessage & { accepts: boolean }, how: HowSent = {}): Promise<Acted> {
    const message = this.#message(on);
    const found = this.#thread(message);
    const offer = objectsAt(message.activity, 'attachments').find(
      ({ contentType }) => contentType === 'application/vnd.microsoft.teams.card.file.consent',
    );
    if (!offer) throw new Error('the message offers no file');
    const content = objectAt(offer, 'content') ?? {};
    const base = { ...activityIn(this.telling, found, on.by), replyToId: message.id };
    const answer = on.accepts
      ? {
          action: 'accept',
          context: content['acceptContext'],
          uploadInfo: this.#placeFor(textAt(offer, 'name') ?? ''),
        }
      : { action: 'decline', context: content['declineContext'] };
    const value = { type: 'fileUpload', ...answer };
    return this.#invoke({ by: on.by, found, name: 'fileConsent/invoke', base, value }, how);
  }

  #isHeard({ where }: Found, words: Words): boolean {
    const { world } = this.server;
    const isMeant =
      where.kind === 'personal' || words.mentions.some(({ id }) => id === world.botId);
    return isMeant && world.hasBot(where);
  }

  #placeFor(name: string): Json {
    const { id } = this.server.uploads.open(name);
    return {
      contentUrl: `https://example-my.sharepoint.com/personal/files/${encodeURIComponent(name)}`,
      name,
      uploadUrl: `${this.server.origin}/upload/${id}`,
      uniqueId: id,
      fileType: name.split('.').at(-1) ?? '',
    };
  }

  async #invoke(
    act: {
      by: string;
      found: Found;
      name: InvokeName;
      base: Json;
      value: Json;
      messageAction?: OpenDialog['messageAction'];
    },
    how: HowSent,
  ): Promise<Acted> {
    const { by, found, name, messageAction } = act;
    const base = { ...act.base, channelData: { ...objectAt(act.base, 'channelData'), source } };
    const id = `f:${this.server.world.newId()}`;
    const delivery = await this.deliver(
      { ...base, type: 'invoke', name, id, value: act.value },
      how,
    );
    if (delivery.error !== undefined) return { ...delivery, failure: 'Unable to reach app.' };
    const { shown, problems } = judge(name, delivery.status, delivery.body);
    const { dialog, ...rest }: Shown = shown;
    const cards = [
      ...(dialog ? lintCard(dialog.card, 'dialog') : []),
      ...(rest.card ? lintCard(rest.card, 'message') : []),
    ];
    this.complain(delivery, name, [...problems, ...cards]);
    const opened = dialog && { by, found, ...dialog, ...(messageAction ? { messageAction } : {}) };
    return { ...delivery, ...rest, ...(opened ? { dialog: opened } : {}) };
  }

  #actionValue({ command, message }: NonNullable<OpenDialog['messageAction']>): Json {
    return {
      commandId: command,
      commandContext: 'message',
      requestId: this.server.world.newId(),
      messagePayload: messagePayload(this.server.world, message),
      context: { theme: 'default' },
    };
  }

  #cardFor(by: string, message: TeamsMessage): Json {
    const view = this.#views.get(viewKey(by, message));
    const card = view && view.editedAt === message.editedAt ? view.card : cardOf(message);
    if (!card) throw new Error('the message has no card');
    return card;
  }

  /** As the conversation of what is done with the message: a thread, where it stands in a channel. */
  #thread(message: TeamsMessage): Found {
    const found = this.server.world.find(message.conversationId);
    if (!found) throw new Error('the conversation is gone');
    if (found.where.kind !== 'channel') return found;
    return { where: found.where, rootId: message.rootId ?? message.id };
  }

  #message(on: OnMessage): TeamsMessage {
    const seen = this.sees(on).find(({ id }) => id === on.message);
    if (!seen) throw new Error(`${this.server.world.person(on.by).name} sees no such message`);
    return seen;
  }

  #where(by: string, conversationId: string): Found {
    const { world } = this.server;
    const found = world.find(conversationId);
    if (!found || world.isGone(found.where))
      throw new Error(`there is no conversation ${conversationId}`);
    if (!world.membersOf(found.where).has(by))
      throw new Error(`${world.person(by).name} is not in ${idOf(found)}`);
    return found;
  }
}

const source = { name: 'message' };

function unheard(): Delivery {
  return { status: 0, body: '', ms: 0, error: 'not_delivered', problems: [], activity: {} };
}

function taskValue(data: Json): Json {
  return { data, context: { theme: 'default' } };
}

function viewKey(by: string, message: TeamsMessage): string {
  return `${by} ${message.id}`;
}

function viewOf(card: Json, message: TeamsMessage): { card: Json; editedAt: string | undefined } {
  return { card, editedAt: message.editedAt };
}

function actionOf(card: Json, label: string | undefined): Json {
  const actions = actionsOf(card);
  const fitting = actions.filter((action) => label === undefined || action['title'] === label);
  const [action] = fitting;
  if (!action || (label === undefined && fitting.length > 1))
    throw new Error(`which button? There are: ${buttonsOf(card).join(', ')}`);
  return action;
}
