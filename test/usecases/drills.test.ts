// Drills that people lead after a scenario: what the outside world does by clock, what is kept from real audiences,
// and how it is scored.
import { describe, expect, test } from 'vitest';
import type { Inject, Plan, Role } from '#machines/incident-types.ts';
import type { Playbook } from '#machines/playbook.ts';
import { loadIncident } from '#db/incidents.ts';
import { timersOf } from '#db/timers.ts';
import type { Command, IncidentCommand } from '#src/commands/command.ts';
import type { Work } from '#src/usecases/apply-event.ts';
import { createPart, finish, openIncident } from '#src/usecases/apply-event.ts';
import { digestView } from '#src/usecases/digest-view.ts';
import { incidentView, scoreAt } from '#src/usecases/view.ts';
import { about, Core, fakePort, id, refusal, told, tenant } from '../support/core.ts';

const minute = 60_000;

const inject = (n: number, more: Partial<Inject>): Inject => ({
  n,
  from: 'A newspaper',
  text: 'Is it true?',
  phase: null,
  afterMs: 10 * minute,
  deed: null,
  answerWithinMs: null,
  ...more,
});

const plan = (injects: Inject[], expected: Plan['expected'] = {}): Plan => ({
  scenario: 'ours',
  injects,
  expected,
});

const drill = (exercise?: Plan): Partial<Extract<Command, { verb: 'declare' }>> => ({
  drill: true,
  level: 4,
  ...(exercise === undefined ? {} : { exercise }),
});

const role = (name: Role): IncidentCommand => ({ verb: 'role', roles: [name], person: 'me' });

const playbook: Playbook = {
  approvals: {},
  name: 'one',
  version: '1',
  tasks: [
    {
      id: 'reproduce',
      phase: 'mobilize',
      text: 'Reproduce it',
      role: 'engineering_lead',
      levels: [1, 2, 3, 4],
      kinds: 'all',
      dueMs: null,
    },
  ],
};

const injected = (core: Core, incidentId: string): string[] =>
  core.texts(incidentId).filter((text) => text.startsWith('Inject'));

const waiting = (core: Core, incidentId: string): string[] =>
  timersOf(core.store.db, incidentId)
    .map(({ id: timer }) => timer)
    .filter((timer) => timer.startsWith('inject.'));

/** One that runs, or one that is only proposed. */
function startClock(core: Core, incidentId: string, applies: boolean): void {
  core.store.transaction((tx) => {
    const work: Work = { tx, now: core.clock.now(), rules: core.rules };
    const opened = openIncident(work, incidentId);
    createPart(work, opened, 'clock', {
      regime: 'cra',
      obligation: 'earlyWarning',
      group: null,
      caseNumber: null,
      applies,
      since: work.now,
      reason: 'attacks',
      at: work.now,
      by: id('ada'),
    });
    finish(work, opened);
  });
}

describe('What the outside world does', () => {
  test('comes by clock, after the declaration or a phase, once, and is told and recorded', async () => {
    await using core = new Core();
    const incidentId = core.declare(
      'ada',
      drill(
        plan([
          inject(1, { answerWithinMs: 30 * minute }),
          inject(2, { phase: 'assess', afterMs: 5 * minute, from: 'A lab', text: 'No images.' }),
        ]),
      ),
    );
    await core.later({ minutes: 9 });
    expect(injected(core, incidentId)).toEqual([]);

    await core.later({ minutes: 1 });
    expect(injected(core, incidentId)).toEqual([
      'Inject 1 (exercise), from A newspaper: Is it true?',
    ]);
    expect(core.port.taken.map(({ deed }) => told(deed))).toContainEqual(
      expect.stringMatching(
        /^post: DRILL · Inject 1, from A newspaper: Is it true\? An answer is expected by 2026-03-02 10:40 UTC: .*drill answered 1/,
      ),
    );
    await core.later({ hours: 5 });
    expect(injected(core, incidentId)).toHaveLength(1);

    core.done('ada', about(incidentId, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    core.done('ada', about(incidentId, { verb: 'override', reason: 'to see the next' }));
    await core.later({ minutes: 5 });
    expect(injected(core, incidentId)[1]).toBe('Inject 2 (exercise), from A lab: No images.');
    core.done('ada', about(incidentId, { verb: 'regress', to: 'mobilize', reason: 'again' }));
    core.done('ada', about(incidentId, { verb: 'override', reason: 'again' }));
    expect(waiting(core, incidentId)).toEqual([]);
    await core.later({ hours: 1 });
    expect(injected(core, incidentId)).toHaveLength(2);
    expect(core.problems()).toEqual([]);
  });

  test('survives a restart, nothing twice', async () => {
    await using first = new Core();
    const incidentId = first.declare('ada', drill(plan([inject(1, {}), inject(2, {})])));
    await first.settle();
    await first.stop();
    await using second = new Core({ store: first.store, clock: first.clock, port: fakePort() });
    second.start();
    await second.later({ minutes: 11 });

    expect(injected(second, incidentId)).toHaveLength(2);
  });

  test('changes the world: facts, people who cannot be reached, tasks and fixes that fail', async () => {
    await using core = new Core({ playbook });
    const incidentId = core.declare(
      'ada',
      drill(
        plan([
          inject(1, { deed: { kind: 'fact', fact: 'attacks' }, text: 'Three sandboxes agree' }),
          inject(2, { deed: { kind: 'unavailable', role: 'engineering_lead' } }),
          inject(3, { deed: { kind: 'taskFails', template: 'reproduce' }, text: 'No images' }),
          inject(4, { deed: { kind: 'fixFails' } }),
        ]),
      ),
    );
    core.done(
      'ada',
      about(incidentId, {
        verb: 'addCase',
        title: 'Spooler',
        cve: null,
        reporter: null,
        vendorAware: true,
      }),
    );
    core.done('ben', about(incidentId, role('engineering_lead')));
    await core.later({ minutes: 11 });

    const { facts, roles, level } = core.context(incidentId);
    expect(facts.attacks).toBe('2026-03-02T10:10:00.000Z');
    expect(level).toBeLessThan(4);
    expect(roles.engineering_lead).toBeUndefined();
    const row = loadIncident(core.store.db, incidentId);
    if (row === undefined) throw new Error('no incident');
    const view = incidentView(core.store.db, row, tenant);
    expect(view.cases[0]?.states?.cs).toMatch(/A$/);
    expect(view.tasks[0]).toMatchObject({ state: 'blocked', context: { reason: 'No images' } });
    // Nothing is being built, so the last one is only told.
    expect(injected(core, incidentId)).toHaveLength(4);
    expect(core.texts(incidentId).some((text) => text.startsWith('The fix failed'))).toBe(false);
    expect(core.problems()).toEqual([]);
  });

  test('is answered once, and not before it came', async () => {
    await using core = new Core();
    const incidentId = core.declare('ada', drill(plan([inject(1, { answerWithinMs: minute })])));
    const answer = about(incidentId, { verb: 'answerInject', inject: 1, text: 'We say at six' });
    expect(refusal(core.ask('ben', answer))).toBe('guard');
    await core.later({ minutes: 10 });
    core.done('ben', answer);
    expect(core.texts(incidentId)).toContain('Inject 1 (A newspaper) answered: We say at six');
    expect(refusal(core.ask('ben', answer))).toBe('guard');
  });
});

describe('A drill is stopped', () => {
  test('by whoever declared it or leads it, and then nothing more happens and no clock is left', async () => {
    await using core = new Core();
    const incidentId = core.declare('ada', {
      ...drill(plan([inject(1, { afterMs: 60 * minute })])),
      level: 1,
    });
    core.done('ben', about(incidentId, role('crisis_lead')));
    for (const applies of [true, false]) startClock(core, incidentId, applies);
    const stop = about(incidentId, { verb: 'stopDrill', reason: 'Everybody knows it now' });
    expect(refusal(core.ask('cleo', stop))).toBe('notAllowed');
    core.done('ada', stop);
    expect(waiting(core, incidentId)).toEqual([]);
    await core.later({ hours: 2 });

    expect(injected(core, incidentId)).toEqual([]);
    const row = loadIncident(core.store.db, incidentId);
    if (row === undefined) throw new Error('no incident');
    const view = incidentView(core.store.db, row, tenant);
    expect(view.closed).toBe(true);
    expect(view.clocks.length).toBeGreaterThan(1);
    expect(view.clocks.filter(({ closed }) => !closed)).toEqual([]);
    expect(timersOf(core.store.db, incidentId).map(({ id: timer }) => timer)).toEqual([]);
    expect(core.problems()).toEqual([]);
  });

  test('but a real incident is not', async () => {
    await using core = new Core();
    const incidentId = core.declare('ada');
    const stop = about(incidentId, { verb: 'stopDrill', reason: 'lunch' });
    expect(refusal(core.ask('ada', stop))).toBe('guard');
    expect(refusal(core.ask('ada', about(incidentId, { verb: 'drillScore' })))).toBe('noDrill');
  });
});

test('A drill and a real incident are not merged, either way', async () => {
  await using core = new Core();
  const real = core.declare('ada');
  const made = core.declare('ada', drill());
  for (const [from, into] of [
    [real, made],
    [made, real],
  ] as const) {
    const merge = about(from, { verb: 'merge', into, reason: 'the same' });
    expect(refusal(core.ask('ada', merge))).toBe('mergeDrill');
  }
});

test('Nothing of a drill is told outside its room: no announcement, no digest; its room is named after it', async () => {
  await using core = new Core({ announces: true });
  const incidentId = core.declare('ada', drill());
  core.done('ben', about(incidentId, { verb: 'role', roles: ['comms_lead'], person: 'me' }));
  core.done('ben', about(incidentId, { verb: 'stakeholderSitrep', text: 'It is contained.' }));
  await core.settle();
  expect(digestView(core.store.db, tenant).open).toEqual([]);
  core.done('ada', about(incidentId, { verb: 'standDown', reason: 'over' }));
  await core.settle();

  const { open, hidden, closed } = digestView(core.store.db, tenant);
  expect([...open, ...hidden, ...closed]).toEqual([]);
  const deeds = core.port.taken.map(({ deed }) => deed);
  expect(deeds.filter((deed) => deed.kind === 'post' && deed.to === null)).toEqual([]);
  expect(deeds.find((deed) => deed.kind === 'openChannel')?.name).toMatch(/^inc-2026-0001-drill-/);
  // The room itself reads what was practised, and everything in it is marked.
  const said = deeds.filter((deed) => 'message' in deed).map(told);
  expect(said.some((text) => text.includes('It is contained.'))).toBe(true);
  expect(said.filter((text) => !text.includes('DRILL'))).toEqual([]);
});

const rowsOf = (core: Core, incidentId: string) => {
  const row = loadIncident(core.store.db, incidentId);
  if (row === undefined) throw new Error('no incident');
  const { rows } = scoreAt(core.store.db, row, core.clock.now());
  return Object.fromEntries(rows.map(({ measure, ...rest }) => [measure, rest]));
};

describe('The score', () => {
  const expected: Plan['expected'] = {
    acknowledgeMs: 5 * minute,
    staffMs: 20 * minute,
    guidanceMs: 60 * minute,
    overrides: 0,
    clocksMissed: 0,
    desiderata: 3,
  };
  test('says of each expectation whether it was met, and which fell short', async () => {
    await using core = new Core();
    const incidentId = core.declare(
      'ada',
      drill(
        plan(
          [
            inject(1, { answerWithinMs: 5 * minute }),
            inject(2, { answerWithinMs: 5 * minute }),
            inject(3, {}),
          ],
          expected,
        ),
      ),
    );
    const say = (name: string, command: Parameters<typeof about>[1]) =>
      core.done(name, about(incidentId, command));
    await core.later({ minutes: 4 });
    say('ada', role('crisis_lead'));
    await core.later({ minutes: 8 });
    say('ada', { verb: 'answerInject', inject: 2, text: 'Said so' });
    expect(rowsOf(core, incidentId)).toMatchObject({
      acknowledge: { value: 4 * minute, met: true },
      staff: { value: null, met: null },
      injects: { value: 1, of: 2, met: null, short: [] },
    });
    await core.later({ minutes: 10 });
    say('ben', role('engineering_lead'));
    say('ada', { verb: 'override', reason: 'no time' });
    say('ada', { verb: 'stopDrill', reason: 'enough' });

    expect(rowsOf(core, incidentId)).toMatchObject({
      staff: { value: 22 * minute, met: false },
      guidance: { value: null, met: false },
      overrides: { value: 1, expected: 0, met: false },
      clocksMissed: { value: 0, met: true },
      desiderata: { value: null, met: false },
      injects: { value: 1, of: 2, met: false, short: [1] },
    });
    await core.settle();
    expect(core.port.taken.map(({ deed }) => told(deed))).toContainEqual(
      expect.stringMatching(/^post: DRILL · Score · INC-2026-0001\. Scenario ours: 2 of 7/),
    );
  });

  test('without a scenario is measured and not judged', async () => {
    await using core = new Core();
    const incidentId = core.declare('ada', drill());
    core.done('ada', about(incidentId, role('crisis_lead')));
    const rows = rowsOf(core, incidentId);
    expect(rows['acknowledge']).toMatchObject({ value: 0, expected: null, met: null });
    expect(Object.values(rows).filter(({ met }) => met !== null)).toEqual([]);
  });
});
