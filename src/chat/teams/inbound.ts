// An activity of the Bot Connector → Inbound. It was let in before; here its shape is read, without trusting it.
import { newId } from '../../shared/ids.ts';
import type { Inbound, MessageRead, Place, Speaker } from './connector.ts';
import { objectIdOf } from './guard.ts';
import { at, isObject, type Json, listAt, textAt } from '../../shared/read.ts';
import { readTyped } from './typed-text.ts';

type Base = Pick<Inbound, 'id' | 'who' | 'where'>;

export interface Reader {
  isAuthenticated: boolean;
}

/** What the bot has to do with; undefined for what is nobody's wish, or of somebody whom nobody vouches for. */
export function readInbound(activity: Json, reader: Reader): Inbound | undefined {
  const where = placeOf(activity);
  const who = speakerOf(activity, reader);
  if (where === undefined || who === undefined) return undefined;
  const base = { id: textAt(activity, 'id') ?? newId(), who, where };
  const type = activity['type'];
  const isEvent = type === 'installationUpdate' || type === 'conversationUpdate';
  // An event needs nobody, but in a chat with one person it is about them.
  if (who.aadObjectId === '' && (!isEvent || where.kind === 'personal')) return undefined;
  switch (type) {
    case 'message':
      return said(activity, base);
    case 'invoke':
      return invoked(activity, base, reader);
    case 'installationUpdate':
      return installed(activity, base);
    case 'conversationUpdate':
      return happened(activity, base);
    default:
      return undefined;
  }
}

function speakerOf(activity: Json, reader: Reader): Speaker | undefined {
  const teamsId = textAt(activity, 'from', 'id');
  if (teamsId === undefined) return undefined;
  const zone = textAt(activity, 'localTimezone');
  return {
    aadObjectId: objectIdOf(activity['from'], reader) ?? '',
    teamsId,
    name: textAt(activity, 'from', 'name') ?? '',
    ...(zone !== undefined && isZone(zone) ? { zone } : {}),
  };
}

function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

const kinds: Readonly<Record<string, Place['kind']>> = {
  channel: 'channel',
  groupChat: 'groupChat',
  personal: 'personal',
};

function placeOf(activity: Json): Place | undefined {
  const serviceUrl = textAt(activity, 'serviceUrl');
  const conversationId = textAt(activity, 'conversation', 'id');
  if (serviceUrl === undefined || conversationId === undefined) return undefined;
  const named = kinds[textAt(activity, 'conversation', 'conversationType') ?? ''];
  const isGroup = at(activity, 'conversation', 'isGroup') === true;
  const kind = named ?? (isGroup ? 'groupChat' : 'personal');
  return kind === 'channel'
    ? { serviceUrl, conversationId, kind, ...inTeam(activity['channelData'], conversationId) }
    : { serviceUrl, conversationId, kind };
}

function inTeam(data: unknown, conversationId: string): Pick<Place, 'teamId' | 'channelId'> {
  const teamId = textAt(data, 'team', 'aadGroupId')?.toLowerCase();
  const channelId =
    textAt(data, 'settings', 'selectedChannel', 'id') ??
    textAt(data, 'channel', 'id') ??
    textAt(data, 'teamsChannelId') ??
    conversationId.split(';', 1)[0] ??
    conversationId;
  return { ...(teamId === undefined ? {} : { teamId }), channelId };
}

/** Where the app may read along, only what mentions the bot is for it. */
function said(activity: Json, base: Base): Inbound | undefined {
  const { text, mentions, isBotMentioned } = readTyped(activity, botIdOf(activity));
  const isTargeted = at(activity, 'recipient', 'isTargeted') === true;
  if (base.where.kind !== 'personal' && !isBotMentioned && !isTargeted) return undefined;
  // What a card of another app submits comes as a message too.
  if (typeof activity['text'] !== 'string') return undefined;
  return { ...base, kind: 'said', text, mentions, messageId: base.id, isTargeted };
}

function botIdOf(activity: Json): string {
  return textAt(activity, 'recipient', 'id') ?? '';
}

function invoked(activity: Json, base: Base, reader: Reader): Inbound | undefined {
  const value = activity['value'];
  const messageId = textAt(activity, 'replyToId');
  switch (activity['name']) {
    case 'adaptiveCard/action':
      return pressed(value, base, messageId);
    case 'task/fetch':
      return { ...base, kind: 'dialogOpened', data: at(value, 'data'), messageId };
    case 'task/submit':
      return { ...base, kind: 'dialogSubmitted', data: at(value, 'data') };
    case 'composeExtension/fetchTask':
      return messageAction('messageAction', value, base, reader);
    case 'composeExtension/submitAction':
      return messageAction('messageActionSubmitted', value, base, reader);
    case 'fileConsent/invoke':
      return fileAnswered(value, base, messageId);
    default:
      return undefined;
  }
}

function pressed(value: unknown, base: Base, messageId: string | undefined): Inbound | undefined {
  // A client that refreshes a card by itself is no person who pressed.
  if (at(value, 'trigger') === 'automatic') return undefined;
  const verb = textAt(value, 'action', 'verb') ?? '';
  return { ...base, kind: 'pressed', verb, data: at(value, 'action', 'data'), messageId };
}

function messageAction(
  kind: 'messageAction' | 'messageActionSubmitted',
  value: unknown,
  base: Base,
  reader: Reader,
): Inbound | undefined {
  const command = textAt(value, 'commandId');
  const message = messageOf(at(value, 'messagePayload'), reader);
  if (command === undefined || message === undefined) return undefined;
  return { ...base, kind, command, message, data: at(value, 'data') };
}

function messageOf(payload: unknown, reader: Reader): MessageRead | undefined {
  const id = textAt(payload, 'id');
  if (id === undefined) return undefined;
  const user = at(payload, 'from', 'user');
  const aadObjectId = isObject(user)
    ? objectIdOf({ aadObjectId: user['id'], id: user['id'] }, reader)
    : undefined;
  const written = textAt(payload, 'createdDateTime');
  const link = textAt(payload, 'linkToMessage');
  return {
    id,
    html: textAt(payload, 'body', 'content') ?? '',
    ...(aadObjectId === undefined
      ? {}
      : { author: { aadObjectId, name: textAt(user, 'displayName') ?? '' } }),
    ...(written === undefined || !isInstant(written) ? {} : { at: written }),
    ...(link?.startsWith('https://') === true ? { link } : {}),
  };
}

function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}

function fileAnswered(value: unknown, base: Base, messageId: string | undefined): Inbound {
  const upload = {
    uploadUrl: textAt(value, 'uploadInfo', 'uploadUrl') ?? '',
    contentUrl: textAt(value, 'uploadInfo', 'contentUrl') ?? '',
    name: textAt(value, 'uploadInfo', 'name') ?? '',
    uniqueId: textAt(value, 'uploadInfo', 'uniqueId') ?? '',
    fileType: textAt(value, 'uploadInfo', 'fileType') ?? '',
  };
  const accepted = at(value, 'action') === 'accept';
  return {
    ...base,
    kind: 'fileAnswered',
    accepted,
    context: at(value, 'context'),
    ...(accepted && upload.uploadUrl !== '' ? { upload } : {}),
    messageId,
  };
}

/** An upgrade takes the app away and brings it back: only the second half is told. */
function installed(activity: Json, base: Base): Inbound | undefined {
  switch (activity['action']) {
    case 'add':
    case 'add-upgrade':
      return { ...base, kind: 'installed' };
    case 'remove':
      return { ...base, kind: 'uninstalled' };
    default:
      return undefined;
  }
}

const roomEvents =
  /^(?:channel(?:Renamed|Deleted|Restored)|team(?:Renamed|Deleted|HardDeleted|Restored|Archived|Unarchived))$/u;

function happened(activity: Json, base: Base): Inbound | undefined {
  const data = activity['channelData'];
  const what = textAt(data, 'eventType') ?? '';
  if (roomEvents.test(what)) {
    const isTeam = what.startsWith('team');
    const id = textAt(data, isTeam ? 'team' : 'channel', 'id') ?? base.where.conversationId;
    const where = { ...base.where, conversationId: id, channelId: id };
    const name = textAt(data, isTeam ? 'team' : 'channel', 'name');
    return { ...base, where, kind: 'roomChanged', what, name };
  }
  const added = listAt(activity, 'membersAdded');
  const members = added.length > 0 ? added : listAt(activity, 'membersRemoved');
  const ids = members.flatMap((member) => textAt(member, 'id') ?? []);
  if (ids.length === 0) return undefined;
  const bot = botIdOf(activity);
  return {
    ...base,
    kind: added.length > 0 ? 'membersAdded' : 'membersRemoved',
    people: ids.filter((id) => id !== bot),
    isBot: ids.includes(bot),
  };
}
