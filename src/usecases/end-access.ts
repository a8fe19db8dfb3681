// Somebody no longer belongs to an incident: their roles are free again, and whoever leads it is told what of their
// work is left behind. What is private is not told to them any more; delivery sees to that.
import { askedOf, rolesOf } from '#machines/rule-parts.ts';
import type { PersonId, PersonKind, Role } from '#machines/incident-types.ts';
import { pendingTasksOf } from '#db/tasks.ts';
import type { Opened, Work } from './apply-event.ts';
import { applyIncidentEvent } from './apply-event.ts';
import { queue } from './queue.ts';

export interface Holdings {
  person: PersonId;
  roles: Role[];
  /** Numbers of their tasks that are not done. */
  tasks: number[];
}

/** What somebody has in hand, to be asked before they are out. */
export function holdingsOf({ tx }: Work, { row }: Opened, person: PersonId): Holdings {
  return {
    person,
    roles: rolesOf(row.snapshot.context, person),
    tasks: pendingTasksOf(tx, row.id)
      .filter(({ assignee }) => assignee === person)
      .map(({ n }) => n),
  };
}

/** After the event that put them out. Whoever leaves the channel of an open incident can read it as before. */
export function endAccess(
  work: Work,
  opened: Opened,
  { person, roles, tasks }: Holdings,
  how: 'left' | 'removed' | PersonKind,
): void {
  const { row } = opened;
  if (how === 'left' && row.snapshot.context.visibility === 'open') return;
  for (const role of roles) {
    if (row.snapshot.context.roles[role]?.person !== person) continue;
    applyIncidentEvent(work, opened, { type: 'ROLE_RELEASED', role, at: work.now, by: 'ssirp' });
  }
  const asked = askedOf(row.snapshot.context);
  // Of a closed incident only its follow-ups are left to be done.
  const freed = row.closed ? [] : roles;
  if (asked === null || freed.length + tasks.length === 0) return;
  const say = { kind: 'accessEnded', person, how, roles: freed, tasks } as const;
  queue(work, row, { kind: 'tell', person: asked, say });
}
