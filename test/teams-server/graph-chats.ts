// Group chats of Graph: made with their people, renamed, people brought in and out.

import { objectsAt, textAt, type Json } from '../slack-server/json.ts';
import type { Reply } from './answers.ts';
import { badRequest, notFound, page, sorry } from './graph-answers.ts';
import { pathOf, type GraphCall, type GraphRoute } from './graph-route.ts';
import type { TeamsChat, TeamsPerson } from './model.ts';

const topicMax = 250;
/** A known fault of Graph: no more members are shown beside a chat. */
const expandedMax = 25;
const manageMembers = ['Chat.Manage.Chat', 'ChatMember.ReadWrite.All', 'Chat.ReadWrite.All'];

export const chatRoutes: readonly GraphRoute[] = [
  {
    name: 'createChat',
    method: 'POST',
    path: pathOf('chats'),
    permissions: ['Chat.Create'],
    answer: createChat,
  },
  {
    name: 'renameChat',
    method: 'PATCH',
    path: pathOf('chats/{chat}'),
    permissions: ['ChatSettings.ReadWrite.Chat', 'Chat.Manage.Chat', 'Chat.ReadWrite.All'],
    answer: renameChat,
  },
  {
    name: 'chatMembers',
    method: 'GET',
    path: pathOf('chats/{chat}/members'),
    permissions: ['ChatMember.Read.Chat', 'ChatMember.Read.All', ...manageMembers],
    query: ['$top'],
    answer: chatMembers,
  },
  {
    name: 'addToChat',
    method: 'POST',
    path: pathOf('chats/{chat}/members'),
    permissions: manageMembers,
    isMemberChange: true,
    answer: addToChat,
  },
  {
    name: 'removeFromChat',
    method: 'DELETE',
    path: pathOf('chats/{chat}/members/{member}'),
    permissions: manageMembers,
    isMemberChange: true,
    answer: removeFromChat,
  },
  {
    name: 'chatsMadeSince',
    method: 'GET',
    path: pathOf('users/{user}/chats'),
    permissions: ['Chat.ReadBasic.All', 'Chat.Read.All', 'Chat.ReadWrite.All'],
    query: ['$top', '$filter', '$expand', '$orderby'],
    answer: chatsOf,
  },
];

function createChat({ state, body }: GraphCall): Reply {
  const topic = textAt(body, 'topic') ?? null;
  if (body['chatType'] !== 'group') return badRequest('Only group chats are made here.');
  const members = objectsAt(body, 'members');
  const people: string[] = [];
  for (const member of members) {
    const person = personIn(state, member);
    if ('status' in person) return person;
    people.push(person.aadObjectId);
  }
  if (people.length === 0) return badRequest('Members are missing.');
  if (new Set(people).size < people.length) return badRequest('Duplicate chat members.');
  const refused = topic === null ? undefined : badTopic(topic);
  if (refused) return refused;
  const chat = state.world.addChat({ topic, members: people, hasApp: false }, null);
  return { status: 201, body: chatJson(state, chat) };
}

function renameChat({ state, ids, body }: GraphCall): Reply {
  const chat = groupChat(state, ids);
  if (!chat) return noChat;
  const topic = textAt(body, 'topic') ?? '';
  const refused = badTopic(topic);
  if (refused) return refused;
  chat.topic = topic;
  return { status: 200, body: chatJson(state, chat) };
}

function chatMembers(call: GraphCall): Reply {
  const { state, ids } = call;
  const chat = groupChat(state, ids);
  if (!chat) return noChat;
  return page(call, `/chats/${encodeURIComponent(chat.id)}/members`, membersJson(state, chat));
}

function addToChat({ state, ids, body }: GraphCall): Reply {
  const chat = groupChat(state, ids);
  if (!chat) return noChat;
  const person = personIn(state, body);
  if ('status' in person) return person;
  if (chat.members.has(person.aadObjectId))
    return sorry(409, 'Conflict', 'The user is already a member of the chat.');
  state.world.addMembers(chat, [person.aadObjectId], null);
  const id = membershipId(chat, person.aadObjectId);
  return { status: 201, headers: { location: `/chats/${chat.id}/members/${id}` } };
}

function removeFromChat({ state, ids }: GraphCall): Reply {
  const chat = groupChat(state, ids);
  if (!chat) return noChat;
  const person = [...chat.members].find((id) => membershipId(chat, id) === ids[1]);
  if (person === undefined) return notFound('The member was not found.');
  state.world.removeMembers(chat, [person], null);
  return { status: 204 };
}

function chatsOf(call: GraphCall): Reply {
  const { state, ids } = call;
  const person = state.world.personBy(ids[0] ?? '');
  if (!person) return notFound('User not found.');
  const chats = [...state.world.chats.values()]
    .filter(({ kind, members }) => kind === 'groupChat' && members.has(person.aadObjectId))
    .toReversed();
  return page(
    call,
    `/users/${encodeURIComponent(ids[0] ?? '')}/chats`,
    chats.map((chat) => ({
      ...chatJson(state, chat),
      ...(call.query.get('$expand') === 'members'
        ? { members: membersJson(state, chat).slice(0, expandedMax) }
        : {}),
    })),
  );
}

const noChat = notFound('No chat found with that id.');

function groupChat(state: GraphCall['state'], [id = '']: readonly string[]): TeamsChat | undefined {
  const chat = state.world.chats.get(id);
  return chat?.kind === 'groupChat' ? chat : undefined;
}

/** Graph refuses a guest as owner, and a member as guest. */
function personIn(state: GraphCall['state'], member: Json): TeamsPerson | Reply {
  if (member['@odata.type'] !== '#microsoft.graph.aadUserConversationMember')
    return badRequest('The type of a member is missing.');
  const bound = textAt(member, 'user@odata.bind') ?? '';
  const id = bound.startsWith(`${state.baseUrl}/users`)
    ? /\/users(?:\('([^']+)'\)|\/([^/]+))$/u.exec(bound)
    : null;
  const person = state.world.people.get((id?.[1] ?? id?.[2] ?? '').toLowerCase());
  if (!person) return notFound('The user was not found in the directory.');
  const role = person.kind === 'guest' ? 'guest' : 'owner';
  return JSON.stringify(member['roles']) === JSON.stringify([role])
    ? person
    : badRequest(`Bad role: this user must be '${role}'.`);
}

function badTopic(topic: string): Reply | undefined {
  if (topic.length > topicMax) return badRequest(`The topic is longer than ${topicMax}.`);
  return topic.includes(':') ? badRequest("The topic must not contain ':'.") : undefined;
}

function membersJson({ world }: GraphCall['state'], chat: TeamsChat): object[] {
  return [...chat.members].map((id) => {
    const person = world.person(id);
    return {
      '@odata.type': '#microsoft.graph.aadUserConversationMember',
      id: membershipId(chat, id),
      roles: [person.kind === 'guest' ? 'guest' : 'owner'],
      displayName: person.name,
      userId: id,
      email: person.upn,
      tenantId: person.tenantId,
    };
  });
}

function membershipId(chat: TeamsChat, aadObjectId: string): string {
  return Buffer.from(`1##${chat.id}##${aadObjectId}`).toString('base64');
}

function chatJson({ world }: GraphCall['state'], chat: TeamsChat): object {
  return {
    id: chat.id,
    topic: chat.topic,
    createdDateTime: chat.createdAt,
    lastUpdatedDateTime: chat.createdAt,
    chatType: 'group',
    webUrl: `https://teams.microsoft.com/l/chat/${encodeURIComponent(chat.id)}/0?tenantId=${world.tenantId}`,
    tenantId: world.tenantId,
  };
}
