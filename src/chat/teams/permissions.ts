// What the bot may ask of a tenant beyond being a bot, each with its reason and what is lost without it: the manifest,
// the doctor and docs/teams.md say what stands here. An open incident in a thread needs none of them.

export interface PermissionNeed {
  permission: string;
  why: string;
  /** What does not work without it. */
  without: string;
}

/**
 * Granted with the app where it is installed, for that team or chat alone (resource-specific consent). They stand in
 * the manifest of the full profile.
 */
export const consentedInTeam: readonly PermissionNeed[] = [
  {
    permission: 'Channel.Create.Group',
    why: 'making a channel of its own for an open incident (`TEAMS_ROOMS=channel`)',
    without: 'open incidents are posts in the incidents channel',
  },
  {
    permission: 'ChannelSettings.ReadWrite.Group',
    why: "finding an incident's channel again and keeping its description",
    without: 'the description of the channel does not follow the incident',
  },
  {
    permission: 'ChannelMessage.Read.Group',
    why: 'finding a post of the bot again after a lost answer',
    without: 'such a post comes again, marked as a possible repeat',
  },
];
export const consentedInChat: readonly PermissionNeed[] = [
  {
    permission: 'Chat.Manage.Chat',
    why: "bringing people into a private incident's chat and out of it",
    without: 'nobody is added or removed by the bot later; the record names them',
  },
  {
    permission: 'ChatSettings.ReadWrite.Chat',
    why: "keeping the chat's title",
    without: 'the title does not follow the incident',
  },
  {
    permission: 'ChatMessage.Read.Chat',
    why: 'finding a message of the bot again after a lost answer',
    without: 'such a message comes again, marked as a possible repeat',
  },
];

/** Granted once for the tenant by an administrator, in Entra (application permissions of Microsoft Graph). */
export const grantedInTenant: readonly PermissionNeed[] = [
  {
    permission: 'Chat.Create',
    why: 'making the group chat of a private or restricted incident',
    without: 'such an incident has no room, and whoever declared it is told',
  },
  {
    permission: 'TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All',
    why: 'putting the bot into the chats that it made',
    without: 'such an incident has no room, and whoever declared it is told',
  },
  {
    permission: 'AppCatalog.Read.All',
    why: "finding the app's own number in your catalogue, which installing it asks for",
    without: 'such an incident has no room, and whoever declared it is told',
  },
  {
    permission: 'Chat.ReadBasic.All',
    why: 'finding such a chat again after a lost answer',
    without: 'a chat without the bot may be left behind',
  },
  {
    permission: 'TeamsAppInstallation.ReadWriteSelfForUser.All',
    why: 'writing to a person who has not installed the app',
    without: 'that person is told in the room only',
  },
  {
    permission: 'ChannelSettings.ReadWrite.All',
    why: "archiving an incident's channel when it closes (`TEAMS_ROOMS=channel`)",
    without: 'the channel stays open, and its description says that the incident is closed',
  },
];
