// Where the app is installed, with its tokens sealed: kept, found, taken away, and what that means for deliveries.
// Each is one transaction, so that a token is never there without its workspace being served, nor the other way round.
import type { InstallationRow } from '#db/installations.ts';
import {
  allInstallations,
  loadInstallation,
  removeInstallation,
  resealInstallation,
  saveInstallation,
  sharersOf,
  sharesOf,
} from '#db/installations.ts';
import type { Db, Store } from '#db/open.ts';
import { hurryPauses } from '#db/pauses.ts';
import type { Keyring } from '../shared/sealed.ts';
import { NotOpened } from '../shared/sealed.ts';
import { holdBack } from './pause-tenant.ts';

export interface InstallationParts {
  store: Store;
  keys: Keyring;
}

/** An installation that has its token. */
export interface Found {
  id: string;
  installedAt: string;
  /** Other for each token: tells whether what was made of it is still right. */
  stamp: string;
  /** The secret as it was kept. Throws NotOpened when it was changed in the database. */
  reveal(): string;
}

export interface Kept {
  id: string;
  /** Null for a whole organization. */
  tenant: string | null;
  secret: string;
}

/** Why deliveries are held back when an installation goes. */
export interface Why {
  reason: string;
  remedy: string;
}

export interface Share {
  id: string;
  tenant: string;
}

/** Installs, or installs again with a new token: what was held back is looked at once. */
export function keepInstallation(
  { store, keys }: InstallationParts,
  now: string,
  { id, tenant, secret }: Kept,
): void {
  store.transaction((tx) => {
    saveInstallation(tx, { id, tenant, sealed: keys.seal(secret, id), installedAt: now });
    for (const concerned of tenantsOf(tx, { id, tenant })) hurryPauses(tx, now, concerned);
  });
}

export function findInstallation(
  { store, keys }: InstallationParts,
  id: string,
): Found | undefined {
  const row = loadInstallation(store.db, id);
  if (row === undefined || row.sealed === null) return undefined;
  const { sealed, installedAt } = row;
  return { id, installedAt, stamp: sealed, reveal: () => keys.open(sealed, id) };
}

/** The organizations whose installation a workspace may use, the newest first: their ids and since when. */
export function findShares({ store }: InstallationParts, tenant: string): readonly string[] {
  return sharesOf(store.db, tenant)
    .map(({ id }) => organizationOf(id))
    .toReversed();
}

/**
 * Takes an installation away for good: its token is destroyed, and deliveries to all that it served are held back.
 * `installedAt` says which one is meant; false when it is not there any more, or was replaced since.
 */
export function takeInstallation(
  { store }: InstallationParts,
  now: string,
  { id, installedAt }: { id: string; installedAt: string },
  why: Why,
): boolean {
  return store.transaction((tx) => {
    const row = loadInstallation(tx, id);
    if (row === undefined || row.sealed === null || row.installedAt !== installedAt) return false;
    const concerned = tenantsOf(tx, row);
    removeInstallation(tx, id, now);
    for (const tenant of concerned) holdBackUnlessServed(tx, now, tenant, why, id);
    return true;
  });
}

/** A workspace may use its organization's installation. `at`: since when; false when that was taken away later. */
export function grantShare(
  { store }: InstallationParts,
  now: string,
  { id, tenant }: Share,
  at: string,
): boolean {
  return store.transaction((tx) => {
    const row = loadInstallation(tx, id);
    if (row !== undefined && (row.removedAt ?? row.installedAt) >= at)
      return row.removedAt === null;
    saveInstallation(tx, { id, tenant, sealed: null, installedAt: at });
    hurryPauses(tx, now, tenant);
    return true;
  });
}

/** A workspace may no longer use it. `at`: since when; false when it was granted later, or taken away before. */
export function takeShare(
  { store }: InstallationParts,
  now: string,
  { id, tenant }: Share,
  how: { at: string; why: Why },
): boolean {
  return store.transaction((tx) => {
    const row = loadInstallation(tx, id);
    if (row !== undefined && (row.removedAt ?? row.installedAt) > how.at) return false;
    // Kept also where nothing was known: a grant that comes later and is older must not count.
    if (row === undefined) saveInstallation(tx, { id, tenant, sealed: null, installedAt: how.at });
    else if (row.removedAt === null) holdBackUnlessServed(tx, now, tenant, how.why, id);
    removeInstallation(tx, id, how.at);
    return true;
  });
}

/**
 * Opens every token, and seals anew what a former key sealed. Returns how many, and the ids of those that were changed
 * in the database. Throws NotOpened when a key is missing.
 */
export function resealInstallations({ store, keys }: InstallationParts): {
  resealed: number;
  changed: readonly string[];
} {
  return store.transaction((tx) => {
    const changed: string[] = [];
    let resealed = 0;
    for (const { id, sealed } of allInstallations(tx)) {
      if (sealed === null) continue;
      try {
        const secret = keys.open(sealed, id);
        if (keys.isCurrent(sealed)) continue;
        resealInstallation(tx, id, keys.seal(secret, id));
        resealed += 1;
      } catch (error) {
        if (!(error instanceof NotOpened) || error.why !== 'changed') throw error;
        changed.push(id);
      }
    }
    return { resealed, changed };
  });
}

/** The id of a share begins with that of its organization: `slack:E:E1:T1`. */
function organizationOf(share: string): string {
  return share.slice(0, share.lastIndexOf(':'));
}

function tenantsOf(tx: Db, { id, tenant }: Pick<InstallationRow, 'id' | 'tenant'>): string[] {
  return tenant === null ? sharersOf(tx, id).flatMap((row) => row.tenant ?? []) : [tenant];
}

/** A workspace may have an installation of its own beside its share; `taken` is the one that goes. */
function holdBackUnlessServed(tx: Db, now: string, tenant: string, why: Why, taken: string): void {
  const others = allInstallations(tx).filter(({ id }) => id !== taken);
  const hasToken = new Set(others.filter((row) => row.sealed !== null).map(({ id }) => id));
  const isServed = others.some(
    (row) =>
      row.tenant === tenant &&
      (hasToken.has(row.id) || (row.removedAt === null && hasToken.has(organizationOf(row.id)))),
  );
  if (!isServed) holdBack(tx, now, { tenant, ...why });
}
