// A handover's brief: what the successor reads before they say yes, built from the record.
import { expect, test } from 'vitest';
import type { IncidentCommand } from '#src/commands/command.ts';
import { parse } from '#src/commands/parse.ts';
import { asHeard } from '#src/messages/as-heard.ts';
import { createPart, finish, openIncident } from '#src/usecases/apply-event.ts';
import { Core, id, refusal } from '../support/core.ts';

/** What somebody types; a refusal is a mistake of the test. */
function says(core: Core, who: string, incident: string, ...typed: string[]): void {
  for (const line of typed) {
    const parsed = parse(line, { now: core.clock.now(), zone: 'UTC' });
    if (!parsed.ok) throw new Error(`${line}: ${parsed.error.problem}`);
    core.done(who, { ...parsed.value, incidentId: incident } as IncidentCommand & {
      incidentId: string;
    });
  }
}

/** The brief as it was sent to somebody in person. */
async function briefOf(core: Core, who: string): Promise<string> {
  await core.settle();
  const sent = core.port.taken.flatMap(({ deed }) =>
    deed.kind === 'tell' && deed.person === id(who) ? [deed.message] : [],
  );
  const [message] = sent.slice(-1);
  if (message === undefined) throw new Error(`${who} was told nothing`);
  return asHeard(message, (person) => person);
}

test('a handover tells decisions, facts, tasks, cases and deadlines, and only what is since the last one', async () => {
  await using core = new Core().start();
  const incident = core.declare('ada', { level: 3 });
  says(core, 'ada', incident, 'role crisis_lead @me', 'case add Heap overflow');
  says(core, 'ada', incident, 'embargo none found in the open', 'fact attacks two customers');
  says(core, 'ada', incident, 'decide fix root cause known', 'task add Ask the vendor --by 18:00');
  core.store.transaction((tx) => {
    const work = { tx, now: core.clock.now(), rules: core.rules };
    const opened = openIncident(work, incident);
    createPart(work, opened, 'clock', {
      regime: 'cra',
      obligation: 'earlyWarning',
      group: null,
      caseNumber: null,
      applies: true,
      since: work.now,
      reason: 'attacks are observed',
      at: work.now,
      by: id('ada'),
    });
    finish(work, opened);
  });
  await core.later({ hours: 1 });
  says(core, 'ada', incident, `handover <@${id('bob')}>`);

  const first = await briefOf(core, 'bob');
  for (const told of [
    /level 2 High: attacks are observed/,
    /attacks observed since/,
    /Decision: build a fix \(root cause known\)/,
    /Level raised from 3 to 2 \(High\) by the facts/,
    /Case 1 \(Heap overflow\): no embargo: found in the open/,
    /Ask the vendor .* due/,
    /Clock \d.*CRA.*due/,
    /Case 1 Heap overflow · received/,
    /sitrep due/,
  ])
    expect(first).toMatch(told);
  // Where a message is full, it is the oldest that is left out.
  expect(first.indexOf('· Decision: build')).toBeLessThan(first.indexOf('no embargo: found'));

  expect(refusal(core.ask('eve', { verb: 'acceptHandover', incidentId: incident }))).toBe('guard');
  expect(core.context(incident).roles.crisis_lead?.person).toBe(id('ada'));
  says(core, 'bob', incident, 'handover accept', 'scope only version 7');
  await core.later({ minutes: 5 });
  says(core, 'bob', incident, `handover <@${id('cleo')}>`);

  const second = await briefOf(core, 'cleo');
  expect(second).toMatch(/Scope: only version 7/);
  expect(second).not.toMatch(/found in the open/);
  expect(second).toMatch(/Decision: build a fix/);
  expect(core.problems()).toEqual([]);
});
