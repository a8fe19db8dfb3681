// The export of a long incident in every format: its time against reading the rows and writing them as JSON, and its
// memory at one length and at twice that length.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exportFormats } from '#machines/incident-types.ts';
import { lengthen } from './long-record.ts';
import type { Measures } from './measure.ts';
import { measured, median, inTurns, progress, temporaryFolder } from './measure.ts';
import { declare, openOffice } from './office.ts';

const entries = 100_000;
const rounds = 3;
const script = fileURLToPath(new URL('export-once.ts', import.meta.url));
const run = promisify(execFile);

interface Taken {
  ms: number;
  grownMB: number;
}

export async function exports(): Promise<Measures> {
  progress('exports');
  using folder = temporaryFolder();
  const [once, twice] = [folder.file('once.db'), folder.file('twice.db')];
  makeLong(once, entries);
  makeLong(twice, 2 * entries);
  const output = folder.file('output');

  const measures: Measures = {};
  for (const format of exportFormats) {
    const grown: number[] = [];
    const taken = await inTurns(
      rounds,
      async () => {
        const { ms, grownMB } = await exported(format, once, output);
        grown.push(grownMB);
        return ms;
      },
      async () => (await exported('plain', once, output)).ms,
    );
    const grownTwice: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      grownTwice.push((await exported(format, twice, output)).grownMB);
    }
    measures[`export.${format}`] = measured(taken, { atMost: 3 }, 'ms');
    measures[`exportMemory.${format}`] = measured(
      { ours: median(grownTwice), baseline: median(grown) },
      { atMost: 1.5 },
      `MB over the loaded process: ${2 * entries} entries against ${entries}`,
    );
  }
  return measures;
}

function makeLong(file: string, count: number): void {
  {
    using office = openOffice(file);
    declare(office, 1);
  }
  lengthen(file, count);
}

async function exported(what: string, database: string, output: string): Promise<Taken> {
  const { stdout } = await run(process.execPath, [script, what, database, output]);
  return JSON.parse(stdout) as Taken;
}
