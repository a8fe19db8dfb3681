// What people do in Slack with the app's surfaces: type commands, click, fill in forms. It sends what Slack would send
// and judges the answers as Slack would, so a test can click only what was really rendered.

import type { Delivery, HowSent } from './app-connection.ts';
import { ClientChannels } from './client-channels.ts';
import { actionOf, isStateful, stateOf, type Given } from './element-values.ts';
import { elementIn, filledIn } from './rendered.ts';
import { isObject, objectsAt, parseJson, textAt, type Json } from './json.ts';
import type { Ephemeral, SlackChannel, SlackFile, SlackMessage, SlackView } from './model.ts';
import {
  asSlackSends,
  channelWith,
  interaction,
  messageAction,
  nameSent,
  slashFields,
} from './payloads.ts';
import { findButton } from './reading.ts';
import { responseComplaints, responseProblems, showResponse } from './response-url.ts';
import { applySubmission, type SubmissionOutcome } from './view-answers.ts';
import { fileJson, messageJson, viewJson } from './wire.ts';

export interface SlashResult extends Delivery {
  /** What the command's own answer showed; undefined when it was empty. */
  response?: { type: 'ephemeral' | 'in_channel'; text: string; blocks: Json[] };
  /** The same as people see it, with a ts by which it can be clicked. */
  ephemeral?: Ephemeral;
  triggerId: string;
  responseUrl: string;
}

export interface SubmitResult extends Delivery {
  outcome: SubmissionOutcome;
}

export class SlackClientSide extends ClientChannels {
  /** Types a slash command. `@name`, `#channel` and links become what Slack makes of them. */
  async slash(
    said: { user: string; channel: string; command: string; text?: string },
    how: HowSent = {},
  ): Promise<SlashResult> {
    const channel = channelWith(this.workspace, said.user, said.channel);
    const typed = said.text ?? '';
    const text =
      this.app.shouldEscape === false
        ? typed
        : asSlackSends(this.workspace, typed, { isCommand: true });
    const trigger = this.workspace.newTrigger(said.user);
    const responseUrl = this.#responseUrl(said.user, channel.id);
    const { user: userId, command } = said;
    const fields = slashFields(this.workspace, { userId, channel, command, text });
    const delivery = await this.sendForm(
      { ...fields, response_url: responseUrl, trigger_id: trigger.id },
      how,
    );
    const result: SlashResult = { ...delivery, triggerId: trigger.id, responseUrl };
    if (result.error === undefined) this.#showAnswer(result, said.user, channel.id);
    return result;
  }

  /** Uses an element of a message, or of an ephemeral message by its ts. */
  async click(
    on: {
      user: string;
      channel: string;
      ts: string;
      actionId: string;
      blockId?: string | undefined;
      value?: Given | undefined;
    },
    how: HowSent = {},
  ): Promise<Delivery & { triggerId: string; responseUrl: string }> {
    const channel = channelWith(this.workspace, on.user, on.channel);
    const message = this.workspace.messageAt(channel, on.ts);
    const source = this.#seenBy(on.user, channel, on.ts);
    const action = actionOf(elementIn(source, on), on.value, this.workspace.newTs());
    const trigger = this.workspace.newTrigger(on.user);
    const responseUrl = this.#responseUrl(on.user, channel.id, on.ts);
    const delivery = await this.sendPayload(
      {
        ...interaction(this.workspace, 'block_actions', on.user),
        container: {
          type: 'message',
          message_ts: on.ts,
          channel_id: channel.id,
          is_ephemeral: message === undefined,
        },
        trigger_id: trigger.id,
        response_url: responseUrl,
        channel: { id: channel.id, name: nameSent(channel) },
        // Slack does not hand back the content of ephemeral messages.
        ...(message ? { message: messageJson(this.workspace, channel, message) } : {}),
        state: { values: {} },
        actions: [action],
      },
      how,
    );
    this.#expectEmpty(delivery, 'block_actions');
    return { ...delivery, triggerId: trigger.id, responseUrl };
  }

  /** Clicks the button, or chooses the option, that people know by this label. */
  async press(
    on: { user: string; channel: string; ts: string; label: string },
    how: HowSent = {},
  ): Promise<Delivery & { triggerId: string; responseUrl: string }> {
    const channel = channelWith(this.workspace, on.user, on.channel);
    const found = findButton(this.#seenBy(on.user, channel, on.ts), on.label);
    return this.click({ ...on, ...found }, how);
  }

  /** Uses an element of an open modal or of the home tab. */
  async clickInView(
    on: {
      user: string;
      viewId: string;
      actionId: string;
      blockId?: string | undefined;
      value?: Given | undefined;
    },
    how: HowSent = {},
  ): Promise<Delivery & { triggerId: string }> {
    const view = this.#viewOf(on);
    const found = elementIn(view, on);
    const action = actionOf(found, on.value, this.workspace.newTs());
    if (isStateful(found.element)) {
      view.values[found.blockId] = {
        ...view.values[found.blockId],
        [found.actionId]: stateOf(found.element, on.value),
      };
    }
    const trigger = this.workspace.newTrigger(on.user, view.type === 'modal' ? view.id : undefined);
    const delivery = await this.sendPayload(
      {
        ...interaction(this.workspace, 'block_actions', on.user),
        container: { type: 'view', view_id: view.id },
        trigger_id: trigger.id,
        view: viewJson(this.workspace, view),
        actions: [action],
      },
      how,
    );
    this.#expectEmpty(delivery, 'block_actions');
    return { ...delivery, triggerId: trigger.id };
  }

  /** Clicks the button, or chooses the option, that a person sees in their home tab under this label. */
  async pressInHome(
    on: { user: string; label: string },
    how: HowSent = {},
  ): Promise<Delivery & { triggerId: string }> {
    const view = this.server.home(on.user);
    if (!view) throw new Error(`${on.user} sees an empty home tab`);
    return this.clickInView({ ...on, viewId: view.id, ...findButton(view, on.label) }, how);
  }

  /**
   * Presses submit. `values` is keyed by block_id; blocks that are not named keep what they started with. Throws for
   * what Slack's client would not let through: unknown blocks, empty required inputs, texts out of range.
   */
  async submitView(
    on: { user: string; viewId: string; values?: Readonly<Record<string, Given>> },
    how: HowSent = {},
  ): Promise<SubmitResult> {
    const view = this.#viewOf(on);
    if (this.workspace.visibleModal(on.user) !== view)
      throw new Error(`view ${view.id} is not the visible modal of ${on.user}`);
    if (!isObject(view.source['submit'])) throw new Error('this view has no submit button');
    view.values = filledIn(view, on.values ?? {});
    const trigger = this.workspace.newTrigger(on.user, view.id);
    const delivery = await this.sendPayload(
      {
        ...interaction(this.workspace, 'view_submission', on.user),
        trigger_id: trigger.id,
        view: viewJson(this.workspace, view),
        response_urls: [],
      },
      how,
    );
    if (delivery.error !== undefined) return { ...delivery, outcome: { action: 'failed' } };
    const { outcome, problems } = applySubmission(this.workspace, view, delivery.body);
    this.complain(delivery, 'view_submission', problems);
    return { ...delivery, outcome };
  }

  /** A file of a person's own, as they choose it in a form: the value of its block. */
  chooses(on: { user: string; name: string; content: Uint8Array }): Json {
    const file: SlackFile = {
      id: this.workspace.newId('F'),
      name: on.name,
      title: on.name,
      user: on.user,
      created: this.workspace.seconds(),
      size: on.content.length,
      uploadKey: '',
      content: Buffer.from(on.content),
      isComplete: true,
    };
    this.workspace.files.set(file.id, file);
    return { files: [fileJson(file, this.server.origin, true)] };
  }

  /** Closes a modal; the app hears of it only when it asked to (undefined otherwise). */
  async closeView(
    on: { user: string; viewId: string },
    how: HowSent = {},
  ): Promise<Delivery | undefined> {
    const view = this.#viewOf(on);
    const json = viewJson(this.workspace, view);
    this.workspace.closeModal(view);
    if (json['notify_on_close'] !== true) return undefined;
    const base = interaction(this.workspace, 'view_closed', on.user);
    return this.sendPayload({ ...base, view: json, is_cleared: false }, how);
  }

  /** Chooses the app's shortcut in the menu of a message. */
  async messageShortcut(
    on: { user: string; channel: string; ts: string; callbackId: string },
    how: HowSent = {},
  ): Promise<Delivery & { triggerId: string; responseUrl: string }> {
    const channel = channelWith(this.workspace, on.user, on.channel);
    const message = this.workspace.messageAt(channel, on.ts);
    if (!message) throw new Error(`there is no message ${on.ts} in #${channel.name}`);
    const trigger = this.workspace.newTrigger(on.user);
    const responseUrl = this.#responseUrl(on.user, channel.id, on.ts);
    const delivery = await this.sendPayload(
      {
        ...messageAction(this.workspace, on.user),
        action_ts: this.workspace.newTs(),
        callback_id: on.callbackId,
        trigger_id: trigger.id,
        response_url: responseUrl,
        channel: { id: channel.id, name: nameSent(channel) },
        message_ts: message.ts,
        message: messageJson(this.workspace, channel, message),
      },
      how,
    );
    this.#expectEmpty(delivery, 'message_action');
    return { ...delivery, triggerId: trigger.id, responseUrl };
  }

  /** Chooses the app's global shortcut. */
  async globalShortcut(
    on: { user: string; callbackId: string },
    how: HowSent = {},
  ): Promise<Delivery & { triggerId: string }> {
    const trigger = this.workspace.newTrigger(on.user);
    const delivery = await this.sendPayload(
      {
        ...interaction(this.workspace, 'shortcut', on.user),
        action_ts: this.workspace.newTs(),
        callback_id: on.callbackId,
        trigger_id: trigger.id,
      },
      how,
    );
    this.#expectEmpty(delivery, 'shortcut');
    return { ...delivery, triggerId: trigger.id };
  }

  #seenBy(user: string, channel: SlackChannel, ts: string): SlackMessage | Ephemeral {
    const seen =
      this.workspace.messageAt(channel, ts) ??
      this.workspace.ephemerals.find(
        (one) => one.ts === ts && one.user === user && one.channel === channel.id,
      );
    if (!seen) throw new Error(`${user} sees no message ${ts} in #${channel.name}`);
    return seen;
  }

  #responseUrl(user: string, channel: string, sourceTs?: string): string {
    const { id } = this.workspace.newResponseUrl(user, channel, sourceTs);
    return `${this.server.origin}/response/${id}`;
  }

  #viewOf(on: { user: string; viewId: string }): SlackView {
    const view = this.workspace.views.get(on.viewId);
    if (view?.user !== on.user) throw new Error(`${on.user} has no open view ${on.viewId}`);
    return view;
  }

  /** Slack shows a command's answer when it is text or a message it can read. */
  #showAnswer(result: SlashResult, user: string, channel: string): void {
    if (result.body === '') return;
    const parsed = parseJson(result.body);
    const message: Json = isObject(parsed) ? parsed : { text: result.body };
    const problems = responseProblems(message);
    if (problems.length > 0) return this.complain(result, 'command answer', problems);
    for (const complaint of responseComplaints(message))
      this.server.lint.push(`command answer: ${complaint}`);
    const ephemeral = showResponse(this.workspace, { user, channel }, message, 'command');
    if (ephemeral) result.ephemeral = ephemeral;
    result.response = {
      type: ephemeral ? 'ephemeral' : 'in_channel',
      text: textAt(message, 'text') ?? '',
      blocks: ephemeral?.blocks ?? objectsAt(message, 'blocks'),
    };
  }

  #expectEmpty(delivery: Delivery, about: string): void {
    if (delivery.error === undefined && delivery.body !== '')
      this.complain(delivery, about, [`the answer must be empty, not ${delivery.body}`]);
  }
}
