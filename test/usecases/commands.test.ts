// What holds for every command: repeats, forms, and which incident is meant.
import { describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { loadIncident } from '#db/incidents.ts';
import { loadTask } from '#db/tasks.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import { handleCommands } from '#src/usecases/handle-command.ts';
import { Core as Bot, about, declaration, id, refusal, start, tenant } from '../support/core.ts';
import { everything, note, rows, task } from './commands-said.ts';

describe('The same delivery twice', () => {
  test('gives the same answer and changes nothing', async () => {
    await using core = new Bot();
    const first = core.ask('ada', declaration, { requestId: 'one' });
    const incident = core.declare('ada', { title: 'Another hole' });
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

  test('lets in whoever came into its private room because somebody who belongs added them', async () => {
    await using core = new Bot().start();
    const incident = core.declare('ada', { visibility: 'private' });
    await core.settle();
    const [row] = core.store.db.all<{ conversation: string }>(
      sql`select conversation from conversations`,
    );
    const conversation = row?.conversation ?? '';

    const joined = { verb: 'joined', person: id('bob'), inviter: id('ada') } as const;
    core.done('bob', about(null, joined), { conversation });

    expect(core.done('bob', about(null, note('hi')), { conversation })).toBe(incident);
    expect(refusal(core.ask('eve', about(incident, { verb: 'joined', person: id('eve') })))).toBe(
      'unknownIncident',
    );
  });
});
