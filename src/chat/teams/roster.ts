// Who of some people is in a conversation. Its roster is read up to the last of them: a question for each would soon be
// more than the service allows.
import type { BotApi, Member, Place } from './connector.ts';

/** By Entra object id. Rejects with ApiError where the bot cannot read it. */
export async function membersAmong(
  api: BotApi,
  place: Pick<Place, 'serviceUrl' | 'conversationId'>,
  ids: ReadonlySet<string>,
): Promise<Map<string, Member>> {
  const found = new Map<string, Member>();
  if (ids.size === 0) return found;
  for await (const member of api.members(place)) {
    if (ids.has(member.aadObjectId)) found.set(member.aadObjectId, member);
    if (found.size === ids.size) break;
  }
  return found;
}
