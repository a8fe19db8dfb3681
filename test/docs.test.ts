// What the documents name is there: commands, files, settings, scopes. Prose is for people to read; facts are held here.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { remedyCodes } from '#src/chat/slack/remedies.ts';
import { remedyCodes as teamsRemedyCodes } from '#src/chat/teams/api-error.ts';
import { botScopes } from '#src/chat/slack/scopes.ts';
import { consentedInChat, consentedInTeam, grantedInTenant } from '#src/chat/teams/permissions.ts';
import { verbs } from '#src/commands/grammar.ts';
import { variables } from '#src/config.ts';
import { criteria } from '#src/messages/criteria.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const markdown = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const documents = [...markdown('.'), ...markdown('docs')];

const cliHelp = execFileSync(process.execPath, [join(root, 'src/cli.ts'), 'help'], {
  encoding: 'utf8',
});
const cliCommands = [...cliHelp.matchAll(/^ {2}ssirp ([\w-]+)/gm)].map(([, name]) => name);

/** Every match of `pattern` in the document, its first group. */
function found(file: string, pattern: RegExp): string[] {
  return [...read(file).matchAll(pattern)].map(([, group = '']) => group);
}

describe.each(documents)('%s', (file) => {
  test('links to files that are there', () => {
    const targets = found(file, /\]\(([^)\s]+)\)/g)
      .map((target) => target.replace(/#.*$/, ''))
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target));

    expect(targets.filter((target) => !existsSync(join(root, dirname(file), target)))).toEqual([]);
  });

  test('names files of the project that are there', () => {
    const paths = found(file, /`((?:src|machines|db|test|docs|manifests)\/[\w./-]+)`/g);

    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('names npm scripts that are there', () => {
    const scripts = found(file, /\bnpm (?:run )?(start|test|(?<=run )[\w:-]+)/g);

    expect(scripts.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
  });

  test('names commands of the command line that are there', () => {
    expect(cliCommands.length).toBeGreaterThan(0);
    expect(
      found(file, /\bnpx ssirp ([a-z-]+)/g).filter((name) => !cliCommands.includes(name)),
    ).toEqual([]);
  });

  test('names commands of the chat that are there', () => {
    const typed = found(file, /`\/incident (?:INC-[\d-]+ )?([a-z][a-z-]*)/g);

    expect(typed.filter((verb) => !verbs.some(({ names }) => names.includes(verb)))).toEqual([]);
  });
});

test('docs/commands.md has every command as it is written, with its other names', () => {
  const lines = read('docs/commands.md').split('\n');
  const lineOf = ({ usage, help }: { usage: string; help: string }): string | undefined =>
    lines.find((one) => one.startsWith(`- \`${usage}\`: ${help}`));
  const missing = verbs.filter((row) => {
    const line = lineOf(row);
    return line === undefined || !row.names.slice(1).every((name) => line.includes(`\`${name}\``));
  });
  const more = verbs.flatMap(({ also = [] }) => also.filter((one) => lineOf(one) === undefined));

  expect([...missing, ...more].map(({ usage }) => usage)).toEqual([]);
});

test('every setting is explained in docs/operations.md and stands in .env.example', () => {
  const explained = found('docs/operations.md', /^\| `([A-Z_]+)` /gm);
  const listed = found('.env.example', /^([A-Z_]+)=/gm);

  expect(explained.toSorted()).toEqual([...variables].toSorted());
  expect(listed.toSorted()).toEqual([...variables].toSorted());
});

test('docs/slack.md gives the reason for every scope that the manifest asks for, what is lost without it, and no other', () => {
  const [, table = ''] = read('docs/slack.md').split('\n## Scopes\n');
  const [section = ''] = table.split('\n## ');
  const explained = [...section.matchAll(/^\| `([a-z_.:]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, scope, why, without]) => [scope, why, without],
  );

  expect(explained).toEqual(
    botScopes.map(({ scope, why, without, isOptional }) => [
      scope,
      why,
      isOptional ? `optional: ${without}` : without,
    ]),
  );
});

test('docs/teams.md gives the reason for every permission, what is lost without it, and no other', () => {
  const [, section = ''] = read('docs/teams.md').split('\n## Permissions\n');
  const [tables = ''] = section.split('\n## ');
  const explained = [...tables.matchAll(/^\| `([A-Za-z.]+)` +\| (.+?) +\| (.+?) +\|$/gm)].map(
    ([, permission, why, without]) => ({ permission, why, without }),
  );

  expect(explained).toEqual([...consentedInTeam, ...consentedInChat, ...grantedInTenant]);
});

test('whoever is told of a missing permission of Teams finds it in docs/teams.md', () => {
  const named = found('src/chat/teams/graph-remedies.ts', /in(?:Team|Chat|Tenant)\('([\w.]+)'\)/g);
  const known = [...consentedInTeam, ...consentedInChat, ...grantedInTenant].map(
    ({ permission }) => permission,
  );

  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((permission) => !known.includes(permission))).toEqual([]);
});

test('docs/teams.md says what to do about every error of Microsoft’s, and of ours, that the bot has words for', () => {
  const [, trouble = ''] = read('docs/teams.md').split('\n## When something does not work\n');
  const folder = 'src/chat/teams';
  const ours = readdirSync(join(root, folder)).flatMap((file) =>
    found(join(folder, file), /\bfailed\(\s*'([a-z_]+)',\s*\S/g),
  );

  expect(ours).toContain('no_incidents_channel');
  expect([...teamsRemedyCodes, ...ours].filter((code) => !trouble.includes(`\`${code}\``))).toEqual(
    [],
  );
});

test('docs/slack.md says what to do about every error of Slack’s that the bot has words for', () => {
  const [, trouble = ''] = read('docs/slack.md').split('\n## When something does not work\n');
  const named = [
    ...remedyCodes,
    'operation_timeout',
    'dispatch_failed',
    'name_taken',
    'not_allowed_token_type',
    'externally_shared',
    'too_many_websockets',
    'link_disabled',
  ];

  expect(named.filter((code) => !trouble.includes(code))).toEqual([]);
});

test('the responder’s guide has the command for every exit criterion', () => {
  const guide = read('docs/responders-guide.md');
  const commands = Object.values(criteria).map(({ remedy }) => remedy.replace('/incident ', ''));
  const verbsNeeded = commands.map((command) => command.split(' <')[0] ?? command);

  expect(
    verbsNeeded.filter((verb) => !guide.includes(verb.replace(/ (?:crisis_lead )?@me$/, ''))),
  ).toEqual([]);
});
