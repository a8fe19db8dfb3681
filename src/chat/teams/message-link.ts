// The addresses of messages and rooms, as "Copy link" in Teams gives it; made without asking anybody.
import type { Place } from './connector.ts';

/** Undefined in the chat of one person with the bot: there only they could open it. */
export function messageLink(
  place: Place,
  activityId: string,
  tenantId: string,
): string | undefined {
  if (place.kind === 'personal') return undefined;
  const [conversation = '', root] = place.conversationId.split(';messageid=');
  const query =
    place.kind === 'groupChat'
      ? { tenantId, context: JSON.stringify({ contextType: 'chat' }) }
      : {
          tenantId,
          ...(place.teamId === undefined ? {} : { groupId: place.teamId }),
          parentMessageId: root ?? activityId,
        };
  const parameters = new URLSearchParams(query).toString();
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(conversation)}/${activityId}?${parameters}`;
}

/** Of a group chat, or of a channel that is a room of its own. */
export function roomLink(place: Place, name: string, tenantId: string): string {
  const id = encodeURIComponent(place.conversationId);
  if (place.kind === 'groupChat')
    return `https://teams.microsoft.com/l/chat/${id}/0?tenantId=${tenantId}`;
  const team = place.teamId === undefined ? '' : `groupId=${place.teamId}&`;
  return `https://teams.microsoft.com/l/channel/${id}/${encodeURIComponent(name)}?${team}tenantId=${tenantId}`;
}
