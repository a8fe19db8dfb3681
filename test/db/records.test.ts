// What the tables keep: the sealed timeline, the outbox, timers and keys.
import { describe, expect, test } from 'vitest';
import type { EntryDraft } from '#machines/effects.ts';
import { loadIncident } from '#db/incidents.ts';
import { forgetBefore, handledBefore, remember } from '#db/inbox.ts';
import { readJournal } from '#db/journal.ts';
import type { Db } from '#db/open.ts';
import {
  enqueue,
  laneHead,
  laneHeads,
  markDead,
  markDelivered,
  markSending,
  outboxCounts,
  recoverSending,
  reschedule,
  retryDead,
  unsettled,
} from '#db/outbox.ts';
import { journal } from '#db/schema.ts';
import { appendEntries, entryHash, firstHash, lastEntries, readTimeline } from '#db/timeline.ts';
import { cancelTimer, dueTimers, loadTimer, nextTimer, startTimer, timersOf } from '#db/timers.ts';
import { after, Core, id, start, tenant } from '../support/core.ts';

const draft = (text: string): EntryDraft => ({
  kind: 'note',
  text,
  occurredAt: start,
  actor: id('ada'),
  data: {},
  link: null,
});

const into = (tx: Db, incidentId: string, lane: string, card = false): void =>
  enqueue(tx, {
    incidentId,
    tenant,
    lane,
    effect: card ? { kind: 'card', card: 'status' } : { kind: 'openChannel' },
    key: crypto.randomUUID(),
    at: start,
  });
const laneOf = (core: Core, lane: string) => core.outbox().filter((row) => row.lane === lane);
const headOf = (core: Core, lane: string) => {
  const row = laneHead(core.store.db, lane);
  if (row === undefined) throw new Error(`${lane} is empty`);
  return row;
};

describe('The timeline', () => {
  test('seals every entry with the one before it, and the first with the number of the incident', async () => {
    await using core = new Core();
    const { db } = core.store;
    const one = core.declare();
    const other = core.declare();

    const [first, second] = readTimeline(db, one);

    expect(first?.hash).toBe(first && entryHash(firstHash(one), first));
    expect(second?.hash).toBe(second && entryHash(first?.hash ?? '', second));
    expect([...readTimeline(db, one)].at(-1)?.hash).toBe(loadIncident(db, one)?.lastHash);
    expect(firstHash(one)).not.toBe(firstHash(other));
  });

  test.each(['seq', 'occurredAt', 'recordedAt', 'actor', 'kind', 'text', 'data', 'link'] as const)(
    'seals the %s of an entry',
    (field) => {
      const entry = { ...draft('found it'), seq: 1, recordedAt: start };
      const changed = {
        ...entry,
        [field]: field === 'seq' ? 2 : field === 'data' ? { a: 1 } : 'x',
      };

      expect(entryHash('former', changed)).not.toBe(entryHash('former', entry));
    },
  );

  test('gives 2,500 entries and events in order, whatever the page size', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incident = core.declare();
    const row = loadIncident(db, incident);
    const lastSeq = row?.lastSeq ?? 0;
    const events = [...readJournal(db, incident)].length;

    core.store.transaction((tx) => {
      const many = Array.from({ length: 2500 }, (_, i) => draft(`note ${i}`));
      for (let at = 0; at < many.length; at += 500) {
        appendEntries(
          tx,
          { incidentId: incident, lastSeq: lastSeq + at, lastHash: '' },
          many.slice(at, at + 500),
          start,
        );
      }
      const rows = many.map((_, i) => ({
        incidentId: incident,
        n: events + 1 + i,
        instance: 'incident',
        event: { type: 'NOTE' },
        chartVersion: 1,
        recordedAt: start,
        firstSeq: null,
        lastSeq: null,
      }));
      for (let at = 0; at < rows.length; at += 500)
        tx.insert(journal)
          .values(rows.slice(at, at + 500))
          .run();
    });

    const seqs = [...readTimeline(db, incident)].map(({ seq }) => seq);
    const ns = [...readJournal(db, incident)].map(({ n }) => n);
    expect(seqs).toEqual(Array.from({ length: lastSeq + 2500 }, (_, i) => i + 1));
    expect(ns).toEqual(Array.from({ length: events + 2500 }, (_, i) => i + 1));
    expect(lastEntries(db, incident, 3).map(({ text }) => text)).toEqual([
      'note 2497',
      'note 2498',
      'note 2499',
    ]);
  });
});

describe('The outbox', () => {
  test('gives the oldest row of each lane, and the next one only when it is settled', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incident = core.declare();
    for (const lane of ['a', 'b', 'a', 'b']) into(db, incident, lane);
    const [a1, a2] = laneOf(core, 'a');
    const [b1] = laneOf(core, 'b');

    expect(laneHeads(db).map(({ lane }) => lane)).toEqual([
      `incident ${incident}`,
      `announcements ${tenant}`,
      'a',
      'b',
    ]);
    expect(headOf(core, 'a').id).toBe(a1?.id);

    markSending(db, headOf(core, 'a'), start);
    expect(headOf(core, 'a').id).toBe(a1?.id);

    markDelivered(db, headOf(core, 'a').id, start, null);
    expect([headOf(core, 'a').id, headOf(core, 'b').id]).toEqual([a2?.id, b1?.id]);
  });

  test('does not queue a card again that still waits, but does once it is under way or was tried', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incident = core.declare();

    into(db, incident, 'a', true);
    into(db, incident, 'a', true);
    expect(laneOf(core, 'a')).toHaveLength(1);

    const sending = markSending(db, headOf(core, 'a'), start);
    into(db, incident, 'a', true);
    expect(laneOf(core, 'a')).toHaveLength(2);

    reschedule(db, sending.id, { ...sending, notBefore: start, reason: 'busy' });
    into(db, incident, 'a', true);
    expect(laneOf(core, 'a')).toHaveLength(2);
  });

  test('a card that was tried before and waits again covers a second: it is rendered at its next try', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incident = core.declare();
    into(db, incident, 'a', true);
    const sending = markSending(db, headOf(core, 'a'), start);
    reschedule(db, sending.id, { ...sending, notBefore: start, reason: 'busy' });

    into(db, incident, 'a', true);

    expect(laneOf(core, 'a').map(({ attempts }) => attempts)).toEqual([1]);
  });

  test('queues what is said every time', async () => {
    await using core = new Core();
    const incident = core.declare();

    into(core.store.db, incident, 'a');
    into(core.store.db, incident, 'a');

    expect(laneOf(core, 'a')).toHaveLength(2);
  });

  test('keeps a dead row out of the way until it is tried again, which only its own incident can do', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incident = core.declare();
    const other = core.declare();
    into(db, incident, 'a');
    into(db, incident, 'a');
    const [first, second] = laneOf(core, 'a');
    if (first === undefined) throw new Error('nothing queued');

    markDead(db, first.id, start, 'no such channel');
    expect(headOf(core, 'a').id).toBe(second?.id);
    expect(unsettled(db, incident).find(({ state }) => state === 'dead')?.lastError).toBe(
      'no such channel',
    );
    expect(outboxCounts(db).dead).toBe(1);

    expect(retryDead(db, other, first.id, start)).toEqual([]);
    expect(retryDead(db, incident, first.id, start)).toEqual([first.id]);
    expect(retryDead(db, incident, first.id, start)).toEqual([]);
    expect(headOf(core, 'a').id).toBe(first.id);
  });

  test('tries again what was being sent when the process died, as a further attempt', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incident = core.declare();
    into(db, incident, 'a');
    markSending(db, headOf(core, 'a'), start);
    const later = after(start, { minutes: 5 });

    expect(recoverSending(db, later)).toBe(1);

    expect(headOf(core, 'a')).toMatchObject({
      state: 'waiting',
      attempts: 1,
      notBefore: later,
      firstTriedAt: start,
    });
    expect(markSending(db, headOf(core, 'a'), later)).toMatchObject({
      attempts: 2,
      firstTriedAt: start,
    });
  });
});

const at = (hours: number): string => after(start, { hours });

describe('Timers', () => {
  test('started again they move, cancelled they are gone, and each chart has its own', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incidentId = core.declare();
    const timer = (instance: string, dueAt: string) => ({
      incidentId,
      instance,
      id: 'x',
      dueAt,
      event: { type: 'X' },
    });
    startTimer(db, timer('task/1', at(1)));
    startTimer(db, timer('task/2', at(2)));

    startTimer(db, timer('task/1', at(3)));

    expect(loadTimer(db, incidentId, 'task/1', 'x')?.dueAt).toBe(at(3));
    expect(dueTimers(db, at(2), 10).map(({ instance }) => instance)).toContain('task/2');
    expect(timersOf(db, incidentId).filter(({ id: name }) => name === 'x')).toHaveLength(2);
    expect(cancelTimer(db, incidentId, 'task/1', 'x')).toBe(true);
    expect(cancelTimer(db, incidentId, 'task/1', 'x')).toBe(false);
    expect(loadTimer(db, incidentId, 'task/2', 'x')).toBeDefined();
  });

  test('are due in the order of their instants', async () => {
    await using core = new Core();
    const { db } = core.store;
    const incidentId = core.declare();
    for (const hours of [5, 1, 3]) {
      startTimer(db, {
        incidentId,
        instance: 'task/1',
        id: `h${hours}`,
        dueAt: after(start, { hours }),
        event: { type: 'X' },
      });
    }

    const due = dueTimers(db, after(start, { hours: 5 }), 10).filter(
      ({ instance }) => instance === 'task/1',
    );

    expect(due.map(({ id: name }) => name)).toEqual(['h1', 'h3', 'h5']);
    expect((nextTimer(db) ?? '') <= after(start, { hours: 1 })).toBe(true);
    expect(dueTimers(db, after(start, { hours: 5 }), 1)).toHaveLength(1);
  });
});

describe('The keys of deliveries', () => {
  test('give the former answer until they are forgotten', async () => {
    await using core = new Core();
    const { db } = core.store;
    remember(db, 'k1', start, { kind: 'done' });
    remember(db, 'k2', after(start, { hours: 2 }), { kind: 'done' });

    expect(handledBefore(db, 'k1')).toEqual({ kind: 'done' });
    expect(forgetBefore(db, after(start, { hours: 1 }))).toBe(1);
    expect([handledBefore(db, 'k1'), handledBefore(db, 'k2')]).toEqual([
      undefined,
      { kind: 'done' },
    ]);
  });
});
