// The channels that an administrator chose, and how they are reached: that is known only from what the service sends.
import type { KnownPlace, TeamsMemory } from './memory.ts';

export interface ChosenChannel {
  teamId: string;
  channelId: string;
}

/** The chosen one, else the first that the bot heard of. */
export function incidentsChannelOf(
  memory: TeamsMemory,
  chosen: ChosenChannel | undefined,
): KnownPlace | undefined {
  return chosen === undefined ? memory.channels().at(0) : chosenChannel(memory, chosen);
}

/** Undefined while nothing has come from the service yet, so that nobody knows where to reach it. */
export function chosenChannel(
  memory: TeamsMemory,
  { teamId, channelId }: ChosenChannel,
): KnownPlace | undefined {
  const known = memory.place(channelId);
  if (known !== undefined) return { ...known, teamId, channelId };
  const serviceUrl = memory.places().at(-1)?.serviceUrl;
  return serviceUrl === undefined
    ? undefined
    : {
        serviceUrl,
        conversationId: channelId,
        kind: 'channel',
        teamId,
        channelId,
        name: null,
        goneAt: null,
      };
}
