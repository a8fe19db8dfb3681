// Ids of the bot and what they are in Entra: a tenant is `teams:<tenant>`, a person `teams:<tenant>:<object id>`.
import type { PersonId } from '#machines/incident-types.ts';

/** `tenantId` and object ids are GUIDs; ids of ours have them in lower case. */
export function tenantOf(tenantId: string): string {
  return `teams:${tenantId.toLowerCase()}`;
}

export function personOf(tenantId: string, aadObjectId: string): PersonId {
  return `${tenantOf(tenantId)}:${aadObjectId.toLowerCase()}`;
}

/** The Entra object id of a person of that tenant; undefined for anybody else. */
export function aadObjectIdOf(person: PersonId, tenantId: string): string | undefined {
  const prefix = `${tenantOf(tenantId)}:`;
  const id = person.startsWith(prefix) ? person.slice(prefix.length) : '';
  return id === '' || id.includes(':') ? undefined : id;
}
