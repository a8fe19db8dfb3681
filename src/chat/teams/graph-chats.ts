// Group chats by Microsoft Graph: made with their people, people brought in and out.
import type { Graph } from './connector.ts';
import { hasStatus, path, quoted, unfinished, type GraphClient } from './graph-client.ts';
import { listAt, textAt } from '../../shared/read.ts';

const pageSize = '50';
/** What newcomers see of what was said before them: all. */
const fromTheBeginning = '0001-01-01T00:00:00Z';

type Chats = Pick<
  Graph,
  'createChat' | 'addToChat' | 'removeFromChat' | 'renameChat' | 'chatsMadeSince'
>;

export function createGraphChats(client: GraphClient): Chats {
  const member = (person: string, isGuest: boolean): object => ({
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    // Graph refuses a guest as an owner, and anybody else as a guest.
    roles: [isGuest ? 'guest' : 'owner'],
    'user@odata.bind': `${client.baseUrl}/users(${quoted(person)})`,
  });

  return {
    createChat: async ({ topic, people }) => {
      const { body } = await client.call('createChat', {
        method: 'POST',
        path: path(['chats']),
        body: {
          chatType: 'group',
          topic,
          members: people.map(({ aadObjectId, isGuest }) => member(aadObjectId, isGuest)),
        },
      });
      const chatId = textAt(body, 'id');
      if (chatId === undefined) throw unfinished('createChat');
      return { chatId, url: textAt(body, 'webUrl') ?? null };
    },

    addToChat: async (chatId, { aadObjectId, isGuest }) => {
      try {
        await client.call('addToChat', {
          method: 'POST',
          path: path(['chats', chatId, 'members']),
          body: { ...member(aadObjectId, isGuest), visibleHistoryStartDateTime: fromTheBeginning },
        });
      } catch (error) {
        if (!hasStatus(error, 409)) throw error;
      }
    },

    removeFromChat: async (chatId, person) => {
      const membership = await membershipOf(client, chatId, person);
      if (membership === undefined) return;
      try {
        await client.call('removeFromChat', {
          method: 'DELETE',
          path: path(['chats', chatId, 'members', membership]),
        });
      } catch (error) {
        if (!hasStatus(error, 404)) throw error;
      }
    },

    renameChat: async (chatId, topic) => {
      await client.call('renameChat', {
        method: 'PATCH',
        path: path(['chats', chatId]),
        body: { topic },
      });
    },

    chatsMadeSince: (people, topic, since) => chatsMadeSince(client, { people, topic, since }),
  };
}

async function chatsMadeSince(
  client: GraphClient,
  { people, topic, since }: { people: readonly string[]; topic: string; since: string },
): Promise<string[]> {
  const [first = ''] = people;
  const allowed = new Set(people);
  const chats = path(['users', first, 'chats'], { $top: pageSize, $expand: 'members' });
  const found: string[] = [];
  for await (const page of client.pages('chatsMadeSince', chats))
    for (const chat of page) {
      const id = textAt(chat, 'id');
      const isMade =
        textAt(chat, 'topic') === topic && !isBefore(textAt(chat, 'createdDateTime') ?? '', since);
      if (id !== undefined && isMade && isOnlyOf(chat, allowed)) found.push(id);
    }
  return found;
}

/** So many members Graph shows beside a chat; there may be more. */
const shownMax = 25;

/** Nobody else is in it, as far as it shows. */
function isOnlyOf(chat: unknown, people: ReadonlySet<string>): boolean {
  const members = listAt(chat, 'members');
  return (
    members.length > 0 &&
    members.length < shownMax &&
    members.every((member) => people.has(textAt(member, 'userId')?.toLowerCase() ?? ''))
  );
}

async function membershipOf(
  client: GraphClient,
  chatId: string,
  person: string,
): Promise<string | undefined> {
  for await (const page of client.pages('chatMembers', path(['chats', chatId, 'members']))) {
    const found = page.find((one) => textAt(one, 'userId')?.toLowerCase() === person);
    if (found !== undefined) return textAt(found, 'id');
  }
  return undefined;
}

function isBefore(instant: string, since: string): boolean {
  try {
    return Temporal.Instant.compare(instant, since) < 0;
  } catch {
    return true;
  }
}
