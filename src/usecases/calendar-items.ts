// What is due for one person: of the incidents that they may see at this moment, and their own tasks. Whoever may no
// longer see an incident has nothing of it in the next answer.
import { incidentsThatLast, lastChanges, personOfCalendar } from '#db/calendars.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { listIncidents, loadIncident } from '#db/incidents.ts';
import { tenantOf } from '#db/mirrors.ts';
import type { Db } from '#db/open.ts';
import { loadPerson } from '#db/people.ts';
import type { TaskRow } from '#db/tasks.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import type { DueItem } from '../commands/due.ts';
import { maySee } from './authorize.ts';
import type { Due } from './due-of.ts';
import { dueOf, keyOf } from './due-of.ts';
import type { Rules } from './work.ts';

const incidentsMax = 500;
const itemsMax = 1000;

/** Whose calendar it is, and what is in it, the nearest first; undefined when the secret is nobody's. */
export function calendarOf(
  db: Db,
  rules: Pick<Rules, 'admins'>,
  secret: string,
): { person: string; items: DueItem[] } | undefined {
  const person = personOfCalendar(db, secret);
  if (person === undefined) return undefined;
  const tenant = tenantOf(person);
  // Guests, and whoever the platform no longer vouches for, may see nothing: what stood there vanishes.
  if (loadPerson(db, person)?.kind !== 'member') return { person, items: [] };
  const isAdmin = rules.admins(tenant).includes(person);
  return { person, items: itemsFor(db, { tenant, person, isAdmin }) };
}

function itemsFor(
  db: Db,
  { tenant, person, isAdmin }: { tenant: string; person: string; isAdmin: boolean },
): DueItem[] {
  const asking = { tenant, person, seesAll: isAdmin };
  const open = listIncidents(db, { ...asking, which: 'open', limit: incidentsMax });
  const tasks = pendingTasksFor(db, tenant, person);
  const ids = new Set([
    ...open.map(({ id }) => id),
    ...tasks.map(({ incidentId }) => incidentId),
    ...incidentsThatLast(db, asking),
  ]);
  return [...ids]
    .flatMap((id) => loadIncident(db, id) ?? [])
    .filter(({ snapshot: { context } }) => maySee({ person, isAdmin, context }))
    .flatMap((row) => {
      const own = tasks.filter(({ incidentId }) => incidentId === row.id).flatMap(dueOfTask);
      const isMember = row.snapshot.context.members.includes(person);
      const item = itemOf(row, lastChanges(db, row.id));
      return [
        ...dueOf(db, row).map((due) => item(due, isMember)),
        ...own.map((due) => item(due, true)),
      ];
    })
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt) || a.uid.localeCompare(b.uid))
    .slice(0, itemsMax);
}

function dueOfTask({ n, snapshot: { context } }: TaskRow): Due[] {
  const { followUp, openedAt: since, dueAt } = context;
  if (dueAt === null) return [];
  return [
    { instance: `task/${n}`, thing: { kind: followUp ? 'followUp' : 'task', n }, since, dueAt },
  ];
}

function itemOf(
  { id, drill, declaredAt }: IncidentRow,
  changes: ReadonlyMap<string, { n: number; at: string }>,
): (due: Due, isOwn: boolean) => DueItem {
  // Two bots may count incidents alike; hardly any two declare them in the same millisecond.
  const of = `${id}.${Temporal.Instant.from(declaredAt).epochMilliseconds}`.toLowerCase();
  return (due, isOwn) => {
    const { instance: _instance, ...item } = due;
    const { n, at } = changes.get(due.instance) ?? { n: 0, at: declaredAt };
    const uid = `${of}.${keyOf(due).replaceAll('/', '-')}@ssirp`;
    return { incidentId: id, drill, uid, revision: n, changedAt: at, isOwn, ...item };
  };
}
