// The shortcuts: what can be made of a message, and "Declare incident" from anywhere.
import type { AckFn } from '@slack/bolt';
import type { Command } from '#src/commands/command.ts';
import { privately, startForm, startNotice, words, type Respond } from './answer.ts';
import { renderMessage } from './blocks.ts';
import { captureOf, type Capture } from './capture.ts';
import { at, textAt } from '../../shared/read.ts';
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
  switch (textAt(body, 'callback_id')) {
    case shortcuts.addToTimeline:
      return aboutMessage(receiving, body, respond, (capture) => capture);
    case shortcuts.declareFrom:
      return aboutMessage(
        receiving,
        body,
        respond,
        ({ verb: _verb, incidentId: _id, ...from }) => ({
          verb: 'form',
          form: 'declare',
          from,
        }),
      );
    case shortcuts.taskFrom:
      return aboutMessage(receiving, body, respond, ({ verb: _verb, incidentId, ...from }) => ({
        verb: 'form',
        form: 'task',
        incidentId,
        from,
      }));
    case shortcuts.declare:
      return declare(receiving, body, true);
    default:
      return declare(receiving, body, false);
  }
}

/** Does with a message what its shortcut says; where a choice is needed first, a form asks for it. */
async function aboutMessage(
  receiving: Receiving,
  body: unknown,
  respond: Respond | undefined,
  commandFor: (capture: Capture) => Command,
): Promise<void> {
  const triggerId = textAt(body, 'trigger_id') ?? '';
  const requestId = `short:${triggerId}`;
  const tell = async (answer: Parameters<Respond>[0]): Promise<void> =>
    receiving.background.run('respond', async () => respond?.(answer));
  await attempt(
    receiving,
    requestId,
    async () => {
      const channel = textAt(body, 'channel', 'id') ?? '';
      const user = textAt(body, 'user', 'id');
      const speaker = await speaking(receiving, { user, requestId, channel });
      const capture = captureOf(at(body, 'message'), channel, speaker.identity);
      if (!capture)
        return tell(privately({ text: 'That message has no text to keep.', blocks: [] }));
      const author = textAt(body, 'message', 'user');
      if (author !== undefined) receiving.people.learn(author, receiving);
      const reply = receiving.sink.do(speaker.spoken, commandFor(capture));
      if (reply.form) return startForm(receiving, speaker, reply.form, { triggerId, respond });
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
