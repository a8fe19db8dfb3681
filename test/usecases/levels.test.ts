// Levels as people meet them: raised by facts, shown with the rule, lowered with a reason; and what that makes due.
import { describe, expect, test } from 'vitest';
import { builtInPlaybookPath, loadPlaybook } from '#src/playbook-file.ts';
import { tasksOf } from '#db/tasks.ts';
import { applyIncidentEvent, finish, openIncident } from '#src/usecases/apply-event.ts';
import { about, after, Core, id, start } from '../support/core.ts';
import { led, says } from './typed.ts';

describe('A fact', () => {
  test('raises the level at once, with the rule as reason', async () => {
    await using core = new Core();
    const incident = led(core, { level: 4 });

    const steps: [says: string, level: number][] = [
      ['fact public a blog', 3],
      ['fact exploit on a list', 2],
      ['fact attacks two customers', 2],
      ['fact broad mass scanning', 1],
    ];
    for (const [said, level] of steps) {
      says(core, incident, said);
      expect({ said, level: core.context(incident).level }).toEqual({ said, level });
    }
    expect(core.texts(incident).filter((text) => text.startsWith('Level'))).toEqual([
      'Level raised from 4 to 3 (Elevated) by the facts: the vulnerability is public, and no fix is released',
      'Level raised from 3 to 2 (High) by the facts: exploit code is public, and no fix is released',
      'Level raised from 2 to 1 (Critical) by the facts: attacks are broad, no longer limited and targeted',
    ]);
    expect(core.problems()).toEqual([]);
  });

  test('says so to whoever told it, and in the room', async () => {
    await using core = new Core().start();
    const incident = led(core);
    expect(says(core, incident, 'fact kev due 2026-03-20')).toContain(
      'Level raised from 3 to 1 (Critical) by the facts: CISA lists it as exploited (KEV)',
    );
    await core.settle();
    expect(JSON.stringify(core.port.taken)).toContain('raised from 3 to 1 (Critical)');
    expect(core.context(incident).facts).toMatchObject({ kev: start, attacks: start });
  });

  test('of broad attacks is news to the case that it names', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add First', 'case add Second');
    expect(says(core, incident, 'fact broad')).toMatch(/Say which: .*fact broad case <n>/);
    expect(says(core, incident, 'fact broad case 2')).toContain('Case 2 (Second): attacks');
    // The incident knows, the first case does not.
    expect(says(core, incident, 'fact broad case 1 as well')).toContain('Case 1 (First): attacks');
    expect(says(core, incident, 'fact broad case 1')).toContain('on the record already');
    expect(says(core, incident, 'fact kev')).toContain('catalogue of known exploited');
    expect(says(core, incident, 'fact wormable case 2')).toContain('spreads by itself (case 2)');
    expect(says(core, incident, 'fact wormable case 9')).toMatch(/no case 9/i);
    expect(core.problems()).toEqual([]);
  });

  test('of a case that is Critical counts while it has an embargo', async () => {
    await using core = new Core();
    const incident = led(core, { level: 4 });
    says(
      core,
      incident,
      'case add Heap overflow',
      'case 1 severity critical remote, no interaction',
    );
    expect(core.context(incident).level).toBe(4);

    says(core, incident, 'embargo propose until in 3d');
    expect(core.context(incident)).toMatchObject({ level: 3, criticalCases: [1] });
    expect(says(core, incident, 'level')).toMatch(/3 Elevated: a case is Critical.*case 1/);

    says(core, incident, 'embargo reject too long');
    expect(core.context(incident)).toMatchObject({ level: 3, criticalCases: [] });
    expect(core.problems()).toEqual([]);
  });

  test('goes along when the incident is merged, and so does a case that is critical under embargo', async () => {
    await using core = new Core();
    const target = led(core, { level: 4 });
    const source = led(core, { level: 4 });
    says(core, source, 'fact wormable', 'case add Heap overflow');
    core.store.transaction((tx) => {
      const work = { tx, now: start, rules: core.rules };
      const opened = openIncident(work, source);
      const critical = {
        type: 'CRITICAL_CASE',
        n: 1,
        holds: true,
        at: start,
        by: id('ada'),
      } as const;
      applyIncidentEvent(work, opened, critical);
      finish(work, opened);
    });
    expect(core.context(source).level).toBe(3);
    says(core, target, 'case add Another');
    says(core, source, `merge ${target}`);
    expect(core.context(target)).toMatchObject({ level: 3, criticalCases: [2] });

    expect(says(core, target, 'fact attacks case 2')).toContain('raised from 3 to 1');
    expect(core.problems()).toEqual([]);
  });
});

describe('The level', () => {
  test('is shown with the rule, the facts it rests on, and what people chose instead', async () => {
    await using core = new Core();
    const incident = led(core);
    expect(says(core, incident, 'level')).toBe(
      `${incident}, level 3 Elevated, set by people; the facts ask for 4 Watch. Facts: none known. Last change: none since the declaration.`,
    );
    says(core, incident, 'fact attacks');
    expect(says(core, incident, 'level')).toContain('2 High: attacks are observed, limited and');
    says(core, incident, 'level 3 contained at both customers');
    expect(core.texts(incident).at(-1)).toContain('The facts ask for 2 (High): attacks are');
    expect(says(core, incident, 'level')).toContain('3 Elevated, LOWER than the facts ask for');
  });

  test('is raised without a word, and lowered with a reason', async () => {
    await using core = new Core();
    const incident = led(core);
    expect(says(core, incident, 'level 1')).toContain('Level raised from 3 to 1 (Critical)');

    const asking = { verb: 'form', form: 'reason', of: 'level 2' } as const;
    expect(core.ask('ada', about(incident, asking))).toMatchObject({ kind: 'form' });
    expect(core.context(incident).level).toBe(1);
    expect(core.problems()).toEqual([]);
  });

  test('raised makes what is open due by the stricter level, and never later', async () => {
    await using core = new Core({ playbook: loadPlaybook(builtInPlaybookPath) });
    const incident = led(core);
    const dueOf = (template: string): string | null | undefined =>
      tasksOf(core.store.db, incident).find(
        ({ snapshot: { context } }) => context.template === `${template}@0`,
      )?.snapshot.context.dueAt;
    const before = tasksOf(core.store.db, incident);
    expect(dueOf('initial-brief')).toBe(after(start, { hours: 2 }));
    const [kept] = before.filter(({ snapshot }) => snapshot.context.template === 'set-tlp@0');
    says(core, incident, `due ${kept?.n} in 5m`);

    says(core, incident, 'level 1');

    expect(dueOf('initial-brief')).toBe(after(start, { minutes: 30 }));
    expect(dueOf('set-tlp')).toBe(after(start, { minutes: 5 }));
    says(core, incident, 'level 3 it was little');
    expect(dueOf('initial-brief')).toBe(after(start, { minutes: 30 }));
    expect(core.problems()).toEqual([]);
  });
});
