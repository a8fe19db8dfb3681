// Calls stay below Slack's limits whatever is asked, and what Slack limits all the same rests.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPacing, type Call } from '#src/chat/slack/pacing.ts';
import { Paced, type Places } from '#src/shared/pacing.ts';
import { methodContracts } from '../../slack-server/contract.ts';
import { RateLimits } from '../../slack-server/rate-limits.ts';
import { SlackBench, words } from './harness.ts';

const call = fc.record({
  method: fc.constantFrom(
    'conversations.create',
    'conversations.invite',
    'chat.update',
    'chat.postMessage',
    'chat.postMessage',
    'users.info',
  ),
  channel: fc.constantFrom('C1', 'C2'),
});

function fits(spend: () => void): boolean {
  try {
    spend();
    return true;
  } catch (error) {
    if (error instanceof Paced) return false;
    throw error;
  }
}

test('whatever deliveries come when, a Slack that counts refuses none of their calls', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(call, { minLength: 1, maxLength: 3 }), fc.nat({ max: 4000 })), {
        minLength: 100,
        maxLength: 300,
      }),
      (deliveries) => {
        let now = 1_000_000;
        const pacing = createPacing(() => now);
        const slack = new RateLimits();
        const makes = ({ method, channel = null }: Call): void => {
          const tier = methodContracts.get(method)?.tier ?? 4;
          expect(
            slack.retryAfter({ method, tier, tenant: 'T1', channel: channel ?? '' }, now),
          ).toBeUndefined();
        };
        for (const [calls, later] of deliveries) {
          let places: Places | number = pacing.take(calls);
          for (; typeof places === 'number'; places = pacing.take(calls)) {
            expect(places).toBeGreaterThan(0);
            now += places;
          }
          for (const one of calls) {
            pacing.spend(one, places);
            makes(one);
          }
          // One more that nobody foresaw: it is made only where there is room for it.
          const isMade = fits(() => {
            pacing.spend({ method: 'conversations.history' }, places);
          });
          if (isMade) makes({ method: 'conversations.history' });
          pacing.giveBack(places);
          now += later % 7 === 0 ? later : 0;
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('places that were not used are free again', () => {
  const pacing = createPacing(() => 0);
  const create = { method: 'conversations.create' };
  for (let n = 0; n < 100; n += 1) {
    const places = pacing.take([create, create]);
    if (typeof places === 'number') throw new Error('nothing was made, so there is room');
    pacing.giveBack(places);
  }
  const all = pacing.take(Array.from({ length: 8 }, () => create));
  expect(all).toBeTypeOf('object');
  expect(pacing.take([create])).toBe(30_000);
});

const post = (to: string) => ({ kind: 'post', to, message: words('x'), pin: false }) as const;

describe('a method that Slack limited', () => {
  test.each([
    ['for as long as Slack says', { seconds: 7 }, 7000],
    ['for half a minute where Slack does not say', { seconds: null }, 30_000],
  ])('rests in the whole workspace, %s', async (_name, how, ms) => {
    await using bench = await SlackBench.start();
    await bench.adapter.start();
    const channel = bench.addIncidentChannel();
    const other = bench.server.workspace.addChannel({ name: 'inc-2', members: ['U0BOT'] }).id;
    const asked = (to: string, kind: 'post' | 'topic' = 'post'): number =>
      bench.adapter.port.reserve?.({
        tenant: 'slack:T0SSIRP01',
        key: `${to}${kind}`,
        attempt: 1,
        firstTriedAt: new Date(bench.server.now()).toISOString(),
        deed: kind === 'post' ? post(to) : { kind: 'topic', conversation: to, topic: 't' },
      }) ?? -1;
    bench.server.fault('chat.postMessage', 'ratelimited', 1, how);

    expect(await bench.deliver(post(channel))).toEqual({
      outcome: 'retryLater',
      reason: 'ratelimited',
      afterMs: ms,
      nothingDone: true,
    });

    expect(asked(other)).toBeGreaterThan(ms - 1000);
    expect(asked(other, 'topic')).toBe(0);
    // Even a delivery that did not ask does not call.
    expect(await bench.deliver(post(other))).toMatchObject({ reason: 'paced', nothingDone: true });
    expect(bench.server.callsOf('chat.postMessage')).toHaveLength(1);
  });
});

test('what somebody waits for is asked at once, whatever was limited before', async () => {
  await using bench = await SlackBench.start();
  await bench.adapter.start();
  bench.server.fault('users.info', 'ratelimited', 1, { seconds: 9 });
  const channel = bench.addIncidentChannel();
  for (let n = 0; n < 2; n += 1)
    await bench.people.slash({ user: 'U0ADA', channel, command: '/incident', text: 'status' });
  expect(bench.server.callsOf('users.info').map(({ ok }) => ok)).toEqual([false, true]);
});
