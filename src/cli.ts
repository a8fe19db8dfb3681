#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
// `npx ssirp`: everything that is done at the machine instead of in chat. Exit codes: 0 done, 1 failed, 2 wrong usage.
import { parseArgs } from 'node:util';
import { DatabaseProblem } from '#db/open.ts';
import type { CliCommand } from './cli/command.ts';
import { UsageProblem } from './cli/command.ts';

/** Loaded when asked for: `export` must not wait for Slack's SDK. */
const commands: Record<string, { usage: string; about: string; load: () => Promise<CliCommand> }> =
  {
    serve: {
      usage: 'serve',
      about: 'Run the bot (what npm start does).',
      load: async () => (await import('./cli/serve.ts')).serveCommand,
    },
    drill: {
      usage: 'drill [NAME|SCENARIO.yaml] [--speed N] [-o DIR]',
      about: 'Play a scenario through the real bot and write its postmortem in every format.',
      load: async () => (await import('./cli/drill.ts')).drillCommand,
    },
    export: {
      usage: 'export INC-1 [--format md|html|json|csv] [-o FILE|-]',
      about: 'Write the postmortem or timeline of an incident.',
      load: async () => (await import('./cli/records.ts')).exportCommand,
    },
    document: {
      usage:
        'document export INC-1 NUMBER [--format md|html|csaf|vex|cve|osv] [--language de-DE] [-o FILE|-] · document import INC-1 NUMBER FILE [--language de-DE]',
      about:
        'Write an advisory or bulletin as a file, or take the Markdown file back that you changed; also while the bot runs.',
      load: async () => (await import('./cli/document.ts')).documentCommand,
    },
    list: {
      usage: 'list [--json]',
      about: 'List all incidents.',
      load: async () => (await import('./cli/records.ts')).listCommand,
    },
    outbox: {
      usage: 'outbox [--json] · outbox retry NUMBER|--all',
      about: 'List what is not delivered, or try again what was given up; also while the bot runs.',
      load: async () => (await import('./cli/outbox.ts')).outboxCommand,
    },
    import: {
      usage: 'import kev|epss FILE|URL [--json]',
      about: 'Take in CISA’s KEV catalogue or FIRST’s EPSS scores; also while the bot runs.',
      load: async () => (await import('./cli/import.ts')).importCommand,
    },
    publish: {
      usage: 'publish [--check]',
      about:
        'Bring the tree of published files to what the record says, or tell where it differs; also while the bot runs.',
      load: async () => (await import('./cli/publish.ts')).publishCommand,
    },
    partner: {
      usage: 'partner trace FILE [--json]',
      about: 'Say whose copy of a package for partners a text comes from.',
      load: async () => (await import('./cli/partner.ts')).partnerCommand,
    },
    verify: {
      usage: 'verify [INC-1|--all] [--json]',
      about: 'Replay journals and check hash chains.',
      load: async () => (await import('./cli/records.ts')).verifyCommand,
    },
    backup: {
      usage: 'backup FILE',
      about: 'Copy the database, also while the bot runs.',
      load: async () => (await import('./cli/backup.ts')).backupCommand,
    },
    restore: {
      usage: 'restore FILE',
      about: 'Put a backup in place of the database, which is kept beside it.',
      load: async () => (await import('./cli/backup.ts')).restoreCommand,
    },
    doctor: {
      usage: 'doctor [--json]',
      about:
        'Check configuration, database, playbook, clock and the connection to Slack and Teams.',
      load: async () => (await import('./cli/doctor.ts')).doctorCommand,
    },
    workspaces: {
      usage: 'workspaces [--json]',
      about: 'List the Slack workspaces and organizations where the app is installed by OAuth.',
      load: async () => (await import('./cli/workspaces.ts')).workspacesCommand,
    },
    manifest: {
      usage:
        'manifest slack --url https://… [--oauth] [--org] | --socket · manifest teams --url https://… [--profile minimal|full] [--schema 1.30|1.25] [--app-id ID] [--app-version 1.0.0] [-o FILE]',
      about:
        'Print the manifest of the Slack app for your public address or for Socket Mode, or write the package of the Teams app.',
      load: async () => (await import('./cli/manifest.ts')).manifestCommand,
    },
    migrate: {
      usage: 'migrate',
      about: 'Bring the database to this version and stop.',
      load: async () => (await import('./cli/backup.ts')).migrateCommand,
    },
  };

function help(): string {
  const lines = Object.values(commands).map(
    ({ usage, about }) => `  ssirp ${usage}\n      ${about}`,
  );
  return `Usage:\n${lines.join('\n')}\n`;
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(help());
    return name === undefined ? 2 : 0;
  }
  const command = commands[name];
  if (command === undefined) {
    process.stderr.write(`There is no command “${name}”.\n\n${help()}`);
    return 2;
  }
  try {
    const loaded = await command.load();
    const { values, positionals } = parseArgs({
      args,
      options: loaded.options,
      allowPositionals: true,
    });
    return await loaded.run({ values, positionals });
  } catch (error) {
    if (error instanceof UsageProblem || (error instanceof TypeError && 'code' in error)) {
      process.stderr.write(`${error.message}\nUsage: ssirp ${command.usage}\n`);
      return 2;
    }
    if (error instanceof DatabaseProblem) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

process.exitCode = await main(process.argv.slice(2));
