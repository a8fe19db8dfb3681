// Which permission a call of Graph lacked, and where it is granted.
import { ApiError } from './connector.ts';

const inTenant = (permission: string): string =>
  `Grant the application permission ${permission} of Microsoft Graph: in Entra, under the bot's app registration, "API permissions", then "Grant admin consent".`;
const inTeam = (permission: string): string =>
  `The app lacks ${permission} in the team: upload its package of the full profile (ssirp manifest teams --profile full), and let an owner of the team update it there.`;
const inChat = (permission: string): string =>
  `The app lacks ${permission} in this chat: upload its package of the full profile (ssirp manifest teams --profile full), and update it in the chat.`;

/** By the name of the call, see graph-chats.ts and graph-channels.ts. */
const remedies: Readonly<Record<string, string>> = {
  createChat: inTenant('Chat.Create'),
  findApp: inTenant('AppCatalog.Read.All'),
  installInChat: inTenant('TeamsAppInstallation.ReadWriteAndConsentSelfForChat.All'),
  installFor: inTenant('TeamsAppInstallation.ReadWriteSelfForUser.All'),
  chatsMadeSince: inTenant('Chat.ReadBasic.All'),
  addToChat: inChat('Chat.Manage.Chat'),
  chatMembers: inChat('Chat.Manage.Chat'),
  removeFromChat: inChat('Chat.Manage.Chat'),
  renameChat: inChat('ChatSettings.ReadWrite.Chat'),
  createChannel: inTeam('Channel.Create.Group'),
  findChannel: inTeam('ChannelSettings.ReadWrite.Group'),
  describeChannel: inTeam('ChannelSettings.ReadWrite.Group'),
  archiveChannel: inTenant('ChannelSettings.ReadWrite.All'),
};

const notInCatalog =
  "The app is not in this tenant's catalogue: upload its package in the Teams admin center, under “Manage apps”.";

const notInstallable =
  'Teams refused to put the app into the chat: upload its package of the full profile anew (ssirp manifest teams --profile full), and see that the tenant lets apps ask for permissions of chats.';

/** Graph does not let the bot do that in this tenant: what people can do about it. Undefined for all else. */
export function refusalBy(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.call === 'findApp' && error.status === 404) return notInCatalog;
  if (error.call === 'installInChat' && error.status === 400) return notInstallable;
  return error.status === 403 ? remedies[error.call] : undefined;
}
