// Shows a person what their command answers: a message for their eyes only, or a form. Best effort: nothing here goes
// through the outbox, and nothing here decides anything.
import type { Reply } from '../port.ts';
import type { Form, Message } from '#src/messages/message.ts';
import { renderMessage, type SlackMessage } from './blocks.ts';
import { classify } from './api-error.ts';
import { renderForm, renderNotice } from './modal.ts';
import type { Receiving, Speaking } from './receiving.ts';
import { typedInstead } from './typed-instead.ts';

/** Bolt's `respond`, as far as it is used: shows something to the one person who acted. */
export type Respond = (answer: PrivateAnswer) => Promise<unknown>;

export interface PrivateAnswer extends SlackMessage {
  response_type: 'ephemeral';
  replace_original: false;
  unfurl_links: false;
  unfurl_media: false;
}

export function privately(message: SlackMessage): PrivateAnswer {
  return {
    ...message,
    response_type: 'ephemeral',
    replace_original: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

export function words(summary: string): Message {
  return { summary, blocks: [{ kind: 'text', text: [summary] }] };
}

/**
 * Opens the form at once and without anybody waiting for it: the trigger dies three seconds after the click. When
 * Slack does not open it, the person is told what to type instead.
 */
export function startForm(
  receiving: Receiving,
  speaker: Speaking,
  form: Form,
  { triggerId, respond }: { triggerId: string; respond: Respond | undefined },
): void {
  const { web, background } = receiving;
  const view = renderForm(form, speaker.spoken.conversation, speaker.readers);
  background.run('views.open', async () => {
    try {
      await web.quick.views.open({ trigger_id: triggerId, view });
    } catch (error) {
      const message = words(typedInstead(form, classify(error).code));
      if (respond) await respond(privately(renderMessage(message, speaker.readers)));
      else showPrivately(receiving, speaker, message, { channel: null });
    }
  });
}

/** A small window with the words in it, where there is no conversation to answer in; else a direct message. */
export function startNotice(
  receiving: Receiving,
  speaker: Speaking,
  message: Message,
  triggerId: string,
): void {
  const { web, background, log } = receiving;
  const view = renderNotice(message, speaker.readers);
  background.run('views.open', async () => {
    try {
      await web.quick.views.open({ trigger_id: triggerId, view });
    } catch (error) {
      log.debug({ code: classify(error).code }, 'slack notice not shown');
      showPrivately(receiving, speaker, message, { channel: null });
    }
  });
}

/** Into the conversation for the person's eyes only; into their direct messages where that cannot be. */
export function showPrivately(
  receiving: Receiving,
  { user, readers }: Speaking,
  message: Message,
  where: { channel: string | null; threadTs?: string | undefined },
): void {
  const rendered = renderMessage(message, readers);
  receiving.background.run('chat.postEphemeral', async () => {
    const { web } = receiving;
    if (where.channel !== null) {
      const thread = where.threadTs === undefined ? {} : { thread_ts: where.threadTs };
      try {
        await web.patient.chat.postEphemeral({
          channel: where.channel,
          user,
          ...rendered,
          ...thread,
        });
        return;
      } catch (error) {
        // Whatever it was, the person still waits for an answer.
        receiving.log.debug({ code: classify(error).code }, 'slack ephemeral message not shown');
      }
    }
    const { channel } = await web.patient.conversations.open({ users: user });
    const args = {
      channel: channel?.id ?? user,
      ...rendered,
      unfurl_links: false,
      unfurl_media: false,
    };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Slack's method, not the browser's
    await web.patient.chat.postMessage(args);
  });
}

/** A form cannot be opened from a mention: the answer carries a button that says the same and can. */
export function withFormButton(reply: Reply, said: string): Message {
  if (!reply.form) return reply.message;
  const button = {
    id: 'open-form',
    label: 'Open the form',
    spoken: `Open the form: ${said}`,
    command: said,
    incidentId: '',
  };
  return {
    ...reply.message,
    blocks: [...reply.message.blocks, { kind: 'buttons', buttons: [button] }],
  };
}
