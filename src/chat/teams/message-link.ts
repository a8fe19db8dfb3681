// The address of a message, as "Copy link" in Teams gives it; made without asking anybody.
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
