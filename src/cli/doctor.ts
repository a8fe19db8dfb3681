// `ssirp doctor`: one line per check, with what to do where something is wrong.
import { existsSync } from 'node:fs';
import { DatabaseProblem, databasePath, openStore } from '#db/open.ts';
import { outboxCounts } from '#db/outbox.ts';
import { allPauses } from '#db/pauses.ts';
import type { Config, Secrets, SlackConfig } from '../config.ts';
import { adminsOf, readConfig } from '../config.ts';
import { loadOnCall, OnCallProblem } from '../oncall-file.ts';
import { loadPlaybook } from '../playbook-file.ts';
import { systemClock } from '../shared/clock.ts';
import type { Check } from './check.ts';
import type { CliCommand } from './command.ts';
import { print } from './command.ts';
import { clock, slackClock } from './doctor-clock.ts';
import { partnerChecks } from './doctor-partners.ts';
import { publishingChecks } from './doctor-publishing.ts';

export const doctorCommand: CliCommand = {
  options: { json: { type: 'boolean' } },
  run: async ({ values }) => {
    const checks = await examine();
    if (values['json'] === true) print(JSON.stringify(checks, null, 2));
    else for (const check of checks) print(line(check));
    return checks.every(({ ok }) => ok) ? 0 : 1;
  },
};

function line({ check, ok, found, remedy, isNote }: Check): string {
  const verdict = ok ? (isNote ? 'note' : 'ok  ') : 'FAIL';
  return `${verdict}  ${check}: ${found}${remedy === undefined ? '' : `\n      → ${remedy}`}`;
}

async function examine(): Promise<Check[]> {
  const read = readConfig();
  if (!read.ok)
    return read.problems.map((problem) => ({ check: 'configuration', ok: false, found: problem }));
  const { config, secrets } = read;
  const checks: Check[] = [{ check: 'configuration', ok: true, found: chatsOf(config) }];
  const file = database(config);
  checks.push(file, ...(file.ok ? deliveries(config) : []), playbook(config), ...onCall(config));
  checks.push(...(await publishingChecks(config, secrets, systemClock.now())));
  checks.push(...(await partnerChecks(config)));
  if (config.slack !== null) checks.push(...(await slack(config, secrets)));
  if (config.teams !== null && secrets.teams !== null) {
    const { teamsChecks } = await import('./doctor-teams.ts');
    checks.push(...(await teamsChecks(config, config.teams, secrets.teams)));
  }
  return checks;
}

function chatsOf({ slack: hasSlack, teams: hasTeams, console: hasConsole }: Config): string {
  return [
    ...(hasSlack === null ? [] : ['Slack']),
    ...(hasTeams === null ? [] : ['Teams']),
    ...(hasConsole ? ['local console'] : []),
  ].join(', ');
}

function database({ databaseUrl }: Config): Check {
  const check = 'database';
  if (!existsSync(databasePath(databaseUrl)))
    return { check, ok: true, found: 'is made at the first start' };
  try {
    using store = openStore(databaseUrl, { readOnly: true });
    const [problem] = store.integrityProblems();
    if (problem !== undefined)
      return {
        check,
        ok: false,
        found: `damaged: ${problem}. Restore a backup: ssirp restore FILE`,
      };
    return { check, ok: true, found: 'sound' };
  } catch (error) {
    if (error instanceof DatabaseProblem) return { check, ok: false, found: error.message };
    throw error;
  }
}

/** What is stuck, and where everything is held back. */
function deliveries({ databaseUrl }: Config): Check[] {
  const check = 'deliveries';
  if (!existsSync(databasePath(databaseUrl))) return [];
  using store = openStore(databaseUrl, { readOnly: true });
  const { waiting, dead } = outboxCounts(store.db);
  const counts = `${waiting} wait, ${dead} have failed`;
  return [
    {
      check,
      ok: dead === 0,
      found: dead === 0 ? counts : `${counts}: see ssirp outbox, then ssirp outbox retry --all`,
    },
    ...allPauses(store.db).map(({ tenant, since, reason, remedy }) => ({
      check,
      ok: false,
      found: `held back for ${tenant} since ${since}: ${reason}. ${remedy}`,
    })),
  ];
}

function onCall({ onCall: path }: Config): Check[] {
  if (path === undefined) return [];
  const check = 'on-call order';
  try {
    const { tenants } = loadOnCall(path);
    return [{ check, ok: true, found: tenants.length === 0 ? 'for all' : tenants.join(', ') }];
  } catch (error) {
    return [
      {
        check,
        ok: false,
        found: error instanceof OnCallProblem ? error.message : 'cannot be read',
      },
    ];
  }
}

function playbook({ playbook: path }: Config): Check {
  if (path === undefined) return { check: 'playbook', ok: true, found: 'built in' };
  try {
    return { check: 'playbook', ok: true, found: loadPlaybook(path).name };
  } catch (error) {
    return {
      check: 'playbook',
      ok: false,
      found: error instanceof Error ? error.message : 'cannot be read',
    };
  }
}

async function slack(config: Config, secrets: Secrets): Promise<Check[]> {
  if (config.slack === null || secrets.slack === null) return [];
  const { appIdOf, checkTransport } = await import('../chat/slack/check-transport.ts');
  const { checkSlack } = await import('../chat/slack/check.ts');
  const { access, transport } = secrets.slack;
  const { apiUrl } = config.slack;
  const appId = appIdOf(transport);
  const way = await checkTransport(
    transport.over === 'http'
      ? { ...transport, publicUrl: config.publicUrl }
      : { ...transport, apiUrl },
  );
  const workspaces =
    access.by === 'token'
      ? await checkSlack({ ...config.slack, ...access, adminsOf: adminsIn(config) }, appId)
      : await installations(config, config.slack, { keys: access.keys, appId });
  return [...way, ...workspaces, await clock(slackClock(apiUrl))];
}

function adminsIn({ admins }: Config): (tenant: string) => readonly string[] {
  return (tenant) => adminsOf(admins, tenant);
}

/** Each installation with its own token. */
async function installations(
  config: Config,
  slackConfig: SlackConfig,
  { keys, appId }: { keys: readonly Uint8Array[]; appId: string | undefined },
): Promise<Check[]> {
  const check = 'slack installations';
  const { databaseUrl } = config;
  const { checkSlack } = await import('../chat/slack/check.ts');
  const { readInstalled } = await import('./workspaces.ts');
  if (!existsSync(databasePath(databaseUrl))) return [{ check, ok: true, found: 'none yet' }];
  using store = openStore(databaseUrl, { readOnly: true });
  const all = readInstalled(store, keys);
  const checks: Check[] = [];
  for (const { id, secret, problem } of all) {
    if (problem !== null)
      checks.push({
        check: `${id} token`,
        ok: false,
        found: `${problem}: see SSIRP_ENCRYPTION_KEYS`,
      });
    if (secret === undefined) continue;
    // In an organization it depends on the workspace where is announced, and who its admins are.
    const ofOne = id.startsWith('E')
      ? { announceChannel: undefined, adminsOf: undefined }
      : { announceChannel: slackConfig.announceChannel, adminsOf: adminsIn(config) };
    const found = await checkSlack({ ...slackConfig, ...ofOne, botToken: secret.token }, appId);
    checks.push(...found.map((one) => ({ ...one, check: one.check.replace('slack', id) })));
  }
  const count = all.filter(({ secret }) => secret !== undefined).length;
  return [{ check, ok: true, found: `${count}; see ssirp workspaces` }, ...checks];
}
