// Channels of Graph: listed, made, described and archived.

import { textAt } from '../slack-server/json.ts';
import type { Reply } from './answers.ts';
import { badRequest, notFound, sorry } from './graph-answers.ts';
import { pathOf, type GraphCall, type GraphRoute } from './graph-route.ts';
import type { TeamsChannel, TeamsTeam } from './model.ts';

const nameMax = 50;
const descriptionMax = 1024;
const readChannels = [
  'ChannelSettings.Read.Group',
  'ChannelSettings.ReadWrite.Group',
  'Channel.ReadBasic.All',
  'ChannelSettings.Read.All',
  'ChannelSettings.ReadWrite.All',
];

export const channelRoutes: readonly GraphRoute[] = [
  {
    name: 'createChannel',
    method: 'POST',
    path: pathOf('teams/{team}/channels'),
    permissions: ['Channel.Create.Group', 'Channel.Create', 'Group.ReadWrite.All'],
    answer: createChannel,
  },
  {
    name: 'findChannel',
    method: 'GET',
    path: pathOf('teams/{team}/channels'),
    permissions: readChannels,
    query: ['$filter', '$select'],
    answer: ({ state, ids }) => {
      const team = teamOf(state, ids);
      if (!team) return noTeam;
      const value = channelsOf(state, team)
        .filter(({ isDeleted }) => !isDeleted)
        .map((channel) => channelJson(state, channel));
      return { status: 200, body: { value } };
    },
  },
  {
    name: 'channel',
    method: 'GET',
    path: pathOf('teams/{team}/channels/{channel}'),
    permissions: readChannels,
    answer: ({ state, ids }) => {
      const channel = channelOf(state, ids);
      return channel ? { status: 200, body: channelJson(state, channel) } : noChannel;
    },
  },
  {
    name: 'describeChannel',
    method: 'PATCH',
    path: pathOf('teams/{team}/channels/{channel}'),
    permissions: ['ChannelSettings.ReadWrite.Group', 'ChannelSettings.ReadWrite.All'],
    answer: describeChannel,
  },
  {
    name: 'archiveChannel',
    method: 'POST',
    path: pathOf('teams/{team}/channels/{channel}/archive'),
    permissions: ['ChannelSettings.ReadWrite.All'],
    answer: archiveChannel,
  },
];

function createChannel({ state, ids, body }: GraphCall): Reply {
  const team = teamOf(state, ids);
  if (!team) return noTeam;
  const name = textAt(body, 'displayName') ?? '';
  const description = textAt(body, 'description') ?? '';
  if (name.trim() === '' || name.length > nameMax || /[~#%&*{}+/\\:<>?|'"]/u.test(name))
    return badRequest('The channel name is not valid.', 'InvalidChannelName');
  if (description.length > descriptionMax) return badRequest('The description is too long.');
  if (body['membershipType'] !== 'standard')
    return badRequest('Only standard channels are made here.');
  if (team.isArchived) return sorry(403, 'Forbidden', 'The team is archived.');
  // A deleted channel keeps its name.
  const isTaken = channelsOf(state, team).some(
    (channel) => channel.name.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken)
    return badRequest('Channel name already existed, please use other name.', 'NameAlreadyExists');
  const channel = state.world.addChannel(team.id, { name, description });
  return { status: 201, body: channelJson(state, channel) };
}

function describeChannel({ state, ids, body }: GraphCall): Reply {
  const channel = channelOf(state, ids);
  if (!channel) return noChannel;
  const description = textAt(body, 'description') ?? '';
  if (description.length > descriptionMax) return badRequest('The description is too long.');
  if (channel.isArchived) return sorry(403, 'Forbidden', 'The channel is archived.');
  channel.description = description;
  return { status: 204 };
}

function archiveChannel({ state, ids }: GraphCall): Reply {
  const channel = channelOf(state, ids);
  if (!channel) return noChannel;
  if (state.world.teamOf(channel).isArchived)
    return badRequest(
      `Team has to be active, for channel to be archived or unarchived: ${channel.id}`,
    );
  if (channel.isArchived) return badRequest('The channel is archived already.');
  channel.isArchived = true;
  return { status: 202, headers: { location: `/teams/${channel.teamId}/operations/1` } };
}

const noTeam = notFound('No team found with Group Id.');
const noChannel = notFound('The channel was not found.');

function teamOf(
  { world }: GraphCall['state'],
  [id = '']: readonly string[],
): TeamsTeam | undefined {
  const team = world.teams.get(id);
  return team?.isDeleted === false ? team : undefined;
}

function channelsOf({ world }: GraphCall['state'], team: TeamsTeam): TeamsChannel[] {
  return [...world.channels.values()].filter(({ teamId }) => teamId === team.id);
}

/** Undefined for one of another team, and for one that was deleted. */
export function channelOf(
  state: GraphCall['state'],
  ids: readonly string[],
): TeamsChannel | undefined {
  const channel = state.world.channels.get(ids[1] ?? '');
  const isThere = channel?.isDeleted === false && channel.teamId === teamOf(state, ids)?.id;
  return isThere ? channel : undefined;
}

function channelJson({ world }: GraphCall['state'], channel: TeamsChannel): object {
  return {
    id: channel.id,
    createdDateTime: channel.createdAt,
    displayName: channel.name,
    description: channel.description,
    membershipType: channel.membership,
    isArchived: channel.isArchived,
    webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(channel.id)}/${encodeURIComponent(channel.name)}?groupId=${channel.teamId}&tenantId=${world.tenantId}`,
    tenantId: world.tenantId,
  };
}
