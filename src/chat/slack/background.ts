// Work that goes on after a person has been answered. It is tracked, so that a stopping process can wait for it, and
// its failures are logged, so that none becomes an unhandled rejection.
import { errorFields, type SlackLog } from './log.ts';

const waitMs = 3000;

export interface Background {
  run(what: string, work: () => Promise<unknown>): void;
  /** Waits for what is under way, three seconds at most. */
  finished(): Promise<void>;
}

export function createBackground(log: SlackLog): Background {
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

async function attempt(what: string, work: () => Promise<unknown>, log: SlackLog): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ what, ...errorFields(error) }, 'slack background work failed');
  }
}
