// `ssirp manifest slack --url https://…`: the app manifest, ready to paste at api.slack.com/apps.
import { slackManifest } from '../chat/slack/manifest.ts';
import type { CliCommand } from './command.ts';
import { UsageProblem, print, text } from './command.ts';

export const manifestCommand: CliCommand = {
  options: { url: { type: 'string' } },
  run: (args) => {
    const [platform, ...more] = args.positionals;
    const url = text(args, 'url');
    if (platform !== 'slack' || more.length > 0)
      throw new UsageProblem('Name the platform: slack.');
    if (url === undefined || URL.parse(url)?.protocol !== 'https:')
      throw new UsageProblem('--url is the public https:// address of the bot.');
    print(JSON.stringify(slackManifest({ url: url.replace(/\/+$/, '') }), null, 2));
    return Promise.resolve(0);
  },
};
