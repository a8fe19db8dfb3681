// What is left to be done after incidents: who sees it, in which order.
import { expect, test } from 'vitest';
import type { Command } from '#src/commands/command.ts';
import type { Asking } from '../support/core.ts';
import { about, after, Core, id, start } from '../support/core.ts';

type Which = Extract<Command, { verb: 'followUps' }>['which'];

const followUp = (text: string, by: string | null, assignee: string | null = id('ben')) =>
  ({ verb: 'addTask', text, assignee, by, phase: null, followUp: true }) as const;
const inDays = (days: number): string => after(start, { hours: 24 * days });

/** Texts of the follow-ups that somebody is shown. */
function seen(core: Core, name: string, which: Which, asking: Asking = {}): string[] {
  const outcome = core.ask(name, { verb: 'followUps', which }, asking);
  if (outcome.kind !== 'view' || outcome.view !== 'followUps')
    throw new Error(JSON.stringify(outcome));
  return outcome.followUps.map(({ task }) => task.text);
}

test('follow-ups of all incidents are listed, the nearest due first, those without a date last', async () => {
  await using core = new Core();
  const first = core.declare();
  const second = core.declare();
  core.done('ada', about(first, followUp('no date', null)));
  core.done('ada', about(first, followUp('in a week', inDays(7))));
  core.done('ada', about(second, followUp('in two days', inDays(2), id('cleo'))));
  core.done('ada', about(second, { ...followUp('a task', inDays(1)), followUp: false }));

  expect(seen(core, 'ada', 'open')).toEqual(['in two days', 'in a week', 'no date']);
  expect(seen(core, 'ben', 'mine')).toEqual(['in a week', 'no date']);
  expect(seen(core, 'ben', 'overdue')).toEqual([]);

  await core.later({ hours: 24 * 3 });
  expect(seen(core, 'ben', 'overdue')).toEqual(['in two days']);
});

test('what is done or waived is only in the list of all', async () => {
  await using core = new Core();
  const incident = core.declare();
  core.done('ada', about(incident, followUp('done', inDays(1))));
  core.done('ada', about(incident, followUp('waived', inDays(2))));
  core.done('ada', about(incident, { verb: 'done', n: 1, note: '' }));
  core.done('ada', about(incident, { verb: 'waive', n: 2, reason: 'not needed' }));

  expect(seen(core, 'ada', 'open')).toEqual([]);
  expect(seen(core, 'ada', 'all')).toEqual(['done', 'waived']);
});

test('a follow-up stays on the list when its incident is closed', async () => {
  await using core = new Core();
  const incident = core.declare();
  core.done('ada', about(incident, followUp('outlives it', inDays(7))));
  core.done('ada', about(incident, { verb: 'standDown', reason: 'a false alarm' }));

  expect(seen(core, 'cleo', 'open')).toEqual(['outlives it']);
});

test.each([
  ['private', ['secret'], ['secret']],
  ['restricted', ['secret'], []],
] as const)(
  'follow-ups of a %s incident show only to those who belong',
  async (visibility, member, admin) => {
    await using core = new Core({ admins: ['zoe'] });
    const incident = core.declare('ada', { visibility });
    core.done('ada', about(incident, followUp('secret', inDays(7), id('ada'))));

    expect(seen(core, 'ada', 'open')).toEqual(member);
    expect(seen(core, 'zoe', 'open', { isAdmin: true })).toEqual(admin);
    for (const which of ['open', 'mine', 'overdue', 'all'] as const)
      expect(seen(core, 'ben', which)).toEqual([]);
    expect(seen(core, 'ada', 'open', { tenant: 'slack:T2' })).toEqual([]);
  },
);
