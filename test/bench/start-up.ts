// From the start of the process to its first answer: `npm start` with Slack until it is ready, against a Bolt app until
// it answers. Both ask the same Slack who they are before they serve.
import { copyFileSync } from 'node:fs';
import { SlackServer } from '../slack-server/server.ts';
import type { Measures } from './measure.ts';
import { inTurns, measured, progress, temporaryFolder } from './measure.ts';
import { declare, openOffice } from './office.ts';
import type { ServerProcess } from './server-process.ts';
import { startBareBolt, startBot } from './server-process.ts';

const rounds = 7;
const incidents = 50;

export async function startUp(): Promise<Measures> {
  progress('start to ready');
  using folder = temporaryFolder();
  await using slack = await SlackServer.start();
  {
    using office = openOffice(folder.file('existing.db'));
    declare(office, incidents);
    office.deliverAll();
  }
  const bolt = (): Promise<number> => readyMs(startBareBolt(slack.url));
  const fresh = await inTurns(
    rounds,
    (round) => readyMs(startBot(folder.file(`fresh-${round}.db`), slack.url)),
    bolt,
  );
  const existing = await inTurns(
    rounds,
    (round) => {
      const file = folder.file(`existing-${round}.db`);
      copyFileSync(folder.file('existing.db'), file);
      return readyMs(startBot(file, slack.url));
    },
    bolt,
  );
  // Node can keep what it compiled; the first start with the folder fills it.
  const NODE_COMPILE_CACHE = folder.file('compiled');
  const cached = await inTurns(
    rounds + 1,
    (round) =>
      readyMs(startBot(folder.file(`cached-${round}.db`), slack.url, { NODE_COMPILE_CACHE })),
    () => readyMs(startBareBolt(slack.url, { env: { NODE_COMPILE_CACHE } })),
  );
  return {
    startNewDatabase: measured(fresh, { atMost: 2 }, 'ms'),
    startExistingDatabase: measured(existing, { atMost: 2 }, 'ms'),
    startWithCompileCache: measured(cached, { atMost: 2 }, 'ms'),
  };
}

async function readyMs(started: Promise<ServerProcess>): Promise<number> {
  await using server = await started;
  return server.readyMs;
}
