// What the dispatcher does when a part of ours, or of the platform, breaks.
import { describe, expect, test } from 'vitest';
import type { Delivery } from '#src/chat/port.ts';
import { about, Core, deliveredAs, fakePort, start } from '../support/core.ts';
import { declared, finding, health, texts } from './talk.ts';

describe('When something of ours breaks', () => {
  test('a process that died while sending tries again as a second attempt', async () => {
    const port = fakePort();
    const first = new Core({ port, announces: false }).start();
    const incident = await declared(first);
    const reached = Promise.withResolvers<void>();
    // The platform has taken it, but the process dies before it hears so.
    port.answer = () => {
      reached.resolve();
      return new Promise(() => {});
    };
    first.done('ada', about(incident, finding('x')));
    await reached.promise;
    expect(first.outbox().at(-1)).toMatchObject({ state: 'sending', attempts: 1 });

    port.answer = () => undefined;
    await using second = new Core({
      store: first.store,
      port,
      clock: first.clock,
      announces: false,
    }).start();
    await second.settle();

    expect(
      port.attempts.map(({ attempt, key, firstTriedAt }) => ({ attempt, key, firstTriedAt })),
    ).toEqual([
      { attempt: 1, key: port.attempts[0]?.key, firstTriedAt: start },
      { attempt: 2, key: port.attempts[0]?.key, firstTriedAt: start },
    ]);
    expect(second.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });

  test.each([
    ['rejects', () => Promise.reject(new TypeError('bug'))],
    [
      'throws',
      () => {
        throw new TypeError('bug');
      },
    ],
  ])(
    'a port that %s against its promise is a retry: the row is neither lost nor tried without pause',
    async (_how, answer) => {
      await using core = new Core({ announces: false }).start();
      const incident = await declared(core);
      core.port.answer = answer;

      core.done('ada', about(incident, finding('x')));
      await core.settle();
      expect(core.port.attempts).toHaveLength(1);
      expect(health(core, incident)).toMatchObject({
        waiting: [
          { attempts: 1, lastError: 'the slack adapter failed (the log of ssirp-bot says why)' },
        ],
      });

      core.port.answer = () => undefined;
      await core.later({ seconds: 1 });
      expect(core.port.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
      expect(texts(core)).toEqual(['post: Finding (process): x']);
    },
  );

  test('what cannot be made is tried for some minutes, then stands aside, on the record, for the rest of its lane', async () => {
    let tries = 0;
    await using core = new Core({
      announces: false,
      makeExport: () => {
        tries += 1;
        throw new TypeError('bug');
      },
    }).start();
    const incident = await declared(core);

    core.done('ada', about(incident, { verb: 'export', format: 'md' }));
    core.done('ada', about(incident, finding('after it')));
    await core.settle();
    expect([tries, texts(core)]).toEqual([1, []]);
    await core.later({ minutes: 10 });

    expect(tries).toBe(8);
    expect(texts(core)).toEqual(['post: Finding (process): after it']);
    expect(health(core, incident)).toMatchObject({ dead: [{ what: 'upload' }] });
    expect(core.texts(incident).at(-1)).toMatch(
      /^Not delivered: upload \(ssirp-bot could not make it/,
    );
  });

  test('an outcome that cannot be stored rests its lane for half a minute and is then tried as a further attempt', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    const sound = core.store.transaction.bind(core.store);
    let broken = 0;
    core.port.answer = () => {
      // The disk is full from here on.
      core.store.transaction = () => {
        broken += 1;
        throw new Error('disk full');
      };
      return undefined;
    };

    core.done('ada', about(incident, finding('x')));
    await core.settle();
    expect(broken).toBe(1);
    await core.later({ seconds: 29 });
    expect(broken).toBe(1);

    core.store.transaction = sound;
    core.port.answer = () => undefined;
    await core.later({ seconds: 1 });
    expect(core.port.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });

  test('a platform that is not configured in this process is waited for', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', {}, { tenant: 'console:T9' });
    await core.later({ minutes: 3 });

    expect(core.port.attempts).toEqual([]);
    expect(core.outbox()[0]).toMatchObject({
      incidentId: incident,
      state: 'waiting',
      lastError: 'console is not configured in this process',
    });
  });

  test('stopping waits for what is under way and starts nothing new', async () => {
    const core = new Core({ announces: false }).start();
    using _store = core.store;
    const incident = await declared(core);
    const reached = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Delivery>();
    core.port.answer = () => {
      reached.resolve();
      return answer.promise;
    };
    core.done('ada', about(incident, finding('one')));
    core.done('ada', about(incident, finding('two')));
    await reached.promise;

    const stopped = core.stop();
    answer.resolve({ outcome: 'delivered', externalId: '1' });
    await stopped;

    expect(
      core
        .outbox()
        .slice(-2)
        .map(({ state }) => state),
    ).toEqual(['delivered', 'waiting']);
  });

  test('a hundred lanes are all served, sixteen at a time', async () => {
    await using core = new Core({ announces: false }).start();
    let now = 0;
    let most = 0;
    core.port.answer = async (effect) => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      return deliveredAs(effect, 'x');
    };
    for (let i = 0; i < 100; i += 1) core.declare();

    await core.settle();

    expect(most).toBe(16);
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
    expect(core.clock.now()).toBe(start);
  });
});
