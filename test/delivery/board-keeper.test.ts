// Boards without a platform: what stands once, what waits for whom, and what is not tried again and again.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { boardOf } from '#db/boards.ts';
import { pauseOf } from '#db/pauses.ts';
import { savePerson } from '#db/people.ts';
import type { Deed, Delivery, OutgoingEffect } from '#src/chat/port.ts';
import { BoardKeeper } from '#src/delivery/board-keeper.ts';
import { openHome } from '#src/usecases/open-home.ts';
import type { FakePort } from '../support/core.ts';
import { about, after, Core, fakePort, id, tenant } from '../support/core.ts';

let core: Core;
/** For what the boards are told apart from what the dispatcher delivers. */
let port: FakePort;
let keeper: BoardKeeper;

function newKeeper(): BoardKeeper {
  const { store, clock } = core;
  const rules = { ...core.rules, offers: () => true };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const ports = new Map([['slack', port]]);
  return new BoardKeeper({ store, rules, clock, log, ports, random: () => 0 });
}

beforeEach(() => {
  core = new Core();
  port = fakePort();
  keeper = newKeeper();
});
afterEach(async () => {
  await keeper[Symbol.asyncDispose]();
  await core[Symbol.asyncDispose]();
});

/** Lets the keeper see what is new, and moves on. */
async function settle(duration: Temporal.DurationLike = { seconds: 1 }): Promise<void> {
  await core.settle();
  keeper.wake();
  await keeper.idle();
  const end = after(core.clock.now(), duration);
  for (let next = core.clock.next(); next !== undefined && next <= end; next = core.clock.next()) {
    core.clock.advanceTo(next);
    await core.settle();
    await keeper.idle();
  }
  core.clock.advanceTo(end);
  await keeper.idle();
}

function meets(name: string): void {
  const person = { id: id(name), tenant, name, handle: name, zone: null, kind: 'member' as const };
  core.store.transaction((tx) => savePerson(tx, person));
  openHome(core.store, core.clock.now(), { tenant, person: id(name) });
}

const kindOf = ({ deed }: OutgoingEffect): string =>
  deed.kind === 'home' ? deed.person : deed.kind;
const tried = (kind: Deed['kind']): OutgoingEffect[] =>
  port.attempts.filter(({ deed }) => deed.kind === kind);
const isKind =
  (kind: Deed['kind'], delivery: Delivery) =>
  ({ deed }: OutgoingEffect): Delivery | undefined =>
    deed.kind === kind ? delivery : undefined;

describe('after a restart', () => {
  test('a board that shows what it should is not sent again, and one that does not is sent once', async () => {
    const incident = core.declare();
    meets('ada');
    await settle({ minutes: 2 });
    await keeper[Symbol.asyncDispose]();
    port.attempts.length = 0;

    keeper = newKeeper();
    await settle({ minutes: 2 });
    expect(port.attempts).toEqual([]);

    await keeper[Symbol.asyncDispose]();
    core.done('ada', about(incident, { verb: 'level', level: 1, reason: 'worse' }));
    keeper = newKeeper();
    await settle({ minutes: 2 });
    expect(port.attempts.map(kindOf).toSorted()).toEqual(
      [id('ada'), 'canvas', 'update'].toSorted(),
    );
  });

  test('a digest whose posting is in doubt is looked for under its key, and brought up to date', async () => {
    const incident = core.declare();
    await core.settle();
    const died = Promise.withResolvers<Delivery>();
    port.answer = ({ deed }) => (deed.kind === 'post' ? died.promise : undefined);
    keeper.wake();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const [first] = tried('post');

    core.done('ada', about(incident, { verb: 'level', level: 1, reason: 'worse' }));
    const next = newKeeper();
    port.answer = isKind('post', {
      outcome: 'delivered',
      externalId: '7',
      conversation: 'C',
      wasThere: true,
    });
    await core.settle();
    next.wake();
    await next.idle();
    core.clock.advanceTo(after(core.clock.now(), { seconds: 30 }));
    await next.idle();
    const [, second] = tried('post');

    expect(second).toMatchObject({
      key: first?.key,
      attempt: 2,
      firstTriedAt: first?.firstTriedAt,
    });
    expect(tried('update').at(-1)?.deed).toMatchObject({ externalId: '7', conversation: 'C' });
    await next[Symbol.asyncDispose]();
    died.resolve({ outcome: 'retryLater', reason: 'died' });
  });
});

describe('the order', () => {
  test('whoever lost access comes before all others', async () => {
    const incident = core.declare('ada', { visibility: 'private' });
    core.done('ada', about(incident, { verb: 'invite', people: [id('zoe')] }));
    for (const name of ['ada', 'bea', 'zoe']) meets(name);
    await settle({ seconds: 10 });
    port.attempts.length = 0;

    core.done('zoe', about(incident, { verb: 'left', person: id('zoe') }));
    core.declare('bea');
    await settle();
    expect(tried('home').map(kindOf)[0]).toBe(id('zoe'));
    expect(JSON.stringify(tried('home')[0]?.deed)).not.toContain(incident);
  });

  test('a page that hangs holds up neither the digest nor another workspace', async () => {
    const hangs = Promise.withResolvers<Delivery>();
    meets('ada');
    port.answer = ({ deed }) => (deed.kind === 'home' ? hangs.promise : undefined);
    core.declare();
    core.declare('ada', {}, { tenant: 'slack:T2' });
    await core.settle();
    keeper.wake();
    for (let n = 0; n < 10; n += 1) await new Promise(setImmediate);

    expect(tried('home')).toHaveLength(1);
    expect(
      tried('post')
        .map((effect) => effect.tenant)
        .toSorted(),
    ).toEqual([tenant, 'slack:T2']);
    hangs.resolve({ outcome: 'retryLater', reason: 'late' });
  });

  test('no room below the limits lets a board wait without a try', async () => {
    meets('ada');
    let room = 5000;
    port.reserve = () => room;
    await settle({ seconds: 4 });
    expect(port.attempts).toEqual([]);
    room = 0;
    await settle({ seconds: 2 });
    expect(tried('home')).toHaveLength(1);
  });
});

describe('what cannot be', () => {
  test('what the workspace has not got is asked for once a day, over restarts too', async () => {
    meets('ada');
    meets('ben');
    port.answer = isKind('home', { outcome: 'failed', reason: 'not_enabled', isUnavailable: true });
    await settle({ minutes: 1 });
    const asked = tried('home').length;
    await keeper[Symbol.asyncDispose]();
    keeper = newKeeper();
    core.declare();
    await settle({ hours: 23 });
    expect(tried('home')).toHaveLength(asked);
    expect(asked).toBeLessThanOrEqual(2);

    port.answer = () => undefined;
    await settle({ hours: 2 });
    core.declare('ben');
    await settle({ minutes: 1 });
    expect(boardOf(core.store.db, tenant, `home ${id('ada')}`)?.shown).not.toBeNull();
  });

  test('a workspace in which nothing works is held back with its deliveries, and nothing is tried', async () => {
    core.declare();
    await core.settle();
    port.answer = () => ({ outcome: 'tenantDown', reason: 'token_revoked', nothingDone: true });
    await settle();
    const asked = port.attempts.length;
    expect(pauseOf(core.store.db, tenant)).toMatchObject({ reason: 'token_revoked' });
    await settle({ seconds: 30 });
    expect(port.attempts).toHaveLength(asked);
  });

  test('what is refused is tried again after an hour and not before', async () => {
    core.declare();
    port.answer = isKind('post', { outcome: 'failed', reason: 'not_in_channel' });
    await settle({ minutes: 59 });
    expect(tried('post')).toHaveLength(1);
    port.answer = () => undefined;
    await settle({ minutes: 3 });
    expect(tried('post')).toHaveLength(2);
    expect(boardOf(core.store.db, tenant, 'digest')?.externalId).not.toBeNull();
  });
});
