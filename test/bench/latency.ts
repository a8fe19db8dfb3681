// Does a command get slower when the database is old and large? The same commands and views, one by one in turns, in a
// database of a thousand incidents and a million entries and in one that has just been made.
import { lengthen } from './long-record.ts';
import type { Measures } from './measure.ts';
import { measured, median, progress, temporaryFolder, timed } from './measure.ts';
import type { Office } from './office.ts';
import { commandsOf, declare, openOffice } from './office.ts';

const large = { incidents: 1000, entriesEach: 1000 };
const commanded = 10;
const rounds = 40;
const views = ['status', 'tasks', 'timeline', 'roles'];

export async function latency(): Promise<Measures> {
  progress('latency');
  using folder = temporaryFolder();
  const oldFile = folder.file('large.db');
  makeLarge(oldFile);
  using old = openOffice(oldFile);
  using fresh = openOffice(folder.file('fresh.db'));
  declare(fresh, commanded);

  const ours: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const n = round % commanded;
    const oldSays = mixOf(old, n, Math.floor(round / commanded));
    const freshSays = mixOf(fresh, n, Math.floor(round / commanded));
    for (const [at, inOld] of oldSays.entries()) {
      ours.push(timed(inOld));
      const inFresh = freshSays[at];
      if (inFresh !== undefined) baseline.push(timed(inFresh));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const taken = { ours: median(ours), baseline: median(baseline) };
  return { medianLatency: measured(taken, { atMost: 1.3 }, 'ms') };
}

function makeLarge(file: string): void {
  {
    using office = openOffice(file);
    declare(office, large.incidents);
    office.deliverAll();
  }
  lengthen(file, large.entriesEach);
}

/** One round of the mix in the incident with this number, a third as many views as changes. */
function mixOf(office: Office, n: number, round: number): (() => void)[] {
  office.deliverAll();
  const year = Temporal.Now.plainDateISO('UTC').year;
  // Incidents far apart: neither neighbours in the tables nor all of them recent.
  const step = office.count / commanded;
  const id = `INC-${year}-${String(1 + Math.floor(n * step)).padStart(4, '0')}`;
  return [...commandsOf(office, id, round), ...views].map((text) => () => {
    office.say(id, text);
  });
}
