// A pressed button. It says the command that the button carries, so that a press and a typed command are one thing.
import type { AckFn } from '@slack/bolt';
import type { Reply } from '../port.ts';
import { privately, showPrivately, startForm, startNotice, type Respond } from './answer.ts';
import { buttonPrefix, renderMessage } from './blocks.ts';
import { at, parseJson, textAt } from '../../shared/read.ts';
import { attempt, speaking, type Receiving, type Speaking } from './receiving.ts';

export interface ActionArgs {
  body: unknown;
  action: unknown;
  ack: AckFn<void>;
  /** Absent for what is pressed inside a modal. */
  respond: Respond | undefined;
}

/** Commands that only show something: their answer is what the person wanted to see. */
const shows: ReadonlySet<string> = new Set(
  'home status timeline checklist health roles tasks list help export'.split(' '),
);

export async function receiveAction(
  receiving: Receiving,
  { body, action, ack, respond }: ActionArgs,
): Promise<void> {
  // Acknowledged when this is over: the answer goes another way.
  await ack();
  const say = pressed(action);
  if (!say) return orphaned(receiving, action, respond);

  const requestId = `act:${textAt(body, 'trigger_id') ?? ''}:${textAt(action, 'action_ts') ?? ''}`;
  const channel = textAt(body, 'channel', 'id') ?? textAt(body, 'container', 'channel_id');
  await attempt(
    receiving,
    requestId,
    async () => {
      const user = textAt(body, 'user', 'id');
      const speaker = await speaking(receiving, { user, requestId, channel });
      const reply = receiving.sink.say(speaker.spoken, say.text);
      const triggerId = textAt(body, 'trigger_id');
      if (reply.form && triggerId !== undefined)
        return startForm(receiving, speaker, reply.form, { triggerId, respond });
      if (isPage(body)) return onPage(receiving, speaker, { reply, verb: say.verb, triggerId });
      if (reply.isBroken && !respond) throw new Error('a press could not be stored');
      // The card changes before the eyes of everybody in its channel; nowhere else does anything show.
      const showsOnCard = speaker.spoken.conversation !== null && !isEphemeral(body);
      if (showsOnCard && !reply.refused && !shows.has(say.verb)) return;
      // In the home tab there is nowhere to answer: a window says what does not show on the page itself.
      if (respond === undefined && triggerId !== undefined) {
        if (reply.refused || shows.has(say.verb))
          startNotice(receiving, speaker, reply.message, triggerId);
        return;
      }
      answerLater(receiving, respond, privately(renderMessage(reply.message, speaker.readers)));
    },
    respond && (async (apology) => respond(privately({ text: apology, blocks: [] }))),
  );
}

/** What one of our buttons says: its incident, where it names one, then its command. */
function pressed(action: unknown): { text: string; verb: string } | undefined {
  if (!(textAt(action, 'action_id') ?? '').startsWith(buttonPrefix)) return undefined;
  const value = parseJson(textAt(action, 'value') ?? '');
  const command = textAt(value, 'c');
  if (command === undefined) return undefined;
  const incidentId = textAt(value, 'i') ?? '';
  return { text: `${incidentId} ${command}`.trim(), verb: command.trim().split(/\s/u, 1)[0] ?? '' };
}

function isPage(body: unknown): boolean {
  return textAt(body, 'view', 'type') === 'home';
}

/** The page changes before the eyes of whoever pressed; anything else is said in a window over it. */
function onPage(
  receiving: Receiving,
  speaker: Speaking,
  { reply, verb, triggerId }: { reply: Reply; verb: string; triggerId: string | undefined },
): void {
  if (!shows.has(verb))
    receiving.background.run('page', async () => receiving.sink.opened(speaker.spoken.actor));
  if (!reply.refused && !shows.has(verb)) return;
  if (triggerId === undefined) showPrivately(receiving, speaker, reply.message, { channel: null });
  else startNotice(receiving, speaker, reply.message, triggerId);
}

function isEphemeral(body: unknown): boolean {
  return at(body, 'container', 'is_ephemeral') === true;
}

/** A button of a message that an older version wrote. Inputs in a modal report here too and need no answer. */
function orphaned(receiving: Receiving, action: unknown, respond: Respond | undefined): void {
  if (textAt(action, 'type') !== 'button') return;
  const text = 'This button no longer does anything. Try /incident status or /incident help.';
  answerLater(receiving, respond, privately({ text, blocks: [] }));
}

function answerLater(
  { background }: Receiving,
  respond: Respond | undefined,
  answer: Parameters<Respond>[0],
): void {
  if (respond) background.run('respond', () => respond(answer));
}
