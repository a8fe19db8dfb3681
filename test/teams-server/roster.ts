// Who is in a conversation, as the Bot Connector tells it. Bots are not among them.

import type { Json } from '../slack-server/json.ts';
import type { Reply } from './answers.ts';
import type { TeamsChannel, TeamsChat, TeamsPerson } from './model.ts';
import type { TeamsWorld } from './world.ts';

const smallestPage = 50;
const largestPage = 500;
const usualPage = 200;

/** A person with another tenant's account keeps that tenant; Teams calls only guests of ours guests. */
export function memberJson(person: TeamsPerson): Json {
  return {
    id: person.teamsId,
    name: person.name,
    objectId: person.aadObjectId,
    aadObjectId: person.aadObjectId,
    givenName: person.givenName,
    surname: person.surname,
    email: person.upn,
    userPrincipalName: person.upn,
    tenantId: person.tenantId,
    userRole: person.kind === 'guest' ? 'guest' : 'user',
  };
}

export function membersPage(
  world: TeamsWorld,
  where: TeamsChannel | TeamsChat,
  query: URLSearchParams,
): Reply {
  const asked = Number(query.get('pageSize') ?? usualPage);
  const size = Math.min(largestPage, Math.max(smallestPage, asked));
  const from = Number(query.get('continuationToken') ?? 0);
  const all = [...world.membersOf(where)];
  const members = all.slice(from, from + size).map((id) => memberJson(world.person(id)));
  const next = from + size < all.length ? { continuationToken: String(from + size) } : {};
  return { status: 200, body: { members, ...next } };
}
