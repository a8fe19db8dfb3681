// The chart of a booking by itself: what it takes in which state, what it asks for, and what never goes back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startPart, stepPart } from '#machines/step.ts';
import { isOnItsWay, trainState } from '#machines/train-state.ts';
import type { TrainEvent, TrainInput } from '#machines/train-types.ts';

const release = '2026-03-10T17:00:00.000Z';
const bookedAt = '2026-02-02T10:00:00.000Z';

const start = (input: Partial<TrainInput> = {}) =>
  startPart('train', {
    incidentId: 'INC-2026-0001',
    n: 1,
    releaseAt: release,
    cases: [1],
    rereleaseOf: null,
    reason: '',
    at: bookedAt,
    by: 'ada',
    ...input,
  });

type Said<Event = TrainEvent> = Event extends unknown
  ? Omit<Event, 'at' | 'by'> & { at?: string }
  : never;

const stamped = (event: Said): TrainEvent => ({
  at: '2026-02-03T10:00:00.000Z',
  by: 'ada',
  ...event,
});

/** The timers that a step starts, by the time they take from it, in hours. */
const timersOf = (step: ReturnType<typeof start>): Record<string, number> =>
  Object.fromEntries(
    step.timers.flatMap((timer) =>
      'start' in timer ? [[timer.start.id, timer.start.delayMs / 3_600_000]] : [],
    ),
  );

test('what comes by itself is timed from the calendar, and a late booking is frozen from the start', () => {
  expect(
    timersOf(start({ at: '2026-03-03T18:00:00.000Z', releaseAt: '2026-04-14T17:00:00.000Z' })),
  ).toEqual({
    // Summer time begins between: the freeze is on Tuesday, April 7, at ten in Redmond.
    freeze: 35 * 24 - 1,
    notice: 37 * 24 - 1,
    go: 41 * 24 - 1,
    webcast: 43 * 24 - 1,
    passed: 43 * 24 - 1,
  });
  const late = start({ at: '2026-03-09T17:00:00.000Z' });
  expect(trainState(late.snapshot)).toBe('frozen');
  expect(timersOf(late)).toEqual({ notice: 0, go: 0, webcast: 48, passed: 48 });
  expect(late.consequences).toMatchObject([
    { kind: 'askDecision', about: 'train/1', question: 'late' },
  ]);
  // Out of band everything is late.
  const soon = start({ at: bookedAt, releaseAt: '2026-02-02T18:30:00.000Z' });
  expect(soon.snapshot.context.month).toBeNull();
  expect(soon.consequences).toEqual([]);
});

test('it departs with the release, never before its time, and only then is there a webcast', () => {
  const open = start();
  const refused = (event: Said) => stepPart('train', open.snapshot, stamped(event));
  expect(refused({ type: 'DEPARTED' })).toEqual({ ok: false, refused: { guards: ['isDue'] } });
  expect(refused({ type: 'WEBCAST', note: '' }).ok).toBe(false);
  expect(refused({ type: 'PULLED_IN', was: '2026-03-11T17:00:00.000Z', reason: 'x' }).ok).toBe(
    false,
  );
  const gone = stepPart('train', open.snapshot, stamped({ type: 'DEPARTED', at: release }));
  if (!gone.ok) throw new Error('it did not depart');
  expect(gone.step.timers.flatMap((timer) => ('cancel' in timer ? [timer.cancel] : []))).toEqual([
    'freeze',
    'notice',
    'go',
    'passed',
  ]);
  expect(stepPart('train', gone.step.snapshot, stamped({ type: 'LEAVE', reason: 'x' })).ok).toBe(
    false,
  );
  expect(stepPart('train', gone.step.snapshot, stamped({ type: 'WEBCAST', note: '' })).ok).toBe(
    true,
  );
});

const events: fc.Arbitrary<Said> = fc.oneof(
  fc.integer({ min: 1, max: 3 }).map((caseNumber): Said => ({ type: 'CASE_ON', caseNumber })),
  fc
    .integer({ min: 1, max: 3 })
    .map((caseNumber): Said => ({ type: 'CASE_OFF', caseNumber, reason: 'r' })),
  fc.constantFrom<Said>(
    { type: 'FREEZE' },
    { type: 'NOTICE', bulletins: 2, severity: 'critical', families: 'Networking' },
    { type: 'NOTICE', bulletins: 3, severity: 'low', families: 'Networking' },
    { type: 'REMIND', what: 'go', missing: ['crisis_lead'] },
    { type: 'PULLED_IN', was: release, reason: 'r' },
    { type: 'DEPARTED' },
    { type: 'DEPARTED', at: release },
    { type: 'PASSED' },
    { type: 'WEBCAST', note: 'n' },
    { type: 'LEAVE', reason: 'r' },
    { type: 'MOVED', to: 'INC-2026-0002', n: 4 },
  ),
);

type Snapshot = ReturnType<typeof start>['snapshot'];

/** What must hold after every step, as far as it does not. */
function brokenPromises(before: Snapshot, after: Snapshot): string[] {
  const { context } = after;
  const { departedAt } = context;
  const promises = {
    'a notice stays given': before.context.notice === null || context.notice !== null,
    'a freeze stays as it was':
      before.context.frozenAt === null || context.frozenAt === before.context.frozenAt,
    'what is announced is frozen': trainState(after) !== 'announced' || context.frozenAt !== null,
    'what is over does not go again': isOnItsWay(before) || !isOnItsWay(after),
    'nothing departs before its time': departedAt === null || departedAt >= context.releaseAt,
    'a case is aboard once': new Set(context.cases).size === context.cases.length,
  };
  return Object.entries(promises).flatMap(([promise, holds]) => (holds ? [] : [promise]));
}

test('whatever happens in whatever order, a notice and a freeze stay given, and what is over does not go again', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 14 }), (said) => {
      let { snapshot } = start();
      const broken: string[] = [];
      for (const event of said) {
        const before = snapshot;
        const stepped = stepPart('train', before, stamped(event));
        if (!stepped.ok) continue;
        snapshot = stepped.step.snapshot;
        broken.push(...brokenPromises(before, snapshot));
      }
      expect(broken).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
