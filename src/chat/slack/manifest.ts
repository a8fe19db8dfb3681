// The app's manifest: what an administrator pastes into Slack to create the app, for one public address or for Socket
// Mode, which needs none.
import { redirectPath } from './oauth-paths.ts';
import { botScopes, optionalScopes, type ScopeNeed } from './scopes.ts';

/** The callback ids of the shortcuts. */
export const shortcuts = {
  addToTimeline: 'add_to_timeline',
  declare: 'declare',
  declareFrom: 'declare_from_message',
  taskFrom: 'task_from_message',
} as const;

/** The events of conversations that the receivers understand. */
export const botEvents = [
  'app_home_opened',
  'app_mention',
  'channel_archive',
  'channel_deleted',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
  'member_joined_channel',
  'member_left_channel',
  // That a channel is made public or private is told as a message in it. All other messages are dropped unread.
  'message.channels',
  'message.groups',
  'reaction_added',
  'reaction_removed',
  'user_change',
] as const;
type BotEvent = (typeof botEvents)[number];
/** As they arrive: the messages of every kind of channel under one name. */
export type HeardEvent = Exclude<BotEvent, `message.${string}`> | 'message';
export const heardEvents: readonly HeardEvent[] = [
  ...botEvents.filter(
    (name): name is Exclude<BotEvent, `message.${string}`> => !name.startsWith('message.'),
  ),
  'message',
];

/** The events of the installation itself; the last two come only to apps of a whole organization. */
export const installationEvents = [
  'app_uninstalled',
  'tokens_revoked',
  'team_access_granted',
  'team_access_revoked',
] as const;
export type InstallationEvent = (typeof installationEvents)[number];
const ofOrganizations: readonly string[] = ['team_access_granted', 'team_access_revoked'];

export interface ManifestWishes {
  /** The public https address of the bot, without a path; undefined for Socket Mode. */
  url: string | undefined;
  /** Installed by OAuth, in many workspaces; needs the address. */
  hasOAuth?: boolean;
  /** Installed by OAuth, also in whole Enterprise organizations. */
  isForOrganizations?: boolean;
}

export function slackManifest({
  url,
  hasOAuth = false,
  isForOrganizations = false,
}: ManifestWishes): object {
  const addressOf = (path: string): string | undefined =>
    url === undefined ? undefined : new URL(path, url).href;
  const address = addressOf('/slack/events');
  const requestUrl = address === undefined ? {} : { request_url: address };
  const redirect = hasOAuth || isForOrganizations ? addressOf(redirectPath) : undefined;
  const events = [
    ...botEvents,
    ...installationEvents.filter((name) => isForOrganizations || !ofOrganizations.includes(name)),
  ].toSorted();
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'ssirp',
      description: 'Leads security incidents from the first report to the review.',
      background_color: '#1f2937',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: true,
      },
      bot_user: { display_name: 'ssirp', always_online: true },
      slash_commands: [
        {
          command: '/incident',
          ...(address === undefined ? {} : { url: address }),
          description: 'Declare and lead a security incident',
          usage_hint: 'declare <title> | status | advance | role <role> @person | help',
          should_escape: true,
        },
      ],
      shortcuts: [
        {
          name: 'Add to timeline',
          type: 'message',
          callback_id: shortcuts.addToTimeline,
          description: "Keep this message in the incident's timeline",
        },
        {
          name: 'Declare incident',
          type: 'message',
          callback_id: shortcuts.declareFrom,
          description: 'Open an incident because of this message',
        },
        {
          name: 'Make a task',
          type: 'message',
          callback_id: shortcuts.taskFrom,
          description: 'Make a task of an incident out of this message',
        },
        {
          name: 'Declare incident',
          type: 'global',
          callback_id: shortcuts.declare,
          description: 'Open an incident and its channel',
        },
      ],
    },
    oauth_config: {
      ...(redirect === undefined ? {} : { redirect_urls: [redirect] }),
      // What is optional stands in both lists: whoever installs the app may decline it.
      scopes: { bot: names(botScopes), bot_optional: names(optionalScopes) },
    },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: events },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: isForOrganizations,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
}

function names(needs: readonly ScopeNeed[]): string[] {
  return needs.map(({ scope }) => scope);
}
