// What is said about a task stands below the task's card, so that a room with forty tasks stays readable.
import type { Saying } from '#machines/effects.ts';
import { cardOf } from '#db/conversations.ts';
import type { Db } from '#db/open.ts';

export interface Thread {
  /** The message that it stands below. */
  thread: string;
  /** The room sees it too. */
  isBroadcast: boolean;
}

/** Where a saying belongs: below its task's card, or in the room itself. */
export function threadOf(
  db: Db,
  of: { incidentId: string; tenant: string },
  room: string,
  saying: Saying,
): Thread | undefined {
  const n = taskOf(saying);
  const card = n === undefined ? undefined : cardOf(db, of, `task/${n}`);
  if (card?.conversation !== room) return undefined;
  return { thread: card.externalId, isBroadcast: saying.kind !== 'taskProgress' };
}

function taskOf(saying: Saying): number | undefined {
  switch (saying.kind) {
    case 'taskEscalated':
    case 'taskDue':
    case 'taskBlocked':
    case 'taskProgress':
      return saying.n;
    default:
      return undefined;
  }
}
