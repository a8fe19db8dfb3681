// The permissions the bot asks for, each with its reason and with what is lost without it: the manifest, the doctor
// and docs/slack.md say what stands here.

export interface ScopeNeed {
  scope: string;
  why: string;
  /** What does not work without it. */
  without: string;
  /** Whoever installs the app may decline it. */
  isOptional?: true;
}

export const botScopes: readonly ScopeNeed[] = [
  {
    scope: 'commands',
    why: 'the /incident command and the shortcuts',
    without: 'nothing works',
  },
  {
    scope: 'chat:write',
    why: 'posting and updating the messages of an incident',
    without: 'nothing works',
  },
  {
    scope: 'users:read',
    why: 'names and time zones; telling members from guests',
    without: 'nobody can change anything',
  },
  {
    scope: 'groups:write',
    why: 'making, filling and archiving private incident channels',
    without: 'private incidents get no channel, and never a public one instead',
  },
  {
    scope: 'groups:read',
    why: 'seeing who is in private incident channels, and what becomes of them',
    without: 'who can read a private incident is not known',
  },
  {
    scope: 'channels:manage',
    why: 'making, filling and archiving open incident channels',
    without: 'open incidents get no channel',
  },
  {
    scope: 'channels:read',
    why: 'finding the announcement channel; who joins and leaves',
    without: 'no announcements by channel name',
  },
  {
    scope: 'im:write',
    why: 'telling one person about a task or a role',
    without: "requests show in the incident's channel only",
  },
  {
    scope: 'pins:write',
    why: "pinning the incident's card",
    without: 'the card is posted, not pinned',
    isOptional: true,
  },
  {
    scope: 'app_mentions:read',
    why: 'commands given by mentioning the bot, in threads too',
    without: 'use /incident',
    isOptional: true,
  },
  {
    scope: 'reactions:read',
    why: 'noticing the 📌 that puts a message on the timeline',
    without: 'use the shortcut Add to timeline',
    isOptional: true,
  },
  {
    scope: 'usergroups:read',
    why: 'inviting the people of a user group',
    without: 'invite people by name',
    isOptional: true,
  },
  {
    scope: 'channels:history',
    why: 'reading the pinned message; finding a post again after a crash; noticing that a channel was made private or public',
    without:
      '📌 does nothing; a post may come twice after a crash; it is noticed late that a channel was made public',
    isOptional: true,
  },
  {
    scope: 'groups:history',
    why: 'the same in private incident channels',
    without: 'the same in private incident channels',
    isOptional: true,
  },
  {
    scope: 'im:history',
    why: 'finding a direct message again after a crash',
    without: 'a crash may tell a person twice',
    isOptional: true,
  },
  {
    scope: 'files:write',
    why: 'uploading exports',
    without: 'export on the command line instead',
    isOptional: true,
  },
  {
    scope: 'files:read',
    why: 'finding an upload again after a crash; reading the file of a document that somebody hands in',
    without:
      'an upload may come twice after a crash; hand in the file of a document on the command line',
    isOptional: true,
  },
  {
    scope: 'canvases:write',
    why: "keeping the living summary in the canvas of an incident's channel",
    without: 'the pinned card is the only summary; so it is on plans without canvases',
    isOptional: true,
  },
  {
    scope: 'canvases:read',
    why: 'knowing a canvas of its own from one that people wrote',
    without: 'a canvas that a crash left half made is not kept current',
    isOptional: true,
  },
  {
    scope: 'bookmarks:write',
    why: "links to the card and to what people add, above the incident's channel",
    without: 'no links above the channel',
    isOptional: true,
  },
  {
    scope: 'bookmarks:read',
    why: 'not adding the same link twice',
    without: 'no links above the channel',
    isOptional: true,
  },
];

export const optionalScopes = botScopes.filter(({ isOptional }) => isOptional);
export const requiredScopes = botScopes.filter(({ isOptional }) => !isOptional);
