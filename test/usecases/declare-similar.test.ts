// The same thing, declared twice within minutes: what is asked, what is made, and what stays secret.
import { describe, expect, test } from 'vitest';
import { conversationOf } from '#db/conversations.ts';
import { allIncidents } from '#db/incidents.ts';
import type { Command } from '#src/commands/command.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import { Core as Bot, about, declaration, id, tenant, told } from '../support/core.ts';

type Declaration = Extract<Command, { verb: 'declare' }>;

const zeroDay: Declaration = { ...declaration, title: 'Exchange zero-day' };
const again: Declaration = { ...zeroDay, title: 'Zero-day in Exchange' };
const first = 'INC-2026-0001';
const second = 'INC-2026-0002';

const asked = (outcome: Outcome): string[] =>
  outcome.kind === 'similar' ? outcome.similar.map(({ id: incident }) => incident) : [];
const count = (core: Bot): number => allIncidents(core.store.db).length;
const related = (core: Bot, incident: string): string[] =>
  core.texts(incident).filter((text) => /may be the same/i.test(text));

describe('Whoever declares what was declared minutes ago', () => {
  test('is told by whom, and nothing is made until they choose; a repeated delivery is answered the same', async () => {
    await using core = new Bot();
    core.done('ada', zeroDay);
    await core.later({ minutes: 9 });

    const answer = core.ask('ben', again, { requestId: 'one' });

    expect(answer).toMatchObject({
      kind: 'similar',
      command: again,
      similar: [{ id: first, title: 'Exchange zero-day', declaredBy: id('ada') }],
    });
    expect(core.ask('ben', again, { requestId: 'one' })).toEqual(answer);
    expect(count(core)).toBe(1);
    expect(related(core, first)).toEqual([]);
  });

  test('may go on: both records name the other, and the first lead is told', async () => {
    await using core = new Bot();
    core.done('ada', zeroDay);

    expect(core.ask('ben', { ...again, anyway: [first] })).toMatchObject({ kind: 'declared' });

    expect(related(core, second)).toEqual([
      `May be the same as ${first}, which was declared shortly before`,
    ]);
    expect(related(core, first)).toEqual([`${second} was declared as well and may be the same`]);
    await core.settle();
    expect(core.port.taken.map(({ deed }) => told(deed)).join('\n')).toMatch(
      /ada: @ben has just declared INC-2026-0002.*INC-2026-0002 merge INC-2026-0001/,
    );
    expect(core.problems()).toEqual([]);
  });

  test('because of the same message is asked, however the title reads and however long ago', async () => {
    await using core = new Bot();
    const because = 'C1:1700000000.000100';
    const at = core.clock.now();
    const capture = {
      verb: 'capture',
      messageId: because,
      author: null,
      text: 'x',
      at,
      link: null,
    } as const;
    core.done('ada', [{ ...zeroDay, because }]);
    core.done('ada', about(first, capture));
    await core.later({ hours: 2 });
    const other: Declaration = { ...declaration, title: 'Mail is slow', because };

    expect(asked(core.ask('ben', other))).toEqual([first]);
    expect(asked(core.ask('ben', { ...other, because: 'C1:2' }))).toEqual([]);
    expect(asked(core.ask('tess', other, { tenant: 'slack:T2' }))).toEqual([]);
  });

  test('and presses “Declare anyway” twice is asked again about their own', async () => {
    await using core = new Bot();
    core.done('ada', zeroDay);
    const press = { ...again, anyway: [first] };

    core.done('ben', press);
    expect(asked(core.ask('ben', press))).toEqual([second]);
    expect(count(core)).toBe(2);
    expect(core.ask('ben', { ...again, anyway: true })).toMatchObject({ kind: 'declared' });
    expect(count(core)).toBe(3);
  });

  test('is not asked after ten minutes, about what is closed, about drills, or by other tenants', async () => {
    await using core = new Bot();
    core.done('ada', zeroDay);
    expect(core.ask('ben', { ...again, drill: true })).toMatchObject({ kind: 'declared' });
    expect(core.ask('tess', again, { tenant: 'slack:T2' })).toMatchObject({ kind: 'declared' });
    core.done('ada', about(first, { verb: 'standDown', reason: 'nothing' }));
    expect(core.ask('ben', again)).toMatchObject({ kind: 'declared' });

    await core.later({ minutes: 11 });
    expect(core.ask('dan', again)).toMatchObject({ kind: 'declared' });
  });
});

describe('A private incident that is like it', () => {
  test('is not hinted at; its own record learns of the open one, and the open one nothing', async () => {
    await using core = new Bot();
    core.done('ada', { ...zeroDay, visibility: 'private' });

    const answer = core.ask('ben', again, { requestId: 'one' });

    expect(answer).toMatchObject({ kind: 'declared', incidentId: second });
    expect(related(core, second)).toEqual([]);
    expect(core.texts(second).join('\n')).not.toContain(first);
    expect(related(core, first)).toHaveLength(1);
    await core.settle();
    const rooms = core.port.taken.filter(({ deed }) => told(deed).includes('has just declared'));
    expect(rooms.map(({ deed }) => ('to' in deed ? deed.to : null))).toEqual([
      conversationOf(core.store.db, first, tenant)?.conversation,
    ]);
  });

  test('that is declared second is not named in the open one, nor to those outside', async () => {
    await using core = new Bot();
    core.done('ada', zeroDay);
    const secret: Declaration = { ...again, visibility: 'restricted' };

    expect(asked(core.ask('ben', secret))).toEqual([first]);
    core.done('ben', { ...secret, anyway: [first] });

    expect(related(core, second)).toHaveLength(1);
    expect(core.texts(first).join('\n')).not.toContain(second);
    expect(asked(core.ask('eve', zeroDay))).toEqual([first]);
    expect(asked(core.ask('ben', zeroDay))).toEqual([second, first]);
  });
});

describe('Joining', () => {
  test('is open to everybody of the workspace, recorded, and invites into the room', async () => {
    await using core = new Bot();
    core.done('ada', zeroDay);

    core.done('ben', about(first, { verb: 'join', reason: '' }));

    expect(core.context(first).members).toEqual([id('ada'), id('ben')]);
    expect(core.texts(first)).toContain(`Invited: <@${id('ben')}>`);
    await core.settle();
    expect(core.port.taken.map(({ deed }) => deed)).toContainEqual(
      expect.objectContaining({ kind: 'invite', people: [id('ben')] }),
    );
  });

  test('a private one is joining one that does not exist', async () => {
    await using core = new Bot();
    core.done('ada', { ...zeroDay, visibility: 'private' });

    expect(core.ask('ben', about(first, { verb: 'join', reason: '' }))).toEqual({
      kind: 'refused',
      refusal: { reason: 'unknownIncident', id: first },
    });
  });
});
