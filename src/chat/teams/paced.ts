// The bot service and Graph with each call counted before it goes out; what they limit all the same rests.
import { Paced, type Places } from '../../shared/pacing.ts';
import { classify } from './api-error.ts';
import type { BotApi, Graph } from './connector.ts';
import type { Call, TeamsPacing } from './pacing.ts';

export interface Ways {
  api: BotApi;
  graph: Graph;
}

/** For one delivery, with the places that were taken for it: a call without room rejects with Paced. */
export function waysWithin(ways: Ways, pacing: TeamsPacing, places: Places): Ways {
  return counted(ways, pacing, (call) => {
    pacing.spend(call, places);
  });
}

/** For what somebody waits for: it goes out whatever the limits, and counts. */
export function waysAtOnce(ways: Ways, pacing: TeamsPacing): Ways {
  return counted(ways, pacing, (call) => {
    pacing.count(call);
  });
}

function counted({ api, graph }: Ways, pacing: TeamsPacing, before: (call: Call) => void): Ways {
  const paced = async <Done>(
    kind: Call['kind'],
    place: string | null,
    make: () => Promise<Done>,
  ): Promise<Done> => {
    const call = { kind, place };
    before(call);
    try {
      return await make();
    } catch (error) {
      const problem = classify(error);
      if (problem.class === 'throttled') pacing.rest(call, problem.afterMs);
      throw error;
    }
  };
  const said = <Done>(to: string | null, make: () => Promise<Done>): Promise<Done> =>
    paced('say', to, make);
  const asked = <Done>(at: string | null, make: () => Promise<Done>): Promise<Done> =>
    paced('graph', at, make);
  const moved = <Done>(chat: string, make: () => Promise<Done>): Promise<Done> =>
    paced('members', chat, make);
  return {
    api: {
      post: (place, message) => said(place.conversationId, () => api.post(place, message)),
      whisper: (place, who, message) =>
        said(place.conversationId, () => api.whisper(place, who, message)),
      update: (place, id, message) =>
        said(place.conversationId, () => api.update(place, id, message)),
      remove: (place, id) => said(place.conversationId, () => api.remove(place, id)),
      startThread: (channel, message) =>
        said(channel.channelId, () => api.startThread(channel, message)),
      startChat: (to) => said(null, () => api.startChat(to)),
      member: (place, id) => paced('roster', place.conversationId, () => api.member(place, id)),
      members: (place) => {
        before({ kind: 'roster', place: place.conversationId });
        return api.members(place);
      },
    },
    graph: {
      createChat: (chat) => asked(null, () => graph.createChat(chat)),
      installInChat: (chat) => asked(chat, () => graph.installInChat(chat)),
      addToChat: (chat, person) => moved(chat, () => graph.addToChat(chat, person)),
      // Who they are in the chat is asked first.
      removeFromChat: (chat, person) =>
        moved(chat, () => asked(chat, () => graph.removeFromChat(chat, person))),
      renameChat: (chat, topic) => asked(chat, () => graph.renameChat(chat, topic)),
      chatsMadeSince: (...query) => asked(null, () => graph.chatsMadeSince(...query)),
      // In a team four a second are allowed, and there are few.
      createChannel: (team, channel) => asked(null, () => graph.createChannel(team, channel)),
      findChannel: (team, name) => asked(null, () => graph.findChannel(team, name)),
      channel: async (team, channel) => {
        const read = () => graph.channel(team, channel);
        try {
          return await asked(channel, read);
        } catch (error) {
          // After another call there it goes out all the same: the next try would come to the same point.
          if (error instanceof Paced) return asked(null, read);
          throw error;
        }
      },
      describeChannel: (team, channel, text) =>
        asked(channel, () => graph.describeChannel(team, channel, text)),
      archiveChannel: (team, channel) => asked(channel, () => graph.archiveChannel(team, channel)),
      findCard: (place, marker, since) =>
        asked(place.conversationId, () => graph.findCard(place, marker, since)),
      installFor: (person) => asked(null, () => graph.installFor(person)),
    },
  };
}
