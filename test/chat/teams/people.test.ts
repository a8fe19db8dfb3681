import { beforeEach, expect, test } from 'vitest';
import { ApiError, type Member, type Place } from '#src/chat/teams/connector.ts';
import { createPeople } from '#src/chat/teams/people.ts';
import type { Reachable, TeamsMemory } from '#src/chat/teams/memory.ts';
import type { Met } from '#src/chat/port.ts';

const tenantId = '0b7b1a3c-0000-4000-8000-00000000000a';
const ada = '0b7b1a3c-0000-4000-8000-0000000000ad';
const where: Place = {
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversationId: 'a:ada',
  kind: 'personal',
};
const speaker = { aadObjectId: ada, teamsId: '29:ada', name: 'whatever she calls herself' };
const member: Member = {
  aadObjectId: ada,
  teamsId: '29:ada',
  name: 'Ada Reyes',
  handle: 'ada@example.com',
  kind: 'member',
};

const general = { conversationId: '19:general@thread.tacv2', kind: 'channel' as const };

let roster: (place: Pick<Place, 'conversationId'>) => Promise<Member>;
let asked: number;
let met: Met[];
let reachable: Map<string, Reachable>;
let clock: number;

function people(before?: Pick<Met, 'name' | 'zone'>) {
  const memory: Pick<TeamsMemory, 'person' | 'personByTeamsId' | 'savePerson'> = {
    person: (id) => reachable.get(id),
    personByTeamsId: (id) => [...reachable.values()].find(({ teamsId }) => teamsId === id),
    savePerson: (person) => {
      reachable.set(person.aadObjectId, person);
    },
  };
  return createPeople({
    team: () => ({ ...where, ...general }),
    api: {
      member: (place) => {
        asked += 1;
        return roster(place);
      },
    },
    memory,
    tenantId,
    met: (person) => {
      met.push(person);
    },
    metBefore: () => before,
    now: () => clock,
  });
}

beforeEach(() => {
  roster = () => Promise.resolve(member);
  asked = 0;
  met = [];
  reachable = new Map();
  clock = 0;
});

test('what somebody may do follows the roster, which is asked once an hour', async () => {
  const known = people();
  const id = `teams:${tenantId}:${ada}`;
  expect(await known.actor(speaker, where)).toEqual({
    id,
    tenant: `teams:${tenantId}`,
    kind: 'member',
  });
  await known.actor(speaker, where);
  expect(asked).toBe(1);
  clock += 61 * 60 * 1000;
  roster = () => Promise.resolve({ ...member, kind: 'guest' });
  expect((await known.actor(speaker, where)).kind).toBe('guest');
  expect(met.map(({ name, kind }) => [name, kind])).toEqual([
    ['Ada Reyes', 'member'],
    ['Ada Reyes', 'guest'],
  ]);
});

test('somebody whom the roster does not name is not taken for a member', async () => {
  const known = people();
  roster = () => Promise.reject(new ApiError('member', { status: 503 }));
  expect((await known.actor(speaker, where)).kind).toBe('unknown');
  roster = () => Promise.resolve({ ...member, aadObjectId: 'somebody else' });
  expect((await known.actor(speaker, where)).kind).toBe('unknown');
  expect(met).toEqual([]);
});

test('how the bot reaches them is kept, with their chat once they write there', async () => {
  const known = people();
  const channel: Place = { ...where, conversationId: '19:c@thread.tacv2', kind: 'channel' };
  await known.actor(speaker, channel);
  expect(reachable.get(ada)).toMatchObject({ teamsId: '29:ada', chat: null });
  await known.actor(speaker, where);
  expect(reachable.get(ada)?.chat).toBe('a:ada');
  await known.actor(speaker, channel);
  expect(reachable.get(ada)?.chat).toBe('a:ada');
});

test('the zone of their client is kept when the roster, which has none, is read again', async () => {
  const known = people();
  await known.actor({ ...speaker, zone: 'Europe/Prague' }, where);
  clock += 61 * 60 * 1000;
  await known.named('29:ada', where);
  expect(met.map(({ zone }) => zone)).toEqual(['Europe/Prague', 'Europe/Prague']);
  await known.actor({ ...speaker, zone: 'America/New_York' }, where);
  expect(met.at(-1)?.zone).toBe('America/New_York');
});

test('a change of the roster makes them be looked up again', async () => {
  const known = people();
  await known.actor(speaker, where);
  known.forget('29:ada');
  await known.actor(speaker, where);
  expect(asked).toBe(2);
});

test('whom a form in a chat names is found in the team, so that the record shows a name', async () => {
  roster = ({ conversationId }) =>
    conversationId === general.conversationId
      ? Promise.resolve(member)
      : Promise.reject(new ApiError('member', { status: 404 }));
  expect(await people().named(ada, where)).toBe(`teams:${tenantId}:${ada}`);
  expect(met.map(({ name }) => name)).toEqual(['Ada Reyes']);
});
