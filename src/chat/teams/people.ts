// Who somebody is, by the roster of the conversation, kept for an hour: their name for readers and their standing for
// authority. Somebody whom the roster does not tell of is `unknown`, never taken for a member.
import type { PersonId } from '#machines/incident-types.ts';
import type { Actor, Met } from '../port.ts';
import type { BotApi, Member, Place, Speaker } from './connector.ts';
import { personOf, tenantOf } from './identity.ts';
import type { TeamsMemory } from './memory.ts';

const keptMs = 60 * 60 * 1000;
const keptMax = 20_000;
/** Teams waits five seconds for what a button answers. */
const patienceMs = 1500;

export interface People {
  /** The speaker, looked up when not known yet; at most a second and a half. How they are reached is kept. */
  actor(who: Speaker, where: Place): Promise<Actor>;
  /**
   * Somebody of the conversation whom a message names, by `29:…` or Entra object id; undefined where it is not known
   * who that is. At most three seconds.
   */
  named(id: string, where: Place): Promise<PersonId | undefined>;
  /** Undefined for somebody who was never met. */
  nameOf(person: PersonId): string | undefined;
  /** By `29:…`: what they are is to be asked again. */
  forget(teamsId: string): void;
}

type PeopleMemory = Pick<TeamsMemory, 'person' | 'personByTeamsId' | 'savePerson'>;

export interface PeopleParts {
  api: Pick<BotApi, 'member'>;
  memory: PeopleMemory;
  tenantId: string;
  /** Where most people are: who is not in a conversation yet is looked for there. */
  team: () => Place | undefined;
  met: (person: Met) => void;
  /** As they were met before this process. */
  metBefore: (person: PersonId) => Pick<Met, 'name' | 'zone'> | undefined;
  /** Epoch milliseconds. */
  now: () => number;
}

export function createPeople(parts: PeopleParts): People {
  const { api, memory, tenantId, met, metBefore, now } = parts;
  const tenant = tenantOf(tenantId);
  const known = new Map<PersonId, { person: Met; until: number }>();

  const fresh = (id: PersonId): Met | undefined => {
    const entry = known.get(id);
    return entry && entry.until > now() ? entry.person : undefined;
  };

  const keep = (member: Member, { serviceUrl }: Place, toldZone: string | undefined): Met => {
    const { aadObjectId, teamsId, name, handle, kind } = member;
    const id = personOf(tenantId, aadObjectId);
    // Only their own client tells a zone, the roster never does.
    const zone = toldZone ?? known.get(id)?.person.zone ?? metBefore(id)?.zone ?? null;
    const person = { id, tenant, name: name || id, handle: handle ?? id, zone, kind };
    met(person);
    known.delete(id);
    known.set(id, { person, until: now() + keptMs });
    if (known.size > keptMax) known.delete(known.keys().next().value ?? '');
    remember(memory, { aadObjectId: aadObjectId.toLowerCase(), teamsId, serviceUrl });
    return person;
  };

  const lookUp = async (id: string, where: Place): Promise<Member | undefined> => {
    try {
      return await inTime(api.member(where, id));
    } catch {
      // Limited, slow or not there: it is not known who they are.
      return undefined;
    }
  };

  return {
    actor: async (who, where) => {
      const aadObjectId = who.aadObjectId.toLowerCase();
      const { teamsId, zone } = who;
      const chat = where.kind === 'personal' ? { chat: where.conversationId } : {};
      remember(memory, { aadObjectId, teamsId, serviceUrl: where.serviceUrl, ...chat });
      const id = personOf(tenantId, aadObjectId);
      const person = fresh(id);
      if (person) {
        if (zone !== undefined && zone !== person.zone) met(Object.assign(person, { zone }));
        return { id, tenant, kind: person.kind };
      }
      const member = await lookUp(aadObjectId, where);
      // The roster is asked for this very person: another answer says nothing of them.
      if (member?.aadObjectId.toLowerCase() !== aadObjectId) return { id, tenant, kind: 'unknown' };
      return { id, tenant, kind: keep(member, where, zone).kind };
    },
    named: async (id, where) => {
      const reachable = memory.personByTeamsId(id);
      const person = personOf(tenantId, reachable?.aadObjectId ?? id);
      if (fresh(person)) return person;
      const team = parts.team();
      const member = (await lookUp(id, where)) ?? (team && (await lookUp(id, team)));
      if (member?.aadObjectId) return keep(member, where, undefined).id;
      return reachable && person;
    },
    nameOf: (person) => known.get(person)?.person.name ?? metBefore(person)?.name,
    forget: (teamsId) => {
      const aadObjectId = memory.personByTeamsId(teamsId)?.aadObjectId;
      if (aadObjectId !== undefined) known.delete(personOf(tenantId, aadObjectId));
    },
  };
}

/** Written only when something changed: people are met with every request. */
function remember(
  memory: PeopleMemory,
  {
    aadObjectId,
    teamsId,
    serviceUrl,
    chat,
  }: { aadObjectId: string; teamsId: string; serviceUrl: string; chat?: string },
): void {
  const before = memory.person(aadObjectId);
  const after = {
    aadObjectId,
    teamsId,
    serviceUrl,
    chat: chat ?? before?.chat ?? null,
    // Whoever writes in their chat with the bot has it.
    goneAt: chat === undefined ? (before?.goneAt ?? null) : null,
  };
  const isSame =
    before?.teamsId === teamsId &&
    before.serviceUrl === serviceUrl &&
    before.chat === after.chat &&
    before.goneAt === after.goneAt;
  if (!isSame) memory.savePerson(after);
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error('the roster does not answer'));
  }, patienceMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
