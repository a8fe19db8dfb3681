// The on-call order at work: who is asked for a free role, who next when nobody answers, and who is never called.
import { describe, expect, test } from 'vitest';
import type { Role } from '#machines/incident-types.ts';
import { about, Core, id, refusal, told } from '../support/core.ts';

const onCall = {
  crisis_lead: ['lea', 'max'],
  engineering_lead: ['eve', 'max'],
  legal: ['lou'],
} satisfies Partial<Record<Role, string[]>>;

const role = (person: string, ...roles: Role[]) => ({ verb: 'role', roles, person }) as const;
const holders = (core: Core, incident: string) =>
  Object.fromEntries(
    Object.entries(core.context(incident).roles).map(([name, { person, acknowledgedAt }]) => [
      name,
      `${person.split(':').at(-1)}${acknowledgedAt === null ? '?' : ''}`,
    ]),
  );
/** What somebody was told in person. */
const toldTo = (core: Core, name: string): string[] =>
  core.port.taken.flatMap(({ deed }) =>
    deed.kind === 'tell' && deed.person === id(name) ? [told(deed)] : [],
  );

describe('On call', () => {
  test('the first of the order is asked for each free role, invited and told', async () => {
    await using core = new Core({ onCall }).start();
    const incident = core.declare();
    await core.settle();

    expect(holders(core, incident)).toEqual({ crisis_lead: 'lea?', engineering_lead: 'eve?' });
    expect(core.context(incident).members).toEqual(['ada', 'lea', 'eve'].map((name) => id(name)));
    expect(toldTo(core, 'lea').join()).toMatch(/you are on call for crisis lead/);
    expect(core.texts(incident)).toContain(
      `<@${id('lea')}> is on call and was asked to take the role crisis lead`,
    );
    expect(core.problems()).toEqual([]);
  });

  test('silence passes the role to the next one, and at the end to lead and admins', async () => {
    await using core = new Core({ onCall, admins: ['adm'] }).start();
    const incident = core.declare('ada', { level: 3 });
    core.done('eve', about(incident, role('me', 'engineering_lead')));
    await core.later({ minutes: 30 });

    expect(holders(core, incident)).toEqual({ crisis_lead: 'max?', engineering_lead: 'eve' });
    expect(core.texts(incident)).toEqual(
      expect.arrayContaining([
        `<@${id('lea')}> has not acknowledged the role crisis lead in time`,
        `<@${id('max')}> is next on call after <@${id('lea')}> and was asked to take the role crisis lead`,
      ]),
    );
    expect(toldTo(core, 'lea').at(-1)).toMatch(/was asked instead/);
    expect(toldTo(core, 'max').at(-1)).toMatch(/has not taken it, and you are next on call/);

    await core.later({ minutes: 30 });
    expect(toldTo(core, 'adm').at(-1)).toMatch(/nobody is left in the on-call order/);
    expect(toldTo(core, 'ada').at(-1)).toMatch(/nobody is left in the on-call order/);
    expect(holders(core, incident)).toMatchObject({ crisis_lead: 'max?' });
    expect(core.problems()).toEqual([]);
  });

  test('whoever says yes first has the role, on call or not', async () => {
    await using core = new Core({ onCall }).start();
    const incident = core.declare();
    core.done('bob', about(incident, role('me', 'crisis_lead')));
    await core.later({ hours: 2 });

    expect(holders(core, incident)).toMatchObject({ crisis_lead: 'bob' });
    expect(toldTo(core, 'lea').at(-1)).toMatch(/has taken crisis lead .* so you need not/);
    expect(refusal(core.ask('lea', about(incident, role('me', 'crisis_lead'))))).toBe('roleTaken');
  });

  test('a raised level asks for the roles that it adds, at its own pace', async () => {
    await using core = new Core({ onCall }).start();
    const incident = core.declare('ada', { level: 3 });
    await core.later({ minutes: 10 });

    core.done('ada', about(incident, { verb: 'level', level: 1, reason: '' }));
    await core.settle();

    // Lea had half an hour; now it is five minutes, which are over.
    expect(holders(core, incident)).toMatchObject({ crisis_lead: 'max?', legal: 'lou?' });
    expect(core.problems()).toEqual([]);
  });

  test('next, by hand, is for the lead and for whoever was asked', async () => {
    await using core = new Core({ onCall }).start();
    const incident = core.declare();
    const next = (who: string, name: Role) => core.ask(who, about(incident, role('next', name)));
    expect(refusal(next('eve', 'crisis_lead'))).toBe('notAllowed');
    expect(next('eve', 'engineering_lead')).toMatchObject({ kind: 'done' });
    expect(next('ada', 'crisis_lead')).toMatchObject({ kind: 'done' });
    expect(holders(core, incident)).toEqual({ crisis_lead: 'max?', engineering_lead: 'max?' });

    expect(next('ada', 'crisis_lead')).toMatchObject({
      refusal: { reason: 'noOnCall', role: 'crisis_lead', after: id('max') },
    });
    expect(next('ada', 'scribe')).toMatchObject({ refusal: { reason: 'noOnCall', after: null } });
    const shown = core.ask('ada', about(incident, { verb: 'roles' }));
    expect(shown).toMatchObject({ view: 'roles', next: { legal: id('lou') } });
  });

  test('into a restricted incident nobody but the lead brings somebody by passing a role on', async () => {
    await using core = new Core({ onCall });
    const incident = core.declare('ada', { visibility: 'restricted' });
    core.done('ada', about(incident, { verb: 'invite', people: [id('eve')] }));
    core.done('eve', about(incident, role('me', 'engineering_lead')));
    for (const to of ['next', id('max')]) {
      const passed = core.ask('eve', about(incident, role(to, 'engineering_lead')));
      expect(refusal(passed)).toBe('notAllowed');
    }
    expect(core.context(incident).members).toEqual([id('ada'), id('eve')]);
    core.done('ada', about(incident, role('next', 'engineering_lead')));
    expect(holders(core, incident)).toEqual({ engineering_lead: 'max?' });
  });

  test('nobody is called in a drill or into a restricted incident, and nobody of another tenant', async () => {
    await using core = new Core({ onCall }).start();
    for (const input of [{ drill: true }, { visibility: 'restricted' }] as const) {
      const incident = core.declare('ada', { ...input, level: 1 });
      await core.later({ hours: 1 });
      expect(core.context(incident).members).toEqual([id('ada')]);
      expect(core.context(incident).roles).toEqual({});
    }
    const hidden = core.declare('ada', { visibility: 'private' });
    expect(core.context(hidden).members).toEqual([id('ada'), id('lea'), id('eve')]);

    const strangers = { ...core.rules, onCall: () => ['slack:T9:mallory'] };
    Object.assign(core.rules, strangers);
    expect(core.context(core.declare('ada')).roles).toEqual({});
  });
});
