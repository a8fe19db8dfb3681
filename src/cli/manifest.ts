// `ssirp manifest slack --url https://…` or `--socket`: the app manifest, ready to paste at api.slack.com/apps.
import { slackManifest } from '../chat/slack/manifest.ts';
import type { CliArgs, CliCommand } from './command.ts';
import { UsageProblem, print, text } from './command.ts';

export const manifestCommand: CliCommand = {
  options: {
    url: { type: 'string' },
    socket: { type: 'boolean' },
    oauth: { type: 'boolean' },
    org: { type: 'boolean' },
  },
  run: (args) => {
    const [platform, ...more] = args.positionals;
    if (platform !== 'slack' || more.length > 0)
      throw new UsageProblem('Name the platform: slack.');
    const url = addressIn(args);
    const hasOAuth = args.values['oauth'] === true;
    const isForOrganizations = args.values['org'] === true;
    if ((hasOAuth || isForOrganizations) && url === undefined)
      throw new UsageProblem('--oauth and --org need --url: Slack sends people back to it.');
    print(JSON.stringify(slackManifest({ url, hasOAuth, isForOrganizations }), null, 2));
    return Promise.resolve(0);
  },
};

function addressIn(args: CliArgs): string | undefined {
  const url = text(args, 'url');
  if (args.values['socket'] === true) {
    if (url === undefined) return undefined;
    throw new UsageProblem('--socket needs no --url: in Socket Mode the bot connects to Slack.');
  }
  if (url === undefined || URL.parse(url)?.protocol !== 'https:')
    throw new UsageProblem(
      '--url is the public https:// address of the bot; without one, --socket makes the manifest for Socket Mode.',
    );
  return url.replace(/\/+$/, '');
}
