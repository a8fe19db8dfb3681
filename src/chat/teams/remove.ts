// Takes people out of a group chat. A thread or a channel is open to the whole team: nobody can be taken out of it.
import type { PersonId } from '#machines/incident-types.ts';
import type { Deed, Delivery } from '../port.ts';
import { changeMembers, insideOf } from './change-members.ts';
import { done, placeOf, unknownRoom, type Delivering } from './delivering.ts';
import { aadObjectIdOf } from './identity.ts';

export async function remove(
  delivering: Delivering,
  { conversation, people }: Extract<Deed, { kind: 'remove' }>,
): Promise<Delivery> {
  const { graph, tenantId } = delivering;
  const place = placeOf(delivering, conversation);
  if (place === undefined) return unknownRoom;
  if (place.kind !== 'groupChat') return done();
  const inside = await insideOf(delivering, place);
  const leaving = new Map<PersonId, string>();
  for (const person of people) {
    const id = aadObjectIdOf(person, tenantId);
    if (id !== undefined && inside.has(person)) leaving.set(person, id);
  }
  const { left, remedy } = await changeMembers(delivering, leaving, (id) =>
    graph.removeFromChat(conversation, id),
  );
  if (left.length === 0) return done();
  const who = left.map((person) => `<@${person}>`).join(', ');
  const advice = remedy ?? 'In Teams, somebody in the chat can remove them.';
  return { ...done(), remark: `still in the chat: ${who}. ${advice}` };
}
