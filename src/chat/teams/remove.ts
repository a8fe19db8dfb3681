// Takes people out of a group chat. A thread or a channel is open to the whole team: nobody can be taken out of it.
import type { Deed, Delivery } from '../port.ts';
import { ApiError } from './connector.ts';
import { done, failed, placeOf, type Delivering } from './delivering.ts';
import { refusalBy } from './graph-remedies.ts';
import { aadObjectIdOf } from './identity.ts';

/** One call for each; when one of them cannot be taken out, the others are nevertheless. */
export async function remove(
  delivering: Delivering,
  deed: Extract<Deed, { kind: 'remove' }>,
): Promise<Delivery> {
  const { graph, tenantId } = delivering;
  const place = placeOf(delivering, deed.conversation);
  if (place === undefined) return failed('unknown_conversation');
  if (place.kind !== 'groupChat') return done();
  const left: string[] = [];
  let remedy = 'In Teams, somebody in the chat can remove them.';
  for (const person of deed.people) {
    const id = aadObjectIdOf(person, tenantId);
    if (id === undefined) continue;
    try {
      await graph.removeFromChat(deed.conversation, id);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 403))
        throw error;
      left.push(`<@${person}>`);
      remedy = refusalBy(error) ?? remedy;
    }
  }
  if (left.length === 0) return done();
  return { ...done(), remark: `still in the chat: ${left.join(', ')}. ${remedy}` };
}
