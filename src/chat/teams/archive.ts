// The end of a room. A thread or a chat stays as it is: its title says that the incident is closed.
import type { Deed, Delivery } from '../port.ts';
import { ApiError } from './connector.ts';
import { done, placeOf, unknownRoom, type Delivering } from './delivering.ts';
import { refusalBy } from './graph-remedies.ts';

export async function archive(
  delivering: Delivering,
  { conversation }: Extract<Deed, { kind: 'archive' }>,
): Promise<Delivery> {
  const { graph } = delivering;
  const place = placeOf(delivering, conversation);
  if (place === undefined) return unknownRoom;
  if (place.kind !== 'channel' || conversation.includes(';') || place.teamId === undefined)
    return done();
  const { teamId } = place;
  try {
    await graph.archiveChannel(teamId, conversation);
  } catch (error) {
    const remedy = refusalBy(error);
    if (remedy !== undefined) return { ...done(), remark: `the channel stays open. ${remedy}` };
    if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 409)) throw error;
    if ((await graph.channel(teamId, conversation))?.isArchived !== true) throw error;
  }
  return done();
}
