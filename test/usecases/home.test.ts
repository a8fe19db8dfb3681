// What is due, on a person's page beside their tasks and roles, and in the digest for everybody.
import { expect, test } from 'vitest';
import { renderDigest } from '#src/messages/digest.ts';
import { renderHome } from '#src/messages/home.ts';
import { handleOf } from '#src/messages/rich.ts';
import { digestView } from '#src/usecases/digest-view.ts';
import { homeView } from '#src/usecases/home-view.ts';
import { addClock, tellClock } from '../support/clocks.ts';
import { about, after, Core, id, start, tenant } from '../support/core.ts';

/** Parts of the page, as they are read out, in which the words stand. */
function read(core: Core, name: string, words: string): string[] {
  const looking = { tenant, person: id(name), isAdmin: name === 'zoe', kind: 'member' } as const;
  const { summary } = renderHome(homeView(core.store.db, looking), handleOf);
  return summary.split('. ').filter((part) => part.includes(words));
}

function withEmbargo(core: Core, drill: boolean): string {
  const incident = core.declare('ada', { drill, visibility: 'private' });
  const adding = { verb: 'addCase', title: 'Secret hole', cve: null, reporter: null } as const;
  const deciding = { verb: 'embargo', caseNumber: 1, reason: '' } as const;
  core.done('ada', [
    about(incident, { ...adding, vendorAware: true }),
    about(incident, { ...deciding, step: 'propose', until: after(start, { hours: 48 }) }),
    about(incident, { ...deciding, step: 'accept', until: null }),
  ]);
  return incident;
}

test('the end of an embargo is among the next clocks of those who belong, also when the incident is closed', async () => {
  await using core = new Core({ admins: ['zoe'] });
  const incident = withEmbargo(core, false);
  const clock = `Embargo of case 1 ends 2026-03-04 10:00 UTC · ${incident}`;

  expect(read(core, 'ada', 'Embargo')).toEqual([clock]);
  expect(read(core, 'ben', 'Embargo')).toEqual([]);
  expect(read(core, 'zoe', 'Embargo')).toEqual([]);

  core.done('ada', about(incident, { verb: 'standDown', reason: 'another vendor has it' }));
  expect(read(core, 'ada', 'Embargo')[0]).toContain(clock);
});

test('each clock of a drill says that it is one', async () => {
  await using core = new Core();
  const incident = withEmbargo(core, true);
  core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));

  const clocks = read(core, 'ada', incident).filter((part) => /embargo|sitrep|shift/iu.test(part));
  expect(clocks.length).toBeGreaterThan(2);
  for (const clock of clocks) expect(clock).toMatch(/^DRILL · /u);
});

test('whether a clock applies is asked of legal and the crisis lead, and of nobody else', async () => {
  await using core = new Core();
  const incident = core.declare();
  for (const [name, role] of [
    ['lea', 'legal'],
    ['cleo', 'crisis_lead'],
    ['ben', 'engineering_lead'],
  ] as const)
    core.done(name, about(incident, { verb: 'role', roles: [role], person: 'me' }));
  const n = addClock(core, incident);

  const question = `Decide whether CRA early warning applies to ${incident}`;
  for (const name of ['lea', 'cleo']) expect(read(core, name, question)).toHaveLength(1);
  expect(read(core, 'ben', question)).toEqual([]);
  expect(read(core, 'ben', 'CRA')).toEqual([
    `CRA early warning due, if it applies 2026-03-03 10:00 UTC · ${incident}`,
  ]);

  tellClock(core, incident, n, { type: 'APPLIES', since: null, reason: '' });
  expect(read(core, 'lea', question)).toEqual([]);
  expect(read(core, 'lea', 'CRA')).toEqual([
    `CRA early warning due 2026-03-03 10:00 UTC · ${incident}`,
  ]);
});

test('what somebody else proposed waits on the page of everybody who may decide it now, and of nobody else', async () => {
  const approvals = { override: [1, 2, 3, 4] } as const;
  await using core = new Core({
    admins: ['zoe'],
    playbook: { name: 'two', version: '1', tasks: [], approvals },
  });
  const incident = core.declare('ada', { drill: true, visibility: 'private' });
  for (const [name, role] of [
    ['ada', 'crisis_lead'],
    ['ben', 'engineering_lead'],
    ['carl', 'scribe'],
  ] as const) {
    core.done('ada', about(incident, { verb: 'role', roles: [role], person: id(name) }));
    if (name !== 'ada')
      core.done(name, about(incident, { verb: 'role', roles: [role], person: 'me' }));
  }
  core.done('ada', about(incident, { verb: 'override', reason: 'no time' }));
  const waiting = (name: string): string[] => read(core, name, 'Waits for your approval');

  for (const name of ['ben', 'zoe']) {
    const [line = ''] = waiting(name);
    expect(line).toContain(`DRILL · Approval 1 of ${incident}: leave mobilize`);
    expect(line).toContain(`/incident ${incident} approve 1`);
  }
  for (const name of ['ada', 'carl', 'dora']) expect(waiting(name)).toEqual([]);

  core.done('ada', about(incident, { verb: 'role', roles: ['engineering_lead'], person: 'none' }));
  expect(waiting('ben')).toEqual([]);
  core.done('zoe', about(incident, { verb: 'approveAct', approval: 1 }), { isAdmin: true });
  expect(waiting('zoe')).toEqual([]);

  const restricted = core.declare('ada', { visibility: 'restricted' });
  for (const [role, person] of [
    ['crisis_lead', 'ada'],
    ['legal', 'lea'],
  ] as const)
    core.done('ada', about(restricted, { verb: 'role', roles: [role], person: id(person) }));
  core.done('ada', about(restricted, { verb: 'override', reason: 'no time' }));
  expect(waiting('lea')).toHaveLength(1);
  expect(waiting('zoe')).toEqual([]);
});

test('a clock that has passed is overdue, also when its incident is closed', async () => {
  await using core = new Core();
  core.start();
  const incident = core.declare();
  tellClock(core, incident, addClock(core, incident), {
    type: 'APPLIES',
    since: null,
    reason: '',
  });
  core.done('ada', about(incident, { verb: 'standDown', reason: 'another vendor has it' }));
  await core.later({ hours: 25 });

  expect(read(core, 'ada', 'CRA')[0]).toContain(
    `CRA early warning overdue since 2026-03-03 10:00 UTC · ${incident}`,
  );
});

test('the digest says of an open incident when first guidance is due, and of no other clock', async () => {
  await using core = new Core();
  core.start();
  const incident = core.declare();
  const hidden = core.declare('ada', { visibility: 'private' });
  const guidance = {
    regime: 'guidance',
    obligation: 'first',
    applies: true,
    reason: 'level 2',
  } as const;
  for (const each of [incident, hidden]) {
    addClock(core, each, guidance);
    tellClock(core, each, addClock(core, each), { type: 'APPLIES', since: null, reason: '' });
  }
  await core.settle();

  const { summary } = renderDigest(digestView(core.store.db, tenant), handleOf);
  expect(summary.match(/first guidance due [^.]*/gu)).toEqual([
    'first guidance due 2026-03-03 10:00 UTC',
  ]);
  expect(summary).not.toContain('CRA');
});
