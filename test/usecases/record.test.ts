// What goes on the record, is corrected there, and how one incident goes on in another.
import { describe, expect, test } from 'vitest';
import { captureOf } from '#db/conversations.ts';
import { loadIncident } from '#db/incidents.ts';
import { tasksOf } from '#db/tasks.ts';
import type { Role } from '#machines/incident-types.ts';
import { Core as Bot, about, id, refusal, start } from '../support/core.ts';
import { everything, note, rows, task } from './commands-said.ts';

const role = (person: string, ...roles: Role[]) => ({ verb: 'role', roles, person }) as const;

const merge = (into: string) => ({ verb: 'merge', into, reason: 'the same hole' }) as const;

describe('The record', () => {
  const capture = {
    verb: 'capture',
    messageId: 'M1',
    author: id('bob'),
    text: 'It crashed',
    at: start,
    link: 'https://x.example/1',
  } as const;

  test('takes a message once, withdraws it once, and takes it again after that', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('ada', about(incident, capture));
    const { seq } = captureOf(core.store.db, incident, 'M1') ?? { seq: 0 };

    expect(core.ask('eve', about(incident, capture))).toMatchObject({
      refusal: { reason: 'alreadyCaptured', seq },
    });
    core.done('eve', about(incident, { verb: 'release', messageId: 'M1' }));
    expect(refusal(core.ask('eve', about(incident, { verb: 'release', messageId: 'M1' })))).toBe(
      'notCaptured',
    );
    core.done('ada', about(incident, capture));

    expect(core.texts(incident).slice(-3)).toEqual([
      'It crashed',
      `Entry ${seq} withdrawn`,
      'It crashed',
    ]);
  });

  test('keeps the old words of a corrected entry, which only its author, the scribe and the lead may correct', async () => {
    await using core = new Bot();
    const incident = core.declare();
    core.done('lea', about(incident, role('me', 'crisis_lead')));
    core.done('sam', about(incident, role('me', 'scribe')));
    core.done('bob', about(incident, note('at 14:00')));
    const seq = core.texts(incident).length;
    const correct = about(incident, { verb: 'correct', seq, text: 'at 14:05' });

    expect(refusal(core.ask('eve', correct))).toBe('notAllowed');
    for (const name of ['bob', 'sam', 'lea']) core.done(name, correct);
    core.done('bob', about(incident, { verb: 'withdraw', seq }));

    expect(core.texts(incident).slice(seq - 1)).toEqual([
      'at 14:00',
      ...Array.from({ length: 3 }, () => `Entry ${seq} corrected: at 14:05`),
      `Entry ${seq} withdrawn`,
    ]);
  });
});

describe('Merging', () => {
  test('moves people and open tasks, closes the source, and waives its tasks by name of the new ones', async () => {
    await using core = new Bot();
    const source = core.declare('ada', { visibility: 'private' });
    const target = core.declare('ada', { visibility: 'private' });
    core.done('ada', about(source, { verb: 'invite', people: [id('bob')] }));
    core.done('ada', about(source, task('Look', id('bob'))));
    core.done('ada', about(source, task('Listen')));
    core.done('ada', about(source, { verb: 'done', n: 2, note: '' }));

    core.done('ada', about(source, merge(target)));

    const { db } = core.store;
    expect(loadIncident(db, source)).toMatchObject({ closed: true, outcome: 'merged' });
    expect(core.context(target).members).toContain(id('bob'));
    expect(
      tasksOf(db, target).map(({ assignee, snapshot }) => [assignee, snapshot.context.text]),
    ).toEqual([[id('bob'), `Look (from ${source})`]]);
    expect(
      tasksOf(db, source).map(({ state, snapshot }) => [state, snapshot.context.reason]),
    ).toEqual([
      ['waived', `goes on as task 1 of ${target}`],
      ['done', null],
    ]);
    expect(core.ask('bob', about(target, note('still here')))).toMatchObject({ kind: 'done' });
    expect(core.problems()).toEqual([]);
  });

  test('of a private incident into an open one does not tell there what its tasks say', async () => {
    await using core = new Bot();
    const source = core.declare('ada', { visibility: 'private', title: 'Secret hole' });
    const target = core.declare('ada');
    core.done('ada', about(source, task('Read the secret exploit')));

    core.done('ada', about(source, merge(target)));

    const shown = rows(
      core,
      `timeline where incident_id = '${target}'`,
      `tasks where incident_id = '${target}'`,
      `outbox where incident_id = '${target}'`,
    );
    expect(shown).not.toMatch(/secret/i);
    expect(tasksOf(core.store.db, target).map(({ snapshot }) => snapshot.context.text)).toEqual([
      `Task 1 of ${source} (private: see there)`,
    ]);
  });

  test('takes short numbers', async () => {
    await using core = new Bot();
    const target = core.declare();
    const source = core.declare();

    core.done('ada', about(source, merge('INC-1')));

    expect(core.context(source).mergedInto).toBe(target);
  });

  test('is refused into itself, a closed, an unknown or an unseen incident, and changes nothing', async () => {
    await using core = new Bot();
    const source = core.declare('ada');
    const closed = core.declare('ada');
    core.done('ada', about(closed, { verb: 'standDown', reason: 'a test' }));
    const unseen = core.declare('eve', { visibility: 'private' });
    const theirs = core.declare('ada', {}, { tenant: 'slack:T2' });
    const before = rows(core, ...everything);

    const refusals = [source, closed, 'INC-2026-0099', unseen, theirs].map((into) =>
      refusal(core.ask('ada', about(source, merge(into)))),
    );

    expect(refusals).toEqual([
      'guard',
      'mergeTargetClosed',
      'unknownIncident',
      'unknownIncident',
      'unknownIncident',
    ]);
    expect(rows(core, ...everything)).toBe(before);
  });
});
