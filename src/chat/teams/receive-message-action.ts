// The menu of a message: what can be made of what somebody wrote.
import type { Command } from '../../commands/command.ts';
import { captureOf, type Capture } from './capture.ts';
import type { Answer } from './connector.ts';
import { noticeDialog } from './dialog.ts';
import { messageActions } from './manifest.ts';
import { words } from './answer.ts';
import { dialogFor } from './receive-dialog.ts';
import { speaking, type Came, type Receiving } from './receiving.ts';

const commands: Readonly<Record<string, (capture: Capture) => Command>> = {
  [messageActions.addToTimeline]: (capture) => capture,
  [messageActions.taskFrom]: ({ verb: _verb, incidentId, ...from }) => ({
    verb: 'form',
    form: 'task',
    incidentId,
    from,
  }),
  [messageActions.declareFrom]: ({ verb: _verb, incidentId: _id, ...from }) => ({
    verb: 'form',
    form: 'declare',
    from,
  }),
};

/** Does with the message what the entry says; where a choice is needed first, a form asks for it. */
export async function receiveMessageAction(
  receiving: Receiving,
  inbound: Came<'messageAction'>,
): Promise<Answer> {
  const { command, message, where } = inbound;
  const commandFor = commands[command];
  if (!commandFor) return told(receiving, 'This entry no longer does anything.');
  const capture = captureOf(message, { where, tenantId: receiving.tenantId });
  if (!capture) return told(receiving, 'That message has no text to keep.');
  const { author } = message;
  const [speaker] = await Promise.all([
    speaking(receiving, inbound, command, message.id),
    author && receiving.people.named(author.aadObjectId, where),
  ]);
  return dialogFor(receiving, speaker, receiving.sink.do(speaker.spoken, commandFor(capture)));
}

function told({ words: readers }: Receiving, text: string): Answer {
  return { kind: 'dialog', ...noticeDialog(words(text), readers) };
}
