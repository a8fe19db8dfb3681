// What was given up or is held back: seen by those who may, tried again at once, and on the record of its incident.
import { describe, expect, test } from 'vitest';
import { allPauses } from '#db/pauses.ts';
import { pauseTenant } from '#src/usecases/pause-tenant.ts';
import { about, Core, refusal, start, tenant } from '../support/core.ts';
import { declared, finding, health, texts } from './talk.ts';

const dead = (core: Core): number[] =>
  core
    .outbox()
    .filter(({ state }) => state === 'dead')
    .map(({ id }) => id);
const everywhere = (verb: { verb: 'health' } | { verb: 'retry'; id: number | 'all' }) =>
  about(null, verb);

async function withFailures(core: Core): Promise<{ first: string; second: string }> {
  const first = await declared(core);
  const second = core.declare('ben', { title: 'Secret hole', visibility: 'private' });
  await core.settle();
  core.port.taken.length = 0;
  core.port.answer = () => ({ outcome: 'failed', reason: 'no' });
  core.done('ada', about(first, finding('one')));
  core.done('ada', about(first, finding('two')));
  core.done('ben', about(second, finding('three')));
  await core.settle();
  core.port.answer = () => undefined;
  return { first, second };
}

describe('Deliveries that were given up', () => {
  test('of an incident are tried again all at once, in order, and its record says so', async () => {
    await using core = new Core({ announces: false }).start();
    const { first } = await withFailures(core);
    const [one, two] = dead(core);

    core.done('ada', about(first, { verb: 'retry', id: 'all' }));
    await core.settle();

    expect(texts(core)).toEqual(['post: Finding (process): one', 'post: Finding (process): two']);
    expect(core.texts(first).at(-1)).toBe(`Deliveries ${one}, ${two} are tried again`);
    expect(health(core, first)).toMatchObject({ dead: [] });
    expect(refusal(core.ask('ada', about(first, { verb: 'retry', id: 'all' })))).toBe(
      'unknownDelivery',
    );
  });

  test('are listed for admins outside a channel, of the whole workspace, without what the incidents are about', async () => {
    await using core = new Core({ announces: false }).start();
    const { first, second } = await withFailures(core);
    core.declare('zoe', {}, { tenant: 'slack:T2' });

    const seen = core.ask('eve', everywhere({ verb: 'health' }), { isAdmin: true });
    expect(seen).toMatchObject({
      view: 'deliveries',
      counts: { dead: 3, waiting: 0 },
      dead: [{ incidentId: first }, { incidentId: first }, { incidentId: second }],
      held: null,
    });
    expect(JSON.stringify(seen)).not.toMatch(/Secret|spooler|three/iu);
    expect(refusal(core.ask('ada', everywhere({ verb: 'health' })))).toBe('noIncidentHere');
    expect(refusal(core.ask('ada', everywhere({ verb: 'retry', id: 'all' })))).toBe(
      'noIncidentHere',
    );
    expect(
      core.ask('zoe', everywhere({ verb: 'health' }), { isAdmin: true, tenant: 'slack:T2' }),
    ).toMatchObject({ dead: [] });
    expect(
      refusal(
        core.ask('zoe', everywhere({ verb: 'retry', id: dead(core)[0] ?? 0 }), {
          isAdmin: true,
          tenant: 'slack:T2',
        }),
      ),
    ).toBe('unknownDelivery');
    expect(dead(core)).toHaveLength(3);
  });

  test('are tried again by an admin outside a channel, one or all', async () => {
    await using core = new Core({ announces: false }).start();
    const { first, second } = await withFailures(core);

    const [one = 0] = dead(core);
    expect(core.done('eve', everywhere({ verb: 'retry', id: one }), { isAdmin: true })).toBe(first);
    await core.settle();
    expect(texts(core)).toEqual(['post: Finding (process): one']);
    expect(core.ask('eve', everywhere({ verb: 'retry', id: 'all' }), { isAdmin: true })).toEqual({
      kind: 'retried',
      deliveries: 2,
      incidents: 2,
    });
    await core.settle();
    expect(dead(core)).toEqual([]);
    expect(core.texts(second).at(-1)).toMatch(/^Delivery \d+ is tried again$/u);
    expect(core.problems()).toEqual([]);
  });
});

describe('A workspace that is held back', () => {
  test('is named in health, for whoever runs the process too, and asked again at once when somebody tries again', async () => {
    await using core = new Core({ announces: false }).start();
    const incident = await declared(core);
    let asked = 0;
    core.port.standing = () => {
      asked += 1;
      return Promise.resolve({ is: 'down', reason: 'token_revoked' });
    };
    pauseTenant(core.store, start, { tenant, reason: 'token_revoked', remedy: 'Set a new token' });
    const held = { since: start, reason: 'token_revoked', remedy: 'Set a new token' };

    expect(health(core, incident)).toMatchObject({ held });
    expect(core.ask('eve', everywhere({ verb: 'health' }), { isAdmin: true })).toMatchObject({
      held,
      elsewhere: [],
    });
    expect(
      core.ask('op', everywhere({ verb: 'health' }), { tenant: 'console:local' }),
    ).toMatchObject({
      held: null,
      elsewhere: [{ tenant, ...held }],
    });

    core.ask('eve', everywhere({ verb: 'retry', id: 'all' }), { isAdmin: true });
    await core.settle();
    expect(asked).toBe(1);
    expect(allPauses(core.store.db)).toMatchObject([{ since: start }]);
  });
});
