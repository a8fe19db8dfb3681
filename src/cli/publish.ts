// `ssirp publish`: brings the tree of published files to what the record says, or tells where it differs. Also while
// the bot runs: each file is replaced whole, and who is last looks again.
import { openStore } from '#db/open.ts';
import { documentsOut } from '#db/published.ts';
import { loadPublisher, PublisherProblem } from '../publisher-file.ts';
import { openPress } from '../publishing/open-press.ts';
import type { Press } from '../publishing/press.ts';
import { systemClock } from '../shared/clock.ts';
import type { CliCommand } from './command.ts';
import { configured, print, UsageProblem } from './command.ts';

export const publishCommand: CliCommand = {
  options: { check: { type: 'boolean' } },
  run: async ({ values, positionals }) => {
    if (positionals.length > 0) throw new UsageProblem('It takes no names: all is published.');
    const { config, secrets } = configured();
    const press = await pressOf(config.publisher, secrets.signingPassphrase);
    using store = openStore(config.databaseUrl, { readOnly: true });
    const isCheck = values['check'] === true;
    if (!isCheck) {
      // The bot may have published meanwhile: what was written then is looked at once more.
      const { written } = await press.publish(documentsOut(store.db), documentsOut(store.db));
      const again = await press.publish([], documentsOut(store.db));
      print(`Files written: ${new Set([...written, ...again.written]).size}.`);
    }
    const documents = documentsOut(store.db);
    const { drift, problems } = await press.compare(documents);
    for (const { check, where, message } of problems) print(`${check}  ${where}: ${message}`);
    for (const { is, path } of drift) print(`${is.padEnd(10)}  ${path}`);
    if (drift.length + problems.length > 0) return 1;
    print(`Documents: ${documents.length}. The tree is as the record says.`);
    return 0;
  },
};

async function pressOf(path: string | undefined, passphrase: string | null): Promise<Press> {
  try {
    const press = await openPress(loadPublisher(path), {
      passphrase,
      now: () => systemClock.now(),
    });
    if (press !== null) return press;
  } catch (error) {
    if (error instanceof PublisherProblem)
      throw new UsageProblem(`SSIRP_PUBLISHER: ${error.message}`);
    throw error;
  }
  throw new UsageProblem('SSIRP_PUBLISHER names no file with a directory: nothing is kept.');
}
