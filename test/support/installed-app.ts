// Our app as a workspace has it that installed it by our manifest: no scope, event or tab that we did not ask for.
import { slackManifest } from '#src/chat/slack/manifest.ts';
import { installedFrom } from '../slack-server/app-manifest.ts';

export const installedApp = installedFrom(slackManifest({ url: 'https://ssirp.example.com' }));
