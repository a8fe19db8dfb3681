// Microsoft Graph, as an application and without its SDK: the few calls that incidents need.
import type { Graph } from './connector.ts';
import { createFindCard } from './graph-cards.ts';
import { createGraphApps } from './graph-apps.ts';
import { createGraphChannels } from './graph-channels.ts';
import { createGraphChats } from './graph-chats.ts';
import { createGraphClient, type GraphClientParts } from './graph-client.ts';

export interface GraphParts extends GraphClientParts {
  /** MICROSOFT_APP_ID: the bot, and the id in the manifest of its app. */
  appId: string;
}

/** Every method rejects with ApiError; nothing is repeated here. */
export function createGraph({ appId, ...parts }: GraphParts): Graph {
  const client = createGraphClient(parts);
  return {
    ...createGraphApps(client, appId),
    ...createGraphChats(client),
    ...createGraphChannels(client),
    findCard: createFindCard(client, appId),
  };
}
