// The on-call order at the start: read, and held against what the process is connected to.
import { resolve } from 'node:path';
import { loadInstallation, sharesOf } from '#db/installations.ts';
import type { Store } from '#db/open.ts';
import type { Config, Secrets } from './config.ts';
import { whyNotHere } from './config-mirror.ts';
import type { OnCall } from './oncall-file.ts';
import { loadOnCall, nobodyOnCall, OnCallProblem } from './oncall-file.ts';
import type { Log } from './shared/log.ts';

interface Started {
  config: Config;
  secrets: Secrets;
  store: Store;
  log: Log;
}

/** Throws OnCallProblem for a mistake in the file, and for people whom nothing that is connected could reach. */
export function startOnCall({ config, secrets, store, log }: Started): OnCall {
  if (config.onCall === undefined) return nobodyOnCall;
  const order = loadOnCall(resolve(config.onCall));
  const connected = {
    slack: config.slack !== null,
    teamsTenant: config.teams?.tenantId ?? null,
    console: config.console,
  };
  const reasons = order.tenants.flatMap((tenant) => whyNotHere(tenant, connected) ?? []);
  if (reasons.length > 0)
    throw new OnCallProblem(`The on-call order ${[...new Set(reasons)].join('; it ')}.`);
  if (secrets.slack?.access.by === 'oauth') nameUninstalled(store, order, log);
  return order;
}

/** The app can only be installed while the bot runs, so that is no reason not to start. */
function nameUninstalled({ db }: Store, { tenants }: OnCall, log: Log): void {
  for (const tenant of tenants.filter((id) => id.startsWith('slack:'))) {
    const own = loadInstallation(db, tenant.replace('slack:', 'slack:T:'));
    const isInstalled = own !== undefined && own.removedAt === null;
    if (!isInstalled && sharesOf(db, tenant).length === 0)
      log.warn({ tenant }, 'the on-call order names a workspace that has not installed the app');
  }
}
