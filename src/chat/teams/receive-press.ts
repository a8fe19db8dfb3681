// A pressed button. It says the command that the button carries, so that a press and a typed command are one thing.
import { showReply } from './answer.ts';
import { typed } from './cards.ts';
import type { Answer } from './connector.ts';
import { pressed, shows } from './pressed.ts';
import { speaking, type Came, type Receiving } from './receiving.ts';

const orphaned = 'This button no longer does anything. Try “@ssirp status” or “@ssirp help”.';
const shown = 'The answer is in a message that only you see.';
const needsForm = 'This needs a form: press the button in the message that I sent you.';

export async function receivePress(
  receiving: Receiving,
  inbound: Came<'pressed'>,
): Promise<Answer> {
  const say = pressed(inbound.data);
  if (!say) return { kind: 'notice', text: orphaned };
  const { verb, messageId = '', who } = inbound;
  const speaker = await speaking(receiving, inbound, verb, messageId, who.aadObjectId);
  const reply = receiving.sink.say(speaker.spoken, say.text);
  if (reply.isBroken) return { kind: 'broken' };
  const hasMore = reply.message.blocks.some(({ kind }) => kind === 'buttons');
  const isShown = reply.form !== undefined || hasMore || (!reply.refused && shows.has(say.verb));
  if (isShown) showReply(receiving, speaker, reply);
  if (reply.form) return { kind: 'notice', text: needsForm };
  // The client takes an empty answer for a failure.
  const { summary } = reply.message;
  return { kind: 'notice', text: isShown && !reply.refused ? shown : typed(summary) };
}
