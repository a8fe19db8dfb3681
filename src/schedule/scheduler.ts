// Turns due timer rows into events. It holds nothing itself: after a restart the rows are all still there.
import type { Store } from '#db/open.ts';
import { dueTimers, nextTimer } from '#db/timers.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { errorFacts } from '../shared/log.ts';
import type { Rules } from '../usecases/apply-event.ts';
import { fireTimer } from '../usecases/fire-timer.ts';

export interface SchedulerParts {
  store: Store;
  rules: Rules;
  clock: Clock;
  log: Log;
  /** Called after timers fired: effects may have come of them. */
  afterChange: () => void;
}

const batch = 100;
const afterFailureMs = 30_000;

export class Scheduler implements Disposable {
  readonly #parts: SchedulerParts;
  #alarm: Disposable | undefined;
  #stopped = false;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /** Fires what is due and waits for what comes next; cheap, and safe to call at any time. */
  wake(): void {
    if (this.#stopped) return;
    const { store, clock } = this.#parts;
    this.#alarm?.[Symbol.dispose]();
    this.#alarm = undefined;
    const { fired, failed } = this.#fireDue();
    const next = failed > 0 ? later(clock.now(), afterFailureMs) : nextTimer(store.db);
    if (next !== undefined) this.#alarm = clock.at(next, () => this.wake());
    if (fired > 0) this.#parts.afterChange();
  }

  [Symbol.dispose](): void {
    this.#stopped = true;
    this.#alarm?.[Symbol.dispose]();
  }

  #fireDue(): { fired: number; failed: number } {
    const { store, rules, clock, log } = this.#parts;
    const count = { fired: 0, failed: 0 };
    for (;;) {
      const now = clock.now();
      // One broken timer must not stop the others: it stays, is passed over, and is tried again later.
      const due = dueTimers(store.db, now, batch, count.failed);
      if (due.length === 0) return count;
      for (const timer of due) {
        try {
          if (!fireTimer(store, rules, now, timer)) continue;
          count.fired += 1;
          log.info(
            { incidentId: timer.incidentId, instance: timer.instance, timer: timer.id },
            'timer fired',
          );
        } catch (error) {
          count.failed += 1;
          log.error(
            { incidentId: timer.incidentId, timer: timer.id, ...errorFacts(error) },
            'timer failed',
          );
        }
      }
    }
  }
}

function later(now: string, ms: number): string {
  return Temporal.Instant.from(now)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}
