// The app's manifest for Teams: what an administrator uploads as part of the package (app-package.ts). Written for the
// newest schema, or for an older one where a tenant refuses that.
import { verbs } from '#src/commands/grammar.ts';
import { consentedInChat, consentedInTeam } from './permissions.ts';

/** The `commandId`s of the message menu. */
export const messageActions = {
  addToTimeline: 'addToTimeline',
  taskFrom: 'taskFromMessage',
  declareFrom: 'declareFromMessage',
} as const;

/** `1.30` has slash commands and answers that only one person sees; tenants that refuse it take `1.25`. */
export const schemaVersions = ['1.30', '1.25'] as const;
export type SchemaVersion = (typeof schemaVersions)[number];

/** `minimal` asks for no permission; `full` for those that channels and group chats need. */
export const profiles = ['minimal', 'full'] as const;
export type Profile = (typeof profiles)[number];

export interface TeamsManifestWishes {
  /** The public https address of the bot, without a path. */
  url: string;
  /** MICROSOFT_APP_ID: the app registration in Entra, a GUID. */
  appId: string;
  profile?: Profile;
  schema?: SchemaVersion;
  /** Teams takes an app again only with a higher one. */
  version?: string;
}

/** Shown when somebody types `@ssirp` or `/`; at most twelve. All others are in `help`. */
const offered = [
  'declare',
  'status',
  'checklist',
  'advance',
  'tasks',
  'task add',
  'role',
  'sitrep',
  'note',
  'list',
  'home',
  'help',
] as const;
const descriptionMax = 128;

export function teamsManifest({
  url,
  appId,
  profile = 'minimal',
  schema = '1.30',
  version = '1.0.0',
}: TeamsManifestWishes): object {
  const isSlashKnown = schema !== '1.25';
  const page = new URL('/', url).href;
  const commands = offered.map((title) => ({ title, description: aboutOf(title) }));
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${schema}/MicrosoftTeams.schema.json`,
    manifestVersion: schema,
    version,
    id: appId,
    developer: { name: 'ssirp-bot', websiteUrl: page, privacyUrl: page, termsOfUseUrl: page },
    name: { short: 'ssirp', full: 'ssirp: security incident response' },
    description: {
      short: 'Leads security incidents from the first report to the review.',
      full: 'Leads security incidents through SSIRP: mobilize, assess, remediate, communicate, review. Each incident has its place, its roles, tasks, clocks and a record that can be proved. Mention @ssirp with “help”, or write to it in its own chat.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#1F2937',
    bots: [
      {
        botId: appId,
        scopes: ['team', 'groupChat', 'personal'],
        supportsFiles: true,
        isNotificationOnly: false,
        ...(isSlashKnown ? { supportsTargetedMessages: true } : {}),
        commandLists: [
          {
            scopes: ['team', 'groupChat'],
            ...(isSlashKnown ? { triggers: ['mention', 'slash'] } : {}),
            commands,
          },
          { scopes: ['personal'], commands },
        ],
      },
    ],
    composeExtensions: [{ botId: appId, commands: messageMenu }],
    defaultInstallScope: 'team',
    defaultGroupCapability: { team: 'bot', groupchat: 'bot' },
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [new URL(url).hostname],
    ...(profile === 'full' ? consent(appId, page) : {}),
  };
}

const messageMenu = [
  {
    id: messageActions.addToTimeline,
    title: 'Add to timeline',
    description: "Keep this message in the incident's timeline",
  },
  {
    id: messageActions.taskFrom,
    title: 'Make a task',
    description: 'Make a task of an incident out of this message',
  },
  {
    id: messageActions.declareFrom,
    title: 'Declare incident',
    description: 'Open an incident because of this message',
  },
].map((action) => ({ ...action, type: 'action', context: ['message'], fetchTask: true }));

/** Resource-specific consent belongs to the app registration, so it is named; `resource` is required and not read. */
function consent(appId: string, resource: string): object {
  return {
    webApplicationInfo: { id: appId, resource },
    authorization: {
      permissions: {
        resourceSpecific: [...consentedInTeam, ...consentedInChat].map(({ permission }) => ({
          name: permission,
          type: 'Application',
        })),
      },
    },
  };
}

/** The first sentence of the command's help. */
function aboutOf(title: string): string {
  const verb = title.replace(/ .*$/u, '');
  const help = verbs.find(({ names }) => names[0] === verb)?.help ?? '';
  const [sentence = ''] = /^.+?\.(?= |$)/u.exec(help) ?? [];
  return sentence.slice(0, descriptionMax);
}
