// Brings people into a group chat or takes them out, a call for each. One whom Graph refuses does not stop the others;
// where its limit stops the try, the next one goes on, and asks for nobody twice.
import type { PersonId } from '#machines/incident-types.ts';
import { ApiError, type Place } from './connector.ts';
import type { Delivering } from './delivering.ts';
import { refusalBy } from './graph-remedies.ts';
import { personOf } from './identity.ts';

/** Whom Graph refused in this and earlier tries of the effect, and what people can do where that is known. */
export async function changeMembers<Person>(
  { effect, refused }: Pick<Delivering, 'effect' | 'refused'>,
  people: ReadonlyMap<PersonId, Person>,
  change: (person: Person) => Promise<void>,
): Promise<{ left: PersonId[]; remedy: string | undefined }> {
  const before = refused.get(effect.key) ?? new Map<PersonId, string | undefined>();
  refused.set(effect.key, before);
  for (const [id, person] of people) {
    if (before.has(id)) continue;
    try {
      await change(person);
    } catch (error) {
      // Of this person, or not granted; 404: nobody of the directory.
      if (!(error instanceof ApiError) || ![400, 403, 404].includes(error.status)) throw error;
      before.set(id, refusalBy(error));
    }
  }
  refused.delete(effect.key);
  const remedies = [...before.values()];
  return { left: [...before.keys()], remedy: remedies.find((one) => one !== undefined) };
}

/** The people of a group chat, as its roster has them. */
export async function insideOf(
  { api, tenantId }: Pick<Delivering, 'api' | 'tenantId'>,
  place: Place,
): Promise<Set<PersonId>> {
  const inside = new Set<PersonId>();
  for await (const { aadObjectId } of api.members(place))
    inside.add(personOf(tenantId, aadObjectId));
  return inside;
}
