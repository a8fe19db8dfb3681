// People and rhythm: roles that must be acknowledged, sitreps, shifts and their handover, and what a change of level
// does to all of them. The numbers are those of the level table (domain reference 1.5).
import { describe, expect, test } from 'vitest';
import type { IncidentEvent, Level, Phase } from '#machines/incident-types.ts';
import type { Told } from '../support/incident-paths.ts';
import { ada, bob, cleo, hour, IncidentStory, minute, rolesAt } from '../support/incident-paths.ts';

type Event = Told<IncidentEvent>;

const sitrep: Event = { type: 'SITREP', text: 'Still on it' };
const accept: Event = { type: 'HANDOVER_ACCEPT', by: bob };
const handover = (to: string): Event => ({ type: 'HANDOVER', to });
const level = (to: Level): Event => ({
  type: 'LEVEL',
  level: to,
  reason: 'it changed',
  because: 'people',
});
const asked = (role: 'crisis_lead' | 'comms_lead', person: string): Event => ({
  type: 'ROLE_ASSIGNED',
  role,
  person,
});

const table = [
  { at: 1, ack: 5 * minute, every: hour, shift: 8 * hour },
  { at: 2, ack: 15 * minute, every: 2 * hour, shift: 8 * hour },
  { at: 3, ack: 30 * minute, every: 4 * hour, shift: 12 * hour },
  { at: 4, ack: 60 * minute, every: 24 * hour, shift: undefined },
] as const;
const policyOf = (wanted: Level): (typeof table)[number] =>
  table.find(({ at }) => at === wanted) ?? table[0];

describe('Sitreps', () => {
  test.each(table)('at level $at one is due every $every ms', ({ at, every }) => {
    const story = new IncidentStory({ level: at });
    expect(story.dueIn('sitrep')).toBe(every);

    story.wait(10 * minute).take(sitrep);

    expect(story.dueIn('sitrep')).toBe(every);
  });

  test('a missing sitrep is recorded once and then rings after twice the time, at most daily', () => {
    const story = new IncidentStory({ level: 1 });
    const waits: (number | undefined)[] = [];
    const recorded: number[] = [];
    for (let reminder = 1; reminder <= 7; reminder += 1) {
      story.fire('sitrep');
      expect(story.state('cadence')).toBe('overdue');
      expect(story.said).toEqual(['sitrepOverdue']);
      waits.push(story.dueIn('sitrep'));
      recorded.push(story.entries.length);
    }

    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24].map((hours) => hours * hour));
    expect(recorded).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  test('the sitrep at last puts the rhythm right', () => {
    const story = new IncidentStory({ level: 2 });
    story.fire('sitrep');
    story.fire('sitrep');

    story.take(sitrep);

    expect(story.state('cadence')).toBe('onTime');
    expect(story.dueIn('sitrep')).toBe(2 * hour);
    story.fire('sitrep');
    expect(story.entries).toEqual(['The sitrep is overdue']);
  });

  test('reminders of before the closing are forgotten when an incident is reopened', () => {
    const story = new IncidentStory({ level: 1 });
    for (let reminder = 1; reminder <= 4; reminder += 1) story.fire('sitrep');
    story.take({ type: 'STAND_DOWN', reason: 'over' }, { type: 'REOPEN', reason: 'it is not' });

    story.fire('sitrep');

    expect(story.entries).toEqual(['The sitrep is overdue']);
    expect(story.dueIn('sitrep')).toBe(hour);
  });
});

describe('Roles', () => {
  test.each(table)(
    'at level $at a role given to somebody must be acknowledged in $ack ms',
    ({ at, ack }) => {
      const story = new IncidentStory({ level: at }).take(asked('comms_lead', bob));

      expect(story.dueIn('role.comms_lead')).toBe(ack);
      expect(story.context.roles.comms_lead?.acknowledgedAt).toBeNull();
      expect(story.said).toContain('roleOffered');
    },
  );

  test('a role that nobody acknowledges is brought before the channel', () => {
    const story = new IncidentStory().take(asked('comms_lead', bob));

    story.fire('role.comms_lead');

    expect(story.entries).toEqual([`<@${bob}> has not acknowledged the role comms lead in time`]);
    expect(story.said).toEqual(['roleUnacknowledged']);
  });

  test('saying yes stops the clock and is no new assignment', () => {
    const story = new IncidentStory().take(asked('comms_lead', bob), {
      ...asked('comms_lead', bob),
      by: bob,
    });

    expect(story.timers).not.toContain('role.comms_lead');
    expect(story.entries).toEqual([`<@${bob}> acknowledged the role comms lead`]);
    expect(story.moment.step.consequences).toEqual([]);
  });

  test('a role that somebody takes needs no further word', () => {
    const story = new IncidentStory().take({ ...asked('comms_lead', bob), by: bob });

    expect(story.context.roles.comms_lead?.acknowledgedAt).toBe(story.now);
    expect(story.timers).not.toContain('role.comms_lead');
  });

  test('giving the role to somebody else starts the clock again and moves its tasks', () => {
    const story = new IncidentStory({ level: 3 }).take(asked('comms_lead', bob)).wait(20 * minute);

    story.take(asked('comms_lead', cleo));

    expect(story.dueIn('role.comms_lead')).toBe(30 * minute);
    expect(story.moment.step.consequences).toEqual([
      { kind: 'giveRoleTasks', role: 'comms_lead', person: cleo, from: bob },
    ]);
  });

  test('there is exactly one crisis lead', () => {
    const story = new IncidentStory()
      .claimed('crisis_lead')
      .take({ ...asked('crisis_lead', bob), by: bob });

    expect(story.context.roles.crisis_lead?.person).toBe(bob);
  });

  test('a free role cannot be freed, and its holder cannot take it again', () => {
    const story = new IncidentStory();
    expect(story.refusal({ type: 'ROLE_RELEASED', role: 'legal' })).toEqual({ guards: ['isHeld'] });

    expect(
      story.claimed('legal').refusal({ type: 'ROLE_ASSIGNED', role: 'legal', person: ada }),
    ).toEqual({
      guards: ['changesHolder'],
    });
  });

  test.each(table)(
    'at level $at unclaimed roles are called out after $ack ms, then after twice the time',
    ({ at, ack }) => {
      const story = new IncidentStory({ level: at });
      expect(story.dueIn('staffing')).toBe(ack);

      story.fire('staffing');
      expect(story.entries).toHaveLength(1);
      expect(story.dueIn('staffing')).toBe(2 * ack);

      story.fire('staffing');
      expect(story.entries).toHaveLength(0);
      expect(story.said).toEqual(['staffingOverdue']);
      expect(story.dueIn('staffing')).toBe(4 * ack);
    },
  );

  test('nobody is reminded once every role is claimed, nor after mobilize', () => {
    const story = new IncidentStory({ level: 4 }).claimed(...rolesAt[4]);
    story.fire('staffing');
    expect(story.said).toEqual([]);

    expect(story.overriddenTo('assess').timers).not.toContain('staffing');
  });
});

describe('Shifts', () => {
  test.each(table)(
    'at level $at the lead is told half an hour before the shift of $shift ms ends',
    ({ at, shift }) => {
      const story = new IncidentStory({ level: at }).claimed('crisis_lead');

      expect(story.dueIn('shift')).toBe(shift === undefined ? undefined : shift - 30 * minute);
      if (shift === undefined) return;
      story.fire('shift');
      expect(story.said).toEqual(['shiftEnding']);
      expect(story.state('shift')).toBe('ending');
    },
  );

  test('a handover has to be accepted by the one it was offered to', () => {
    const story = new IncidentStory({ level: 1 }).claimed('crisis_lead').take(handover(bob));
    expect(story.context.roles.crisis_lead?.person).toBe(ada);
    expect(story.refusal({ ...accept, by: cleo })).toEqual({ guards: ['isOfferedToThem'] });

    story.wait(hour).take(accept);

    expect(story.context.roles.crisis_lead).toEqual({
      person: bob,
      since: story.now,
      acknowledgedAt: story.now,
    });
    expect(story.context.handoverTo).toBeNull();
    expect(story.dueIn('shift')).toBe(8 * hour - 30 * minute);
    expect(story.moment.step.consequences).toEqual([
      { kind: 'giveRoleTasks', role: 'crisis_lead', person: bob, from: ada },
    ]);
  });

  test('a handover can be offered to somebody else instead', () => {
    const story = new IncidentStory({ level: 1 })
      .claimed('crisis_lead')
      .take(handover(bob), handover(cleo));

    expect(story.refusal(accept)).toEqual({ guards: ['isOfferedToThem'] });
    expect(story.take({ ...accept, by: cleo }).context.roles.crisis_lead?.person).toBe(cleo);
  });

  test('it needs a lead to hand over, and somebody else to take it', () => {
    expect(new IncidentStory().refusal(handover(bob))).toEqual({ guards: ['isSomebodyElse'] });
    expect(new IncidentStory().claimed('crisis_lead').refusal(handover(ada))).toEqual({
      guards: ['isSomebodyElse'],
    });
    expect(new IncidentStory().refusal(accept)).toEqual({ onlyIn: ['active.shift.handover'] });
  });

  test('whoever takes over answers for the role, and nobody is asked for it any more', () => {
    const story = new IncidentStory({ level: 1 }).take(asked('crisis_lead', cleo), handover(bob));
    expect(story.timers).toContain('role.crisis_lead');

    story.take(accept);

    expect(story.timers).not.toContain('role.crisis_lead');
  });

  test('at level 4 there are handovers, but no shifts', () => {
    const story = new IncidentStory({ level: 4 })
      .claimed('crisis_lead')
      .take(handover(bob), accept);

    expect(story.state('shift')).toBe('noShifts');
    expect(story.timers).not.toContain('shift');
  });
});

describe('A change of level', () => {
  const pairs = table.flatMap(({ at: from }) =>
    table.filter(({ at }) => at !== from).map(({ at: to }) => ({ from, to })),
  );

  test.each(pairs)(
    'from $from to $to counts sitreps from the last one and shifts from their beginning',
    ({ from, to }) => {
      const story = new IncidentStory({ level: from })
        .claimed('crisis_lead')
        .take(sitrep)
        .wait(30 * minute);

      story.take(level(to));

      const { every, shift } = policyOf(to);
      expect(story.state('level')).toBe(`level${to}`);
      expect(story.dueIn('sitrep')).toBe(every - 30 * minute);
      // The first shift there is begins now; the lead is reminded half an hour before it ends.
      const begun = from === 4 ? 0 : 30 * minute;
      expect(story.dueIn('shift')).toBe(
        shift === undefined ? undefined : shift - begun - 30 * minute,
      );
      expect(story.moment.step.consequences).toEqual([
        { kind: 'changeTaskLevel', level: to },
        { kind: 'addPlaybookTasks', phase: 'mobilize', level: to },
        ...(to < from ? [{ kind: 'offerRoles' }] : []),
      ]);
    },
  );

  test.each(['mobilize', 'assess', 'remediate', 'communicate', 'review'] as Phase[])(
    'never moves the phase %s',
    (phase) => {
      for (const { from, to } of pairs) {
        const story = new IncidentStory({ level: from }).overriddenTo(phase);
        expect(story.take(level(to)).context.phase).toBe(phase);
      }
    },
  );

  test('makes a sitrep that is too old by the new rule due at once', () => {
    const story = new IncidentStory({ level: 4 }).wait(5 * hour).take(level(1));

    expect(story.dueIn('sitrep')).toBe(0);
  });

  test('takes an overdue sitrep back when the new rule gives more time', () => {
    const story = new IncidentStory({ level: 1 });
    story.fire('sitrep');

    story.take(level(3));

    expect(story.state('cadence')).toBe('onTime');
    expect(story.dueIn('sitrep')).toBe(3 * hour);
  });

  test('leaves an offered handover on offer', () => {
    const story = new IncidentStory({ level: 3 })
      .claimed('crisis_lead')
      .take(handover(bob), level(1));
    expect(story.state('shift')).toBe('handover');

    expect(story.take(accept).dueIn('shift')).toBe(8 * hour - 30 * minute);
  });

  test('asks for the roles the new level needs', () => {
    const story = new IncidentStory({ level: 4 })
      .claimed(...rolesAt[4])
      .take({ type: 'BRIEF', text: 'x' }, { type: 'TLP', label: 'RED' });
    expect(story.state()).toBe('mobilize.briefed');

    expect(story.take(level(3)).state()).toBe('mobilize.staffing');
  });

  const raises = pairs.filter(({ from, to }) => to < from);
  const asking: Event[] = [asked('comms_lead', bob), handover(cleo)];
  const situations: [what: string, level: (from: Level) => IncidentStory][] = [
    ['at once', (from) => new IncidentStory({ level: from })],
    [
      'with a role and the lead on offer',
      (from) => new IncidentStory({ level: from }).claimed('crisis_lead').take(...asking),
    ],
    [
      'when everything has rung before',
      (from) => {
        const story = new IncidentStory({ level: from, visibility: 'private' });
        story.claimed('crisis_lead').take(...asking);
        for (const timer of ['role.comms_lead', 'handover', 'staffing', 'sitrep', 'sitrep'])
          story.fire(timer);
        return story.wait(3 * minute);
      },
    ],
    [
      'at the end of a shift, with the sitrep put off',
      (from) => {
        const story = new IncidentStory({ level: from }).claimed('crisis_lead');
        if (from !== 4) story.wait(story.dueIn('shift') ?? 0).fire('shift');
        story.fire('sitrep');
        return story.take({ type: 'SNOOZE', what: 'sitrep', minutes: 30 });
      },
    ],
  ];

  test.each(situations)('that raises it %s makes nothing due later', (_what, situation) => {
    for (const { from, to } of raises) {
      const story = situation(from);
      const before = new Map(story.timers.map((id) => [id, story.dueIn(id) ?? 0]));
      story.take(level(to));
      for (const [id, dueIn] of before)
        expect(story.dueIn(id), `${id} from ${from} to ${to}`).toBeLessThanOrEqual(
          Math.max(dueIn, 0),
        );
    }
  });

  test.each(pairs)(
    'from $from to $to gives whoever was asked the new time from when they were asked',
    ({ from, to }) => {
      const story = new IncidentStory({ level: from })
        .claimed('crisis_lead')
        .take(asked('comms_lead', bob))
        .wait(2 * minute);

      story.take(level(to));

      expect(story.dueIn('role.comms_lead')).toBe(policyOf(to).ack - 2 * minute);
      expect(story.dueIn('staffing')).toBe(
        to < from ? policyOf(to).ack : Math.max(policyOf(to).ack, policyOf(from).ack - 2 * minute),
      );
    },
  );

  test('a reminder that comes sooner still counts on from the ones before', () => {
    const story = new IncidentStory({ level: 3 })
      .claimed('crisis_lead')
      .take(asked('comms_lead', bob));
    story.fire('role.comms_lead');

    story.take(level(1));

    expect(story.dueIn('role.comms_lead')).toBe(0);
    story.fire('role.comms_lead');
    expect(story.entries).toEqual([]);
    expect(story.dueIn('role.comms_lead')).toBe(4 * 5 * minute);
  });

  test('customers are watched as long as the new level asks, counted from the release', () => {
    const story = new IncidentStory({ level: 4 })
      .overriddenTo('communicate')
      .claimed('crisis_lead', 'engineering_lead')
      .take(
        { type: 'GO', roles: ['crisis_lead', 'engineering_lead'], releaseAt: null },
        { type: 'GUIDANCE', text: 'Update now' },
      )
      .wait(hour);
    expect(story.dueIn('monitoring')).toBe(23 * hour);

    expect(story.take(level(2)).dueIn('monitoring')).toBe(71 * hour);
    story.wait(30 * hour);
    expect(story.take(level(3)).dueIn('monitoring')).toBe(0);
  });

  test('of a record from before counts as it did then', () => {
    const story = new IncidentStory({ level: 3 }).claimed('crisis_lead').wait(hour);

    story.take({ type: 'LEVEL', level: 2, reason: 'it changed' });

    expect(story.dueIn('shift')).toBe(8 * hour - 30 * minute);
  });

  test('to the present level is refused', () => {
    expect(new IncidentStory({ level: 2 }).refusal(level(2))).toHaveProperty('guards');
  });
});

describe('People in the channel', () => {
  test('are counted once, and only those who are there can leave', () => {
    const story = new IncidentStory();
    const joined: Event = { type: 'MEMBER_JOINED', person: bob };
    const left: Event = { type: 'MEMBER_LEFT', person: bob };
    expect(story.refusal(left)).toEqual({ guards: ['isMember'] });

    story.take(joined);
    expect(story.refusal(joined)).toEqual({ guards: ['isNotMember'] });

    expect(story.take(left).context.members).toEqual([ada]);
  });

  test('whoever is given work or invited belongs to them', () => {
    const story = new IncidentStory().take(asked('comms_lead', bob), {
      type: 'INVITED',
      people: [bob, cleo],
    });

    expect(story.context.members).toEqual([ada, bob, cleo]);
  });
});
