// Events: mentions of the bot, pins put on messages and taken off, people who join and leave. An event that could not
// be stored is thrown on, which answers Slack with 500, and Slack sends it again.
import type { PersonId } from '#machines/incident-types.ts';
import type { CommandSink } from '../port.ts';
import { showPrivately, withFormButton, words } from './answer.ts';
import { classify, isTransient } from './api-error.ts';
import { captureOf, messageId } from './capture.ts';
import { commandText } from './incoming-text.ts';
import { at, listAt, textAt } from '../../shared/read.ts';
import { conversationOf, speaking, type Receiving, type Speaking } from './receiving.ts';
import type { HeardEvent } from './manifest.ts';
import { personId } from './people.ts';
import {
  noticeRoom,
  receiveIdChange,
  receiveMessage,
  receivePersonChange,
  receiveRoomEvent,
} from './receive-room-event.ts';

const notYet =
  'This could not be stored yet. It is tried again by itself within the next minutes and answered then; there is no need to say it again.';

/** 📌, the reaction that puts a message on the timeline. */
const pin = 'pushpin';

type Command = Parameters<CommandSink['do']>[1];

type Receive = (
  receiving: Receiving,
  body: unknown,
  event: unknown,
  delivery: { isRetry: boolean },
) => Promise<void>;

const receivers: Readonly<Record<HeardEvent, Receive>> = {
  app_home_opened: homeOpened,
  app_mention: mentioned,
  reaction_added: pinned,
  reaction_removed: unpinned,
  member_joined_channel: (receiving, body, event) => moved(receiving, body, event, 'joined'),
  member_left_channel: (receiving, body, event) => moved(receiving, body, event, 'left'),
  channel_archive: room,
  channel_deleted: room,
  channel_left: room,
  channel_rename: room,
  channel_shared: room,
  channel_unarchive: room,
  channel_unshared: room,
  group_archive: room,
  group_deleted: room,
  group_left: room,
  group_rename: room,
  group_unarchive: room,
  channel_id_changed: async (receiving, _body, event) => receiveIdChange(receiving, event),
  message: async (receiving, _body, event) => receiveMessage(receiving, event),
  user_change: async (receiving, _body, event) => receivePersonChange(receiving, event),
};

export async function receiveEvent(
  receiving: Receiving,
  name: HeardEvent,
  body: unknown,
  delivery: { isRetry: boolean },
): Promise<void> {
  await receivers[name](receiving, body, at(body, 'event'), delivery);
}

function speaker(receiving: Receiving, body: unknown, event: unknown): Promise<Speaking> {
  return speaking(receiving, {
    user: textAt(event, 'user'),
    requestId: `evt:${textAt(body, 'event_id') ?? ''}`,
    channel: textAt(event, 'channel') ?? textAt(event, 'item', 'channel'),
  });
}

/** Only a message that begins with the mention is a command; elsewhere people talk about the bot. */
async function mentioned(
  receiving: Receiving,
  body: unknown,
  event: unknown,
  { isRetry }: { isRetry: boolean },
): Promise<void> {
  if (textAt(event, 'bot_id') !== undefined || textAt(event, 'user') === undefined) return;
  const botUser = receiving.identity.botUser;
  const [, mention, rest = ''] =
    /^\s*<@([^>|]+)(?:\|[^>]*)?>(.*)$/su.exec(textAt(event, 'text') ?? '') ?? [];
  if (mention !== botUser) return;

  const who = await speaker(receiving, body, event);
  const said = commandText(rest, who.identity.team).trim();
  const threadTs = textAt(event, 'thread_ts');
  const reply = receiving.sink.say({ ...who.spoken, thread: threadTs }, said);
  const where = { channel: who.spoken.conversation, threadTs };
  if (!reply.isBroken) return showPrivately(receiving, who, withFormButton(reply, said), where);
  // Said once: Slack repeats an event for minutes.
  if (!isRetry) showPrivately(receiving, who, words(notYet), where);
  throw new Error('a mention could not be stored');
}

async function homeOpened(receiving: Receiving, body: unknown, event: unknown): Promise<void> {
  if (textAt(event, 'tab') !== 'home') return;
  const { spoken } = await speaker(receiving, body, event);
  if (!receiving.sink.opened(spoken.actor))
    throw new Error('Slack does not say who opened the home tab');
}

/** Nobody says an event again: it must come again while it cannot be stored, or Slack does not tell whose it is. */
function take({ sink }: Receiving, { spoken }: Speaking, command: Command): void {
  const reply = sink.do(spoken, command);
  if (reply.isBroken) throw new Error('an event could not be stored');
  if (reply.isUnsure) throw new Error('Slack does not say who the person of an event is');
}

async function pinned(receiving: Receiving, body: unknown, event: unknown): Promise<void> {
  const item = pinnedItem(event);
  if (!item) return;
  const [who, message] = await Promise.all([
    speaker(receiving, body, event),
    messageAt(receiving, item.channel, item.ts),
  ]);
  const command = captureOf(message, item.channel, who.identity);
  if (!command) return;
  const author = textAt(message, 'user');
  if (author !== undefined) receiving.people.learn(author, receiving);
  take(receiving, who, command);
}

async function unpinned(receiving: Receiving, body: unknown, event: unknown): Promise<void> {
  const item = pinnedItem(event);
  if (!item) return;
  const [who, message] = await Promise.all([
    speaker(receiving, body, event),
    messageAt(receiving, item.channel, item.ts),
  ]);
  // Somebody else still wants it on the timeline.
  if (listAt(message, 'reactions').some((reaction) => textAt(reaction, 'name') === pin)) return;
  const release: Command = {
    verb: 'release',
    incidentId: null,
    messageId: messageId(item.channel, item.ts),
  };
  take(receiving, who, release);
}

function pinnedItem(event: unknown): { channel: string; ts: string } | undefined {
  const channel = textAt(event, 'item', 'channel');
  const ts = textAt(event, 'item', 'ts');
  const isPin = textAt(event, 'reaction') === pin && textAt(event, 'item', 'type') === 'message';
  return isPin && channel !== undefined && conversationOf(channel) !== null && ts !== undefined
    ? { channel, ts }
    : undefined;
}

/**
 * The message itself, which the event does not carry. Undefined when the bot may not read it; when Slack only does
 * not answer now, the error is thrown on and the event comes again.
 */
async function messageAt({ web, log }: Receiving, channel: string, ts: string): Promise<unknown> {
  const range = { channel, oldest: ts, latest: ts, inclusive: true, limit: 10 };
  try {
    const history = await web.quick.conversations.history(range);
    const found = history.messages?.find((message) => message.ts === ts);
    if (found) return found;
    // A reply stands in its thread only.
    const replies = await web.quick.conversations.replies({ ...range, ts });
    return replies.messages?.find((message) => message.ts === ts);
  } catch (error) {
    const problem = classify(error);
    if (isTransient(problem)) throw error;
    log.warn({ channel, code: problem.code, needed: problem.needed }, 'slack message not readable');
    return undefined;
  }
}

async function moved(
  receiving: Receiving,
  body: unknown,
  event: unknown,
  verb: 'joined' | 'left',
): Promise<void> {
  const user = textAt(event, 'user');
  const { identity } = receiving;
  if (user === undefined) return;
  const channel = textAt(event, 'channel');
  if (user === identity.botUser)
    return noticeRoom(receiving, channel, {
      hint: verb === 'left' ? 'left' : null,
      user: undefined,
    });
  const who = await speaker(receiving, body, event);
  // Guests and strangers belong to nothing, but they can read: that is found by looking.
  if (who.spoken.actor.kind === 'guest' || who.spoken.actor.kind === 'stranger')
    return noticeRoom(receiving, channel, { hint: null, user: undefined });
  const inviter = textAt(event, 'inviter');
  const person = personId(identity.team, user);
  take(
    receiving,
    who,
    verb === 'left'
      ? { verb, incidentId: null, person }
      : {
          verb,
          incidentId: null,
          person,
          ...(inviter === undefined ? {} : { inviter: inviterId(receiving, inviter) }),
        },
  );
}

/** Whom the bot itself brought in is its own affair. */
function inviterId({ identity }: Receiving, user: string): PersonId {
  return user === identity.botUser ? 'ssirp' : personId(identity.team, user);
}

async function room(receiving: Receiving, _body: unknown, event: unknown): Promise<void> {
  receiveRoomEvent(receiving, event);
}
