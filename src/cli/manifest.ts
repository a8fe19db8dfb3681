// `ssirp manifest slack` prints the app manifest, ready to paste at api.slack.com/apps; `ssirp manifest teams` writes
// the app package, ready to upload in the Teams admin center.
import { writeFileSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { slackManifest } from '../chat/slack/manifest.ts';
import type { CliArgs, CliCommand } from './command.ts';
import { UsageProblem, print, text } from './command.ts';

const options = {
  url: { type: 'string' },
  socket: { type: 'boolean' },
  oauth: { type: 'boolean' },
  org: { type: 'boolean' },
  profile: { type: 'string' },
  schema: { type: 'string' },
  'app-id': { type: 'string' },
  'app-version': { type: 'string' },
  output: { type: 'string', short: 'o' },
} as const;
const ofPlatform = {
  slack: ['url', 'socket', 'oauth', 'org'],
  teams: ['url', 'profile', 'schema', 'app-id', 'app-version', 'output'],
} as const;

export const manifestCommand: CliCommand = {
  options,
  run: async (args) => {
    const [platform, ...more] = args.positionals;
    if ((platform !== 'slack' && platform !== 'teams') || more.length > 0)
      throw new UsageProblem('Name the platform: slack or teams.');
    const known: readonly string[] = ofPlatform[platform];
    const foreign = Object.keys(args.values).find((name) => !known.includes(name));
    if (foreign !== undefined) throw new UsageProblem(`--${foreign} is not for ${platform}.`);
    if (platform === 'slack') forSlack(args);
    else await forTeams(args);
    return 0;
  },
};

function forSlack(args: CliArgs): void {
  const url = slackAddress(args);
  const hasOAuth = args.values['oauth'] === true;
  const isForOrganizations = args.values['org'] === true;
  if ((hasOAuth || isForOrganizations) && url === undefined)
    throw new UsageProblem('--oauth and --org need --url: Slack sends people back to it.');
  print(JSON.stringify(slackManifest({ url, hasOAuth, isForOrganizations }), null, 2));
}

function slackAddress(args: CliArgs): string | undefined {
  if (args.values['socket'] !== true)
    return addressIn(args, 'without one, --socket makes the manifest for Socket Mode');
  if (text(args, 'url') === undefined) return undefined;
  throw new UsageProblem('--socket needs no --url: in Socket Mode the bot connects to Slack.');
}

async function forTeams(args: CliArgs): Promise<void> {
  const { appPackage } = await import('../chat/teams/app-package.ts');
  const { profiles, schemaVersions } = await import('../chat/teams/manifest.ts');
  const url = addressIn(args, 'Teams sends to it, at /api/messages');
  const wishes = {
    url,
    appId: appIdIn(args),
    profile: choice(args, 'profile', profiles),
    schema: choice(args, 'schema', schemaVersions),
    version: versionIn(args),
  };
  const file = text(args, 'output') ?? 'ssirp-teams.zip';
  writeFileSync(file, appPackage(wishes));
  print(
    `${file}: version ${wishes.version}, profile ${wishes.profile}, schema ${wishes.schema}, for ${url}/api/messages.\n` +
      'Upload it in the Teams admin center: Teams apps → Manage apps → Actions → Upload new app.',
  );
}

function appIdIn(args: CliArgs): string {
  const read = readConfig();
  const teams = read.ok ? read.config.teams : null;
  const id = text(args, 'app-id') ?? (teams?.isAuthenticated ? teams.appId : undefined);
  if (id === undefined)
    throw new UsageProblem(
      'Which app registration is it? Set MICROSOFT_APP_ID with its password and tenant, or give --app-id: “Application (client) ID” in Entra.',
    );
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id))
    throw new UsageProblem(
      '--app-id is the “Application (client) ID” of the app registration, such as 01234567-89ab-cdef-0123-456789abcdef.',
    );
  return id.toLowerCase();
}

function versionIn(args: CliArgs): string {
  const version = text(args, 'app-version') ?? '1.0.0';
  if (/^\d+\.\d+\.\d+$/u.test(version)) return version;
  throw new UsageProblem('--app-version is three numbers, such as 1.0.1.');
}

/** The one that is asked for; the first where none is. */
function choice<const T extends string>(
  args: CliArgs,
  name: string,
  known: readonly [T, ...T[]],
): T {
  const wanted = text(args, name);
  if (wanted === undefined) return known[0];
  const found = known.find((one) => one === wanted);
  if (found !== undefined) return found;
  throw new UsageProblem(`--${name} is ${known.join(' or ')}.`);
}

function addressIn(args: CliArgs, hint: string): string {
  const url = text(args, 'url');
  if (url === undefined || URL.parse(url)?.protocol !== 'https:')
    throw new UsageProblem(`--url is the public https:// address of the bot; ${hint}.`);
  return url.replace(/\/+$/, '');
}
