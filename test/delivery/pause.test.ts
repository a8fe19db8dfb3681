// A workspace in which nothing works: its deliveries wait, nobody else's do, and nothing is lost or sent twice.
import { describe, expect, test } from 'vitest';
import { allPauses } from '#db/pauses.ts';
import type { Delivery, Standing } from '#src/chat/port.ts';
import { pauseTenant, resumeTenant } from '#src/usecases/pause-tenant.ts';
import { about, after, Core, fakePort, start, tenant } from '../support/core.ts';
import { declared, finding, texts } from './talk.ts';

const revoked: Delivery = {
  outcome: 'tenantDown',
  reason: 'token_revoked',
  remedy: 'Set a new token',
  nothingDone: true,
};
const down: Standing = { is: 'down', reason: 'token_revoked', remedy: 'Set a new token' };

/** Whoever reads it must not take it for new. */
const late = ' (Delivered late: this is from 2026-03-02 10:00 UTC.)';

describe('A workspace whose token is revoked', () => {
  test('is held back whole, asked at growing intervals, and goes on in order, told to the admins and on the record', async () => {
    await using core = new Core({ announces: false, admins: ['eve'] }).start();
    const incident = await declared(core);
    const other = await declared(core);
    const asked: number[] = [];
    core.port.answer = () => revoked;
    core.port.standing = () => {
      asked.push((Date.parse(core.clock.now()) - Date.parse(start)) / 60_000);
      return Promise.resolve(down);
    };

    core.done('ada', about(incident, finding('one')));
    await core.later({ seconds: 30 });
    core.done('ada', about(incident, finding('two')));
    core.done('ada', about(other, finding('three')));
    await core.later({ minutes: 40 });

    // One was tried, and its try does not count; the others were never tried.
    expect(core.port.attempts).toHaveLength(1);
    expect(
      core.outbox().filter(({ attempts, state }) => state === 'waiting' && attempts > 0),
    ).toEqual([]);
    expect(asked).toEqual([1, 2, 4, 8, 16, 31]);
    expect(allPauses(core.store.db)).toMatchObject([
      { tenant, since: start, reason: 'token_revoked', remedy: 'Set a new token' },
    ]);
    expect(JSON.stringify(core.errors)).toContain('deliveries held back');

    core.port.answer = () => undefined;
    core.port.standing = () => Promise.resolve({ is: 'up' });
    await core.later({ minutes: 15 });

    expect(texts(core).filter((text) => text.includes('Finding'))).toEqual([
      `post: Finding (process): one${late}`,
      `post: Finding (process): three${late}`,
      `post: Finding (process): two${late}`,
    ]);
    expect(core.port.attempts.every(({ attempt }) => attempt === 1)).toBe(true);
    const told = core.port.taken.filter(({ deed }) => deed.kind === 'tell');
    expect(told.map(({ deed }) => deed)).toMatchObject([{ person: `${tenant}:eve` }]);
    expect(texts(core).join('\n')).toMatch(
      /held back from 2026-03-02 10:00 UTC to 2026-03-02 10:46 UTC \(token_revoked\)\..* 5 messages went out late/u,
    );
    expect(core.texts(incident).at(-1)).toBe(
      'Deliveries to the chat were held back from 2026-03-02 10:00 to 2026-03-02 10:46 UTC (token_revoked); 3 went out late',
    );
    expect(core.texts(other).at(-1)).toMatch(/; 2 went out late$/u);
    expect(allPauses(core.store.db)).toEqual([]);
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
    expect(core.problems()).toEqual([]);
  });

  test('does not hold back another workspace', async () => {
    await using core = new Core({ announces: false }).start();
    core.port.answer = ({ tenant: of }) => (of === tenant ? revoked : undefined);
    core.port.standing = () => Promise.resolve(down);
    core.declare();
    core.declare('ben', {}, { tenant: 'slack:T2' });
    await core.later({ hours: 1 });

    expect(new Set(core.port.taken.map(({ tenant: of }) => of))).toEqual(new Set(['slack:T2']));
    expect(
      core.outbox().every(({ state, tenant: of }) => of === tenant || state === 'delivered'),
    ).toBe(true);
  });

  test('is still held back after a restart, is asked at once, and is sent nothing twice', async () => {
    const port = fakePort();
    const first = new Core({ port, announces: false }).start();
    const incident = await declared(first);
    // It took the message before it said that nothing works any more, as when the token goes between two calls.
    port.answer = () => ({ outcome: 'tenantDown', reason: 'token_revoked' });
    port.standing = () => Promise.resolve(down);
    first.done('ada', about(incident, finding('one')));
    first.done('ada', about(incident, finding('two')));
    await first.later({ minutes: 20 });
    await first.stop();

    await using second = new Core({
      port,
      store: first.store,
      clock: first.clock,
      announces: false,
    }).start();
    await second.settle();
    expect(port.attempts).toHaveLength(1);
    expect(allPauses(second.store.db)).toMatchObject([
      { since: start, nextTryAt: after(start, { minutes: 35 }) },
    ]);

    port.answer = () => undefined;
    port.standing = () => Promise.resolve({ is: 'up' });
    await second.later({ minutes: 15 });
    // What may have arrived is looked for before it is sent again; the other was never tried.
    expect(port.attempts.map(({ attempt }) => attempt).slice(0, 3)).toEqual([1, 2, 1]);
    expect(texts(second).filter((text) => text.includes('Finding'))).toEqual([
      `post: Finding (process): one${late}`,
      `post: Finding (process): two${late}`,
    ]);
  });

  test('goes on waiting while the platform does not say, and when the adapter fails', async () => {
    await using core = new Core({ announces: false }).start();
    core.port.answer = () => revoked;
    core.declare();
    await core.settle();
    core.port.standing = () => Promise.resolve({ is: 'unknown' });
    await core.later({ minutes: 1 });
    core.port.standing = () => Promise.reject(new TypeError('bug'));
    await core.later({ minutes: 5 });
    expect(allPauses(core.store.db)).toMatchObject([{ reason: 'token_revoked' }]);
    expect(core.port.attempts).toHaveLength(1);
  });

  test('can be held back and let go by whoever hears of it first, such as an uninstalled app', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    const trouble = { tenant, reason: 'app_uninstalled', remedy: 'Install it again' };
    expect(pauseTenant(core.store, core.clock.now(), trouble)).toBe(true);
    expect(pauseTenant(core.store, core.clock.now(), trouble)).toBe(false);
    core.done('ada', about(incident, finding('one')));
    await core.later({ seconds: 50 });
    expect(core.port.attempts).toEqual([]);

    expect(resumeTenant(core.store, core.rules, core.clock.now(), tenant)).toEqual({
      since: start,
      late: 1,
    });
    expect(resumeTenant(core.store, core.rules, core.clock.now(), tenant)).toBeNull();
    core.dispatcher.wake();
    await core.settle();
    expect(texts(core)).toEqual(['post: Finding (process): one']);
  });
});

test('A refusal that nobody foresaw is told to the admins, once, without what the incident is about', async () => {
  await using core = new Core({ announces: false, admins: ['eve'] }).start();
  const incident = core.declare('ada', { title: 'Secret hole', visibility: 'private' });
  await core.settle();
  core.port.taken.length = 0;
  core.port.answer = () => ({ outcome: 'failed', reason: 'code_of_2027', isUnforeseen: true });
  core.done('ada', about(incident, finding('one')));
  await core.settle();
  expect(core.outbox().filter(({ state }) => state === 'dead')).toHaveLength(2);

  core.port.answer = ({ deed }) =>
    deed.kind === 'post'
      ? { outcome: 'failed', reason: 'code_of_2027', isUnforeseen: true }
      : undefined;
  core.done('ada', about(incident, finding('two')));
  await core.settle();
  expect(texts(core)).toEqual([expect.stringMatching(/^tell: .*INC-2026-0001.*code_of_2027/u)]);
  expect(texts(core).join()).not.toMatch(/Secret|two/u);
});
