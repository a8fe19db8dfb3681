// The parts of an incident with a chart of their own, as every kind is kept: told here with cases.
import { describe, expect, test } from 'vitest';
import { loadIncident } from '#db/incidents.ts';
import { readJournal } from '#db/journal.ts';
import type { PartRow } from '#db/parts.ts';
import { loadPart, openPartsByKey, partsOf } from '#db/parts.ts';
import { timersOf } from '#db/timers.ts';
import type { CaseEvent, CaseInput } from '#machines/case-types.ts';
import { caseStates } from '#machines/case-state.ts';
import type { Opened, Work } from '#src/usecases/apply-event.ts';
import { applyPartEvent, createPart, finish, openIncident } from '#src/usecases/apply-event.ts';
import { incidentView } from '#src/usecases/view.ts';
import { about, after, Core, id, start, tenant } from '../support/core.ts';

function change<T>(core: Core, incident: string, make: (work: Work, opened: Opened) => T): T {
  return core.store.transaction((tx) => {
    const work: Work = { tx, now: core.clock.now(), rules: core.rules };
    const opened = openIncident(work, incident);
    const made = make(work, opened);
    finish(work, opened);
    return made;
  });
}

function add(core: Core, incident: string, input: Partial<CaseInput> = {}): number {
  return change(core, incident, (work, opened) =>
    createPart(work, opened, 'case', {
      title: 'Heap overflow in the parser',
      cve: null,
      reporter: null,
      bypassOf: null,
      vendorAware: true,
      at: work.now,
      by: id('ada'),
      ...input,
    }),
  );
}

type Said = CaseEvent extends infer E ? (E extends unknown ? Omit<E, 'at' | 'by'> : never) : never;

function tell(core: Core, incident: string, n: number, ...events: Said[]): void {
  for (const event of events) {
    change(core, incident, (work, opened) => {
      const part = one(core, incident, n);
      const stamp = { at: work.now, by: id('ada') };
      expect(applyPartEvent(work, opened, part, { ...event, ...stamp })).toBeNull();
    });
  }
}

function one(core: Core, incident: string, n: number): PartRow<'case'> {
  const part = loadPart(core.store.db, incident, 'case', n);
  if (part === undefined) throw new Error(`no case ${n}`);
  return part;
}

const later = after(start, { hours: 8 });

describe('A part of an incident', () => {
  test('is numbered within its incident, found by its key, and in the record', async () => {
    await using core = new Core();
    const [first, second] = [core.declare(), core.declare()];
    add(core, first);
    expect(add(core, first, { cve: 'CVE-2026-1111' })).toBe(2);
    expect(add(core, second, { cve: 'CVE-2026-1111' })).toBe(1);
    tell(core, second, 1, { type: 'INVALIDATE', reason: 'by design' });

    expect(partsOf(core.store.db, first, 'case').map(({ n, state }) => [n, state])).toEqual([
      [1, 'received'],
      [2, 'received'],
    ]);
    const known = (): string[] =>
      openPartsByKey(core.store.db, 'case', 'CVE-2026-1111').map(
        ({ incidentId, n }) => `${incidentId} ${n}`,
      );
    expect(known()).toEqual([`${first} 2`, `${second} 1`]);
    tell(core, second, 1, { type: 'CLOSE', reason: 'by design' });
    expect(known()).toEqual([`${first} 2`]);
    expect(core.texts(second)).toContain(
      'Case 1 (Heap overflow in the parser): invalid: by design',
    );
    expect(core.problems()).toEqual([]);
  });

  test('has timers of its own', async () => {
    await using core = new Core().start();
    const incident = core.declare();
    add(core, incident);
    tell(core, incident, 1, { type: 'PROPOSE_EMBARGO', until: later }, { type: 'ACCEPT_EMBARGO' });
    await core.later({ hours: 7 });
    expect(caseStates(one(core, incident, 1).snapshot)?.em).toBe('active');
    await core.later({ hours: 2 });

    expect(caseStates(one(core, incident, 1).snapshot)?.em).toBe('exited');
    expect(core.texts(incident)).toContain(
      'Case 1 (Heap overflow in the parser): the embargo is over: its time has come',
    );
    expect(core.problems()).toEqual([]);
  });

  test('moves its incident, and is asked about by a task', async () => {
    await using core = new Core();
    const incident = core.declare();
    add(core, incident);
    core.done('ada', about(incident, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    tell(
      core,
      incident,
      1,
      { type: 'PROPOSE_EMBARGO', until: later },
      { type: 'ACCEPT_EMBARGO' },
      { type: 'FACT', fact: 'attacks', occurredAt: start, text: 'seen at a customer' },
    );

    expect(core.context(incident).facts.attacks).toBe(start);
    const tasks = (): unknown[] =>
      incidentView(core.store.db, loaded(core, incident), tenant).tasks.map(
        ({ text, state, context }) => [text.slice(0, 33), state, context.assignee, context.dueAt],
      );
    const decision = ['Decide: end the embargo of case 1', id('ada'), after(start, { hours: 4 })];
    const [text, assignee, dueAt] = decision;
    expect(tasks()).toEqual([[text, 'open', assignee, dueAt]]);

    tell(core, incident, 1, { type: 'END_EMBARGO', reason: 'everybody is attacked' });
    expect(tasks()).toEqual([[text, 'done', assignee, dueAt]]);
    expect(core.problems()).toEqual([]);
  });

  test('goes on in the incident that its own is merged into, with its timers', async () => {
    await using core = new Core().start();
    const [source, target] = [core.declare(), core.declare()];
    add(core, target);
    add(core, source, { title: 'First', cve: 'CVE-2026-2222' });
    add(core, source, { title: 'Second', bypassOf: 1 });
    tell(core, source, 1, { type: 'PROPOSE_EMBARGO', until: later }, { type: 'ACCEPT_EMBARGO' });
    tell(core, source, 1, { type: 'SEVERITY', severity: 'critical', reason: 'a worm' });
    core.done('ada', about(source, { verb: 'merge', into: target, reason: 'the same' }));
    expect(core.context(target).criticalCases).toEqual([2]);

    expect(one(core, source, 1).state).toBe('moved');
    expect(timersOf(core.store.db, source).map(({ instance }) => instance)).not.toContain('case/1');
    expect(one(core, target, 2).snapshot.context).toMatchObject({ title: 'First', n: 2 });
    expect(one(core, target, 3).snapshot.context.bypassOf).toBe(2);
    expect(openPartsByKey(core.store.db, 'case', 'CVE-2026-2222').map(({ n }) => n)).toEqual([2]);
    await core.later({ hours: 9 });
    expect(caseStates(one(core, target, 2).snapshot)?.em).toBe('exited');
    expect(core.texts(target)).toContain(
      `Case 2 (First): taken over, until now case 1 of ${source}`,
    );
    expect(core.problems()).toEqual([]);
  });

  test('of a private incident takes nothing but its number along to one that more people see', async () => {
    await using core = new Core();
    const source = core.declare('ada', { visibility: 'private' });
    const target = core.declare('ada');
    add(core, source, { title: 'Secret hole', cve: 'CVE-2026-3333', reporter: 'Mallory Finder' });
    core.done('ada', about(source, { verb: 'merge', into: target, reason: 'the same' }));

    const told = JSON.stringify([
      core.texts(target),
      one(core, target, 1),
      core.outbox().filter(({ incidentId }) => incidentId === target),
      [...readJournal(core.store.db, target)],
    ]);
    expect(told).toContain(`case 1 of ${source}`);
    expect(told).not.toMatch(/Secret|CVE-2026-3333|Mallory/);
    expect(core.problems()).toEqual([]);
  });

  test('is missed by verification when somebody changes it behind the bot’s back', async () => {
    await using core = new Core();
    const incident = core.declare();
    add(core, incident);
    const { db } = core.store;
    db.run(`update parts set key = 'CVE-2026-1111'`);
    expect(core.problems()).toEqual(['The stored state of case 1 is not what its journal gives.']);
    db.run('delete from parts');
    expect(core.problems()).toEqual(['The number of cases is not what the journal gives.']);
  });
});

function loaded(core: Core, incident: string): NonNullable<ReturnType<typeof loadIncident>> {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  return row;
}
