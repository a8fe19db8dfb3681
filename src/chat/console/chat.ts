// The console as a chat platform: channels and messages in the database, and the port that delivers into them.
import type { ChatPort, Delivery } from '../port.ts';
import type { Changes } from './changes.ts';
import { createChanges } from './changes.ts';
import { deliver } from './deliver.ts';
import type { Replies } from './replies.ts';
import { createReplies } from './replies.ts';
import type { ConsoleStore } from './store.ts';
import { announcements, general } from './store.ts';

export interface ConsoleChat {
  port: ChatPort;
  store: ConsoleStore;
  /** What only one persona sees. */
  replies: Replies;
  /** Tells the open pages that something is new; the use cases may call `changed` too. */
  changes: Changes;
  /** ISO-8601 UTC with milliseconds, as `Clock.now`. */
  now: () => string;
}

export function createConsoleChat(deps: {
  store: ConsoleStore;
  /** ISO-8601 UTC with milliseconds, as `Clock.now`. */
  now: () => string;
  /** Where links to channels point. */
  origin?: string;
}): ConsoleChat {
  const { store, now, origin = 'http://127.0.0.1:3978' } = deps;
  addStandingChannels(store);
  const changes = createChanges();
  const port: ChatPort = {
    platform: 'console',
    deliver: (effect) => {
      const delivery = attempt(() => deliver({ store, at: now(), origin }, effect));
      changes.changed();
      return Promise.resolve(delivery);
    },
  };
  return { port, store, replies: createReplies(), changes, now };
}

function addStandingChannels(store: ConsoleStore): void {
  const open = { private: false, archived: false, members: [] };
  store.addChannel({ ...open, id: general, name: general, topic: 'Talk, and declare incidents' });
  store.addChannel({
    ...open,
    id: announcements,
    name: announcements,
    topic: 'Every open incident is announced here',
  });
}

/** A port never throws: a database that is busy or full is worth another try. */
function attempt(work: () => Delivery): Delivery {
  try {
    return work();
  } catch (problem) {
    return { outcome: 'retryLater', reason: String(problem) };
  }
}
