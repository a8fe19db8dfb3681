// The two clocks, and how long to wait after a failure.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backoffMs } from '#src/shared/backoff.ts';
import { manualClock, systemClock } from '#src/shared/clock.ts';
import { after, start } from '../support/core.ts';

const at = (seconds: number): string => after(start, { seconds });

const fromNow = (ms: number): string => after(systemClock.now(), { milliseconds: ms });

describe('The clock that is moved by hand', () => {
  test('calls back in the order of the instants, each at its own', () => {
    const clock = manualClock(start);
    const called: [string, string][] = [];
    for (const seconds of [30, 10, 20])
      clock.at(at(seconds), () => called.push([`${seconds}`, clock.now()]));

    clock.advanceTo(at(25));

    expect(called).toEqual([
      ['10', at(10)],
      ['20', at(20)],
    ]);
    expect([clock.now(), clock.next()]).toEqual([at(25), at(30)]);
  });

  test('keeps the order of asking for the same instant', () => {
    const clock = manualClock(start);
    const called: number[] = [];
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    for (const n of numbers) clock.at(at(1), () => called.push(n));

    clock.advanceTo(at(1));

    expect(called).toEqual(numbers);
  });

  test('calls what a callback asks for on the way, and what is already past at once, without going back', () => {
    const clock = manualClock(start);
    const called: [string, string][] = [];
    clock.at(at(10), () => {
      clock.at(at(15), () => called.push(['on the way', clock.now()]));
      clock.at(at(5), () => called.push(['past', clock.now()]));
    });

    clock.advanceTo(at(20));

    expect(called).toEqual([
      ['past', at(10)],
      ['on the way', at(15)],
    ]);
  });

  test('does not call what was given up', () => {
    const clock = manualClock(start);
    const called: number[] = [];
    clock.at(at(1), () => called.push(1))[Symbol.dispose]();

    clock.advanceTo(at(2));

    expect([called, clock.next()]).toEqual([[], undefined]);
  });

  test('never goes back', () => {
    const clock = manualClock(at(10));

    clock.advanceTo(start);

    expect(clock.now()).toBe(at(10));
  });
});

describe('The clock of the system', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const daysMs = 24 * 3_600_000;

  test('tells instants with milliseconds in UTC, so that their text is in the order of time', () => {
    expect(systemClock.now()).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('calls at once what is already past, though not before the caller is done', () => {
    const called = vi.fn<() => void>();
    systemClock.at(fromNow(-5000), called);
    expect(called).not.toHaveBeenCalled();

    vi.advanceTimersByTime(0);

    expect(called).toHaveBeenCalledOnce();
  });

  test('waits for instants that lie beyond the longest timeout', () => {
    const called = vi.fn<() => void>();
    const waiting = systemClock.at(fromNow(60 * daysMs), called);

    // Sixty days of timeouts pass, but the instant is not there: the real clock has not moved.
    vi.advanceTimersByTime(60 * daysMs);
    expect(called).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(1);

    waiting[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not call what was given up', () => {
    const called = vi.fn<() => void>();
    systemClock.at(fromNow(-1), called)[Symbol.dispose]();

    vi.advanceTimersByTime(1000);

    expect(called).not.toHaveBeenCalled();
  });
});

describe('Waiting after a failure', () => {
  test('takes 1, 2, 4 … seconds, five minutes at most', () => {
    expect(Array.from({ length: 10 }, (_, i) => backoffMs(i + 1, 0) / 1000)).toEqual([
      1, 2, 4, 8, 16, 32, 64, 128, 256, 300,
    ]);
  });

  test('is never shorter than that nor longer by more than a quarter, however often it failed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const base = backoffMs(attempts, 0);
          const waitMs = backoffMs(attempts, random);

          expect(Number.isSafeInteger(waitMs)).toBe(true);
          expect(waitMs).toBeGreaterThanOrEqual(base);
          expect(waitMs).toBeLessThanOrEqual(base * 1.25);
        },
      ),
    );
  });
});
