// What commands do beyond one event of the chart: repeats, forms, roles, tasks, captured messages and merging.
import { describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { captureOf } from '#db/conversations.ts';
import { loadIncident } from '#db/incidents.ts';
import { loadTask, tasksOf } from '#db/tasks.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import type { Role } from '#machines/incident-types.ts';
import { handleCommands } from '#src/usecases/handle-command.ts';
import type { Core } from '../support/core.ts';
import {
  Core as Bot,
  about,
  after,
  declaration,
  id,
  refusal,
  start,
  tenant,
} from '../support/core.ts';

const note = (text: string) => ({ verb: 'note', text, at: null }) as const;
const task = (text: string, assignee: string | null = null) =>
  ({ verb: 'addTask', text, assignee, by: null, phase: null, followUp: false }) as const;
const role = (person: string, ...roles: Role[]) => ({ verb: 'role', roles, person }) as const;
const rows = (core: Core, ...tables: string[]): string =>
  JSON.stringify(tables.map((table) => core.store.db.all(sql.raw(`select * from ${table}`))));
const everything = [
  'incidents',
  'members',
  'tasks',
  'journal',
  'timeline',
  'outbox',
  'timers',
  'inbox',
  'captures',
];

describe('The same delivery twice', () => {
  test('gives the same answer and changes nothing', async () => {
    await using core = new Bot();
    const first = core.ask('ada', declaration, { requestId: 'one' });
    const incident = core.declare();
    const noted = core.ask('ada', about(incident, note('seen')), { requestId: 'two' });
    core.done('ada', about(incident, note('something else')));
    const before = rows(core, ...everything);

    expect(core.ask('ada', declaration, { requestId: 'one' })).toEqual(first);
    expect(core.ask('ada', about(incident, note('seen')), { requestId: 'two' })).toEqual(noted);
    expect(rows(core, ...everything)).toBe(before);
  });

  test('is answered as before even when the command would now be refused', async () => {
    await using core = new Bot();
    const incident = core.declare();
    const standDown = about(incident, { verb: 'standDown', reason: 'a test' });
    const first = core.ask('ada', standDown, { requestId: 'one' });

    expect(core.ask('ada', standDown, { requestId: 'one' })).toEqual(first);
    expect(refusal(core.ask('ada', standDown, { requestId: 'two' }))).toBe('notNow');
  });

  test('is not remembered when it was refused: it may succeed later', async () => {
    await using core = new Bot();
    const incident = core.declare();
    const ack = about(incident, { verb: 'ack', n: 1 });
    expect(refusal(core.ask('ada', ack, { requestId: 'one' }))).toBe('unknownTask');

    core.done('ada', about(incident, task('Look')));

    expect(core.ask('ada', ack, { requestId: 'one' })).toMatchObject({ kind: 'done' });
  });

  test('never gives one person the answer of another', async () => {
    await using core = new Bot();
    const incident = core.declare('ada', { visibility: 'private' });
    core.done('ada', about(incident, note('secret')), { requestId: 'one' });

    expect(core.ask('eve', about(incident, note('secret')), { requestId: 'one' })).toEqual({
      kind: 'refused',
      refusal: { reason: 'unknownIncident', id: incident },
    });
  });
});

describe('A form', () => {
  test('is taken whole or not at all', async () => {
    await using core = new Bot();
    const incident = core.declare();
    const before = rows(core, ...everything);
    const form = [note('one'), { verb: 'ack', n: 7 } as const].map((command) =>
      about(incident, command),
    );

    expect(refusal(core.ask('ada', form))).toBe('unknownTask');
    expect(rows(core, ...everything)).toBe(before);

    core.done('ada', about(incident, task('Look')));
    core.done(
      'ada',
      [note('one'), { verb: 'ack', n: 1 } as const].map((command) => about(incident, command)),
    );
    expect(core.texts(incident)).toContain('one');
    expect(loadTask(core.store.db, incident, 1)?.state).toBe('acknowledged');
  });

  test('that declares an incident can say more about it, and makes no incident when that is refused', async () => {
    await using core = new Bot();
    const request = {
      person: id('ada'),
      tenant,
      kind: 'member',
      isAdmin: false,
      conversation: null,
    } as const;
    const declare = (requestId: string, then: IncidentCommand) =>
      handleCommands(
        core.store,
        core.rules,
        start,
        { ...request, requestId },
        [declaration],
        [then],
      );

    expect(refusal(declare('one', { verb: 'ack', n: 1 }))).toBe('unknownTask');
    expect(loadIncident(core.store.db, 'INC-2026-0001')).toBeUndefined();

    expect(declare('two', { verb: 'brief', text: 'It is bad.' })).toMatchObject({
      kind: 'declared',
      incidentId: 'INC-2026-0001',
    });
    expect(core.context('INC-2026-0001').brief).toBe('It is bad.');
    expect(core.problems()).toEqual([]);
  });
});

describe('The incident meant', () => {
  test('is that of the channel, or the one named', async () => {
    await using core = new Bot().start();
    const incident = core.declare();
    const other = core.declare();
    await core.settle();
    const [row] = core.store.db.all<{ conversation: string }>(
      sql`select conversation from conversations where incident_id = ${incident}`,
    );
    const conversation = row?.conversation ?? '';

    expect(core.done('ada', about(null, note('here')), { conversation })).toBe(incident);
    expect(core.done('ada', about(other, note('there')), { conversation })).toBe(other);
    expect(core.ask('ada', about(null, note('where')), { conversation: 'general' })).toMatchObject({
      refusal: { reason: 'noIncidentHere', open: [{ id: other }, { id: incident }] },
    });
  });

  test('of a private room is not even confirmed to somebody outside', async () => {
    await using core = new Bot().start();
    core.declare('ada', { visibility: 'private' });
    await core.settle();
    const [row] = core.store.db.all<{ conversation: string }>(
      sql`select conversation from conversations`,
    );

    expect(
      core.ask('eve', about(null, note('hi')), { conversation: row?.conversation ?? '' }),
    ).toEqual(core.ask('eve', about(null, note('hi')), { conversation: 'no such room' }));
  });

  test('lets in whoever the platform saw come into its private room', async () => {
    await using core = new Bot().start();
    const incident = core.declare('ada', { visibility: 'private' });
    await core.settle();
    const [row] = core.store.db.all<{ conversation: string }>(
      sql`select conversation from conversations`,
    );
    const conversation = row?.conversation ?? '';

    core.done('bob', about(null, { verb: 'joined', person: id('bob') }), { conversation });

    expect(core.done('bob', about(null, note('hi')), { conversation })).toBe(incident);
    expect(refusal(core.ask('eve', about(incident, { verb: 'joined', person: id('eve') })))).toBe(
      'unknownIncident',
    );
  });
});

describe('Roles', () => {
  const holders = (core: Core, incident: string) =>
    Object.fromEntries(
      Object.entries(core.context(incident).roles).map(([name, held]) => [
        name,
        held.person.split(':').at(-1),
      ]),
    );

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
      refusal: { reason: 'notAllowed', needs: ['lead'], lead: id('ada') },
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

    expect(refusal(core.ask('ada', about(incident, role('me', 'comms_lead'))))).toBe('notAllowed');
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
      'notAllowed',
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

    expect(refusal(core.ask('ada', about(incident, role('me', 'crisis_lead'))))).toBe('notAllowed');
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
  const merge = (into: string) => ({ verb: 'merge', into, reason: 'the same hole' }) as const;

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
