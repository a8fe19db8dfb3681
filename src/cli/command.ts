// What a command of the command line is.
import type { ParseArgsConfig } from 'node:util';
import { readConfig } from '../config.ts';
import type { Config, Secrets } from '../config.ts';

export interface CliArgs {
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: readonly string[];
}

export interface CliCommand {
  options: NonNullable<ParseArgsConfig['options']>;
  /** Resolves with the exit code. Throws UsageProblem for wrong arguments, DatabaseProblem for a bad file. */
  run(args: CliArgs): Promise<number>;
}

/** Wrong arguments: the message and the usage are shown, the exit code is 2. */
export class UsageProblem extends Error {}

export function text({ values }: CliArgs, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The configuration, or a usage problem that lists what is wrong with the environment. */
export function configured(): { config: Config; secrets: Secrets } {
  const read = readConfig();
  if (!read.ok)
    throw new UsageProblem(
      `The configuration is not right:\n${read.problems.map((line) => `  ${line}`).join('\n')}`,
    );
  return read;
}
