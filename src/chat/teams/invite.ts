// Brings people into an incident's room. Into a group chat by Graph; a thread or a channel they can read as soon as they
// are in the team, so there one message mentions them. Those who cannot come do not stop the others.
import type { Group, PersonId } from '#machines/incident-types.ts';
import type { Deed, Delivery } from '../port.ts';
import type { Message, Rich } from '../../messages/message.ts';
import { classify } from './api-error.ts';
import { chatPeople } from './chat-people.ts';
import { ApiError, type Place } from './connector.ts';
import { done, failed, placeOf, type Delivering } from './delivering.ts';
import { findEarlier } from './find-earlier.ts';
import { hasStatus } from './graph-client.ts';
import { refusalBy } from './graph-remedies.ts';
import { aadObjectIdOf, personOf } from './identity.ts';
import { sendUnless } from './post.ts';

export async function invite(
  delivering: Delivering,
  { conversation, people, groups = [] }: Extract<Deed, { kind: 'invite' }>,
): Promise<Delivery> {
  const place = placeOf(delivering, conversation);
  if (place === undefined) return failed('unknown_conversation');
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

/** Who is in already is left alone, so a try after Graph's limit goes on where the last one stopped. */
async function bringIn(
  delivering: Delivering,
  place: Place,
  people: readonly PersonId[],
): Promise<string[]> {
  const { api, graph, tenantId } = delivering;
  const inside = new Set<PersonId>();
  for await (const { aadObjectId } of api.members(place))
    inside.add(personOf(tenantId, aadObjectId));
  const missing = people.filter((person) => !inside.has(person));
  const left: PersonId[] = [];
  let remedy = 'In Teams, somebody in the chat can add them.';
  for (const person of await chatPeople(delivering, missing)) {
    try {
      await graph.addToChat(place.conversationId, person);
    } catch (error) {
      // Of this person, or not granted; 404: nobody of the directory.
      if (!(error instanceof ApiError) || ![400, 403, 404].includes(error.status)) throw error;
      left.push(personOf(tenantId, person.aadObjectId));
      remedy = refusalBy(error) ?? remedy;
    }
  }
  return left.length === 0 ? [] : [`not brought into the chat: ${listed(left)}. ${remedy}`];
}

async function mention(
  delivering: Delivering,
  place: Place,
  people: readonly PersonId[],
): Promise<string[] | Delivery> {
  const inside: PersonId[] = [];
  const outside: PersonId[] = [];
  for (const person of people)
    ((await isInTeam(delivering, place, person)) ? inside : outside).push(person);
  if (inside.length > 0) {
    const earlier = await findEarlier(delivering, place);
    const message = invitation(delivering, inside);
    const delivery = await sendUnless(delivering, earlier, { place, message });
    if (delivery.outcome !== 'delivered') return delivery;
  }
  return outside.length === 0
    ? []
    : [
        `not in the team, so they cannot read the room: ${listed(outside)}. In Teams, an owner of the team adds them with “Add member”; then invite them again`,
      ];
}

/** Who is there is remembered, because only who is known can be mentioned. */
async function isInTeam(
  { api, memory, tenantId }: Delivering,
  place: Place,
  person: PersonId,
): Promise<boolean> {
  const { serviceUrl } = place;
  try {
    const { aadObjectId, teamsId } = await api.member(place, aadObjectIdOf(person, tenantId) ?? '');
    if (memory.person(aadObjectId) === undefined)
      memory.savePerson({ aadObjectId, teamsId, serviceUrl, chat: null, goneAt: null });
    return true;
  } catch (error) {
    if (hasStatus(error, 404) && classify(error).code !== 'ConversationNotFound') return false;
    throw error;
  }
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
