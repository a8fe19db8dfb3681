// The code's only source of now. The system's clock, and one that is moved by hand for drills and tests.

export interface Clock {
  /** ISO-8601 UTC with milliseconds. */
  now(): string;
  /** Calls back once at the instant or soon after; dispose to cancel. */
  at(instant: string, callback: () => void): Disposable;
}

const longestTimeout = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Temporal.Now.instant().toString({ fractionalSecondDigits: 3 }),
  at: (instant, callback) => {
    const due = Temporal.Instant.from(instant).epochMilliseconds;
    let timeout: NodeJS.Timeout;
    // Timeouts end at 24.8 days and may fire a little early: look again until the instant is there.
    const wait = (): void => {
      const left = due - Temporal.Now.instant().epochMilliseconds;
      if (left <= 0) callback();
      else timeout = setTimeout(wait, Math.min(left, longestTimeout)).unref();
    };
    timeout = setTimeout(
      wait,
      Math.min(Math.max(0, due - Temporal.Now.instant().epochMilliseconds), longestTimeout),
    ).unref();
    return {
      [Symbol.dispose]: () => {
        clearTimeout(timeout);
      },
    };
  },
};

export interface ManualClock extends Clock {
  /** Moves forward to the instant. Callbacks due on the way are called at their instants, in order. */
  advanceTo(instant: string): void;
  /** The instant of the next callback, if any waits. */
  next(): string | undefined;
}

export function manualClock(start: string): ManualClock {
  let now = start;
  const waiting = new Set<{ instant: string; callback: () => void }>();
  const nextWaiting = () =>
    [...waiting].toSorted(
      (a, b) => Number(a.instant > b.instant) - Number(a.instant < b.instant),
    )[0];
  return {
    now: () => now,
    at: (instant, callback) => {
      const entry = { instant, callback };
      waiting.add(entry);
      return {
        [Symbol.dispose]: () => {
          waiting.delete(entry);
        },
      };
    },
    next: () => nextWaiting()?.instant,
    advanceTo: (instant) => {
      for (
        let due = nextWaiting();
        due !== undefined && due.instant <= instant;
        due = nextWaiting()
      ) {
        waiting.delete(due);
        if (due.instant > now) now = due.instant;
        due.callback();
      }
      if (instant > now) now = instant;
    },
  };
}
