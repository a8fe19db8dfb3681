// The follow-ups of all incidents, as far as somebody may see them.
import type { Db } from '#db/open.ts';
import { followUpsFor } from '#db/follow-ups.ts';
import type { AnywhereCommand } from '../commands/command.ts';
import type { Outcome } from '../commands/outcome.ts';
import type { Request } from './request.ts';
import { taskView } from './view.ts';

const shownMax = 100;

type Which = Extract<AnywhereCommand, { verb: 'followUps' }>['which'];

export function lookAtFollowUps(
  db: Db,
  { tenant, person, isAdmin, now }: Request & { now: string },
  which: Which,
): Outcome {
  const rows = followUpsFor(db, {
    tenant,
    which,
    person,
    seesAll: isAdmin,
    now,
    limit: shownMax + 1,
  });
  return {
    kind: 'view',
    view: 'followUps',
    which,
    person,
    isCut: rows.length > shownMax,
    followUps: rows.slice(0, shownMax).map(({ task, drill }) => ({
      incidentId: task.incidentId,
      drill,
      task: taskView(task),
    })),
  };
}
