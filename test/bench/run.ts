// `npm run bench`: every measure of docs/performance.md as one JSON object on stdout, progress on stderr. An aim that
// is not met is a figure, not a failure: the exit code is 0 unless a measure could not be taken.
import Database from 'better-sqlite3';
import { cpus, loadavg } from 'node:os';
import { acceptedCommands } from './accepted-commands.ts';
import { exports } from './exports.ts';
import { latency } from './latency.ts';
import type { Measures } from './measure.ts';
import { slashCommands } from './slash-commands.ts';
import { startUp } from './start-up.ts';

const startedAt = performance.now();
const measures: Measures = {};
for (const take of [acceptedCommands, slashCommands, latency, startUp, exports]) {
  Object.assign(measures, await take());
}

process.stdout.write(`${JSON.stringify({ environment: environment(), measures }, null, 2)}\n`);

function environment(): Record<string, unknown> {
  const sqlite = new Database(':memory:');
  const { version } = sqlite.prepare('select sqlite_version() as version').get() as {
    version: string;
  };
  sqlite.close();
  const [cpu] = cpus();
  return {
    at: Temporal.Now.instant().toString({ smallestUnit: 'second' }),
    node: process.version,
    cpus: cpus().length,
    cpu: cpu?.model,
    sqlite: version,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    loadAverage: loadavg().map((load) => Number(load.toFixed(2))),
  };
}
