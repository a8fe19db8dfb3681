// The Bot Connector: what a bot may do in a conversation, and the refusals that the service documents. Its own checks
// come in the service's order: token, conversation, roster, size, activity.

import { objectAt, objectsAt, textAt, type Json } from '../slack-server/json.ts';
import { jsonOf, refusal, throttled, type Asked, type Part, type Reply } from './answers.ts';
import type { Limits } from './limits.ts';
import type { Login } from './login.ts';
import type { Found, TeamsMessage } from './model.ts';
import { memberJson, membersPage } from './roster.ts';
import type { TeamsWorld } from './world.ts';

/** Bytes of the activity as UTF-16. */
const largestActivity = 100 * 1024;
const targetedLifeMs = 24 * 3600_000;

export interface ConnectorOptions {
  world: TeamsWorld;
  login: Login;
  limits: Limits | undefined;
  /** Complaints about what the bot sends. */
  lint: (call: string, activity: Json, isTargeted: boolean) => void;
}

type Call =
  | 'createConversation'
  | 'send'
  | 'sendTargeted'
  | 'reply'
  | 'update'
  | 'remove'
  | 'members'
  | 'pagedMembers'
  | 'member'
  | 'unknown';

export class Connector implements Part {
  readonly #options: ConnectorOptions;

  constructor(options: ConnectorOptions) {
    this.#options = options;
  }

  nameOf(asked: Asked): { call: Call; about: string } {
    const [, , about = ''] = asked.path;
    return { call: callOf(asked), about };
  }

  answer(asked: Asked): Reply {
    const { call, about } = this.nameOf(asked);
    const turnedAway = this.#turnedAway(call, asked);
    if (turnedAway) return turnedAway;
    if (call === 'createConversation') return this.#create(jsonOf(asked));

    const found = this.#options.world.find(about);
    if (!found) return noConversation;
    const unreachable = this.#unreachable(found);
    if (unreachable) return unreachable;
    if (call === 'members' || call === 'pagedMembers' || call === 'member')
      return this.#roster(call, found, asked);
    return this.#write(call, found, asked);
  }

  /** What is refused before anybody looks what the call is about. */
  #turnedAway(call: Call, asked: Asked): Reply | undefined {
    const { world, login, limits } = this.#options;
    if (!login.isValid(asked.bearer, 'https://api.botframework.com'))
      return { status: 401, body: { message: 'Authorization has been denied for this request.' } };
    if (call === 'unknown') return { status: 404 };
    if (world.isDisabledByAdmin)
      return refusal(403, 'BotDisabledByAdmin', 'The tenant admin disabled this bot.');
    const wait = limits?.retryAfter({ kind: kindOf(call), thread: threadOf(asked) }, world.now());
    return wait === undefined ? undefined : throttled(wait);
  }

  #unreachable({ where }: Found): Reply | undefined {
    const { world } = this.#options;
    if (world.isGone(where) || world.isSettling(where)) return noConversation;
    return world.hasBot(where) ? undefined : notInRoster;
  }

  #create(body: Json | undefined): Reply {
    if (!body) return badSyntax('Incorrect conversation creation parameters');
    const channelData = objectAt(body, 'channelData') ?? {};
    const channelId = textAt(objectAt(channelData, 'channel') ?? {}, 'id');
    return channelId === undefined
      ? this.#createChat(body, channelData)
      : this.#createThread(body, channelId);
  }

  #createThread(body: Json, channelId: string): Reply {
    const { world, lint } = this.#options;
    const activity = objectAt(body, 'activity');
    if (body['isGroup'] !== true || !activity)
      return badSyntax('Incorrect conversation creation parameters');
    const found = world.find(channelId);
    if (found?.where.kind !== 'channel' || found.rootId !== undefined) return noConversation;
    const refused = this.#unreachable(found) ?? this.#unwritable(found) ?? unsendable(activity);
    if (refused) return refused;
    lint('createConversation', activity, false);
    const root = this.#say(found, activity);
    return {
      status: 201,
      body: { id: `${channelId};messageid=${root.id}`, activityId: root.id },
    };
  }

  #createChat(body: Json, channelData: Json): Reply {
    const { world } = this.#options;
    const members = objectsAt(body, 'members');
    const tenant = textAt(body, 'tenantId') ?? textAt(objectAt(channelData, 'tenant') ?? {}, 'id');
    if (members.length !== 1 || body['isGroup'] === true || tenant === undefined)
      return badSyntax('Incorrect conversation creation parameters');
    const person = world.personBy(textAt(members[0] ?? {}, 'id') ?? '');
    if (!person) return badArgument('Failed to decrypt pairwise id');
    if (tenant.toLowerCase() !== world.tenantId)
      return refusal(403, 'NotEnoughPermissions', 'The bot is not of this tenant.');
    const chat = world.personalChat(person.aadObjectId);
    if (!chat.hasApp)
      return refusal(
        403,
        'ForbiddenOperationException',
        "The bot is not installed in the user's personal scope",
      );
    return { status: 201, body: { id: chat.id } };
  }

  #roster(call: Call, { where }: Found, asked: Asked): Reply {
    const { world } = this.#options;
    if (call === 'pagedMembers') return membersPage(world, where, asked.url.searchParams);
    const members = world.membersOf(where);
    if (call === 'members')
      return { status: 200, body: [...members].map((id) => memberJson(world.person(id))) };
    const person = world.personBy(asked.path[4] ?? '');
    return person && members.has(person.aadObjectId)
      ? { status: 200, body: memberJson(person) }
      : refusal(404, 'MemberNotFoundInConversation', 'Member not found in conversation roster.');
  }

  #write(call: Call, found: Found, asked: Asked): Reply {
    const isTargeted = asked.url.searchParams.get('isTargetedActivity') === 'true';
    const [, , , , activityId = ''] = asked.path;
    const unwritable = this.#unwritable(found);
    if (unwritable) return unwritable;
    if (call === 'remove') return this.#remove(found, activityId, isTargeted);
    const activity = jsonOf(asked);
    if (!activity) return badSyntax('No valid activities found');
    const refused = unsendable(activity);
    if (refused) return refused;
    if (call === 'update') return this.#update(found, activityId, { activity, isTargeted });
    if (isTargeted) return this.#whisper(found, activity);
    const under = call === 'reply' ? this.#underWhich(found, activityId) : found;
    return under ? this.#send(call, under, activity) : noActivity;
  }

  #send(call: Call, found: Found, activity: Json): Reply {
    if (found.where.kind !== 'personal' && offersFile(activity))
      return badArgument('Files are offered in one-on-one chats only.');
    this.#options.lint(call, activity, false);
    return { status: 201, body: { id: this.#say(found, activity).id } };
  }

  #whisper(found: Found, activity: Json): Reply {
    const { world, lint } = this.#options;
    const recipient = textAt(objectAt(activity, 'recipient') ?? {}, 'id');
    if (found.where.kind === 'personal')
      return badArgument('Targeted messages are not supported in one-on-one chats.');
    if (recipient === undefined) return badArgument('Recipient is missing.');
    const person = world.personBy(recipient);
    if (!person || !world.membersOf(found.where).has(person.aadObjectId))
      return badArgument('The recipient is not a member of the conversation.');
    lint('sendTargeted', activity, true);
    const said = this.#say(found, activity, person.aadObjectId);
    return { status: 201, body: { id: said.id } };
  }

  #update(
    found: Found,
    activityId: string,
    { activity, isTargeted }: { activity: Json; isTargeted: boolean },
  ): Reply {
    const message = this.#messageOf(found, activityId, isTargeted);
    if (!message) return noActivity;
    if (message.from !== null) return notOurs;
    if (isTargeted && objectAt(activity, 'recipient'))
      return badArgument('A recipient is not allowed on update.');
    this.#options.lint('update', activity, isTargeted);
    Object.assign(message, {
      activity,
      html: textAt(activity, 'text') ?? '',
      editedAt: this.#options.world.instant(),
    });
    return { status: 200, body: { id: message.id } };
  }

  #remove(found: Found, activityId: string, isTargeted: boolean): Reply {
    const message = this.#messageOf(found, activityId, isTargeted);
    if (!message) return noActivity;
    if (message.from !== null) return notOurs;
    message.isDeleted = true;
    return { status: 200 };
  }

  /** A message is changed only in its own conversation: a reply in its thread, a post in its thread or channel. */
  #messageOf({ where, rootId }: Found, id: string, isTargeted: boolean): TeamsMessage | undefined {
    const { world } = this.#options;
    const message = world.messageIn(where.id, id);
    if (!message || message.isDeleted || (message.targetedTo !== undefined) !== isTargeted)
      return undefined;
    const isOld = Date.parse(message.createdAt) + targetedLifeMs < world.now();
    if (isTargeted && isOld) return undefined;
    const isHere = message.rootId === rootId || message.id === rootId;
    return isHere ? message : undefined;
  }

  #underWhich(found: Found, activityId: string): Found | undefined {
    const message = this.#options.world.messageIn(found.where.id, activityId);
    if (!message || message.isDeleted) return undefined;
    return found.where.kind === 'channel'
      ? { where: found.where, rootId: message.rootId ?? message.id }
      : found;
  }

  #unwritable({ where }: Found): Reply | undefined {
    const { world } = this.#options;
    const isBlocked =
      where.kind === 'personal' && [...where.members].some((id) => world.person(id).isBlocking);
    if (isBlocked)
      return refusal(
        403,
        'ConversationBlockedByUser',
        'User blocked the conversation with the bot.',
      );
    return world.isReadOnly(where)
      ? refusal(403, 'MessageWritesBlocked', 'Message writes are blocked in the conversation.')
      : undefined;
  }

  #say(found: Found, activity: Json, targetedTo?: string): TeamsMessage {
    const html = textAt(activity, 'text') ?? '';
    return this.#options.world.say({ found, from: null, activity, html, targetedTo });
  }
}

const noConversation = refusal(404, 'ConversationNotFound', 'Conversation not found.');
const notInRoster = refusal(
  403,
  'BotNotInConversationRoster',
  'The bot is not part of the conversation roster.',
);
const noActivity = refusal(404, 'ActivityNotFoundInConversation', 'Conversation not found.');
const notOurs = refusal(403, 'NotEnoughPermissions', 'The bot did not write this message.');

function badSyntax(message: string): Reply {
  return refusal(400, 'BadSyntax', message);
}

function badArgument(message: string): Reply {
  return refusal(400, 'BadArgument', message);
}

function unsendable(activity: Json): Reply | undefined {
  if (JSON.stringify(activity).length * 2 > largestActivity)
    return refusal(413, 'MessageSizeTooBig', 'Message size too large.');
  if (activity['type'] === 'typing') return undefined;
  if (activity['type'] !== 'message') return badSyntax('No valid activities found');
  const isEmpty =
    (textAt(activity, 'text') ?? '') === '' && objectsAt(activity, 'attachments').length === 0;
  return isEmpty
    ? badSyntax("Activity must include non empty 'text' field or at least 1 attachment")
    : undefined;
}

function offersFile(activity: Json): boolean {
  return objectsAt(activity, 'attachments').some(
    ({ contentType }) => contentType === 'application/vnd.microsoft.teams.card.file.consent',
  );
}

function callOf({ method, path, url }: Asked): Call {
  const [version, collection, conversation, what, id] = path;
  if (version !== 'v3' || collection !== 'conversations') return 'unknown';
  if (conversation === undefined) return method === 'POST' ? 'createConversation' : 'unknown';
  const shape = `${method} ${what ?? ''}${id === undefined ? '' : '/id'}`;
  if (shape === 'POST activities' && url.searchParams.get('isTargetedActivity') === 'true')
    return 'sendTargeted';
  return calls[shape] ?? 'unknown';
}

const calls: Readonly<Record<string, Call>> = {
  'POST activities': 'send',
  'POST activities/id': 'reply',
  'PUT activities/id': 'update',
  'DELETE activities/id': 'remove',
  'GET members': 'members',
  'GET pagedmembers': 'pagedMembers',
  'GET members/id': 'member',
};

function kindOf(call: Call): 'write' | 'read' | 'create' {
  if (call === 'createConversation') return 'create';
  return call === 'members' || call === 'pagedMembers' || call === 'member' ? 'read' : 'write';
}

function threadOf(asked: Asked): string {
  const [, , conversation] = asked.path;
  if (conversation !== undefined) return conversation.split(';', 1)[0] ?? '';
  const body = jsonOf(asked) ?? {};
  const channel = objectAt(objectAt(body, 'channelData') ?? {}, 'channel') ?? {};
  return textAt(channel, 'id') ?? textAt(objectsAt(body, 'members')[0] ?? {}, 'id') ?? '';
}
