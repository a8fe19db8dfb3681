// Tasks: one chart snapshot each, numbered within their incident.
import { and, asc, eq, inArray, notInArray, or, sql } from './drizzle.ts';
import { hasMember } from './has-member.ts';
import { knownIn } from './mirrors.ts';
import type { Db } from './open.ts';
import { columnsOf, prepared } from './prepared.ts';
import { incidents, tasks } from './schema.ts';

export type TaskRow = typeof tasks.$inferSelect;

const closedStates = ['done', 'waived'];
const columns = columnsOf(tasks);
const isOfIncident = eq(tasks.incidentId, sql.placeholder('incidentId'));
const isTask = and(isOfIncident, eq(tasks.n, sql.placeholder('n')));
const insertRow = prepared((db) => db.insert(tasks).values(columns).prepare());
const taskByNumber = prepared((db) => db.select().from(tasks).where(isTask).prepare());
const updateTask = prepared((db) => {
  const { state, assignee, snapshot } = columns;
  return db.update(tasks).set({ state, assignee, snapshot }).where(isTask).prepare();
});
const allOfIncident = prepared((db) =>
  db.select().from(tasks).where(isOfIncident).orderBy(asc(tasks.n)).prepare(),
);
const pendingOfIncident = prepared((db) =>
  db
    .select()
    .from(tasks)
    .where(and(isOfIncident, notInArray(tasks.state, closedStates)))
    .orderBy(asc(tasks.n))
    .prepare(),
);

export function insertTask(tx: Db, row: TaskRow): void {
  insertRow(tx).run(row);
}

export function loadTask(db: Db, incidentId: string, n: number): TaskRow | undefined {
  return taskByNumber(db).get({ incidentId, n });
}

export function saveTask(tx: Db, row: TaskRow): void {
  updateTask(tx).run(row);
}

export function tasksOf(db: Db, incidentId: string): TaskRow[] {
  return allOfIncident(db).all({ incidentId });
}

export function pendingTasksOf(db: Db, incidentId: string): TaskRow[] {
  return pendingOfIncident(db).all({ incidentId });
}

/**
 * A person's tasks that are not done, over all open incidents and follow-ups of closed ones. Whoever left a private
 * incident no longer sees what is to be done there.
 */
export function pendingTasksFor(db: Db, tenant: string, person: string): TaskRow[] {
  const isMember = hasMember(db, person);
  return db
    .select({ task: tasks })
    .from(tasks)
    .innerJoin(incidents, eq(incidents.id, tasks.incidentId))
    .where(
      and(
        knownIn(tenant),
        eq(tasks.assignee, person),
        or(eq(incidents.visibility, 'open'), isMember),
        inArray(tasks.state, ['open', 'acknowledged', 'started', 'blocked']),
      ),
    )
    .orderBy(asc(tasks.incidentId), asc(tasks.n))
    .all()
    .map(({ task }) => task);
}
