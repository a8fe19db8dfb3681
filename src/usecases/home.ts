// What one person's home page and a tenant's digest show. Who may not see an incident learns nothing of it here.
import { rolesOf } from '#machines/incident-rules.ts';
import type { PersonId } from '#machines/incident-types.ts';
import { listIncidents, listedOf, loadIncident, type IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import type { DigestView, HomeView } from '../commands/outcome.ts';
import { taskView } from './view.ts';

const incidentsMax = 15;
const digestMax = 20;
const closedLatelyMs = 24 * 60 * 60 * 1000;

export function homeView(
  db: Db,
  { tenant, person, isAdmin }: { tenant: string; person: PersonId; isAdmin: boolean },
): HomeView {
  const listed = listIncidents(db, {
    tenant,
    which: 'open',
    person,
    seesAll: isAdmin,
    limit: incidentsMax + 100,
  });
  const rows = new Map(listed.map(({ id }) => [id, loadIncident(db, id)]));
  const incidents = listed.slice(0, incidentsMax).flatMap((incident) => {
    const context = rows.get(incident.id)?.snapshot.context;
    if (context === undefined) return [];
    const { roles, sitrepDueAt, shiftEndsAt } = context;
    return [
      {
        incident,
        lead: roles.crisis_lead?.person ?? null,
        commsLead: roles.comms_lead?.person ?? null,
        sitrepDueAt,
        shiftEndsAt,
      },
    ];
  });
  return {
    tasks: pendingTasksFor(db, tenant, person).map((task) => ({
      incidentId: task.incidentId,
      task: taskView(task),
    })),
    roles: [...rows.values()].flatMap((row) => (row === undefined ? [] : rolesIn(row, person))),
    incidents,
    more: listed.length - incidents.length,
  };
}

function rolesIn(
  { id, title, snapshot: { context } }: IncidentRow,
  person: PersonId,
): HomeView['roles'] {
  return rolesOf(context, person).map((role) => ({
    incidentId: id,
    title,
    role,
    acknowledged: context.roles[role]?.acknowledgedAt !== null,
  }));
}

export function digestView(db: Db, tenant: string, now: string): DigestView {
  const listed = listedOf(db, tenant, {
    closedSince: Temporal.Instant.from(now)
      .subtract({ milliseconds: closedLatelyMs })
      .toString({ fractionalSecondDigits: 3 }),
  });
  const rows = listed.flatMap((incident) => {
    const row = loadIncident(db, incident.id);
    return row === undefined ? [] : [{ incident, row }];
  });
  const open = rows.filter(({ row }) => !row.closed && row.visibility === 'open');
  return {
    open: open.slice(0, digestMax).map(({ incident, row: { drill, snapshot } }) => ({
      incident,
      drill,
      lead: snapshot.context.roles.crisis_lead?.person ?? null,
      sitrepDueAt: snapshot.context.sitrepDueAt,
    })),
    closedDoors: rows
      .filter(({ row }) => !row.closed && row.visibility !== 'open')
      .map(({ row: { id, declaredBy, snapshot } }) => ({
        id,
        ask: snapshot.context.roles.crisis_lead?.person ?? declaredBy,
      })),
    closedLately: rows
      .filter(({ row }) => row.closed && row.visibility === 'open')
      .map(({ incident }) => incident)
      .slice(0, digestMax),
    more: Math.max(0, open.length - digestMax),
  };
}
