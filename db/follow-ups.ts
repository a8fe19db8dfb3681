// Follow-ups over all incidents: what is left to be done after them, for whoever may see it.
import type { SQL } from 'drizzle-orm';
import { and, asc, eq, inArray, lt, or, sql } from './drizzle.ts';
import { hasMember } from './has-member.ts';
import { knownIn } from './mirrors.ts';
import type { Db } from './open.ts';
import { incidents, tasks } from './schema.ts';
import type { TaskRow } from './tasks.ts';

export interface FollowUpQuery {
  tenant: string;
  which: 'open' | 'mine' | 'overdue' | 'all';
  /** Whose list it is: those of private and restricted incidents show only to their members. */
  person: string;
  /** Admins see those of private incidents too. */
  seesAll: boolean;
  now: string;
  limit: number;
}

const inContext = (name: 'followUp' | 'dueAt'): SQL =>
  sql`json_extract(${tasks.snapshot}, ${`$.context.${name}`})`;
const isPending = inArray(tasks.state, ['open', 'acknowledged', 'started', 'blocked']);

/** The nearest due first, those without a date last. */
export function followUpsFor(
  db: Db,
  { tenant, which, person, seesAll, now, limit }: FollowUpQuery,
): { task: TaskRow; drill: boolean }[] {
  const isMember = hasMember(db, person);
  const isShown = or(
    eq(incidents.visibility, seesAll ? 'private' : 'open'),
    eq(incidents.visibility, 'open'),
    isMember,
  );
  return db
    .select({ task: tasks, drill: incidents.drill })
    .from(tasks)
    .innerJoin(incidents, eq(incidents.id, tasks.incidentId))
    .where(
      and(
        knownIn(tenant),
        which === 'all' ? undefined : isPending,
        which === 'mine' ? eq(tasks.assignee, person) : undefined,
        which === 'overdue' ? lt(inContext('dueAt'), now) : undefined,
        isShown,
        eq(inContext('followUp'), 1),
      ),
    )
    .orderBy(
      sql`${inContext('dueAt')} is null`,
      asc(inContext('dueAt')),
      asc(tasks.incidentId),
      asc(tasks.n),
    )
    .limit(limit)
    .all();
}
