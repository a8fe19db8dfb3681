// Work that goes on after a person has been answered. It is tracked, so that a stopping process can wait for it, and
// its failures are logged, so that none becomes an unhandled rejection.
import { errorFacts, type Log } from '../../shared/log.ts';

const waitMs = 3000;

export interface Background {
  run(what: string, work: () => Promise<unknown>): void;
  /** Waits for what is under way, three seconds at most. */
  finished(): Promise<void>;
}

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run: (what, work) => {
      const tracked = attempt(what, work, log).finally(() => running.delete(tracked));
      running.add(tracked);
    },
    finished: async () => {
      const timeout = Promise.withResolvers<void>();
      const timer = setTimeout(timeout.resolve, waitMs);
      await Promise.race([Promise.all(running), timeout.promise]);
      clearTimeout(timer);
    },
  };
}

async function attempt(what: string, work: () => Promise<unknown>, log: Log): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ what, ...errorFacts(error) }, 'teams background work failed');
  }
}
