// Who is brought into a group chat, and as what: Graph wants to know whether somebody is a guest.
import type { PersonId } from '#machines/incident-types.ts';
import { errorFacts } from '../../shared/log.ts';
import type { ChatPerson, Member } from './connector.ts';
import type { Delivering } from './delivering.ts';
import { isRefused } from './find-earlier.ts';
import { aadObjectIdOf } from './identity.ts';
import { membersAmong } from './roster.ts';

/** Those of this tenant, each once. Whom the team does not know is taken for a member. */
export async function chatPeople(
  { api, incidentsChannel, tenantId, log }: Delivering,
  people: readonly PersonId[],
): Promise<ChatPerson[]> {
  const ids = new Set(people.flatMap((person) => aadObjectIdOf(person, tenantId) ?? []));
  const team = incidentsChannel();
  let known = new Map<string, Member>();
  try {
    if (team !== undefined) known = await membersAmong(api, team, ids);
  } catch (error) {
    if (!isRefused(error)) throw error;
    log.warn(errorFacts(error), 'teams does not show who is in the team of the incidents channel');
  }
  return [...ids].map((aadObjectId) => ({
    aadObjectId,
    isGuest: known.get(aadObjectId)?.kind === 'guest',
  }));
}
