// Calls stay below Microsoft's limits whatever is asked.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPacing, type Call } from '#src/chat/teams/pacing.ts';
import { Paced, type Places } from '#src/shared/pacing.ts';
import { Limits } from '../../teams-server/limits.ts';

const channels = ['19:one@thread.tacv2', '19:two@thread.tacv2'];
const call: fc.Arbitrary<Call> = fc.record({
  kind: fc.constantFrom('say', 'say', 'say', 'roster'),
  place: fc.constantFrom(...channels, `${channels[0]};messageid=1`, `${channels[0]};messageid=2`),
});

const say = (place: string): Call => ({ kind: 'say', place });

function fits(spend: () => void): boolean {
  try {
    spend();
    return true;
  } catch (error) {
    if (error instanceof Paced) return false;
    throw error;
  }
}

test('whatever deliveries come when, a bot service that counts refuses none of their calls', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.array(call, { minLength: 1, maxLength: 3 }), fc.nat({ max: 4000 })), {
        minLength: 100,
        maxLength: 300,
      }),
      (deliveries) => {
        let now = 1_000_000;
        const pacing = createPacing(() => now);
        const service = new Limits();
        const makes = ({ kind, place }: Call): void => {
          const thread = place?.split(';')[0] ?? '';
          expect(
            service.retryAfter({ kind: kind === 'roster' ? 'read' : 'write', thread }, now),
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
          const unforeseen: Call = { kind: 'say', place: channels[0] ?? '' };
          if (
            fits(() => {
              pacing.spend(unforeseen, places);
            })
          )
            makes(unforeseen);
          pacing.giveBack(places);
          now += later % 7 === 0 ? later : 0;
        }
      },
    ),
    { numRuns: 30 },
  );
});

test('the threads of a channel share what may be said in it, other channels do not', () => {
  const pacing = createPacing(() => 0);
  for (let n = 1; n <= 5; n += 1)
    expect(pacing.take([say(`${channels[0]};messageid=${n}`)])).toBeTypeOf('object');

  expect(pacing.take([say(`${channels[0]};messageid=6`)])).toBe(1000);
  expect(pacing.take([say(channels[1] ?? '')])).toBeTypeOf('object');
});

test('people are brought into a chat one in a quarter of a minute, and only that chat waits', () => {
  let now = 0;
  const pacing = createPacing(() => now);
  const bring = (place: string): Places | number => pacing.take([{ kind: 'members', place }]);
  expect(bring('19:chat@thread.v2')).toBeTypeOf('object');
  expect(bring('19:chat@thread.v2')).toBe(16_000);
  expect(bring('19:other@thread.v2')).toBeTypeOf('object');
  now += 16_000;
  expect(bring('19:chat@thread.v2')).toBeTypeOf('object');
});

test('a conversation that is limited all the same rests for as long as the service says', () => {
  const pacing = createPacing(() => 0);
  pacing.rest({ kind: 'say', place: `${channels[0]};messageid=1` }, 7000);

  expect(pacing.take([{ kind: 'say', place: channels[0] ?? '' }])).toBe(7000);
  expect(pacing.take([{ kind: 'say', place: channels[1] ?? '' }])).toBeTypeOf('object');
  expect(pacing.take([{ kind: 'roster', place: channels[0] ?? '' }])).toBeTypeOf('object');
});
