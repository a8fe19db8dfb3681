// Timers fire once, in order, whatever happens to the process in between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { openStore } from '#db/open.ts';
import { startTimer, timersOf } from '#db/timers.ts';
import { loadTask } from '#db/tasks.ts';
import { manualClock } from '#src/shared/clock.ts';
import { about, after, Core, id, start } from '../support/core.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-timers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const overdue = 'The sitrep is overdue';
const task = {
  verb: 'addTask',
  text: 'Look',
  assignee: null,
  by: null,
  phase: null,
  followUp: false,
} as const;
const count = (core: Core, incident: string, text: string): number =>
  core.texts(incident).filter((line) => line === text).length;

describe('A timer', () => {
  test('fires at its instant and not before', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', { level: 3 });

    await core.later({ milliseconds: 4 * 3_600_000 - 1 });
    expect(count(core, incident, overdue)).toBe(0);

    await core.later({ milliseconds: 1 });
    expect(count(core, incident, overdue)).toBe(1);
    expect(core.errors).toEqual([]);
  });

  test('fires once though the scheduler is woken often', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', { level: 3 });
    await core.later({ hours: 4 });

    for (let i = 0; i < 5; i += 1) core.scheduler.wake();
    await core.settle();

    expect(count(core, incident, overdue)).toBe(1);
  });

  test('that was cancelled does not fire', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', { level: 3 });
    await core.later({ hours: 3 });

    core.done('ada', about(incident, { verb: 'standDown', reason: 'a test' }));
    await core.later({ hours: 48 });

    expect(timersOf(core.store.db, incident)).toEqual([]);
    expect(count(core, incident, overdue)).toBe(0);
  });

  test('that was restarted fires at its new instant only', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', { level: 3 });
    await core.later({ hours: 3 });
    core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    core.done('ada', about(incident, { verb: 'sitrep', text: 'working on it' }));

    await core.later({ hours: 3 });
    expect(count(core, incident, overdue)).toBe(0);

    await core.later({ hours: 1 });
    expect(count(core, incident, overdue)).toBe(1);
  });

  test('survives a restart, and fires once', async () => {
    const path = join(folder, 'ssirp.db');
    let incident = '';
    {
      await using core = new Core({ store: openStore(path) }).start();
      incident = core.declare('ada', { level: 3 });
      await core.later({ hours: 1 });
    }

    await using core = new Core({
      store: openStore(path),
      clock: manualClock(after(start, { hours: 2 })),
    }).start();
    await core.later({ hours: 3 });

    expect(count(core, incident, overdue)).toBe(1);
    expect(core.problems()).toEqual([]);
  });

  test('that came due while nothing ran fires at the start, stamped with that instant', async () => {
    const path = join(folder, 'ssirp.db');
    let incident = '';
    {
      await using core = new Core({ store: openStore(path) }).start();
      incident = core.declare('ada', { level: 3 });
      await core.settle();
    }

    const late = after(start, { hours: 9 });
    {
      await using core = new Core({ store: openStore(path), clock: manualClock(late) }).start();
      await core.settle();

      expect(
        core.store.db.all(sql`select recorded_at as at from timeline where text = ${overdue}`),
      ).toEqual([{ at: late }]);
      expect(
        core.port.taken.some(
          ({ deed }) => 'message' in deed && deed.message.summary.includes('5 h'),
        ),
      ).toBe(true);
    }

    await using again = new Core({ store: openStore(path), clock: manualClock(late) }).start();
    await again.settle();
    expect(count(again, incident, overdue)).toBe(1);
  });

  test('that cannot be taken holds up no other, and is tried again half a minute later', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', { level: 3 });
    core.done('ada', about(incident, task));
    await core.settle();
    const broken = {
      incidentId: incident,
      instance: 'task/1',
      id: 'a',
      dueAt: after(start, { minutes: 10 }),
      event: { type: 'X' },
    };
    startTimer(core.store.db, broken);
    // A snapshot that no chart understands: whatever is asked of this task fails.
    const sound = loadTask(core.store.db, incident, 1)?.snapshot;
    core.store.db.run(
      sql`update tasks set snapshot = '{"value":"nowhere","context":{}}' where n = 1`,
    );

    core.scheduler.wake();
    await core.later({ hours: 5 });

    expect(core.errors.length).toBeGreaterThan(0);
    expect(count(core, incident, overdue)).toBe(1);

    core.store.db.run(sql`update tasks set snapshot = ${JSON.stringify(sound)} where n = 1`);
    await core.later({ seconds: 31 });
    const failures = core.errors.length;
    await core.later({ minutes: 5 });
    expect(core.errors).toHaveLength(failures);
  });

  test('of a task escalates to whoever is deputy when it fires', async () => {
    await using core = new Core().start();
    const incident = core.declare('ada', { level: 3 });
    core.done('ada', about(incident, task));
    core.done('dep', about(incident, { verb: 'role', roles: ['deputy'], person: 'me' }));

    await core.later({ minutes: 31 });

    expect(core.texts(incident)).toContain(
      `Task 1 (Look) not acknowledged in time, escalated to <@${id('dep')}>`,
    );
    expect(
      core.port.taken.some(({ deed }) => deed.kind === 'tell' && deed.person === id('dep')),
    ).toBe(true);
    expect(core.problems()).toEqual([]);
  });
});
