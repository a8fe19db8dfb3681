// Who is brought into a group chat, and as what: Graph wants to know whether somebody is a guest.
import type { PersonId } from '#machines/incident-types.ts';
import type { ChatPerson } from './connector.ts';
import type { Delivering } from './delivering.ts';
import { isRefused } from './find-earlier.ts';
import { aadObjectIdOf } from './identity.ts';

/** Those of this tenant, each once. Whom the team does not know is taken for a member. */
export async function chatPeople(
  { api, incidentsChannel, tenantId, log }: Delivering,
  people: readonly PersonId[],
): Promise<ChatPerson[]> {
  const ids = people.flatMap((person) => aadObjectIdOf(person, tenantId) ?? []);
  const team = incidentsChannel();
  const known: ChatPerson[] = [];
  for (const aadObjectId of new Set(ids)) {
    let isGuest = false;
    try {
      if (team !== undefined) isGuest = (await api.member(team, aadObjectId)).kind === 'guest';
    } catch (error) {
      if (!isRefused(error)) throw error;
      log.debug({ person: aadObjectId }, 'teams does not know somebody in the team');
    }
    known.push({ aadObjectId, isGuest });
  }
  return known;
}
