// What is left to be done after incidents: who sees it, who is reminded of it and when, and who may change it.
import { describe, expect, test } from 'vitest';
import { savePerson } from '#db/people.ts';
import { membersOf } from '#db/incidents.ts';
import type { Command } from '#src/commands/command.ts';
import type { Asking } from '../support/core.ts';
import { about, after, Core, id, refusal, start, tenant } from '../support/core.ts';

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

test('a list that is too long for one message says so', async () => {
  await using core = new Core();
  const incident = core.declare();
  const isCut = (): unknown => {
    const outcome = core.ask('ada', { verb: 'followUps', which: 'all' });
    return 'isCut' in outcome && outcome.isCut;
  };
  for (let n = 1; n <= 100; n += 1) core.done('ada', about(incident, followUp(`No. ${n}`, null)));
  expect(isCut()).toBe(false);

  core.done('ada', about(incident, followUp('one too many', null)));
  expect(isCut()).toBe(true);
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

/** Who is told of the follow-up in the time, and in how many days from the start. */
async function toldWithin(core: Core, days: number): Promise<string[]> {
  const told: string[] = [];
  for (let hour = 0; hour < days * 24; hour += 12) {
    const before = core.port.taken.length;
    await core.later({ hours: 12 });
    const since = core.clock.now();
    for (const { deed } of core.port.taken.slice(before))
      if (deed.kind === 'tell' && deed.message.summary.startsWith('Follow-up'))
        told.push(`${daysSince(since)} ${deed.person.split(':').at(-1)}`);
  }
  return told;
}

function daysSince(now: string): number {
  const ms =
    Temporal.Instant.from(now).epochMilliseconds - Temporal.Instant.from(start).epochMilliseconds;
  return ms / (24 * 60 * 60_000);
}

/** Led by lea, with one follow-up of ben's that is due in four days, and closed. */
function closedWith(core: Core, visibility: 'open' | 'private' = 'open'): string {
  const incident = core.declare('ada', { visibility });
  core.done('ada', about(incident, { verb: 'invite', people: [id('lea'), id('ben')] }));
  core.done('lea', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
  core.done('ada', about(incident, followUp('Fuzz the parser', inDays(4))));
  core.done('ben', about(incident, { verb: 'ack', n: 1 }));
  core.done('lea', about(incident, { verb: 'standDown', reason: 'a false alarm' }));
  return incident;
}

describe('A follow-up of a closed incident', () => {
  test('is called for before and after its date, ever more seldom, and brought to the lead and the admins', async () => {
    await using core = new Core({ admins: ['zoe'] });
    closedWith(core);

    expect(await toldWithin(core, 26)).toEqual([
      '3 ben',
      '4 ben',
      '5 ben',
      '7 ben',
      '7 lea',
      '11 ben',
      '11 lea',
      '11 zoe',
      '18 ben',
      '18 lea',
      '25 ben',
      '25 lea',
    ]);
    expect(core.problems()).toEqual([]);
  });

  test('is called for no more once it is done', async () => {
    await using core = new Core();
    const incident = closedWith(core);
    await core.later({ hours: 24 * 5 });
    core.done('ben', about(incident, { verb: 'done', n: 1, note: '' }));

    expect(await toldWithin(core, 20)).toEqual([]);
  });

  test('stands on the record as due, and with whoever else was told', async () => {
    await using core = new Core({ admins: ['zoe'] });
    const incident = closedWith(core);
    await core.settle();
    const before = core.texts(incident).length;
    await core.later({ hours: 24 * 20 });

    expect(core.texts(incident).slice(before)).toEqual([
      'Task 1 (Fuzz the parser) is due and not done',
      `Task 1 (Fuzz the parser) was due ${inDays(4)} and is not done, told <@${id('lea')}>`,
      `Task 1 (Fuzz the parser) was due ${inDays(4)} and is not done, told <@${id('lea')}>, <@${id('zoe')}>`,
    ]);
  });

  test('that gets another date is called for at that one', async () => {
    await using core = new Core();
    const incident = closedWith(core);
    await core.later({ hours: 24 * 8 });
    core.done('lea', about(incident, { verb: 'due', n: 1, at: inDays(12) }));

    expect(await toldWithin(core, 5)).toEqual(['11 ben', '12 ben', '13 ben']);
  });

  test('that is late and gets a new owner is called for from them first', async () => {
    await using core = new Core();
    const incident = closedWith(core);
    await core.later({ hours: 24 * 8 });
    core.done('lea', about(incident, { verb: 'assign', n: 1, to: id('cleo') }));

    expect(await toldWithin(core, 4)).toEqual(['9 cleo', '11 cleo', '11 lea']);
  });

  test('is changed by its owner and the lead of then, and by nobody else', async () => {
    await using core = new Core();
    const incident = closedWith(core);
    const later = about(incident, { verb: 'due', n: 1, at: inDays(9) });

    expect(refusal(core.ask('eve', later))).toBe('notAllowed');
    core.done('ben', later);
    core.done('lea', later);
  });

  test('whose owner has left the workspace goes to the lead of then, and when all have left to the admins', async () => {
    await using core = new Core({ admins: ['zoe'] });
    closedWith(core);
    const gone = (name: string): void =>
      savePerson(core.store.db, {
        id: id(name),
        tenant,
        name,
        handle: name,
        zone: null,
        kind: 'stranger',
      });
    gone('ben');
    expect(await toldWithin(core, 3.5)).toEqual(['3 lea']);
    gone('lea');
    expect(await toldWithin(core, 1)).toEqual(['4 ada']);
    gone('ada');
    expect(await toldWithin(core, 20)).toEqual(['5 zoe', '7 zoe', '11 zoe', '18 zoe']);
  });

  test('is put off only when a reminder would come meanwhile, and goes on doubling', async () => {
    await using core = new Core();
    const incident = closedWith(core);
    const putOff = about(incident, { verb: 'snoozeTask', n: 1, minutes: 240 });
    await core.later({ hours: 24 * 5 });
    expect(refusal(core.ask('ben', putOff))).toBe('noSnooze');

    await core.later({ hours: 47 });
    core.done('ben', putOff);
    await core.later({ hours: 1 });

    expect(await toldWithin(core, 5)).toEqual(['7.5 ben', '7.5 lea', '11.5 ben', '11.5 lea']);
    expect(core.problems()).toEqual([]);
  });
});

describe('A follow-up of a closed private incident', () => {
  test('given to somebody who did not belong brings them in, on the record', async () => {
    await using core = new Core();
    const incident = closedWith(core, 'private');

    core.done('lea', about(incident, { verb: 'assign', n: 1, to: id('cleo') }));

    expect(membersOf(core.store.db, incident)).toContain(id('cleo'));
    expect(core.texts(incident)).toContain(`Invited: <@${id('cleo')}>`);
    expect(seen(core, 'cleo', 'mine')).toEqual(['Fuzz the parser']);
    expect(core.problems()).toEqual([]);
  });

  test('is told to nobody who does not belong: not to admins, and not to an owner who left', async () => {
    await using core = new Core({ admins: ['zoe'] });
    const incident = closedWith(core, 'private');
    core.done(
      'lea',
      about(incident, { verb: 'remove', person: id('ben'), reason: 'other duties' }),
    );
    await core.settle();
    const left = core.port.taken.flatMap(({ deed }) =>
      deed.kind === 'tell' && /Still theirs: task 1/.test(deed.message.summary)
        ? [deed.person]
        : [],
    );

    expect(left).toEqual([id('lea')]);
    expect(new Set(await toldWithin(core, 20))).toEqual(
      new Set(['3 lea', '4 lea', '5 lea', '7 lea', '11 lea', '18 lea']),
    );
  });
});

test('a follow-up of an open incident is called for in the same way', async () => {
  await using core = new Core();
  const incident = core.declare();
  core.done('ada', about(incident, followUp('Fuzz the parser', inDays(2))));
  core.done('ben', about(incident, { verb: 'ack', n: 1 }));

  expect(await toldWithin(core, 3)).toEqual(['1 ben', '2 ben', '3 ben']);
});

test('nobody is hurried to say yes to a follow-up', async () => {
  await using core = new Core();
  const incident = core.declare('ada', { level: 1 });
  core.done('ada', about(incident, followUp('Fuzz the parser', inDays(30))));
  const asked = (): number =>
    core.texts(incident).filter((text) => text.includes('not acknowledged')).length;

  await core.later({ hours: 23 });
  expect(asked()).toBe(0);
  await core.later({ hours: 2 });
  expect(asked()).toBe(1);
});
