// What Teams tells a bot: the JSON of messages, invokes and changes, as the service writes it.

import { objectAt, objectsAt, type Json } from '../slack-server/json.ts';
import type {
  Actor,
  Found,
  TeamsChannel,
  TeamsChat,
  TeamsMessage,
  TeamsPerson,
  TeamsTeam,
  WorldChange,
} from './model.ts';
import type { TeamsWorld } from './world.ts';

export interface Told {
  world: TeamsWorld;
  serviceUrl: string;
}

/** What all activities have, said in a conversation. */
export function activityIn(told: Told, found: Found, by: Actor): Json {
  const { world } = told;
  const isPersonal = found.where.kind === 'personal';
  return {
    ...envelope(told, by),
    conversation: {
      ...(isPersonal ? {} : { isGroup: true }),
      conversationType: found.where.kind,
      tenantId: world.tenantId,
      id: idOf(found),
    },
    channelData: { ...placeData(world, found.where), tenant: { id: world.tenantId } },
  };
}

export function idOf({ where, rootId }: Found): string {
  return rootId === undefined ? where.id : `${where.id};messageid=${rootId}`;
}

function envelope({ world, serviceUrl }: Told, by: Actor): Json {
  return {
    timestamp: world.instant(),
    localTimestamp: world.instant().replace('Z', '+00:00'),
    localTimezone: 'Europe/Berlin',
    locale: 'en-US',
    channelId: 'msteams',
    serviceUrl,
    from: by === null ? { id: world.botId } : accountOf(world.person(by)),
    recipient: { id: world.botId, name: world.botName },
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web' }],
  };
}

function accountOf(person: TeamsPerson): Json {
  return { id: person.teamsId, name: person.name, aadObjectId: person.aadObjectId };
}

/** A message names the team by its thread only; the GUID comes with what happens to the team. */
function placeData(world: TeamsWorld, where: TeamsChannel | TeamsChat): Json {
  if (where.kind !== 'channel') return {};
  const { threadId } = world.teamOf(where);
  return {
    teamsChannelId: where.id,
    teamsTeamId: threadId,
    channel: { id: where.id },
    team: { id: threadId },
  };
}

export interface Words {
  /** `@Name` as the person chose it from the list. */
  mentions: readonly { id: string; name: string }[];
  text: string;
  /** As the client attaches it. */
  attached: string;
  /** As Teams keeps it. */
  html: string;
}

/** The message as the client writes it: each `@Name` of somebody known is a mention. */
export function wordsOf(world: TeamsWorld, typed: string): Words {
  const known = [
    { id: world.botId, name: world.botName },
    ...[...world.people.values()].map(({ teamsId, name }) => ({ id: teamsId, name })),
  ].toSorted((one, other) => other.name.length - one.name.length);
  const mentions: { id: string; name: string }[] = [];
  let rest = typed;
  let text = '';
  let attached = '';
  let html = '';
  while (rest !== '') {
    const who = known.find(({ name }) => rest.startsWith(`@${name}`));
    if (!who) {
      text += rest.slice(0, 1);
      attached += escaped(rest.slice(0, 1));
      html += escaped(rest.slice(0, 1));
      rest = rest.slice(1);
      continue;
    }
    const index = mentions.push(who) - 1;
    rest = rest.slice(who.name.length + 1);
    // The client puts a hard space after what was chosen from the list.
    const space = rest.startsWith(' ') ? '&nbsp;' : '';
    rest = rest.slice(space === '' ? 0 : 1);
    text += `<at>${who.name}</at>${space}`;
    html += `<at id="${index}">${escaped(who.name)}</at>${space}`;
    attached += `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${index}">${escaped(who.name)}</span>${space}`;
  }
  return { mentions, text, attached: `<p>${attached}</p>`, html: `<p>${html}</p>` };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function messageActivity(
  told: Told,
  message: { found: Found; by: string; id: string; words: Words; isTargeted: boolean },
): Json {
  const { found, by, id, words, isTargeted } = message;
  const base = activityIn(told, found, by);
  const isMention = words.mentions.length > 0;
  return {
    ...base,
    type: 'message',
    id,
    text: isMention && found.where.kind === 'channel' ? `${words.text}\n` : words.text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: words.attached }],
    ...(isTargeted
      ? { recipient: { id: told.world.botId, name: told.world.botName, isTargeted: true } }
      : {}),
    entities: [
      ...words.mentions.map((mentioned) => ({
        type: 'mention',
        mentioned,
        text: `<at>${mentioned.name}</at>`,
      })),
      ...objectsAt(base, 'entities'),
    ],
  };
}

/** As a message action carries the message that it was chosen on. */
export function messagePayload(world: TeamsWorld, message: TeamsMessage): Json {
  const { from } = message;
  const person = from === null ? undefined : world.person(from);
  const user = person && {
    userIdentityType: 'aadUser',
    id: person.aadObjectId,
    displayName: person.name,
  };
  const application = {
    applicationIdentityType: 'bot',
    id: world.appId,
    displayName: world.botName,
  };
  return {
    linkToMessage: `https://teams.microsoft.com/l/message/${message.conversationId}/${message.id}`,
    id: message.id,
    replyToId: message.rootId ?? null,
    createdDateTime: message.createdAt,
    lastModifiedDateTime: message.editedAt ?? null,
    deleted: false,
    subject: null,
    summary: null,
    importance: 'normal',
    locale: 'en-us',
    body: { contentType: 'html', content: message.html },
    from: {
      device: null,
      conversation: null,
      user: user ?? null,
      application: user ? null : application,
    },
    reactions: [],
    mentions: [],
    attachments: [],
  };
}

/** What a bot is told of a change, in the order of the service; nothing where it is not, or is not told. */
export function activitiesOf(told: Told, change: WorldChange): Json[] {
  const { world } = told;
  const { where, by } = change;
  if (where.kind !== 'team' && where.kind !== 'channel')
    return where.hasApp
      ? written(world, change, activityIn(told, { where, rootId: undefined }, by), undefined)
      : [];
  const team = where.kind === 'team' ? where : world.teamOf(where);
  const isHidden = where.kind === 'channel' && where.membership === 'private';
  return team.hasApp && !isHidden
    ? written(world, change, activityInTeam(told, team, by), team)
    : [];
}

function written(
  world: TeamsWorld,
  change: WorldChange,
  base: Json,
  team: TeamsTeam | undefined,
): Json[] {
  const bot = { id: world.botId };
  switch (change.kind) {
    case 'installed':
      return [
        update(world, base, team && 'teamMemberAdded', { membersAdded: [bot] }),
        { ...installation(base, team), action: 'add', id: `f:${world.newId()}` },
      ];
    case 'uninstalled':
      return [
        ...(team ? [update(world, base, 'teamMemberRemoved', { membersRemoved: [bot] })] : []),
        { ...installation(base, team), action: 'remove', id: `f:${world.newId()}` },
      ];
    case 'membersAdded':
    case 'membersRemoved': {
      const people = change.people.map((id) => world.person(id));
      const accounts = people.map(({ teamsId: id, aadObjectId }) => ({ id, aadObjectId }));
      const scope = change.where.kind === 'channel' ? 'channelMember' : 'teamMember';
      const eventType = `${scope}${change.kind.slice('members'.length)}`;
      return [update(world, base, team && eventType, { [change.kind]: accounts })];
    }
    default: {
      const { where } = change;
      const channelData =
        where.kind === 'channel' ? { channel: { id: where.id, name: where.name } } : {};
      return [update(world, base, change.kind, { channelData })];
    }
  }
}

/** Changes of a team and its channels come in the team's own conversation. */
function activityInTeam(told: Told, team: TeamsTeam, by: Actor): Json {
  const { tenantId } = told.world;
  return {
    ...envelope(told, by),
    conversation: { isGroup: true, conversationType: 'channel', tenantId, id: team.threadId },
    channelData: {
      team: { aadGroupId: team.id, name: team.name, id: team.threadId },
      tenant: { id: tenantId },
    },
  };
}

function update(world: TeamsWorld, base: Json, eventType: string | undefined, more: Json): Json {
  const channelData = {
    ...objectAt(base, 'channelData'),
    ...objectAt(more, 'channelData'),
    ...(eventType === undefined ? {} : { eventType }),
  };
  return { ...base, ...more, channelData, type: 'conversationUpdate', id: `f:${world.newId()}` };
}

/** An installation in a team names the channel that was chosen for it: here always General. */
function installation(base: Json, team: TeamsTeam | undefined): Json {
  const channel = team && {
    settings: { selectedChannel: { id: team.threadId } },
    channel: { id: team.threadId },
  };
  return {
    ...base,
    type: 'installationUpdate',
    channelData: { ...objectAt(base, 'channelData'), ...channel, source: { name: 'message' } },
  };
}
