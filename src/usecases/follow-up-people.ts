// Who is there to be told of a follow-up that is due: its incident may have been closed long ago.
import type { FollowUpPeople } from '#machines/follow-ups.ts';
import type { PersonId } from '#machines/incident-types.ts';
import { askedInTurn, mayBeTold } from '#machines/rule-parts.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { loadPerson } from '#db/people.ts';
import type { TaskRow } from '#db/tasks.ts';
import type { Work } from './work.ts';

/** Nothing for a task that is no follow-up. */
export function followUpPeople(
  { tx, rules }: Work,
  { tenant, snapshot: { context } }: IncidentRow,
  { snapshot: { context: task } }: TaskRow,
): FollowUpPeople {
  if (!task.followUp) return {};
  const isThere = (person: PersonId): boolean => mayBeTold(context, person) && isMember(tx, person);
  return {
    lead: askedInTurn(context).find(isThere) ?? null,
    admins: rules.admins(tenant).filter(isThere),
    isOwnerGone: task.assignee !== null && !isThere(task.assignee),
  };
}

/** Whoever the platform has not told of yet counts as a member. */
export function isMember(db: Db, person: PersonId): boolean {
  const kind = loadPerson(db, person)?.kind ?? 'member';
  return kind === 'member' || kind === 'unknown';
}
