// What is due on a person's page beside their tasks and roles.
import { expect, test } from 'vitest';
import { renderHome } from '#src/messages/home.ts';
import { handleOf } from '#src/messages/rich.ts';
import { homeView } from '#src/usecases/home-view.ts';
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
