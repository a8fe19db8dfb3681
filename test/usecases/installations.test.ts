// Installations in the database: kept under keys that change, found, taken, and shared within organizations.
import { describe, expect, test } from 'vitest';
import { allInstallations } from '#db/installations.ts';
import { openStore } from '#db/open.ts';
import { allPauses } from '#db/pauses.ts';
import { keyring } from '#src/shared/sealed.ts';
import { KeyProblem, openInstallations } from '#src/slack-installations.ts';
import type { InstallationParts } from '#src/usecases/installations.ts';
import {
  findInstallation,
  findShares,
  grantShare,
  keepInstallation,
  takeInstallation,
  takeShare,
} from '#src/usecases/installations.ts';
import { manualClock } from '#src/shared/clock.ts';
import { after, start } from '../support/core.ts';

const key = (letter: string): Buffer => Buffer.alloc(32, letter);
const own = { id: 'slack:T:T1', tenant: 'slack:T1', secret: 'xoxb-one' };
const organization = { id: 'slack:E:E1', tenant: null, secret: 'xoxb-org' };
const share = { id: 'slack:E:E1:T1', tenant: 'slack:T1' };
const gone = { reason: 'app_uninstalled', remedy: 'Install it again' };
const at = (minutes: number): string => after(start, { minutes });

function opened(): InstallationParts & Disposable {
  const store = openStore(':memory:');
  return { store, keys: keyring([key('a')]), [Symbol.dispose]: () => store[Symbol.dispose]() };
}

/** As at a start of the bot with these keys; what it logs. */
function startedWith({ store }: InstallationParts, letters: string): string {
  const logged: unknown[] = [];
  const keep = (...said: unknown[]): void => {
    logged.push(said);
  };
  openInstallations({
    store,
    clock: manualClock(start),
    log: { debug: keep, info: keep, warn: keep, error: keep },
    keys: letters.split('').map(key),
    afterChange: () => {},
  });
  return JSON.stringify(logged);
}

describe('The keys', () => {
  test('change with a new one in front, after which the old one is not needed', () => {
    using parts = opened();
    keepInstallation(parts, start, own);

    expect(startedWith(parts, 'ba')).toContain('tokens sealed with the new key');
    expect(startedWith(parts, 'b')).toBe('[]');
    const rotated = { ...parts, keys: keyring([key('b')]) };
    expect(findInstallation(rotated, own.id)?.reveal()).toBe('xoxb-one');
  });

  test('that do not fit stop the start with the name of the variable, and change nothing', () => {
    using parts = opened();
    keepInstallation(parts, start, own);
    const before = allInstallations(parts.store.db);

    expect(() => startedWith(parts, 'x')).toThrow(KeyProblem);
    expect(() => startedWith(parts, 'x')).toThrow(/^SSIRP_ENCRYPTION_KEYS: none of these keys/u);
    expect(allInstallations(parts.store.db)).toEqual(before);
  });

  test('do not open a token that was put into the row of another workspace', () => {
    using parts = opened();
    keepInstallation(parts, start, own);
    keepInstallation(parts, start, { ...own, id: 'slack:T:T2', tenant: 'slack:T2' });
    parts.store.db.run(
      "update installations set sealed = (select sealed from installations where id = 'slack:T:T1')",
    );

    expect(() => findInstallation(parts, 'slack:T:T2')?.reveal()).toThrow('not what was sealed');
    expect(startedWith(parts, 'a')).toMatch(/slack:T:T2.*was changed in the database/u);
    expect(findInstallation(parts, own.id)?.reveal()).toBe('xoxb-one');
  });
});

describe('An installation', () => {
  test('that goes leaves no token, holds its workspace back, and is not taken in the place of a newer one', () => {
    using parts = opened();
    keepInstallation(parts, at(0), own);
    keepInstallation(parts, at(5), { ...own, secret: 'xoxb-two' });

    expect(takeInstallation(parts, at(6), { ...own, installedAt: at(0) }, gone)).toBe(false);
    expect(findInstallation(parts, own.id)?.reveal()).toBe('xoxb-two');
    expect(allPauses(parts.store.db)).toEqual([]);

    expect(takeInstallation(parts, at(7), { ...own, installedAt: at(5) }, gone)).toBe(true);
    expect(takeInstallation(parts, at(8), { ...own, installedAt: at(5) }, gone)).toBe(false);
    expect(findInstallation(parts, own.id)).toBeUndefined();
    expect(allInstallations(parts.store.db)).toMatchObject([{ sealed: null, removedAt: at(7) }]);
    expect(allPauses(parts.store.db)).toMatchObject([{ tenant: 'slack:T1', ...gone }]);
  });

  test('of an organization takes all with it that it served, but not who has the app besides', () => {
    using parts = opened();
    keepInstallation(parts, at(0), organization);
    keepInstallation(parts, at(0), own);
    grantShare(parts, at(1), share, at(1));
    grantShare(parts, at(1), { id: 'slack:E:E1:T2', tenant: 'slack:T2' }, at(1));
    // Another organization whose id begins alike.
    grantShare(parts, at(1), { id: 'slack:E:E10:T3', tenant: 'slack:T3' }, at(1));

    takeInstallation(parts, at(2), { id: organization.id, installedAt: at(0) }, gone);

    expect(allPauses(parts.store.db).map(({ tenant }) => tenant)).toEqual(['slack:T2']);
  });
});

describe('What an organization gives and takes', () => {
  test.each([
    ['granted', [[1, true]], true],
    [
      'granted, then taken',
      [
        [1, true],
        [2, false],
      ],
      false,
    ],
    [
      'taken, then granted',
      [
        [1, false],
        [2, true],
      ],
      true,
    ],
    [
      'taken later, heard of first',
      [
        [2, false],
        [1, true],
      ],
      false,
    ],
    [
      'granted later, heard of first',
      [
        [2, true],
        [1, false],
      ],
      true,
    ],
    [
      'both of one moment',
      [
        [1, true],
        [1, false],
      ],
      false,
    ],
    [
      'both of one moment, the other way round',
      [
        [1, false],
        [1, true],
      ],
      false,
    ],
  ] satisfies [string, [number, boolean][], boolean][])('%s', (_name, heard, isShared) => {
    using parts = opened();
    keepInstallation(parts, at(0), organization);
    // Each comes twice.
    for (const [minutes, isGranted] of [...heard, ...heard]) {
      if (isGranted) grantShare(parts, at(9), share, at(minutes));
      else takeShare(parts, at(9), share, { at: at(minutes), why: gone });
    }
    expect(findShares(parts, 'slack:T1')).toEqual(isShared ? ['slack:E:E1'] : []);
  });
});
