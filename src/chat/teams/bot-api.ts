// The Bot Connector's REST API by fetch. Nothing is repeated here: that is the outbox's decision, because a repeated post
// stands twice.
import { ApiError, type BotApi, type Outgoing } from './connector.ts';
import { conversation, createConnectorCall, type ConnectorParts } from './connector-call.ts';
import { type Json, textAt } from '../../shared/read.ts';
import { createRoster, type RosterParts } from './connector-roster.ts';

export type BotApiParts = ConnectorParts & RosterParts & { appId: string };

const cardType = 'application/vnd.microsoft.card.adaptive';

export function createBotApi(parts: BotApiParts): BotApi {
  const call = createConnectorCall(parts);
  const activity = (message: Outgoing): Json => activityOf(message, parts.appId);
  return {
    post: async (place, message) => {
      const path = [...conversation(place), 'activities'];
      const body = activity(message);
      return {
        activityId: idIn('post', await call('post', { ...place, method: 'POST', path, body })),
      };
    },
    whisper: async (place, teamsId, message) => {
      const path = [...conversation(place), 'activities'];
      const body = { ...activity(message), recipient: { id: teamsId } };
      const query = '?isTargetedActivity=true';
      const answer = await call('whisper', { ...place, method: 'POST', path, query, body });
      return { activityId: idIn('whisper', answer) };
    },
    update: async (place, activityId, message) => {
      const path = [...conversation(place), 'activities', activityId];
      const body = { ...activity(message), id: activityId };
      await call('update', { ...place, method: 'PUT', path, body });
    },
    remove: async (place, activityId) => {
      const path = [...conversation(place), 'activities', activityId];
      await call('remove', { ...place, method: 'DELETE', path });
    },
    startThread: async ({ serviceUrl, channelId }, message) => {
      const body = {
        isGroup: true,
        channelData: { channel: { id: channelId } },
        tenantId: parts.tenantId,
        activity: activity(message),
      };
      const path = ['v3', 'conversations'];
      const answer = await call('startThread', { serviceUrl, method: 'POST', path, body });
      const conversationId = idIn('startThread', answer);
      // Where the service leaves it out, it is the root of the thread.
      const root = textAt(answer, 'activityId') ?? conversationId.split(';messageid=')[1];
      if (root === undefined) throw unreadable('startThread');
      return { conversationId, activityId: root };
    },
    startChat: async ({ serviceUrl, teamsId }) => {
      const body = {
        isGroup: false,
        bot: botOf(parts.appId),
        members: [{ id: teamsId }],
        tenantId: parts.tenantId,
        channelData: { tenant: { id: parts.tenantId } },
      };
      const path = ['v3', 'conversations'];
      const answer = await call('startChat', { serviceUrl, method: 'POST', path, body });
      return { conversationId: idIn('startChat', answer) };
    },
    ...createRoster(call, parts),
  };
}

function activityOf({ card, summary, attachment }: Outgoing, appId: string): Json {
  return {
    type: 'message',
    from: botOf(appId),
    summary,
    attachments: [attachment ?? { contentType: cardType, content: card }],
  };
}

function botOf(appId: string): Json {
  return { id: `28:${appId}`, name: 'ssirp' };
}

function idIn(name: string, answer: unknown): string {
  const id = textAt(answer, 'id');
  if (id === undefined) throw unreadable(name);
  return id;
}

/** It may have been done all the same: a page of a proxy, say. */
function unreadable(name: string): ApiError {
  return new ApiError(name, { status: 200, code: 'unreadable_answer' });
}
