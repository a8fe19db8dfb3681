// Standard channels of a team by Microsoft Graph.
import type { Graph } from './connector.ts';
import { hasStatus, path, unfinished, type GraphClient } from './graph-client.ts';
import { at, textAt } from '../../shared/read.ts';

type Channels = Pick<
  Graph,
  'createChannel' | 'findChannel' | 'channel' | 'describeChannel' | 'archiveChannel'
>;

export function createGraphChannels(client: GraphClient): Channels {
  return {
    createChannel: async (teamId, { name, description }) => {
      const { body } = await client.call('createChannel', {
        method: 'POST',
        path: path(['teams', teamId, 'channels']),
        body: { displayName: name, description, membershipType: 'standard' },
      });
      const channelId = textAt(body, 'id');
      if (channelId === undefined) throw unfinished('createChannel');
      return { channelId, url: textAt(body, 'webUrl') ?? null };
    },

    findChannel: async (teamId, name) => {
      const wanted = name.toLowerCase();
      for await (const page of client.pages('findChannel', path(['teams', teamId, 'channels']))) {
        const found = page.find((one) => textAt(one, 'displayName')?.toLowerCase() === wanted);
        const channelId = textAt(found, 'id');
        if (channelId !== undefined)
          return {
            channelId,
            url: textAt(found, 'webUrl') ?? null,
            madeAt: textAt(found, 'createdDateTime') ?? null,
          };
      }
      return null;
    },

    channel: async (teamId, channelId) => {
      try {
        const { body } = await client.call('channel', {
          path: path(['teams', teamId, 'channels', channelId]),
        });
        return {
          name: textAt(body, 'displayName') ?? channelId,
          membership: textAt(body, 'membershipType') ?? 'standard',
          isArchived: at(body, 'isArchived') === true,
        };
      } catch (error) {
        if (hasStatus(error, 404)) return null;
        throw error;
      }
    },

    describeChannel: async (teamId, channelId, description) => {
      await client.call('describeChannel', {
        method: 'PATCH',
        path: path(['teams', teamId, 'channels', channelId]),
        body: { description },
      });
    },

    archiveChannel: async (teamId, channelId) => {
      await client.call('archiveChannel', {
        method: 'POST',
        path: path(['teams', teamId, 'channels', channelId, 'archive']),
        body: {},
      });
    },
  };
}
