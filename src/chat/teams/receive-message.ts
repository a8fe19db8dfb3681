// What people write to the bot: a command, answered for their eyes only.
import type { PersonId } from '#machines/incident-types.ts';
import { showReply } from './answer.ts';
import type { Answer, Mentioned, Place } from './connector.ts';
import { commandText, plainText } from './command-text.ts';
import { speaking, type Came, type Receiving } from './receiving.ts';

export async function receiveMessage(receiving: Receiving, inbound: Came<'said'>): Promise<Answer> {
  const [speaker, people] = await Promise.all([
    speaking(receiving, inbound),
    mentioned(receiving, inbound.mentions, inbound.where),
  ]);
  const said = commandText(plainText(inbound.text, inbound.mentions, (id) => people.get(id)));
  const reply = receiving.sink.say(speaker.spoken, said);
  showReply(receiving, speaker, reply);
  return reply.isBroken ? { kind: 'broken' } : { kind: 'none' };
}

/** Those whom the roster knows; looked up so that the record shows their names. */
async function mentioned(
  { people }: Receiving,
  mentions: readonly Mentioned[],
  where: Place,
): Promise<ReadonlyMap<string, PersonId>> {
  const ids = [...new Set(mentions.map(({ teamsId }) => teamsId))];
  const found = await Promise.all(
    ids.map(async (id) => [id, await people.named(id, where)] as const),
  );
  return new Map(found.flatMap(([id, person]) => (person === undefined ? [] : [[id, person]])));
}
