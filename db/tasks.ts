// Tasks: one chart snapshot each, numbered within their incident.
import { and, asc, eq, exists, inArray, notInArray, or, sql } from 'drizzle-orm';
import type { Db } from './open.ts';
import { incidents, members, tasks } from './schema.ts';

export type TaskRow = typeof tasks.$inferSelect;

const closedStates = ['done', 'waived'];

export function insertTask(tx: Db, row: TaskRow): void {
  tx.insert(tasks).values(row).run();
}

export function loadTask(db: Db, incidentId: string, n: number): TaskRow | undefined {
  return db
    .select()
    .from(tasks)
    .where(and(eq(tasks.incidentId, incidentId), eq(tasks.n, n)))
    .get();
}

export function saveTask(tx: Db, { incidentId, n, state, assignee, snapshot }: TaskRow): void {
  tx.update(tasks)
    .set({ state, assignee, snapshot })
    .where(and(eq(tasks.incidentId, incidentId), eq(tasks.n, n)))
    .run();
}

export function tasksOf(db: Db, incidentId: string): TaskRow[] {
  return db
    .select()
    .from(tasks)
    .where(eq(tasks.incidentId, incidentId))
    .orderBy(asc(tasks.n))
    .all();
}

export function pendingTasksOf(db: Db, incidentId: string): TaskRow[] {
  return db
    .select()
    .from(tasks)
    .where(and(eq(tasks.incidentId, incidentId), notInArray(tasks.state, closedStates)))
    .orderBy(asc(tasks.n))
    .all();
}

/**
 * A person's tasks that are not done, over all open incidents and follow-ups of closed ones. Whoever left a private
 * incident no longer sees what is to be done there.
 */
export function pendingTasksFor(db: Db, tenant: string, person: string): TaskRow[] {
  const isMember = exists(
    db
      .select({ one: sql`1` })
      .from(members)
      .where(and(eq(members.incidentId, incidents.id), eq(members.person, person))),
  );
  return db
    .select({ task: tasks })
    .from(tasks)
    .innerJoin(incidents, eq(incidents.id, tasks.incidentId))
    .where(
      and(
        eq(incidents.tenant, tenant),
        eq(tasks.assignee, person),
        or(eq(incidents.visibility, 'open'), isMember),
        inArray(tasks.state, ['open', 'acknowledged', 'started', 'blocked']),
      ),
    )
    .orderBy(asc(tasks.incidentId), asc(tasks.n))
    .all()
    .map(({ task }) => task);
}
