// Response metrics, as far as the record shows them.
import { expect, test } from 'vitest';
import { digestOf } from '#src/export/digest.ts';
import { ada, grace, TestRecord } from './record.ts';
import { longIncident, youngIncident } from './stories.ts';

const minutes = (count: number): number => count * 60_000;

test('a closed incident is measured from declaration to closing', () => {
  const { metrics } = digestOf(longIncident().source({ exportedAt: '2026-05-01T00:00:00.000Z' }));

  expect(metrics).toMatchObject({
    running: false,
    until: '2026-03-04T17:30:00.000Z',
    totalMs: minutes(51 * 60 + 30),
    activeMs: minutes(51 * 60 + 30),
    firstRoleMs: minutes(4),
    crisisLeadMs: minutes(4),
    mobilizedMs: minutes(50),
    firstSitrepMs: minutes(235),
    firstGuidanceMs: minutes(19 * 60),
    releaseMs: minutes(19 * 60),
    sitreps: { sent: 5, overdue: 1 },
  });
});

test('the time in a phase is the sum over all rounds', () => {
  const { phases } = digestOf(longIncident().source()).metrics;

  expect(phases.assess).toEqual({ ms: minutes(330), times: 2, running: false });
  expect(phases.mobilize).toEqual({ ms: minutes(50), times: 1, running: false });
});

test('an open incident is measured up to the export', () => {
  const { metrics } = digestOf(youngIncident().source());

  expect(metrics).toMatchObject({
    running: true,
    until: '2026-03-02T15:00:00.000Z',
    mobilizedMs: null,
  });
  expect(metrics.totalMs).toBe(minutes(60));
  expect(metrics.phases.mobilize).toEqual({ ms: minutes(60), times: 1, running: true });
  expect(metrics.tasks).toMatchObject({
    acknowledged: 0,
    medianMs: null,
    waiting: 1,
    waitingLate: 0,
  });
});

test('time between closing and reopening is not active time', () => {
  const record = new TestRecord()
    .at('15:00')
    .does(ada, { type: 'STAND_DOWN', reason: 'a test' })
    .at('20:00')
    .does(ada, { type: 'REOPEN', reason: 'not a test' })
    .at('20:30');
  const { metrics } = digestOf(record.source());

  expect(metrics.totalMs).toBe(minutes(390));
  expect(metrics.activeMs).toBe(minutes(90));
});

test('a task is late by the level in force when it is acknowledged', () => {
  const record = new TestRecord({ level: 4 })
    .adds(ada, { text: 'in time' })
    .adds(ada, { text: 'late after the level was raised' })
    .at('14:20')
    .task(1, grace, { type: 'ACK' })
    .does(ada, { type: 'LEVEL', level: 1, reason: 'worse' })
    .task(2, grace, { type: 'ACK' });

  expect(digestOf(record.source()).metrics.tasks).toMatchObject({
    acknowledged: 2,
    late: 1,
    medianMs: minutes(20),
    maxMs: minutes(20),
  });
});

test('a task given to somebody new asks again', () => {
  const record = new TestRecord()
    .adds(ada, { text: 'ask', assignee: grace })
    .at('14:05')
    .task(1, grace, { type: 'ACK' })
    .at('14:10')
    .task(1, ada, { type: 'ASSIGN', to: 'console:local:alan' })
    .at('14:50');

  expect(digestOf(record.source()).metrics.tasks).toMatchObject({
    acknowledged: 1,
    waiting: 1,
    waitingLate: 1,
  });
});
