// What is due for one person: of the incidents that they may see at this moment, and their own tasks. Whoever may no
// longer see an incident has nothing of it in the next answer.
import { incidentsWithOpenParts, lastChanges, personOfCalendar } from '#db/calendars.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { listIncidents, loadIncident } from '#db/incidents.ts';
import { tenantOf } from '#db/mirrors.ts';
import type { Db } from '#db/open.ts';
import { partsOf } from '#db/parts.ts';
import { loadPerson } from '#db/people.ts';
import { pendingTasksFor } from '#db/tasks.ts';
import { levels } from '#machines/levels.ts';
import type { CaseContext } from '#machines/case-types.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import type { DueItem, DueThing } from '../commands/due.ts';
import { maySee } from './authorize.ts';
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

interface Looking {
  tenant: string;
  person: string;
  isAdmin: boolean;
}

function itemsFor(db: Db, { tenant, person, isAdmin }: Looking): DueItem[] {
  const asking = { tenant, person, seesAll: isAdmin };
  const open = listIncidents(db, { ...asking, which: 'open', limit: incidentsMax });
  const lasting = incidentsWithOpenParts(db, { ...asking, kinds: ['case'] });
  const tasks = pendingTasksFor(db, tenant, person).filter(
    ({ snapshot }) => snapshot.context.dueAt !== null,
  );
  const ids = [...open, ...tasks.map(({ incidentId: id }) => ({ id }))].map(({ id }) => id);
  return [...new Set([...ids, ...lasting])]
    .flatMap((id) => loadIncident(db, id) ?? [])
    .filter(({ snapshot: { context } }) => maySee({ person, isAdmin, context }))
    .flatMap((row): DueItem[] => {
      const item = itemOf(row, lastChanges(db, row.id), person);
      return [
        ...sitrepOf(row, item),
        ...embargoesOf(db, row, item),
        ...tasks
          .filter(({ incidentId }) => incidentId === row.id)
          .map(({ n, snapshot: { context } }) =>
            item(`task/${n}`, {
              thing: { kind: context.followUp ? 'followUp' : 'task', n },
              since: context.openedAt,
              dueAt: context.dueAt ?? '',
              isOwn: true,
            }),
          ),
      ];
    })
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt) || a.uid.localeCompare(b.uid))
    .slice(0, itemsMax);
}

interface Due {
  thing: DueThing;
  since: IsoInstant;
  dueAt: IsoInstant;
  isOwn?: true;
}
type MakeItem = (instance: string, due: Due) => DueItem;

/** `instance`: the chart whose events change it. */
function itemOf(
  { id, drill, declaredAt, snapshot: { context } }: IncidentRow,
  changes: ReadonlyMap<string, { n: number; at: string }>,
  person: string,
): MakeItem {
  const isMember = context.members.includes(person);
  // Two bots may count incidents alike; hardly any two declare them in the same millisecond.
  const of = `${id}.${Temporal.Instant.from(declaredAt).epochMilliseconds}`.toLowerCase();
  return (instance, due) => {
    const { n, at } = changes.get(instance) ?? { n: 0, at: declaredAt };
    const uid = `${of}.${instance.replace('/', '-')}@ssirp`;
    return { incidentId: id, drill, uid, revision: n, changedAt: at, isOwn: isMember, ...due };
  };
}

function sitrepOf({ closed, snapshot: { context } }: IncidentRow, item: MakeItem): DueItem[] {
  if (closed) return [];
  const { sitrepDueAt: dueAt, level } = context;
  const since = Temporal.Instant.from(dueAt)
    .subtract({ milliseconds: levels[level].sitrepMs })
    .toString({ fractionalSecondDigits: 3 });
  return [item('incident', { thing: { kind: 'sitrep' }, since, dueAt })];
}

function embargoesOf(db: Db, { id }: IncidentRow, item: MakeItem): DueItem[] {
  return partsOf(db, id, 'case').flatMap(({ n, closed, snapshot: { context } }) =>
    closed || context.embargoUntil === null
      ? []
      : [
          item(`case/${n}`, {
            thing: { kind: 'embargo', caseNumber: n },
            since: agreedAt(context),
            dueAt: context.embargoUntil,
          }),
        ],
  );
}

function agreedAt({ history, openedAt }: CaseContext): IsoInstant {
  return history.findLast(({ machine, code }) => machine === 'em' && code === 'a')?.at ?? openedAt;
}
