// The installations that the Slack adapter asks for, with their tokens sealed in the database.
import { hash } from 'node:crypto';
import { handledBefore, remember } from '#db/inbox.ts';
import type { Store } from '#db/open.ts';
import type { Installations } from './chat/slack/installations.ts';
import type { Clock } from './shared/clock.ts';
import type { Log } from './shared/log.ts';
import { keyring, NotOpened } from './shared/sealed.ts';
import {
  findInstallation,
  findShares,
  grantShare,
  keepInstallation,
  resealInstallations,
  takeInstallation,
  takeShare,
} from './usecases/installations.ts';

/** The keys of the environment do not open what the database holds; the message says what to do. */
export class KeyProblem extends Error {}

export interface InstallationOptions {
  store: Store;
  clock: Clock;
  log: Log;
  /** At least one; the first one seals. */
  keys: readonly Uint8Array[];
  afterChange: () => void;
}

/** Opens every token once, and seals anew what a former key sealed. Throws KeyProblem. */
export function openInstallations(options: InstallationOptions): Installations {
  const { store, clock, log, afterChange } = options;
  const parts = { store, keys: keyring(options.keys) };
  reseal(parts, log);
  const changing = <T>(work: () => T): T => {
    const result = work();
    afterChange();
    return result;
  };
  return {
    find: (id) => findInstallation(parts, id),
    shares: (tenant) => findShares(parts, tenant),
    keep: (installation) => {
      changing(() => keepInstallation(parts, clock.now(), installation));
    },
    take: (installation, why) => {
      changing(() => takeInstallation(parts, clock.now(), installation, why));
    },
    grant: (share, at) => {
      changing(() => grantShare(parts, clock.now(), share, at));
    },
    takeShare: (share, at, why) => {
      changing(() => takeShare(parts, clock.now(), share, { at, why }));
    },
    claim: (text) =>
      store.transaction((tx) => {
        const key = `once ${hash('sha256', text)}`;
        if (handledBefore(tx, key) !== undefined) return false;
        remember(tx, key, clock.now(), {});
        return true;
      }),
  };
}

function reseal(parts: Parameters<typeof resealInstallations>[0], log: Log): void {
  try {
    const { resealed, changed } = resealInstallations(parts);
    if (resealed > 0) log.info({ resealed }, 'tokens sealed with the new key');
    for (const id of changed)
      log.error({ id }, 'an installation was changed in the database and does not count');
  } catch (error) {
    if (!(error instanceof NotOpened)) throw error;
    throw new KeyProblem(
      'SSIRP_ENCRYPTION_KEYS: none of these keys opens the tokens in the database. Put the key that sealed them back behind the new one.',
      { cause: error },
    );
  }
}
