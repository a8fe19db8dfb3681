// `ssirp import kev|epss FILE|URL`: public threat data into the database, also while the bot runs.
import { openStore } from '#db/open.ts';
import type { Result } from '../shared/result.ts';
import { systemClock } from '../shared/clock.ts';
import type { Imported, TooOld } from '../usecases/threat-import.ts';
import { importEpss, importKev } from '../usecases/threat-import.ts';
import type { CliCommand } from './command.ts';
import { UsageProblem, configured, print } from './command.ts';
import { readEpss, readKev } from './threat-files.ts';
import { bytesOf, ImportProblem } from './threat-source.ts';

const megabyte = 1024 * 1024;
/** Ten times what they are today. */
const limits = {
  kev: { maxBytes: 16 * megabyte, timeoutMs: 60_000 },
  epss: { maxBytes: 128 * megabyte, timeoutMs: 120_000 },
};

export const importCommand: CliCommand = {
  options: { json: { type: 'boolean' } },
  run: async ({ values, positionals }) => {
    const [feed, source, ...more] = positionals;
    if ((feed !== 'kev' && feed !== 'epss') || source === undefined || more.length > 0)
      throw new UsageProblem('Say which data it is, kev or epss, and name one file or address.');
    const { databaseUrl } = configured().config;
    try {
      const taken = await take(feed, source, databaseUrl);
      if (!taken.ok) {
        process.stderr.write(`${tooOld(taken.error)} Nothing was changed.\n`);
        return 1;
      }
      print(values['json'] === true ? JSON.stringify(taken.value, null, 2) : said(taken.value));
      return 0;
    } catch (error) {
      if (!(error instanceof ImportProblem)) throw error;
      process.stderr.write(`${source} was not imported. ${error.message}\n`);
      return 1;
    }
  },
};

/** Everything is read and checked before the database is touched. */
async function take(
  feed: Imported['feed'],
  source: string,
  databaseUrl: string,
): Promise<Result<Imported, TooOld>> {
  const bytes = bytesOf(source, limits[feed]);
  const importedAt = systemClock.now();
  if (feed === 'kev') {
    const { rows, ...file } = await readKev(bytes);
    using store = openStore(databaseUrl, { migrates: false });
    return importKev(store, { ...file, importedAt }, rows);
  }
  const { rows, ...file } = await readEpss(bytes);
  using store = openStore(databaseUrl, { migrates: false });
  return importEpss(store, { ...file, importedAt }, rows);
}

function tooOld({ stored: { version, publishedAt } }: TooOld): string {
  return `It is older than what is stored (${version} of ${publishedAt}).`;
}

const namedMax = 20;

function said({ feed, version, publishedAt, count, before, added, cases }: Imported): string {
  const name = feed === 'kev' ? 'KEV catalogue' : 'EPSS scores, model';
  const after = before === null ? 'the first import' : `after ${before}`;
  const fresh =
    added.length === 0
      ? []
      : [
          `${added.length} new: ${added.slice(0, namedMax).join(', ')}${added.length > namedMax ? ', …' : ''}`,
        ];
  const ours = cases.map(({ incidentId, n }) => `${incidentId} case ${n}`);
  return [
    `${name} ${version} of ${publishedAt}: ${count} CVEs, ${after}.`,
    ...fresh,
    ours.length === 0
      ? 'It names no CVE of a case of ours.'
      : `It names the CVE of: ${ours.join(', ')}. The bot takes it up within seconds, or when it starts.`,
  ].join('\n');
}
