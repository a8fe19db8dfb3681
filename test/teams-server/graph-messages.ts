// What was said in channels and chats, as Graph shows it: newest first, cards as text in their attachments.

import { objectAt, objectsAt, textAt } from '../slack-server/json.ts';
import type { Reply } from './answers.ts';
import { badRequest, notFound, page } from './graph-answers.ts';
import { channelOf } from './graph-channels.ts';
import { pathOf, type GraphCall, type GraphRoute } from './graph-route.ts';
import type { TeamsMessage } from './model.ts';

const readChannel = ['ChannelMessage.Read.Group', 'ChannelMessage.Read.All'];

export const messageRoutes: readonly GraphRoute[] = [
  {
    name: 'channelMessages',
    method: 'GET',
    path: pathOf('teams/{team}/channels/{channel}/messages'),
    permissions: readChannel,
    query: ['$top', '$expand'],
    answer: (call) => inChannel(call, ({ rootId }) => rootId === undefined),
  },
  {
    name: 'replies',
    method: 'GET',
    path: pathOf('teams/{team}/channels/{channel}/messages/{message}/replies'),
    permissions: readChannel,
    query: ['$top'],
    answer: (call) => {
      const { state, ids } = call;
      if (!state.world.messageIn(ids[1] ?? '', ids[2] ?? '')) return notFound('No such message.');
      return inChannel(call, ({ rootId }) => rootId === ids[2]);
    },
  },
  {
    name: 'chatMessages',
    method: 'GET',
    path: pathOf('chats/{chat}/messages'),
    permissions: ['ChatMessage.Read.Chat', 'Chat.Read.All', 'Chat.ReadWrite.All'],
    query: ['$top', '$orderby', '$filter'],
    answer: inChat,
  },
];

function inChannel(call: GraphCall, isWanted: (message: TeamsMessage) => boolean): Reply {
  const channel = channelOf(call.state, call.ids);
  if (!channel) return notFound('The channel was not found.');
  const [team = '', , root] = call.ids;
  const parts = ['teams', team, 'channels', channel.id, 'messages'];
  const path = root === undefined ? parts : [...parts, root, 'replies'];
  return messages(call, path, { where: channel.id, isWanted });
}

function inChat(call: GraphCall): Reply {
  const chat = call.state.world.chats.get(call.ids[0] ?? '');
  if (chat?.kind !== 'groupChat') return notFound('No chat found with that id.');
  const order = call.query.get('$orderby') ?? 'lastModifiedDateTime desc';
  if (!/^(?:createdDateTime|lastModifiedDateTime) desc$/u.test(order))
    return badRequest('QueryOptions to order by this are not supported.');
  return messages(call, ['chats', chat.id, 'messages'], { where: chat.id, isWanted: () => true });
}

function messages(
  call: GraphCall,
  path: readonly string[],
  { where, isWanted }: { where: string; isWanted: (message: TeamsMessage) => boolean },
): Reply {
  const { world } = call.state;
  const found = world.messages
    .filter((one) => one.conversationId === where && one.targetedTo === undefined && isWanted(one))
    .toReversed();
  return page(
    call,
    path.map((part) => `/${encodeURIComponent(part)}`).join(''),
    found.map((one) => messageJson(call, one)),
  );
}

function messageJson({ state: { world } }: GraphCall, message: TeamsMessage): object {
  const { id, rootId, from, activity, html, createdAt, editedAt, isDeleted } = message;
  const person = from === null ? undefined : world.person(from);
  const attachments = isDeleted ? [] : objectsAt(activity, 'attachments');
  return {
    id,
    replyToId: rootId ?? null,
    etag: id,
    messageType: 'message',
    createdDateTime: createdAt,
    lastModifiedDateTime: editedAt ?? createdAt,
    deletedDateTime: isDeleted ? createdAt : null,
    subject: null,
    from: {
      application: person
        ? null
        : { id: world.appId, displayName: world.botName, applicationIdentityType: 'bot' },
      user: person
        ? { id: person.aadObjectId, displayName: person.name, userIdentityType: 'aadUser' }
        : null,
    },
    body: { contentType: 'html', content: isDeleted ? '' : html },
    attachments: attachments.map((one, n) => ({
      id: `${id}-${n}`,
      contentType: textAt(one, 'contentType') ?? '',
      contentUrl: null,
      content: JSON.stringify(objectAt(one, 'content') ?? {}),
      name: null,
    })),
    mentions: [],
    reactions: [],
  };
}
