// Which calls a delivery makes, as far as it is known beforehand: what places are taken for.
import type { PersonId } from '#machines/incident-types.ts';
import type { OutgoingEffect } from '../port.ts';
import { conversationAndId } from './capture.ts';
import type { Rooms } from './delivering.ts';
import type { Call } from './pacing.ts';

export interface Known {
  rooms: Rooms;
  /** Null where there is none. */
  incidentsChannel: string | null;
  announceChannel: string | null;
  /** A person's chat with the bot, once there is one. */
  chatWith: (person: PersonId) => string | null;
}

export function callsOf({ deed, attempt }: OutgoingEffect, where: Known): Call[] {
  // From the second attempt on, what an earlier one left is looked for.
  const looked = (place: string | null): Call[] => (attempt > 1 ? [{ kind: 'graph', place }] : []);
  switch (deed.kind) {
    case 'openChannel':
      if (deed.private) return [roster(where.incidentsChannel), graph(null), graph(null)];
      return where.rooms === 'channel'
        ? [graph(null)]
        : [...looked(where.incidentsChannel), say(where.incidentsChannel)];
    case 'topic':
      return isChat(deed.conversation) ? [graph(deed.conversation)] : [say(deed.conversation)];
    case 'invite': {
      const { conversation } = deed;
      // One person for each try: who is in already is left alone in the next.
      return isChat(conversation)
        ? [roster(conversation), roster(where.incidentsChannel), members(conversation)]
        : [roster(conversation), ...looked(conversation), say(conversation)];
    }
    case 'post': {
      const to = deed.to ?? where.announceChannel;
      return [...looked(to), say(to)];
    }
    case 'reply':
      return [say(conversationAndId(deed.messageId)?.conversationId ?? null)];
    case 'tell':
      return toPerson(deed.person, where);
    case 'upload': {
      const { asked, conversation } = deed;
      const offer = asked === undefined ? [] : toPerson(asked.by, where);
      return [...looked(conversation), ...offer, say(conversation)];
    }
    case 'update':
      return [say(deed.conversation)];
    case 'archive':
      return [graph(deed.conversation)];
    case 'remove':
      return isChat(deed.conversation)
        ? [roster(deed.conversation), graph(deed.conversation), members(deed.conversation)]
        : [];
    case 'look':
      return isChat(deed.conversation)
        ? [roster(deed.conversation)]
        : [roster(deed.conversation), graph(deed.conversation)];
    case 'home':
    case 'canvas':
    case 'bookmark':
      return [];
  }
}

const say = (place: string | null): Call => ({ kind: 'say', place });
const roster = (place: string | null): Call => ({ kind: 'roster', place });
const graph = (place: string | null): Call => ({ kind: 'graph', place });
const members = (place: string | null): Call => ({ kind: 'members', place });

/** The chat is opened first where it is not known. */
function toPerson(person: PersonId, { chatWith }: Known): Call[] {
  const chat = chatWith(person);
  return chat === null ? [say(null), say(null)] : [say(chat)];
}

/** Of several people: channels are of another kind. */
const isChat = (conversation: string): boolean => !conversation.includes('@thread.tacv2');
