// `ssirp partner trace FILE`: whose copy of a package a text comes from.
import { existsSync, readFileSync } from 'node:fs';
import { openStore } from '#db/open.ts';
import { copyByMark } from '#db/partners.ts';
import { readConfig } from '../config.ts';
import { marksIn } from '../shared/copy-mark.ts';
import type { CliCommand } from './command.ts';
import { print, UsageProblem } from './command.ts';

export const partnerCommand: CliCommand = {
  options: { json: { type: 'boolean' } },
  run: async ({ values, positionals: [act, file, ...more] }) => {
    if (act !== 'trace' || file === undefined || more.length > 0)
      throw new UsageProblem('Name one file: ssirp partner trace FILE.');
    if (!existsSync(file)) throw new UsageProblem(`There is no file ${file}.`);
    const marks = marksIn(readFileSync(file, 'utf8'));
    const read = readConfig();
    if (!read.ok) throw new UsageProblem(read.problems.join('\n'));
    using store = openStore(read.config.databaseUrl, { readOnly: true });
    const found = marks.map((mark) => ({ mark, copy: copyByMark(store.db, mark) ?? null }));
    if (values['json'] === true) print(JSON.stringify(found, null, 2));
    else for (const { mark, copy } of found) print(lineOf(mark, copy));
    if (found.length === 0) print('There is no mark of a package in it.');
    return found.some(({ copy }) => copy !== null) ? 0 : 1;
  },
};

function lineOf(mark: string, copy: ReturnType<typeof copyByMark> | null): string {
  if (copy === null || copy === undefined) return `${mark}: no copy of this database`;
  const { contact, incidentId, package: n, madeAt } = copy;
  return `${mark}: the copy of ${contact}, package ${n} of ${incidentId}, made ${madeAt}`;
}
