// What exists in a Microsoft tenant as far as a bot in Teams meets it: people, teams, channels, chats and what is said
// there. Shared by the bot service's half of the cloud and by Graph's.

import type { Json } from '../slack-server/json.ts';

/** As the directory says: of the tenant, invited into it, or of another tenant. */
export type PersonKind = 'member' | 'guest' | 'stranger';

export interface TeamsPerson {
  /** Entra object id, a GUID in lower case. */
  aadObjectId: string;
  /** `29:…`: the bot's own id for them. */
  teamsId: string;
  name: string;
  givenName: string;
  surname: string;
  upn: string;
  kind: PersonKind;
  /** The tenant of their account; a guest's is this one. */
  tenantId: string;
  /** They have blocked the bot in their chat with it, or an administrator has. */
  isBlocking: boolean;
}

/** Null: an application did it, as through Graph. */
export type Actor = string | null;

export type Membership = 'standard' | 'private' | 'shared';

export interface TeamsChannel {
  kind: 'channel';
  /** `19:…@thread.tacv2` */
  id: string;
  /** The GUID of its team. */
  teamId: string;
  name: string;
  description: string;
  membership: Membership;
  /** Of a private or shared channel; a standard one has its team's. */
  ownMembers: Set<string>;
  /** Of a shared channel: the app was allowed in it. */
  isAppEnabled: boolean;
  isArchived: boolean;
  isDeleted: boolean;
  createdAt: string;
}

export interface TeamsTeam {
  kind: 'team';
  /** A GUID: `aadGroupId` of activities and the id that Graph uses. */
  id: string;
  /** `19:…@thread.tacv2`: the same as the General channel's; `team.id` of activities. */
  threadId: string;
  name: string;
  members: Set<string>;
  owners: Set<string>;
  hasApp: boolean;
  isArchived: boolean;
  isDeleted: boolean;
}

export interface TeamsChat {
  kind: 'groupChat' | 'personal';
  /** `19:…@thread.v2`, or `a:…` for the chat of one person with the bot. */
  id: string;
  topic: string | null;
  members: Set<string>;
  hasApp: boolean;
  createdAt: string;
}

/** A conversation as an id names it; `rootId` when it is a thread of a channel. */
export interface Found {
  where: TeamsChannel | TeamsChat;
  rootId: string | undefined;
}

export interface TeamsMessage {
  /** Epoch milliseconds as text, unique in the world. */
  id: string;
  /** Of the channel or chat, without `;messageid=…`. */
  conversationId: string;
  /** Of a reply in a channel: the id of the post it stands under. */
  rootId: string | undefined;
  /** An aadObjectId; null: the bot. */
  from: Actor;
  /** What the bot sent, or what Teams told of the person's words. */
  activity: Json;
  /** As Teams keeps it, for Graph and message actions. */
  html: string;
  /** ISO-8601 UTC. */
  createdAt: string;
  editedAt: string | undefined;
  isDeleted: boolean;
  /** Only this person sees it. */
  targetedTo: string | undefined;
}

/** What happens in the world and is told to a bot that is there. */
export type WorldChange =
  | { kind: 'installed' | 'uninstalled'; where: TeamsTeam | TeamsChat; by: Actor }
  | {
      kind: 'membersAdded' | 'membersRemoved';
      where: TeamsTeam | TeamsChannel | TeamsChat;
      people: readonly string[];
      by: Actor;
    }
  | {
      kind: 'channelCreated' | 'channelRenamed' | 'channelDeleted' | 'channelRestored';
      where: TeamsChannel;
      by: Actor;
    }
  | {
      kind: 'teamRenamed' | 'teamDeleted' | 'teamArchived' | 'teamUnarchived';
      where: TeamsTeam;
      by: Actor;
    };

export interface NewPerson {
  name: string;
  /** Default: made of the name, the same in every run. */
  aadObjectId?: string;
  upn?: string;
  kind?: PersonKind;
  /** Of a stranger; default another tenant. */
  tenantId?: string;
}

export interface NewTeam {
  name: string;
  id?: string;
  members: readonly string[];
  owners?: readonly string[];
  /** Default true. */
  hasApp?: boolean;
}

export interface NewChannel {
  name: string;
  description?: string;
  /** Default standard. */
  membership?: Membership;
  /** Of a private or shared one. */
  members?: readonly string[];
  isAppEnabled?: boolean;
}

export interface NewChat {
  topic: string | null;
  members: readonly string[];
  /** Default true. */
  hasApp?: boolean;
}
