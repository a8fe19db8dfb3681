// What is delivered, in which order, how often, and what happens when the platform does not take it.
import { describe, expect, test } from 'vitest';
import type { Delivery, OutgoingEffect } from '#src/chat/port.ts';
import { backoffMs } from '#src/shared/backoff.ts';
import { about, Core, effectName, id, start, refusal } from '../support/core.ts';
import { declared, finding, health, texts } from './talk.ts';

const seconds = (core: Core): number =>
  (Temporal.Instant.from(core.clock.now()).epochMilliseconds -
    Temporal.Instant.from(start).epochMilliseconds) /
  1000;
const kinds = (effects: readonly OutgoingEffect[]): string[] =>
  effects.map(({ deed }) => deed.kind);
const busy: Delivery = { outcome: 'retryLater', reason: 'busy' };

describe('Deliveries', () => {
  test('begin with the room, and everything else of the incident follows in order', async () => {
    await using core = new Core().start();
    const incident = core.declare();

    await core.settle();

    const queued = core.outbox().filter(({ lane }) => lane === `incident ${incident}`);
    expect(queued.map(({ effect }) => effectName(effect)).slice(0, 3)).toEqual([
      'openChannel',
      'card status',
      'invite',
    ]);
    const room = core.port.taken
      .filter(({ deed }) => deed.kind !== 'post' || deed.to !== null)
      .map(({ key }) => key);
    expect(room).toEqual(queued.map(({ key }) => key).filter((key) => room.includes(key)));
    expect(core.port.taken[0]?.deed.kind).toBe('openChannel');
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
    expect(core.errors).toEqual([]);
  });

  test('never start before their command is written', async () => {
    await using core = new Core().start();
    const incident = await declared(core);
    const seen: number[] = [];
    core.port.answer = ({ key }) => {
      // The row is there for everybody, and marked: a crash from here on is an unknown outcome.
      seen.push(core.outbox().filter((row) => row.key === key && row.state === 'sending').length);
      return undefined;
    };

    core.ask('ada', [about(incident, finding('kept')), about(incident, { verb: 'ack', n: 99 })]);
    await core.settle();
    expect(core.port.attempts).toEqual([]);

    core.done('ada', about(incident, finding('kept')));
    expect(core.port.attempts).toEqual([]);
    await core.settle();

    expect(seen).toEqual([1]);
    expect(texts(core)).toEqual(['post: Finding (process): kept']);
  });

  test('of one lane wait for the one that fails, and others go on', async () => {
    await using core = new Core({ announces: false }).start();
    const stuck = await declared(core);
    const other = await declared(core);
    core.port.answer = ({ deed }) =>
      'message' in deed && deed.message.summary.includes('first') ? busy : undefined;

    core.done('ada', about(stuck, finding('first')));
    core.done('ada', about(stuck, finding('second')));
    core.done('ada', about(other, finding('third')));
    await core.later({ minutes: 1 });
    expect(texts(core)).toEqual(['post: Finding (process): third']);

    core.port.answer = () => undefined;
    await core.later({ minutes: 5 });
    expect(texts(core).slice(1)).toEqual([
      'post: Finding (process): first',
      'post: Finding (process): second',
    ]);
  });

  test('are tried again after the time the platform asks for', async () => {
    await using core = new Core().start();
    const incident = await declared(core);
    const at: number[] = [];
    core.port.answer = () => {
      at.push(seconds(core));
      return at.length === 1
        ? { outcome: 'retryLater', reason: 'rate limited', afterMs: 7000 }
        : undefined;
    };

    core.done('ada', about(incident, finding('x')));
    await core.later({ minutes: 1 });

    expect(at).toEqual([0, 7]);
    expect(core.port.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(core.port.attempts.map(({ key }) => key)).size).toBe(1);
    expect(new Set(core.port.attempts.map(({ firstTriedAt }) => firstTriedAt))).toEqual(
      new Set([start]),
    );
  });

  test('are tried again after 1, 2, 4 … seconds and some chance, for as long as it takes', async () => {
    await using core = new Core({ random: () => 1 }).start();
    const incident = await declared(core);
    const at: number[] = [];
    core.port.answer = () => {
      at.push(seconds(core));
      return busy;
    };

    core.done('ada', about(incident, finding('x')));
    await core.later({ hours: 1 });

    const waits = at.slice(1).map((time, i) => time - (at[i] ?? 0));
    expect(waits.slice(0, 5)).toEqual([1.25, 2.5, 5, 10, 20]);
    expect(waits.at(-1)).toBe(375);
    expect(waits).toEqual(waits.map((_, i) => backoffMs(i + 1, 1) / 1000));
    expect(
      core.outbox().find(({ attempts, state }) => attempts > 0 && state === 'waiting'),
    ).toMatchObject({ lastError: 'busy' });
  });

  test('that fail for good are on the record and in health, hold up nothing, and go out when tried again', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    core.port.answer = ({ deed }) =>
      'message' in deed && deed.message.summary.includes('first')
        ? { outcome: 'failed', reason: 'too long', remedy: 'Say it shorter' }
        : undefined;

    core.done('ada', about(incident, finding('first')));
    core.done('ada', about(incident, finding('second')));
    await core.settle();

    expect(texts(core)).toEqual(['post: Finding (process): second']);
    expect(core.texts(incident)).toContain('Not delivered: say (too long. Say it shorter)');
    const dead = core.outbox().find(({ state }) => state === 'dead');
    expect(health(core, incident)).toMatchObject({
      waiting: [],
      dead: [
        { id: dead?.id, what: 'say recorded', lastError: 'too long. Say it shorter', attempts: 1 },
      ],
    });

    core.port.answer = () => undefined;
    core.done('ada', about(incident, { verb: 'retry', id: dead?.id ?? 0 }));
    await core.settle();

    expect(texts(core).at(-1)).toBe('post: Finding (process): first');
    expect(core.port.attempts.at(-1)?.attempt).toBe(2);
    expect(health(core, incident)).toMatchObject({ waiting: [], dead: [] });
    expect(refusal(core.ask('ada', about(incident, { verb: 'retry', id: dead?.id ?? 0 })))).toBe(
      'unknownDelivery',
    );
    expect(core.problems()).toEqual([]);
  });

  test('with a remark are done, and the remark is on the record', async () => {
    await using core = new Core().start();
    const incident = await declared(core);
    core.port.answer = ({ deed }) =>
      deed.kind === 'invite'
        ? { outcome: 'delivered', externalId: '', remark: 'eve is no member' }
        : undefined;

    core.done('ada', about(incident, { verb: 'invite', people: [id('eve')] }));
    await core.settle();

    expect(core.texts(incident).at(-1)).toBe('Delivered in part: invite (eve is no member)');
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });
});

describe("The platform's limits", () => {
  test('keep a row waiting untried, without a place among the lanes, also over a restart', async () => {
    const first = new Core({ announces: false }).start();
    const incident = await declared(first);
    const others: string[] = [];
    for (let n = 0; n < 20; n += 1) others.push(await declared(first));
    const { port } = first;
    let asked = 0;
    let isFull = true;
    port.reserve = ({ deed }) => {
      asked += 1;
      return isFull && 'message' in deed && deed.message.summary.includes('waits') ? 5000 : 0;
    };
    for (const other of others) first.done('ada', about(other, finding('waits')));
    first.done('ada', about(incident, finding('goes')));
    await first.settle();

    // Twenty wait, more than there are lanes at a time; the last goes all the same.
    expect(texts(first)).toEqual(['post: Finding (process): goes']);
    await first.later({ seconds: 9 });
    const waiting = first.outbox().filter(({ state }) => state !== 'delivered');
    expect(waiting).toHaveLength(20);
    expect(
      waiting.every(({ attempts, firstTriedAt }) => attempts === 0 && firstTriedAt === null),
    ).toBe(true);
    // Asked when the platform said that it is worth asking, and not in between.
    expect(asked).toBe(41);

    await first.stop();
    await using second = new Core({
      port,
      store: first.store,
      clock: first.clock,
      announces: false,
    }).start();
    isFull = false;
    await second.later({ seconds: 5 });
    expect(texts(second)).toHaveLength(21);
    expect(port.attempts.every(({ attempt }) => attempt === 1)).toBe(true);
  });
});

describe('A room that cannot be opened', () => {
  test('is told to the declarer alone; tried again, everything follows in order', async () => {
    await using core = new Core().start();
    core.port.answer = ({ deed }) =>
      deed.kind === 'openChannel'
        ? { outcome: 'failed', reason: 'not allowed', remedy: 'Give the bot the scope' }
        : undefined;
    const incident = core.declare('ada', { visibility: 'private' });
    core.done('ada', about(incident, finding('kept')));

    await core.later({ minutes: 10 });

    expect(kinds(core.port.taken)).toEqual(['tell']);
    expect(core.port.taken[0]?.deed).toMatchObject({ person: id('ada') });
    expect(texts(core)[0]).toMatch(/not allowed/);
    expect(core.texts(incident)).toContain(
      'Not delivered: openChannel (not allowed. Give the bot the scope)',
    );

    core.port.answer = () => undefined;
    core.port.taken.length = 0;
    const dead = core.outbox().find(({ state }) => state === 'dead')?.id ?? 0;
    core.done('ada', about(incident, { verb: 'retry', id: dead }));
    await core.settle();

    expect(core.port.taken[0]?.deed).toMatchObject({
      kind: 'openChannel',
      private: true,
      people: [id('ada')],
    });
    expect(texts(core).findLast((text) => text !== 'look')).toMatch(/kept|private incident/);
    const room = core
      .outbox()
      .filter(({ lane }) => lane === `incident ${incident}`)
      .map(({ key }) => key);
    const taken = core.port.taken.map(({ key }) => key).filter((key) => room.includes(key));
    expect(taken).toEqual(room.filter((key) => taken.includes(key)));
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
    expect(core.problems()).toEqual([]);
  });

  test('does not hold up the announcements of other incidents', async () => {
    await using core = new Core().start();
    core.port.answer = ({ deed }) =>
      deed.kind === 'openChannel' && deed.name.includes('0001') ? busy : undefined;
    core.declare();
    core.declare();

    await core.later({ minutes: 5 });

    expect(texts(core).filter((text) => text.includes('INC-2026-0001'))).toEqual([]);
    expect(
      core.port.taken.filter(({ deed }) => deed.kind === 'post' && deed.to === null),
    ).toHaveLength(1);
  });
});
