// What the Teams adapter needs of Microsoft's bot service, without a type of its SDK: what comes in (Inbound, Answer)
// and what goes out (BotApi). Only teams-ai.ts and bot-api.ts know how it is done; a move to another SDK touches them.
import type { CardJson } from '../adaptive-card.ts';

/** A conversation as the bot service names it. A thread is `19:…@thread.tacv2;messageid=…`. */
export interface Place {
  /** Where the service of this conversation is reached; it may change, so the newest is kept. */
  serviceUrl: string;
  conversationId: string;
  kind: 'personal' | 'groupChat' | 'channel';
  /** Of a channel: the Entra id (a GUID) of its team, as far as an activity has told. */
  teamId?: string;
  /** Of a channel: its id without `;messageid=…`. */
  channelId?: string;
}

/** Who speaks, as the service vouches for them. */
export interface Speaker {
  /** Entra object id, lower case: the only thing that authority may hang on. Empty where an event names nobody. */
  aadObjectId: string;
  /** The bot's own id for them, `29:…`. */
  teamsId: string;
  name: string;
  /** IANA zone of their client, where it told. */
  zone?: string;
}

interface InboundBase {
  /** The service's id of this delivery, for answering it once. */
  id: string;
  who: Speaker;
  where: Place;
}

/** A person as `@mentioned` in what somebody wrote. */
export interface Mentioned {
  teamsId: string;
  name: string;
}

export type Inbound =
  /** `text`: plain, the bot's own mention taken out, others as `<at id="29:…">` by `mentions`. */
  | (InboundBase & {
      kind: 'said';
      text: string;
      mentions: readonly Mentioned[];
      /** The message as it stands in the conversation, to reply to or capture. */
      messageId: string;
      /** Written so that only the bot reads it: the answer is for them alone. */
      isTargeted: boolean;
    })
  /** A button of a card (`Action.Execute`). `messageId`: of the card. */
  | (InboundBase & { kind: 'pressed'; verb: string; data: unknown; messageId: string | undefined })
  /** A button that asks for a dialog. */
  | (InboundBase & { kind: 'dialogOpened'; data: unknown; messageId: string | undefined })
  | (InboundBase & { kind: 'dialogSubmitted'; data: unknown })
  /** The menu of a message: the dialog is wanted, then submitted. */
  | (InboundBase & {
      kind: 'messageAction' | 'messageActionSubmitted';
      /** `commandId` of the manifest. */
      command: string;
      message: MessageRead;
      data: unknown;
    })
  /** A person took or refused a file offered in their chat. */
  | (InboundBase & {
      kind: 'fileAnswered';
      accepted: boolean;
      context: unknown;
      /** Where to put it, and the card that shows it afterwards. */
      upload?: {
        uploadUrl: string;
        contentUrl: string;
        name: string;
        uniqueId: string;
        fileType: string;
      };
      messageId: string | undefined;
    })
  /** The app came to, or went from, a team, a group chat or a person. */
  | (InboundBase & { kind: 'installed' | 'uninstalled' })
  | (InboundBase & {
      kind: 'membersAdded' | 'membersRemoved';
      /** Their ids, `29:…`, without the bot's. */
      people: readonly string[];
      /** The bot is among them. */
      isBot: boolean;
    })
  /** `channelRenamed`, `teamDeleted`, …, as the service says it, of the channel or team that `where` names. */
  | (InboundBase & { kind: 'roomChanged'; what: string; name: string | undefined });

export interface MessageRead {
  id: string;
  /** HTML as Teams keeps it. */
  html: string;
  /** The author; undefined for what an app wrote. */
  author?: { aadObjectId: string; name: string };
  /** ISO-8601 UTC. */
  at?: string;
  link?: string;
}

/** What goes back in the same request. */
export type Answer =
  | { kind: 'none' }
  /** A short line that only who pressed sees. */
  | { kind: 'notice'; text: string }
  /** Replaces the card for whoever pressed, until it is updated for all. */
  | { kind: 'card'; card: CardJson }
  | { kind: 'dialog'; title: string; card: CardJson }
  /** The dialog closes with these words; nothing is said where they are empty. */
  | { kind: 'dialogClosed'; text: string }
  /** Nothing was stored: the service, or the person, is to try again. */
  | { kind: 'broken' };

/** Takes what came; it never rejects. */
export type Take = (inbound: Inbound) => Promise<Answer>;

/** What the bot sends: always a card, so that it can be found again by the id in it, and read aloud by `summary`. */
export interface Outgoing {
  card: CardJson;
  /** One plain sentence: notifications and screen readers. */
  summary: string;
  /** Other attachments, such as the offer of a file; then `card` is left out of the activity. */
  attachment?: {
    contentType: string;
    name: string;
    content: Record<string, unknown>;
    contentUrl?: string;
  };
}

export interface Member {
  aadObjectId: string;
  teamsId: string;
  name: string;
  /** User principal name, or null for who has none (an app, somebody anonymous). */
  handle: string | null;
  /** As the directory says: a member, a guest of it, or of another directory or anonymous. */
  kind: 'member' | 'guest' | 'stranger';
}

type Conversation = Pick<Place, 'serviceUrl' | 'conversationId'>;

/** The Bot Connector's REST API. Every method rejects with ApiError; nothing is retried here. */
export interface BotApi {
  post(place: Conversation, message: Outgoing): Promise<{ activityId: string }>;
  /** Shown to one person of a channel or group chat only. */
  whisper(place: Conversation, teamsId: string, message: Outgoing): Promise<{ activityId: string }>;
  update(place: Conversation, activityId: string, message: Outgoing): Promise<void>;
  remove(place: Conversation, activityId: string): Promise<void>;
  /** A new post with replies in a channel; its conversation id carries `;messageid=`. */
  startThread(
    channel: { serviceUrl: string; channelId: string },
    message: Outgoing,
  ): Promise<{ conversationId: string; activityId: string }>;
  /** The chat between the bot and one person; the same each time. */
  startChat(to: { serviceUrl: string; teamsId: string }): Promise<{ conversationId: string }>;
  /** By `29:…` or Entra object id; rejects with status 404 for who is not there. */
  member(place: Conversation, id: string): Promise<Member>;
  /** Everybody in the conversation, a page at a time. */
  members(place: Conversation): AsyncIterable<Member>;
}

/** What the Bot Connector or Graph answered that was no success; `status` 0: no answer came. */
export class ApiError extends Error {
  readonly status: number;
  /** The service's own code, e.g. `BotNotInConversationRoster`; empty where it gave none. Never a text of people. */
  readonly code: string;
  /** Milliseconds, where it said so. */
  readonly retryAfterMs: number | undefined;
  /** Which call. */
  readonly call: string;

  constructor(
    call: string,
    {
      status,
      code = '',
      retryAfterMs,
    }: { status: number; code?: string; retryAfterMs?: number | undefined },
  ) {
    super(`${call}: ${status === 0 ? 'no answer' : status} ${code}`.trim());
    this.name = 'ApiError';
    this.call = call;
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Who is brought into a chat. Guests of the directory are brought in otherwise than its members. */
export interface ChatPerson {
  /** Lower case. */
  aadObjectId: string;
  isGuest: boolean;
}

/**
 * The few things of Microsoft Graph that incidents need; each only where the tenant granted it, else ApiError with
 * status 403. People are Entra object ids. What Graph has accepted but not yet done is an ApiError with status 202.
 */
export interface Graph {
  /** A group chat with exactly these people; without the bot until `installInChat`. */
  createChat(chat: {
    topic: string;
    people: readonly ChatPerson[];
  }): Promise<{ chatId: string; url: string | null }>;
  /** Idempotent: 409 counts as done. */
  installInChat(chatId: string): Promise<void>;
  /** They see all that was said before; who is in it is in already. At most four people a minute. */
  addToChat(chatId: string, person: ChatPerson): Promise<void>;
  /** Who is not in it is out already. */
  removeFromChat(chatId: string, person: string): Promise<void>;
  /** At most 250 characters, and no colon. */
  renameChat(chatId: string, topic: string): Promise<void>;
  /**
   * The group chats of that title that were made since, with the first of these people and nobody but them: what a lost
   * answer has made, and no chat that others gave the same title.
   */
  chatsMadeSince(
    people: readonly string[],
    topic: string,
    since: string,
  ): Promise<readonly string[]>;
  createChannel(
    teamId: string,
    channel: { name: string; description: string },
  ): Promise<{ channelId: string; url: string | null }>;
  /** By display name; channels that somebody deleted are not among them. `madeAt`: ISO-8601 UTC. */
  findChannel(
    teamId: string,
    name: string,
  ): Promise<{ channelId: string; url: string | null; madeAt: string | null } | null>;
  /** Null when there is no such channel. */
  channel(
    teamId: string,
    channelId: string,
  ): Promise<{ name: string; membership: string; isArchived: boolean } | null>;
  /** At most 1024 characters. */
  describeChannel(teamId: string, channelId: string, description: string): Promise<void>;
  archiveChannel(teamId: string, channelId: string): Promise<void>;
  /**
   * The message of ours whose card carries the marker, among those written since the instant; null when there is
   * none. Rejects with 403 where the bot may not read there.
   */
  findCard(
    place: Place,
    marker: string,
    since: string,
  ): Promise<{ activityId: string; conversationId: string } | null>;
  /** Puts the app where the bot can write to the person; idempotent. */
  installFor(person: string): Promise<void>;
}
