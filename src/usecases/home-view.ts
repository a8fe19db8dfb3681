// What one person's page shows: their tasks, the incidents they belong to, and the other open ones they may see.
import { incidentsThatLast } from '#db/calendars.ts';
import type { IncidentRow, ListedRow } from '#db/incidents.ts';
import { listIncidents, loadIncident } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { openPartsByKey } from '#db/parts.ts';
import type { TaskRow } from '#db/tasks.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import { loadTimer, timersOf } from '#db/timers.ts';
import { mayApprove } from '#machines/approval-policy.ts';
import { approvalActs } from '#machines/approval-types.ts';
import { roles } from '#machines/incident-types.ts';
import type { HomeView } from '../commands/view-types.ts';
import { maySee } from './authorize.ts';
import type { Due } from './due-of.ts';
import { lastingDueOf } from './due-of.ts';
import type { Request } from './request.ts';
import { glance, taskView } from './view.ts';

/** Incidents that are read for the page; whoever is in more has other troubles than this page. */
const mineMax = 25;
const othersMax = 10;
const listMax = 500;

type Looking = Pick<Request, 'tenant' | 'person' | 'isAdmin' | 'kind'>;

export function homeView(db: Db, looking: Looking): HomeView {
  const { tenant, person, isAdmin, kind } = looking;
  if (kind !== 'member')
    return {
      person,
      isMember: false,
      approvals: [],
      tasks: [],
      answers: [],
      due: [],
      mine: [],
      others: [],
      moreOpen: 0,
    };
  const list = (which: 'open' | 'mine', limit: number): ListedRow[] =>
    listIncidents(db, { tenant, which, person, seesAll: isAdmin, limit });
  const mine = list('mine', listMax).filter(({ closed }) => !closed);
  const own = new Set(mine.map(({ id }) => id));
  const open = list('open', listMax);
  const others = open.filter(({ id }) => !own.has(id)).toSorted((a, b) => a.level - b.level);
  const read = (rows: readonly ListedRow[]): IncidentRow[] =>
    rows
      .flatMap(({ id }) => loadIncident(db, id) ?? [])
      .filter(({ snapshot: { context } }) => maySee({ person, isAdmin, context }));
  const tasks = pendingTasksFor(db, tenant, person);
  const drills = new Set(
    [...new Set(tasks.map(({ incidentId }) => incidentId))].filter(
      (id) => loadIncident(db, id)?.drill === true,
    ),
  );
  const shownMine = read(mine.slice(0, mineMax));
  const shownOthers = read(others.slice(0, othersMax));
  return {
    person,
    isMember: true,
    approvals: approvalsFor(db, looking, new Set([...mine, ...open].map(({ id }) => id))),
    tasks: tasks.map((task) => ({
      incidentId: task.incidentId,
      drill: drills.has(task.incidentId),
      task: taskView(task),
    })),
    answers: [...asRoles(db, shownMine, person), ...asTasks(db, tasks)],
    due: dueIn(db, looking, shownMine),
    mine: shownMine.map((row) => glance(db, row, tenant)),
    others: shownOthers.map((row) => glance(db, row, tenant)),
    moreOpen: open.length - shownMine.length - shownOthers.length,
  };
}

/** Of the given incidents: what somebody else proposed, and this person may decide. */
function approvalsFor(
  db: Db,
  { tenant, person, isAdmin }: Looking,
  seen: ReadonlySet<string>,
): HomeView['approvals'] {
  return approvalActs
    .flatMap((act) => openPartsByKey(db, 'approval', act))
    .flatMap(({ incidentId, n, snapshot }) => {
      const { act, words, proposedBy: by, expiresAt } = snapshot.context;
      const row = seen.has(incidentId) && by !== person ? loadIncident(db, incidentId) : undefined;
      if (row === undefined) return [];
      const { context } = row.snapshot;
      return maySee({ person, isAdmin, context }) && mayApprove(context, act, { person, isAdmin })
        ? [{ incident: glance(db, row, tenant), n, words, by, expiresAt }]
        : [];
    })
    .toSorted((a, b) => a.expiresAt.localeCompare(b.expiresAt));
}

/** Of the incidents that they belong to: the open ones shown, and closed ones of which something goes on. */
function dueIn(db: Db, { tenant, person }: Looking, open: readonly IncidentRow[]): HomeView['due'] {
  const shown = new Set(open.map(({ id }) => id));
  const lasting = incidentsThatLast(db, { tenant, person, seesAll: false })
    .filter((id) => !shown.has(id))
    .flatMap((id) => loadIncident(db, id) ?? [])
    .filter(({ closed, snapshot: { context } }) => closed && context.members.includes(person));
  return [...open, ...lasting].flatMap((row) =>
    nearest(lastingDueOf(db, row.id)).map(({ thing, dueAt }) => ({
      incident: glance(db, row, tenant),
      thing,
      dueAt,
    })),
  );
}

/** A page has little room: of each booking on a release only what comes next. */
function nearest(due: readonly Due[]): Due[] {
  return due.filter(
    ({ thing, instance }, index) =>
      thing.kind !== 'train' || due.findIndex((one) => one.instance === instance) === index,
  );
}

function asRoles(db: Db, rows: readonly IncidentRow[], person: string): HomeView['answers'] {
  return rows.flatMap(({ id: incidentId, snapshot: { context } }) => {
    const asked = roles.filter((role) => {
      const held = context.roles[role];
      return held?.person === person && held.acknowledgedAt === null;
    });
    if (asked.length === 0) return [];
    const timers = timersOf(db, incidentId);
    return asked.flatMap((role) => {
      const timer = timers.find(({ id }) => id === `role.${role}`);
      return timer === undefined ? [] : [{ incidentId, to: { role }, by: timer.dueAt }];
    });
  });
}

function asTasks(db: Db, tasks: readonly TaskRow[]): HomeView['answers'] {
  return tasks
    .filter(({ state }) => state === 'open')
    .flatMap(({ incidentId, n }) => {
      const timer = loadTimer(db, incidentId, `task/${n}`, 'ack');
      return timer === undefined ? [] : [{ incidentId, to: { task: n }, by: timer.dueAt }];
    });
}
