// The post that an incident's thread stands below: its name, and what is so now.
import type { Message } from '../../messages/message.ts';

/** `name` is null where it is not known any more; the topic names the incident too. */
export function roomTitle(name: string | null, topic: string): Message {
  return {
    summary: name === null ? topic : `${name}: ${topic}`,
    blocks: [
      { kind: 'heading', text: name ?? topic },
      ...(name === null || topic === '' ? [] : [{ kind: 'text' as const, text: [topic] }]),
    ],
  };
}

/** As a link that opens it in Teams. `teamId` where it is known. */
export function threadLink(place: {
  conversationId: string;
  tenantId: string;
  teamId?: string | undefined;
}): string {
  const [channel = '', root = ''] = place.conversationId.split(';messageid=');
  const query = new URLSearchParams({
    tenantId: place.tenantId,
    ...(place.teamId === undefined ? {} : { groupId: place.teamId }),
    parentMessageId: root,
  });
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/${root}?${query.toString()}`;
}
