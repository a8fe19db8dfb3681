// Runs the bot until it is told to stop. Mistakes of whoever starts it come as sentences, not as stack traces.
import { DatabaseProblem } from '#db/open.ts';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { OnCallProblem } from './oncall-file.ts';
import { PartnersProblem } from './partners-file.ts';
import { PublisherProblem } from './publisher-file.ts';
import { KeyProblem } from './slack-installations.ts';
import { errorFacts, openLog } from './shared/log.ts';

/** Resolves with the exit code: 0 after a stop by signal, 1 when it could not start. */
export async function serve(): Promise<number> {
  const read = readConfig();
  if (!read.ok) {
    process.stderr.write(
      `ssirp-bot cannot start:\n${read.problems.map((problem) => `  ${problem}\n`).join('')}`,
    );
    return 1;
  }
  const { config, secrets } = read;
  const log = openLog(config.logLevel);
  // State is in the database, and a process in doubt is worse than one that starts again.
  process.once('unhandledRejection', (error) => {
    log.error(errorFacts(error), 'unhandled rejection');
    process.exit(1);
  });
  try {
    await using app = await createApp({ config, secrets, log });
    const { url } = await app.serve();
    const stopped = Promise.withResolvers<string>();
    process.once('SIGINT', stopped.resolve);
    process.once('SIGTERM', stopped.resolve);
    process.stdout.write(
      config.console
        ? `\n  ssirp-bot is ready: open ${url}/\n\n`
        : `ssirp-bot is ready at ${url}\n`,
    );
    log.info({ port: config.port, console: config.console, slack: config.slack !== null }, 'ready');
    log.info({ signal: await stopped.promise }, 'stopping');
    return 0;
  } catch (error) {
    const problem = startProblem(error, config.host, config.port);
    if (problem === undefined) throw error;
    process.stderr.write(`ssirp-bot cannot start:\n  ${problem}\n`);
    return 1;
  }
}

function startProblem(error: unknown, host: string, port: number): string | undefined {
  if (error instanceof DatabaseProblem || error instanceof KeyProblem) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `PORT: ${port} is in use on ${host}. Stop the other program or set PORT to another number.`;
  if (code === 'EACCES')
    return `PORT: ${port} on ${host} may not be used by this user. Set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST: ${host} is no address of this machine.`;
  if (error instanceof OnCallProblem) return `SSIRP_ONCALL: ${error.message}`;
  if (error instanceof PublisherProblem) return `SSIRP_PUBLISHER: ${error.message}`;
  if (error instanceof PartnersProblem) return `SSIRP_PARTNERS: ${error.message}`;
  if (error instanceof Error && error.message.startsWith('The playbook'))
    return `SSIRP_PLAYBOOK: ${error.message}`;
  if (code === 'ENOENT') return 'SSIRP_PLAYBOOK: there is no such file.';
  return undefined;
}
