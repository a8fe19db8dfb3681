// What is delivered, in which order, how often, and what happens when the platform does not take it.
import { describe, expect, test } from 'vitest';
import { cardOf } from '#db/conversations.ts';
import type { Delivery, OutgoingEffect } from '#src/chat/port.ts';
import { backoffMs } from '#src/shared/backoff.ts';
import {
  about,
  Core,
  deliveredAs,
  effectName,
  fakePort,
  id,
  start,
  told,
  refusal,
} from '../support/core.ts';

const seconds = (core: Core): number =>
  (Temporal.Instant.from(core.clock.now()).epochMilliseconds -
    Temporal.Instant.from(start).epochMilliseconds) /
  1000;
const kinds = (effects: readonly OutgoingEffect[]): string[] =>
  effects.map(({ deed }) => deed.kind);
const texts = (core: Core): string[] => core.port.taken.map(({ deed }) => told(deed));
const busy: Delivery = { outcome: 'retryLater', reason: 'busy' };
const note = (text: string) => ({ verb: 'finding', category: 'process', text }) as const;
const health = (core: Core, incident: string) =>
  core.ask('ada', about(incident, { verb: 'health' }));

/** A declared incident whose first deliveries are done. */
async function declared(core: Core): Promise<string> {
  const incident = core.declare();
  await core.settle();
  core.port.attempts.length = 0;
  core.port.taken.length = 0;
  return incident;
}

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

    core.ask('ada', [about(incident, note('kept')), about(incident, { verb: 'ack', n: 99 })]);
    await core.settle();
    expect(core.port.attempts).toEqual([]);

    core.done('ada', about(incident, note('kept')));
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

    core.done('ada', about(stuck, note('first')));
    core.done('ada', about(stuck, note('second')));
    core.done('ada', about(other, note('third')));
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

    core.done('ada', about(incident, note('x')));
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

    core.done('ada', about(incident, note('x')));
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

    core.done('ada', about(incident, note('first')));
    core.done('ada', about(incident, note('second')));
    await core.settle();

    expect(texts(core)).toEqual(['post: Finding (process): second']);
    expect(core.texts(incident)).toContain('Not delivered: say (too long. Say it shorter)');
    const dead = core.outbox().find(({ state }) => state === 'dead');
    expect(health(core, incident)).toMatchObject({
      waiting: [],
      dead: [{ id: dead?.id, what: 'say recorded', lastError: 'too long', attempts: 1 }],
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

    expect(core.texts(incident).at(-1)).toBe('Not delivered: invite (eve is no member)');
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
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
    core.done('ada', about(incident, note('kept')));

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

    expect(core.port.taken[0]?.deed).toMatchObject({ kind: 'openChannel', private: true });
    expect(texts(core).at(-1) ?? '').toMatch(/kept|private incident/);
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

describe('The announcement', () => {
  const announced = (core: Core): string[] =>
    core.port.attempts
      .filter(
        ({ deed }) =>
          (deed.kind === 'post' && deed.to === null) ||
          (deed.kind === 'update' && deed.conversation === 'announcements'),
      )
      .map(({ deed }) => JSON.stringify(deed));

  test('of an open incident is posted once, with its room, and updated in place', async () => {
    await using core = new Core().start();
    const incident = core.declare();
    await core.settle();
    expect(announced(core)).toHaveLength(1);
    expect(announced(core)[0]).toContain('#inc-2026-0001-print-spooler');

    core.done('ada', about(incident, { verb: 'level', level: 1, reason: 'it spreads' }));
    await core.settle();

    expect(announced(core)).toHaveLength(2);
    expect(announced(core)[1]).toContain('"kind":"update"');
  });

  test.each(['private', 'restricted'] as const)(
    'of a %s incident never has its title, level, product or room',
    async (visibility) => {
      await using core = new Core().start();
      const incident = core.declare('ada', {
        visibility,
        title: 'Secret hole in Spooler',
        level: 2,
      });
      await core.settle();
      for (const command of [
        { verb: 'affected', products: ['Spooler'] },
        { verb: 'level', level: 1, reason: 'Spooler burns' },
        { verb: 'role', roles: ['crisis_lead'], person: 'me' },
        { verb: 'override', reason: 'Spooler burns' },
        { verb: 'override', reason: 'Spooler burns' },
        { verb: 'standDown', reason: 'Spooler is fine' },
      ] as const) {
        core.done('ada', about(incident, command));
        await core.settle();
      }

      expect(announced(core).length).toBeGreaterThan(0);
      for (const text of announced(core))
        expect(text).not.toMatch(/Secret|Spooler|Critical|High|L1|L2|#inc|room-/);
    },
  );
});

describe('Cards', () => {
  const cards = (core: Core): string[] =>
    core.port.attempts
      .filter(({ deed }) => deed.kind === 'update' || deed.kind === 'post')
      .map(({ deed }) => deed.kind);

  test('that changed several times before their turn are sent once, as they are then', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    core.done('ada', about(incident, { verb: 'tlp', label: 'RED' }));
    core.done('ada', about(incident, { verb: 'tlp', label: 'GREEN' }));
    await core.settle();

    const updates = core.port.taken.flatMap(({ deed }) => (deed.kind === 'update' ? [deed] : []));
    expect(new Set(updates.map(({ externalId }) => externalId)).size).toBe(updates.length);
    expect(JSON.stringify(updates)).toContain('GREEN');
    expect(JSON.stringify(updates)).not.toContain('RED');
  });

  test('that look the same are not sent', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    core.done('ada', about(incident, { verb: 'tlp', label: 'RED' }));
    await core.settle();
    const before = cards(core).filter((kind) => kind === 'update').length;

    core.done('ada', about(incident, { verb: 'tlp', label: 'RED' }));
    await core.settle();

    expect(cards(core).filter((kind) => kind === 'update')).toHaveLength(before);
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });

  test('whose message is gone are posted anew and live on there', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    const old = cardOf(core.store.db, incident, 'status')?.externalId;
    core.port.answer = ({ deed }) =>
      deed.kind === 'update' && deed.externalId === old
        ? { outcome: 'failed', reason: 'message_not_found', isGone: true }
        : undefined;

    core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    await core.settle();

    const anew = core.port.taken.find(({ deed }) => deed.kind === 'post' && deed.pin);
    expect(anew).toBeDefined();
    expect(cardOf(core.store.db, incident, 'status')?.externalId).not.toBe(old);
    expect(core.texts(incident).join()).not.toContain('Not delivered');
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });
});

describe('A card that fails for another reason', () => {
  test('is on the record, not posted a second time', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    core.port.answer = ({ deed }) =>
      deed.kind === 'update' ? { outcome: 'failed', reason: 'edit_window_closed' } : undefined;

    core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    await core.settle();

    expect(core.port.taken.filter(({ deed }) => deed.kind === 'post' && deed.pin)).toEqual([]);
    expect(core.texts(incident).join()).toContain(
      'Not delivered: card status (edit_window_closed)',
    );
  });

  test('that was to be posted is not tried without end', async () => {
    await using core = new Core({ announces: false }).start();
    core.port.answer = ({ deed }) =>
      deed.kind === 'post' && deed.pin
        ? { outcome: 'failed', reason: 'gone', isGone: true }
        : undefined;

    core.declare();
    await core.settle();

    expect(core.outbox().filter(({ state }) => state === 'dead')).toHaveLength(1);
  });
});

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
    first.done('ada', about(incident, note('x')));
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

      core.done('ada', about(incident, note('x')));
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
    core.done('ada', about(incident, note('after it')));
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
    const { transaction } = core.store;
    let broken = 0;
    core.port.answer = () => {
      // The disk is full from here on.
      core.store.transaction = () => {
        broken += 1;
        throw new Error('disk full');
      };
      return undefined;
    };

    core.done('ada', about(incident, note('x')));
    await core.settle();
    expect(broken).toBe(1);
    await core.later({ seconds: 29 });
    expect(broken).toBe(1);

    core.store.transaction = transaction;
    core.port.answer = () => undefined;
    await core.later({ seconds: 1 });
    expect(core.port.attempts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(core.outbox().every(({ state }) => state === 'delivered')).toBe(true);
  });

  test('a platform that is not configured in this process is waited for', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', {}, { tenant: 'teams:T9' });
    await core.later({ minutes: 3 });

    expect(core.port.attempts).toEqual([]);
    expect(core.outbox()[0]).toMatchObject({
      incidentId: incident,
      state: 'waiting',
      lastError: 'teams is not configured in this process',
    });
  });

  test('stopping waits for what is under way and starts nothing new', async () => {
    const core = new Core({ announces: false }).start();
    await using _store = core.store as Disposable;
    const incident = await declared(core);
    const reached = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<Delivery>();
    core.port.answer = () => {
      reached.resolve();
      return answer.promise;
    };
    core.done('ada', about(incident, note('one')));
    core.done('ada', about(incident, note('two')));
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
