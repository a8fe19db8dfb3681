// Who sees which incident, within a workspace and across workspaces.
import { describe, expect, test } from 'vitest';
import {
  findIncident,
  incidentOfConversation,
  listIncidents,
  nextIncidentNumber,
  openIncidentsOf,
} from '#db/incidents.ts';
import { setMirrors } from '#db/mirrors.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import type { IncidentCommand } from '#src/commands/command.ts';
import { about, after, Core, id, start, tenant } from '../support/core.ts';

const list = (core: Core, person: string, more: object = {}): string[] =>
  listIncidents(core.store.db, {
    tenant,
    which: 'all',
    person: id(person),
    seesAll: false,
    limit: 50,
    ...more,
  }).map((row) => row.id);

describe('The list of incidents', () => {
  test('shows private and restricted incidents to their members and to admins only, the newest first', async () => {
    await using core = new Core();
    const open = core.declare('ada');
    core.clock.advanceTo(after(start, { minutes: 1 }));
    const hidden = core.declare('ada', { visibility: 'private' });
    core.clock.advanceTo(after(start, { minutes: 2 }));
    const secret = core.declare('bob', { visibility: 'restricted' });

    expect(list(core, 'ada')).toEqual([hidden, open]);
    expect(list(core, 'bob')).toEqual([secret, open]);
    expect(list(core, 'eve')).toEqual([open]);
    expect(list(core, 'eve', { seesAll: true })).toEqual([secret, hidden, open]);
    expect(list(core, 'bob', { which: 'mine' })).toEqual([secret]);
  });

  test('follows people in and out of a private incident', async () => {
    await using core = new Core();
    const hidden = core.declare('ada', { visibility: 'private' });

    core.done('ada', about(hidden, { verb: 'invite', people: [id('bob')] }));
    expect(list(core, 'bob')).toEqual([hidden]);

    core.done('bob', about(hidden, { verb: 'left', person: id('bob') }));
    expect(list(core, 'bob')).toEqual([]);
  });

  test('leaves closed incidents out of the open ones', async () => {
    await using core = new Core();
    const closed = core.declare('ada');
    const open = core.declare('ada');
    core.done('ada', about(closed, { verb: 'standDown', reason: 'a test' }));

    expect(list(core, 'ada', { which: 'open' })).toEqual([open]);
    expect(list(core, 'ada', { which: 'mine' })).toContain(closed);
  });

  test('numbers begin anew each year, and the short number means the newest', async () => {
    await using core = new Core();
    const { db } = core.store;
    const before = core.declare();
    core.clock.advanceTo('2027-01-01T00:00:00.000Z');
    const newer = core.declare();

    expect([before, newer]).toEqual(['INC-2026-0001', 'INC-2027-0001']);
    expect(nextIncidentNumber(db, tenant, 2026)).toBe(2);
    expect(findIncident(db, tenant, 'inc-1')?.id).toBe(newer);
    expect(findIncident(db, tenant, 'INC-2026-1')?.id).toBe(before);
    expect(findIncident(db, tenant, 'INC-1; drop table incidents')).toBeUndefined();
  });
});

describe('Two workspaces with the same people and channels', () => {
  const other = 'slack:T2';

  /** The same user id and the same channel id on both sides. */
  async function both() {
    const core = new Core({ announces: false }).start();
    core.port.answer = ({ deed }) =>
      deed.kind === 'openChannel'
        ? { outcome: 'delivered', externalId: '', conversation: 'C1', name: deed.name }
        : undefined;
    const here = core.declare('ada', { title: 'Ours' });
    const there = core.declare('ada', { title: 'Theirs' }, { tenant: other });
    await core.settle();
    return { core, here, there };
  }

  test('list only their own incidents, admins too', async () => {
    const { core, here, there } = await both();
    await using _ = core;
    const all = { which: 'all', seesAll: true, limit: 50 } as const;

    expect(
      listIncidents(core.store.db, { ...all, tenant, person: id('ada') }).map((row) => row.id),
    ).toEqual([here]);
    expect(
      listIncidents(core.store.db, { ...all, tenant: other, person: id('ada', other) }).map(
        (row) => row.id,
      ),
    ).toEqual([there]);
  });

  test('count for themselves: their numbers do not tell what happens elsewhere', async () => {
    await using core = new Core({ announces: false });
    const declared = (of: string): string => core.declare('ada', {}, { tenant: of });
    const numbers = [tenant, other, tenant, 'console:local', other, 'slack:T3', other].map(
      declared,
    );

    expect(numbers).toEqual([
      'INC-2026-0001',
      'INC-2026-10001',
      'INC-2026-0002',
      'INC-2026-0003',
      'INC-2026-10002',
      'INC-2026-20001',
      'INC-2026-10003',
    ]);
    core.store.db.run("update incidents set number = 9999 where id = 'INC-2026-0002'");
    expect(nextIncidentNumber(core.store.db, tenant, 2026)).toBe(30_001);
  });

  test('find only their own incidents, by number and by channel', async () => {
    const { core, here, there } = await both();
    await using _ = core;
    const status = { verb: 'status' } as const;

    expect(incidentOfConversation(core.store.db, tenant, 'C1')).toBe(here);
    expect(incidentOfConversation(core.store.db, other, 'C1')).toBe(there);
    expect(core.ask('ada', about(there, status))).toEqual({
      kind: 'refused',
      refusal: { reason: 'unknownIncident', id: there },
    });
    expect(core.ask('ada', about(there, status), { isAdmin: true })).toMatchObject({
      kind: 'refused',
    });
    expect(core.ask('ada', about(null, status), { conversation: 'C1' })).toMatchObject({
      incident: { context: { id: here } },
    });
    expect(core.ask('ada', about(here, { verb: 'merge', into: there, reason: '' }))).toEqual({
      kind: 'refused',
      refusal: { reason: 'unknownIncident', id: there },
    });
  });

  test('see only their own tasks and captured messages', async () => {
    const { core, here, there } = await both();
    await using _ = core;
    const task = {
      verb: 'addTask',
      text: 'Look',
      by: null,
      phase: null,
      followUp: false,
      assignee: 'me',
    } as const;
    const message = {
      verb: 'capture',
      messageId: 'M1',
      author: null,
      text: 'Found it',
      at: start,
      link: null,
    } as const;

    core.done('ada', about(here, task));
    core.done('ada', about(there, task), { tenant: other });
    core.done('ada', about(here, message));
    core.done('ada', about(there, message), { tenant: other });

    const mine = (of: string): string[] =>
      pendingTasksFor(core.store.db, of, id('ada', of)).map(({ incidentId }) => incidentId);
    expect([mine(tenant), mine(other)]).toEqual([[here], [there]]);
    expect(pendingTasksFor(core.store.db, other, id('ada'))).toEqual([]);
    expect(core.ask('ada', about(here, message))).toMatchObject({
      refusal: { reason: 'alreadyCaptured' },
    });
  });

  test('are not given each other’s answers when their platform repeats a key', async () => {
    const { core } = await both();
    await using _ = core;
    const first = core.declare('ada', { visibility: 'private' }, { requestId: 'same' });
    const second = core.declare(
      'ada',
      { visibility: 'private' },
      { requestId: 'same', tenant: other },
    );

    expect(second).not.toBe(first);
  });
});

const all = (core: Core, of: string): string[] =>
  list(core, 'eve', { tenant: of, person: id('eve', of), seesAll: true }).toSorted();

describe('Two tenants that mirror each other', () => {
  const paired = 'teams:6f1e2d3c-0000-4000-8000-000000000001';
  const third = 'slack:T3';

  function pairs(): {
    core: Core;
    open: string;
    others: string[];
    theirs: string;
    strange: string;
  } {
    const core = new Core({ mirrors: [[tenant, paired]], announces: false });
    return {
      core,
      open: core.declare('ada'),
      others: [
        core.declare('ada', { visibility: 'private' }),
        core.declare('ada', { visibility: 'restricted' }),
        core.declare('ada', { drill: true }),
      ],
      theirs: core.declare('mia', {}, { tenant: paired }),
      strange: core.declare('ada', {}, { tenant: third }),
    };
  }
  test('list and find the open incidents of each other, and nothing else; a third finds none', async () => {
    const { core, open, others, theirs, strange } = pairs();
    await using _ = core;
    const { db } = core.store;

    expect(all(core, tenant)).toEqual([open, ...others, theirs].toSorted());
    expect(all(core, paired)).toEqual([open, theirs].toSorted());
    expect(all(core, third)).toEqual([strange]);
    expect(openIncidentsOf(db, paired).toSorted()).toEqual([open, theirs].toSorted());
    for (const hidden of [...others, strange]) {
      expect(findIncident(db, paired, hidden)).toBeUndefined();
      for (const command of [
        { verb: 'status' },
        { verb: 'timeline', last: 10 },
        { verb: 'tasks', which: 'all' },
        { verb: 'health' },
        { verb: 'who' },
        { verb: 'export', format: 'md' },
        { verb: 'join', reason: 'I am an admin' },
      ] satisfies IncidentCommand[])
        expect(core.ask('mia', about(hidden, command), { tenant: paired, isAdmin: true })).toEqual({
          kind: 'refused',
          refusal: { reason: 'unknownIncident', id: hidden },
        });
    }
    for (const shown of [open, theirs]) {
      expect(findIncident(db, tenant, shown)?.id).toBe(shown);
      expect(findIncident(db, paired, shown)?.id).toBe(shown);
      expect(findIncident(db, third, shown)).toBeUndefined();
    }
  });

  test('are each as before once they are not paired any more', async () => {
    const { core, open, others, theirs } = pairs();
    await using _ = core;
    core.store.transaction((tx) => setMirrors(tx, [[tenant, third]]));

    expect(all(core, paired)).toEqual([theirs]);
    expect(all(core, third)).toContain(open);
    expect(others.some((hidden) => all(core, third).includes(hidden))).toBe(false);
  });
});

describe('A person who left a private incident', () => {
  test('no longer sees the tasks they had there', async () => {
    await using core = new Core();
    const hidden = core.declare('ada', { visibility: 'private' });
    core.done('ada', about(hidden, { verb: 'invite', people: [id('bob')] }));
    core.done(
      'ada',
      about(hidden, {
        verb: 'addTask',
        text: 'Look',
        by: null,
        phase: null,
        followUp: false,
        assignee: id('bob'),
      }),
    );
    const tasks = () => core.ask('bob', about(null, { verb: 'tasks', which: 'mine' }));
    expect(tasks()).toMatchObject({ tasks: [{ incidentId: hidden }] });

    core.done('bob', about(hidden, { verb: 'left', person: id('bob') }));

    expect(tasks()).toMatchObject({ tasks: [] });
  });
});
