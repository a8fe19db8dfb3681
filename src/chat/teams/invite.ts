// Brings people into an incident's room. Into a group chat by Graph; a thread or a channel they can read as soon as they
// are in the team, so there one message mentions them. Those who cannot come do not stop the others.
import type { Group, PersonId } from '#machines/incident-types.ts';
import type { Deed, Delivery } from '../port.ts';
import type { Message, Rich } from '../../messages/message.ts';
import { changeMembers, insideOf } from './change-members.ts';
import { chatPeople } from './chat-people.ts';
import type { Member, Place } from './connector.ts';
import { done, placeOf, unknownRoom, type Delivering } from './delivering.ts';
import { findEarlier } from './find-earlier.ts';
import { aadObjectIdOf, personOf } from './identity.ts';
import { sendUnless } from './post.ts';
import { membersAmong } from './roster.ts';

export async function invite(
  delivering: Delivering,
  { conversation, people, groups = [] }: Extract<Deed, { kind: 'invite' }>,
): Promise<Delivery> {
  const place = placeOf(delivering, conversation);
  if (place === undefined) return unknownRoom;
  const isOurs = (person: PersonId): boolean =>
    aadObjectIdOf(person, delivering.tenantId) !== undefined;
  const ours = [...new Set(people.filter(isOurs))];
  const others = people.filter((person) => !isOurs(person));
  const problems =
    place.kind === 'groupChat'
      ? await bringIn(delivering, place, ours)
      : await mention(delivering, place, ours);
  if ('outcome' in problems) return problems;
  const remarks = [
    ...(others.length === 0 ? [] : [`not in this Teams organisation: ${listed(others)}`]),
    ...problems,
    ...(groups.length === 0 ? [] : [noGroups(groups)]),
  ];
  return {
    ...done(),
    ...(groups.length === 0 ? {} : { invited: [] }),
    ...(remarks.length === 0 ? {} : { remark: remarks.join('; ') }),
  };
}

const listed = (people: readonly PersonId[]): string =>
  people.map((person) => `<@${person}>`).join(', ');

function noGroups(groups: readonly Group[]): string {
  const names = groups.map(({ name }) => name).join(', ');
  return `Teams has no user groups: invite the people of ${names} one by one`;
}

async function bringIn(
  delivering: Delivering,
  place: Place,
  people: readonly PersonId[],
): Promise<string[]> {
  const { graph, tenantId } = delivering;
  const inside = await insideOf(delivering, place);
  const missing = people.filter((person) => !inside.has(person));
  const newcomers = (await chatPeople(delivering, missing)).map(
    (person) => [personOf(tenantId, person.aadObjectId), person] as const,
  );
  const { left, remedy } = await changeMembers(delivering, new Map(newcomers), (person) =>
    graph.addToChat(place.conversationId, person),
  );
  const advice = remedy ?? 'In Teams, somebody in the chat can add them.';
  return left.length === 0 ? [] : [`not brought into the chat: ${listed(left)}. ${advice}`];
}

async function mention(
  delivering: Delivering,
  place: Place,
  people: readonly PersonId[],
): Promise<string[] | Delivery> {
  const { api, tenantId } = delivering;
  const ids = new Set(people.flatMap((person) => aadObjectIdOf(person, tenantId) ?? []));
  const members = await membersAmong(api, place, ids);
  const isInside = (person: PersonId): boolean =>
    members.has(aadObjectIdOf(person, tenantId) ?? '');
  const inside = people.filter(isInside);
  if (inside.length > 0) {
    for (const member of members.values()) remember(delivering, place, member);
    const earlier = await findEarlier(delivering, place);
    const message = invitation(delivering, inside);
    const delivery = await sendUnless(delivering, earlier, { place, message });
    if (delivery.outcome !== 'delivered') return delivery;
  }
  const outside = people.filter((person) => !isInside(person));
  return outside.length === 0
    ? []
    : [
        `not in the team, so they cannot read the room: ${listed(outside)}. In Teams, an owner of the team adds them with “Add member”; then invite them again`,
      ];
}

/** Only who is known can be mentioned. */
function remember(
  { memory }: Delivering,
  { serviceUrl }: Place,
  { aadObjectId, teamsId }: Member,
): void {
  if (memory.person(aadObjectId) === undefined)
    memory.savePerson({ aadObjectId, teamsId, serviceUrl, chat: null, goneAt: null });
}

function invitation({ nameOf }: Delivering, people: readonly PersonId[]): Message {
  const text: Rich = [
    'Invited: ',
    ...people.flatMap((person, n) => [...(n === 0 ? [] : [', ']), { person }]),
  ];
  return {
    summary: `Invited: ${people.map(nameOf).join(', ')}`,
    blocks: [{ kind: 'text', text }],
  };
}
