// Shows a person what their command answers, for their eyes only. Best effort: nothing here goes through the outbox,
// and nothing here decides anything.
import type { Message } from '../../messages/message.ts';
import { errorFacts } from '../../shared/log.ts';
import type { Reply } from '../port.ts';
import { formOpener, outgoing } from './cards.ts';
import type { Outgoing } from './connector.ts';
import type { Receiving, Speaking } from './receiving.ts';

export function words(summary: string): Message {
  return { summary, blocks: [{ kind: 'text', text: [summary] }] };
}

/** Says in the open that there is an answer, and nothing of it. */
const elsewhere =
  'There is an answer that only the person who asked may read, and Teams does not let me show it to them here. Open a chat with me (search for the app by its name, then “Add”) and ask there.';

/**
 * Into the conversation for the person's eyes only; into their chat with the bot where that cannot be; and where that
 * cannot be either, a line in the conversation says how to get an answer.
 */
function showPrivately(receiving: Receiving, speaker: Speaking, answer: Outgoing): void {
  const { api, background, log } = receiving;
  const { where, who } = speaker;
  background.run('answer', async () => {
    if (where.kind === 'personal') {
      await api.post(where, answer);
      return;
    }
    try {
      await api.whisper(where, who.teamsId, answer);
    } catch (error) {
      // Whatever it was, the person still waits for an answer.
      log.debug(errorFacts(error), 'teams targeted message not shown');
      if (!(await shownInChat(receiving, speaker, answer)))
        await api.post(where, outgoing(words(elsewhere), { words: receiving.words }));
    }
  });
}

async function shownInChat(
  { api, memory, log }: Receiving,
  { where, who }: Speaking,
  answer: Outgoing,
): Promise<boolean> {
  const person = memory.person(who.aadObjectId.toLowerCase());
  try {
    const { serviceUrl } = where;
    const { teamsId } = who;
    const conversationId =
      person?.chat ?? (await api.startChat({ serviceUrl, teamsId })).conversationId;
    await api.post({ serviceUrl, conversationId }, answer);
    return true;
  } catch (error) {
    log.debug(errorFacts(error), 'teams chat does not take an answer');
    return false;
  }
}

/** What a typed command answers: a dialog is opened by a button only, so a form comes with one. */
export function showReply(receiving: Receiving, speaker: Speaking, reply: Reply): void {
  const { words: readers } = receiving;
  const answer = reply.form
    ? formOpener(reply.form, readers)
    : outgoing(reply.message, { words: readers });
  showPrivately(receiving, speaker, answer);
}
