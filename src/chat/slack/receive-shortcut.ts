// The two shortcuts: a message's "Add to timeline", and "Declare incident" from anywhere.
import type { AckFn } from '@slack/bolt';
import { privately, startForm, startNotice, words, type Respond } from './answer.ts';
import { renderMessage } from './blocks.ts';
import { captureOf } from './capture.ts';
import { at, textAt } from './read.ts';
import { attempt, speaking, type Receiving } from './receiving.ts';
import { shortcuts } from './manifest.ts';

export interface ShortcutArgs {
  body: unknown;
  ack: AckFn<void>;
  /** Absent for shortcuts used outside a message. */
  respond: Respond | undefined;
}

export async function receiveShortcut(
  receiving: Receiving,
  { body, ack, respond }: ShortcutArgs,
): Promise<void> {
  await ack();
  const callback = textAt(body, 'callback_id');
  if (callback === shortcuts.addToTimeline) return addToTimeline(receiving, body, respond);
  return declare(receiving, body, callback === shortcuts.declare);
}

async function addToTimeline(
  receiving: Receiving,
  body: unknown,
  respond: Respond | undefined,
): Promise<void> {
  const requestId = `short:${textAt(body, 'trigger_id') ?? ''}`;
  const tell = async (answer: Parameters<Respond>[0]): Promise<void> =>
    receiving.background.run('respond', async () => respond?.(answer));
  await attempt(
    receiving,
    requestId,
    async () => {
      const channel = textAt(body, 'channel', 'id') ?? '';
      const user = textAt(body, 'user', 'id');
      const speaker = await speaking(receiving, { user, requestId, channel });
      const command = captureOf(at(body, 'message'), channel, speaker.identity);
      if (!command)
        return tell(privately({ text: 'That message has no text to keep.', blocks: [] }));
      const author = textAt(body, 'message', 'user');
      if (author !== undefined) receiving.people.learn(author, receiving);
      const reply = receiving.sink.do(speaker.spoken, command);
      return tell(privately(renderMessage(reply.message, speaker.readers)));
    },
    (apology) => tell(privately({ text: apology, blocks: [] })),
  );
}

/** Any other shortcut is one that only an older manifest knows. */
async function declare(receiving: Receiving, body: unknown, isKnown: boolean): Promise<void> {
  const triggerId = textAt(body, 'trigger_id') ?? '';
  const requestId = `short:${triggerId}`;
  const user = textAt(body, 'user', 'id');
  const speaker = await speaking(receiving, { user, requestId, channel: undefined });
  const show = (text: string): void => startNotice(receiving, speaker, words(text), triggerId);
  if (!isKnown) return show('This shortcut no longer does anything. Try /incident help.');
  await attempt(
    receiving,
    requestId,
    async () => {
      const reply = receiving.sink.say(speaker.spoken, 'declare');
      if (reply.form)
        return startForm(receiving, speaker, reply.form, { triggerId, respond: undefined });
      startNotice(receiving, speaker, reply.message, triggerId);
    },
    async (apology) => show(apology),
  );
}
