// `ssirp backup`, `restore`, `migrate`: the database file as a whole.
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { lockDatabase } from '#db/lock.ts';
import { DatabaseProblem, databasePath, openStore } from '#db/open.ts';
import { systemClock } from '../shared/clock.ts';
import type { CliCommand } from './command.ts';
import { UsageProblem, configured, print } from './command.ts';

export const backupCommand: CliCommand = {
  options: {},
  run: async ({ positionals }) => {
    const file = onlyFile(positionals);
    if (existsSync(file)) throw new UsageProblem(`${file} is there already; name a new file.`);
    using store = openStore(configured().config.databaseUrl, { readOnly: true });
    await store.backup(file);
    checkBackup(file);
    print(file);
    return 0;
  },
};

export const restoreCommand: CliCommand = {
  options: {},
  run: ({ positionals }) => {
    const file = onlyFile(positionals);
    if (!existsSync(file)) throw new UsageProblem(`There is no file ${file}.`);
    const { databaseUrl } = configured().config;
    const path = databasePath(databaseUrl);
    checkBackup(file);
    using _lock = lockDatabase(databaseUrl);
    if (existsSync(path)) {
      const kept = `${path}.before-restore-${systemClock.now().replaceAll(/[:.]/g, '-')}`;
      renameSync(path, kept);
      for (const suffix of ['-wal', '-shm']) {
        if (existsSync(path + suffix)) renameSync(path + suffix, kept + suffix);
      }
      print(`The former database is kept as ${kept}`);
    }
    const incoming = `${path}.incoming`;
    copyFileSync(file, incoming);
    renameSync(incoming, path);
    rmSync(`${path}-wal`, { force: true });
    openStore(databaseUrl)[Symbol.dispose]();
    print(`${path} is restored from ${file}`);
    return Promise.resolve(0);
  },
};

export const migrateCommand: CliCommand = {
  options: {},
  run: () => {
    const { databaseUrl } = configured().config;
    using _lock = lockDatabase(databaseUrl);
    openStore(databaseUrl)[Symbol.dispose]();
    print('The database is at this version.');
    return Promise.resolve(0);
  },
};

function onlyFile(positionals: readonly string[]): string {
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageProblem('Name one file.');
  return file;
}

function checkBackup(file: string): void {
  using store = openStore(file, { readOnly: true });
  const [problem] = store.integrityProblems();
  if (problem !== undefined) throw new DatabaseProblem(`${file} is damaged: ${problem}`);
}
