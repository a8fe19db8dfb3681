// Finds a card of the bot again, by the id of its first element: among the replies of a thread, the posts of a channel,
// or the messages of a chat. What others post with such an id is not taken for ours.
import { ApiError, type Graph, type Place } from './connector.ts';
import { hasStatus, path, type GraphClient } from './graph-client.ts';
import { listAt, textAt } from '../../shared/read.ts';

const pageSize = '50';
/** Clocks differ. */
const skew = { seconds: 60 };
const cardType = 'application/vnd.microsoft.card.adaptive';

/** `botId`: its application, as it stands in what it sent. */
export function createFindCard(client: GraphClient, botId: string): Graph['findCard'] {
  return async (place, marker, since) => {
    const from = Temporal.Instant.from(since).subtract(skew);
    let read = 0;
    try {
      for await (const page of client.pages('findCard', messagesOf(place))) {
        const found = page.find(
          (message) => isOurs(message, botId) && markersIn(message).includes(marker),
        );
        const id = textAt(found, 'id');
        if (id !== undefined) return { activityId: id, conversationId: conversationOf(place, id) };
        // Newest first, by when they were written or answered to.
        if (isBefore(page.at(-1), from)) return null;
        read += 1;
      }
    } catch (error) {
      // One page a second: a try that begins anew each time would never get further.
      if (read > 0 && hasStatus(error, 429)) throw notReadable('TooFarBack');
      throw error;
    }
    return null;
  };
}

function notReadable(code: string): ApiError {
  return new ApiError('findCard', { status: 403, code });
}

function messagesOf({ kind, conversationId, teamId, channelId }: Place): string {
  const query = { $top: pageSize };
  if (kind === 'groupChat') {
    return path(['chats', conversationId, 'messages'], {
      ...query,
      $orderby: 'createdDateTime desc',
    });
  }
  const [channel = '', root] = conversationId.split(';messageid=');
  if (kind !== 'channel' || teamId === undefined) throw notReadable('NotReadable');
  const messages = ['teams', teamId, 'channels', channelId ?? channel, 'messages'];
  return path(root === undefined ? messages : [...messages, root, 'replies'], query);
}

/** A post is found as the thread that it is. */
function conversationOf({ kind, conversationId }: Place, id: string): string {
  return kind === 'channel' && !conversationId.includes(';')
    ? `${conversationId};messageid=${id}`
    : conversationId;
}

function isOurs(message: unknown, botId: string): boolean {
  return textAt(message, 'from', 'application', 'id')?.toLowerCase() === botId.toLowerCase();
}

function markersIn(message: unknown): (string | undefined)[] {
  return listAt(message, 'attachments').flatMap((attachment) => {
    const content = textAt(attachment, 'content');
    if (textAt(attachment, 'contentType') !== cardType || content === undefined) return [];
    try {
      const card: unknown = JSON.parse(content);
      return [textAt(listAt(card, 'body')[0], 'id')];
    } catch {
      return [];
    }
  });
}

/** False where there is none. */
function isBefore(message: unknown, from: Temporal.Instant): boolean {
  const times = ['createdDateTime', 'lastModifiedDateTime'].flatMap(
    (name) => textAt(message, name) ?? [],
  );
  return (
    times.length > 0 &&
    times.every((time) => Temporal.Instant.compare(Temporal.Instant.from(time), from) < 0)
  );
}
