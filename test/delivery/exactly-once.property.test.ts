// Whatever people do and however the platform behaves: once it is well again, everything was delivered once, in order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allIncidents } from '#db/incidents.ts';
import type { Delivery } from '#src/chat/port.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import { about, Core, fakePort, id } from '../support/core.ts';
import { pair, teams } from '../support/mirrored.ts';

const commands: IncidentCommand[] = [
  { verb: 'finding', category: 'process', text: 'one' },
  { verb: 'role', roles: ['crisis_lead'], person: 'me' },
  { verb: 'role', roles: ['crisis_lead'], person: 'none' },
  { verb: 'role', roles: ['comms_lead'], person: id('bob') },
  { verb: 'role', roles: ['scribe'], person: id('mia', teams) },
  { verb: 'tlp', label: 'RED' },
  { verb: 'tlp', label: 'GREEN' },
  { verb: 'level', level: 1, reason: 'worse' },
  { verb: 'level', level: 4, reason: 'better' },
  { verb: 'addTask', text: 'Look', assignee: id('bob'), by: null, phase: null, followUp: false },
  { verb: 'done', n: 1, note: '' },
  { verb: 'override', reason: 'no time' },
  { verb: 'sitrep', text: 'on it' },
  { verb: 'standDown', reason: 'a test' },
  { verb: 'reopen', reason: 'no test' },
  { verb: 'export', format: 'md' },
  { verb: 'note', text: 'quiet', at: null },
];

const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('declare' as const),
      visibility: fc.constantFrom('open' as const, 'private' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      which: fc.nat({ max: 3 }),
      command: fc.constantFrom(...commands),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.constantFrom(0, 1, 30, 700, 8000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
const answer = fc.constantFrom(
  'ok' as const,
  'ok' as const,
  'retry' as const,
  'fail' as const,
  'gone' as const,
  'lost' as const,
  'throw' as const,
);

test.each([
  ['one tenant', []],
  ['two that mirror each other', pair],
])(
  'Every effect is delivered exactly once and in the order of its lane, once the platform is well again: %s',
  async (_, mirrors) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 18 }),
        fc.array(answer, { maxLength: 30 }),
        async (steps, answers) => {
          const port = fakePort();
          const ids = new Map<string, Delivery>();
          const died = new Set<string>();
          const left = [...answers];
          // As a platform with idempotency keys: what it has taken once it takes no second time. `lost` is taken, but the
          // answer does not get through.
          port.deliver = (effect) => {
            port.attempts.push(effect);
            const next = left.shift() ?? 'ok';
            if (next === 'retry') return Promise.resolve({ outcome: 'retryLater', reason: 'busy' });
            if (next === 'fail') {
              died.add(effect.key);
              return Promise.resolve({ outcome: 'failed', reason: 'no' });
            }
            if (next === 'gone' && effect.deed.kind === 'update')
              return Promise.resolve({ outcome: 'failed', reason: 'gone', isGone: true });
            if (next === 'throw') return Promise.reject(new Error('bug'));
            if (!ids.has(effect.key)) {
              port.taken.push(effect);
              ids.set(effect.key, {
                outcome: 'delivered',
                externalId: `x${ids.size}`,
                conversation: `c${ids.size}`,
                name: 'room',
              });
            }
            return Promise.resolve(
              next === 'lost'
                ? { outcome: 'retryLater', reason: 'timed out' }
                : (ids.get(effect.key) ?? { outcome: 'failed', reason: 'no' }),
            );
          };

          let core = new Core({ port, mirrors }).start();
          for (const each of steps) {
            const incidents = allIncidents(core.store.db);
            if (each.do === 'declare') core.declare('ada', { visibility: each.visibility });
            else if (each.do === 'wait') await core.later({ seconds: each.seconds });
            else if (each.do === 'restart') {
              await core.stop();
              core = new Core({ port, mirrors, store: core.store, clock: core.clock }).start();
            } else {
              const incident = incidents[each.which % Math.max(1, incidents.length)];
              if (incident !== undefined)
                core.ask('ada', about(incident.id, each.command), { isAdmin: true });
            }
          }

          await using last = core;
          left.length = 0;
          await last.later({ minutes: 11 });
          for (const row of last.outbox()) {
            if (row.state === 'dead')
              last.done('ada', about(row.incidentId, { verb: 'retry', id: row.id }), {
                isAdmin: true,
              });
          }
          await last.later({ minutes: 11 });

          const rows = last.outbox();
          expect(
            rows
              .filter(({ state }) => state !== 'delivered')
              .map(({ id: row, effect, state, lastError }) => ({ row, effect, state, lastError })),
          ).toEqual([]);
          // Once: no key twice on the platform, and every saying, invitation and file there.
          const taken = port.taken.map(({ key }) => key);
          expect(new Set(taken).size).toBe(taken.length);
          const missing = rows.filter(
            ({ effect, key }) =>
              !['card', 'setTopic', 'lookAtRoom'].includes(effect.kind) && !ids.has(key),
          );
          expect(missing.map(({ effect }) => effect)).toEqual([]);
          // In order: what never died was taken in the order in which its lane was filled.
          const lanes = Map.groupBy(
            rows.filter(({ key }) => ids.has(key) && !died.has(key)),
            ({ lane }) => lane,
          );
          for (const lane of lanes.values()) {
            const order = lane.map(({ key }) => taken.indexOf(key));
            expect(order).toEqual(order.toSorted((a, b) => a - b));
          }
          expect(last.problems()).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  },
);
