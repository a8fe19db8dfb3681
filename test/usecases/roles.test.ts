// How people take, get, give back and hand over roles and tasks.
import { describe, expect, test } from 'vitest';
import { loadTask } from '#db/tasks.ts';
import type { Role } from '#machines/incident-types.ts';
import type { Core } from '../support/core.ts';
import { Core as Bot, about, after, id, refusal, start } from '../support/core.ts';

const task = (text: string, assignee: string | null = null) =>
  ({ verb: 'addTask', text, assignee, by: null, phase: null, followUp: false }) as const;
const role = (person: string, ...roles: Role[]) => ({ verb: 'role', roles, person }) as const;
const holders = (core: Core, incident: string) =>
  Object.fromEntries(
    Object.entries(core.context(incident).roles).map(([name, held]) => [
      name,
      held.person.split(':').at(-1),
    ]),
  );

describe('Roles', () => {
  test('that are free may be taken by anybody who belongs', async () => {
    await using core = new Bot();
    const incident = core.declare();

    core.done('bob', about(incident, role('me', 'crisis_lead')));

    expect(holders(core, incident)).toEqual({ crisis_lead: 'bob' });
    expect(core.context(incident).roles.crisis_lead?.acknowledgedAt).toBe(start);
  });

  test('offered to somebody are theirs to accept, and nobody else’s to take', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('ada', about(incident, role(id('bob'), 'comms_lead')));

    expect(core.ask('eve', about(incident, role('me', 'comms_lead')))).toMatchObject({
      refusal: { reason: 'roleTaken', role: 'comms_lead', by: id('bob'), since: start },
    });
    core.done('bob', about(incident, role('me', 'comms_lead')));

    expect(core.context(incident).roles.comms_lead).toMatchObject({
      person: id('bob'),
      acknowledgedAt: start,
    });
  });

  test('held by somebody are taken or given by the lead only', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('lea', about(incident, role('me', 'crisis_lead')));
    core.done('bob', about(incident, role('me', 'comms_lead')));

    expect(refusal(core.ask('ada', about(incident, role('me', 'comms_lead'))))).toBe('roleTaken');
    expect(refusal(core.ask('ada', about(incident, role(id('eve'), 'scribe'))))).toBe('notAllowed');
    expect(refusal(core.ask('ada', about(incident, role('none', 'comms_lead'))))).toBe(
      'notAllowed',
    );

    core.done('lea', about(incident, role(id('eve'), 'comms_lead')));
    expect(holders(core, incident)).toEqual({ crisis_lead: 'lea', comms_lead: 'eve' });
  });

  test('may be given back by whoever holds them', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('bob', about(incident, role('me', 'crisis_lead', 'scribe')));

    core.done('bob', about(incident, role('none', 'scribe')));

    expect(holders(core, incident)).toEqual({ crisis_lead: 'bob' });
    expect(refusal(core.ask('bob', about(incident, role('none', 'scribe'))))).toBe('guard');
  });

  test('several at once are taken together or not at all', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('lea', about(incident, role('me', 'crisis_lead')));

    expect(refusal(core.ask('bob', about(incident, role('me', 'comms_lead', 'crisis_lead'))))).toBe(
      'roleTaken',
    );
    expect(holders(core, incident)).toEqual({ crisis_lead: 'lea' });

    core.done('bob', about(incident, role('me', 'comms_lead', 'engineering_lead')));
    expect(holders(core, incident)).toEqual({
      crisis_lead: 'lea',
      comms_lead: 'bob',
      engineering_lead: 'bob',
    });
  });

  test('“open” takes every free one the level needs and says yes to what was offered', async () => {
    await using core = new Bot();
    const incident = core.declare('ada', { level: 3 });
    core.done('ada', about(incident, role(id('bob'), 'crisis_lead')));
    core.done('ada', about(incident, role(id('eve'), 'comms_lead')));

    core.done('bob', about(incident, { verb: 'role', roles: 'open', person: 'me' }));

    expect(holders(core, incident)).toEqual({
      crisis_lead: 'bob',
      engineering_lead: 'bob',
      comms_lead: 'eve',
    });
    expect(core.context(incident).roles.crisis_lead?.acknowledgedAt).toBe(start);
    expect(
      refusal(core.ask('bob', about(incident, { verb: 'role', roles: 'open', person: 'me' }))),
    ).toBe('nothingToClaim');
  });

  test('leave the lead with the declarer until the one who was asked has said yes', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('ada', about(incident, role(id('asleep'), 'crisis_lead')));

    core.done('ada', about(incident, role(id('lea'), 'crisis_lead')));
    core.done('lea', about(incident, role('me', 'crisis_lead')));

    expect(refusal(core.ask('ada', about(incident, role('me', 'crisis_lead'))))).toBe('roleTaken');
  });

  test('end the declarer’s lead when somebody is crisis lead, and give it back when nobody is', async () => {
    await using core = new Bot();
    const incident = core.declare();
    const lower = about(incident, { verb: 'level', level: 4, reason: 'quiet' });
    core.done('lea', about(incident, role('me', 'crisis_lead')));
    expect(refusal(core.ask('ada', lower))).toBe('notAllowed');

    core.done('lea', about(incident, role('none', 'crisis_lead')));

    expect(core.ask('ada', lower)).toMatchObject({ kind: 'done' });
  });

  test('are handed over only to whoever was asked', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('lea', about(incident, role('me', 'crisis_lead')));
    core.done('lea', about(incident, { verb: 'handover', to: id('bob') }));

    expect(refusal(core.ask('eve', about(incident, { verb: 'acceptHandover' })))).toBe('guard');
    core.done('bob', about(incident, { verb: 'acceptHandover' }));

    expect(holders(core, incident)).toEqual({ crisis_lead: 'bob' });
  });
});

describe('A task', () => {
  test('that nobody has goes to whoever acknowledges it; a task of somebody else does not', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('ada', about(incident, task('Look')));
    core.done('ada', about(incident, task('Listen', id('bob'))));

    core.done('eve', about(incident, { verb: 'ack', n: 1 }));

    expect(loadTask(core.store.db, incident, 1)?.assignee).toBe(id('eve'));
    expect(refusal(core.ask('eve', about(incident, { verb: 'ack', n: 2 })))).toBe('notAllowed');
  });

  test('given to somebody in a private incident lets them in', async () => {
    await using core = new Bot();
    const incident = core.declare('ada', { visibility: 'private' });

    core.done('ada', about(incident, task('Look', id('bob'))));

    expect(core.ask('bob', about(incident, { verb: 'ack', n: 1 }))).toMatchObject({ kind: 'done' });
    expect(core.problems()).toEqual([]);
  });

  test('cannot be added to a closed incident, but a follow-up can', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('ada', about(incident, { verb: 'standDown', reason: 'a test' }));

    expect(refusal(core.ask('ada', about(incident, task('Look'))))).toBe('notNow');
    core.done(
      'ada',
      about(incident, {
        ...task('Learn', id('ada')),
        followUp: true,
        by: after(start, { hours: 1 }),
      }),
    );

    expect(core.problems()).toEqual([]);
  });
});
