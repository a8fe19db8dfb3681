// `ssirp outbox`: what is not delivered, and another try for what was given up. Both also while the bot runs.
import type { OutboxRow } from '#db/outbox.ts';
import { findDead, undelivered } from '#db/outbox.ts';
import { openStore } from '#db/open.ts';
import type { Pause } from '#db/pauses.ts';
import { allPauses } from '#db/pauses.ts';
import { systemClock } from '../shared/clock.ts';
import type { Work } from '../usecases/apply-event.ts';
import { finish, openIncident } from '../usecases/apply-event.ts';
import { retryEverywhere, retryIn } from '../usecases/retry-deliveries.ts';
import { stuckEffect } from '../usecases/view.ts';
import type { CliArgs, CliCommand } from './command.ts';
import { UsageProblem, configured, print } from './command.ts';
import { rulesOf } from './rules.ts';

export const outboxCommand: CliCommand = {
  options: { json: { type: 'boolean' }, all: { type: 'boolean' } },
  run: (args) => Promise.resolve(args.positionals.length === 0 ? show(args) : retry(args)),
};

const shownMax = 10_000;

interface Listed {
  id: number;
  incidentId: string;
  tenant: string;
  effect: string;
  /** `waiting` was not tried yet, `failing` is tried again, `held` waits for its workspace, `dead` was given up. */
  state: 'waiting' | 'failing' | 'held' | 'dead';
  attempts: number;
  lastError: string | null;
  nextTryAt: string | null;
}

function show({ values }: CliArgs): number {
  if (values['all'] === true) throw new UsageProblem('--all is for: outbox retry --all');
  using store = openStore(configured().config.databaseUrl, { readOnly: true });
  const pauses = allPauses(store.db);
  const rows = undelivered(store.db, null, shownMax).map((row) => listed(row, pauses));
  if (values['json'] === true) print(JSON.stringify({ pauses, deliveries: rows }, null, 2));
  else {
    for (const { tenant, since, reason, remedy, nextTryAt } of pauses)
      print(
        `HELD BACK  ${tenant} since ${since}: ${reason}. ${remedy} Asked again at ${nextTryAt}.`,
      );
    if (rows.length === 0) print('Everything is delivered.');
    for (const row of rows) print(line(row));
  }
  return 0;
}

function listed(row: OutboxRow, pauses: readonly Pause[]): Listed {
  const { id, incidentId, tenant, attempts, lastError } = row;
  const isDead = row.state === 'dead';
  const pause = pauses.find((one) => one.tenant === tenant);
  const open = pause !== undefined ? 'held' : attempts > 0 ? 'failing' : 'waiting';
  return {
    id,
    incidentId,
    tenant,
    effect: stuckEffect(row).what,
    state: isDead ? 'dead' : open,
    attempts,
    lastError,
    nextTryAt: isDead ? null : (pause?.nextTryAt ?? row.notBefore),
  };
}

function line({ id, incidentId, effect, state, attempts, lastError, nextTryAt }: Listed): string {
  const why = lastError === null ? '' : `  ${lastError.replaceAll(/\p{C}/gu, '·')}`;
  const next = nextTryAt === null ? '' : `  next ${nextTryAt}`;
  return `${String(id).padStart(6)}  ${state.padEnd(7)}  ${incidentId}  ${effect}  ${attempts} tried${next}${why}`;
}

function retry({ values, positionals }: CliArgs): number {
  const [word, number, ...more] = positionals;
  const id = Number(number);
  const isAll = values['all'] === true;
  const isOne = number !== undefined && Number.isSafeInteger(id) && id > 0;
  if (word !== 'retry' || more.length > 0 || isAll === (number !== undefined) || isAll === isOne)
    throw new UsageProblem('Name one delivery by its number, or --all.');
  const { config } = configured();
  // SQLite lets two processes write in turn. Only delivering must be one process's work, and this one delivers nothing.
  using store = openStore(config.databaseUrl, { migrates: false });
  const rules = rulesOf(config);
  return store.transaction((tx) => {
    const work: Work = { tx, now: systemClock.now(), rules };
    const stamp = { at: work.now, by: 'ssirp' };
    if (isAll) {
      const { deliveries, incidents } = retryEverywhere(work, null, stamp);
      print(`${deliveries} deliveries of ${incidents} incidents are tried again.`);
      return 0;
    }
    const dead = findDead(tx, null, id);
    if (dead === undefined) {
      process.stderr.write(`No delivery ${id} was given up. See: ssirp outbox\n`);
      return 1;
    }
    const opened = openIncident(work, dead.incidentId);
    retryIn(work, opened, id, stamp);
    finish(work, opened);
    print(`Delivery ${id} of ${dead.incidentId} is tried again.`);
    return 0;
  });
}
