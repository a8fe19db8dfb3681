// The on-call order at work: who is asked for a free role, and who next when nobody answers.
import { unclaimedRoles } from '#machines/criteria.ts';
import type { IncidentEvent, PersonId, Role } from '#machines/incident-types.ts';
import { roles } from '#machines/incident-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { mirrorOf, tenantOf } from '#db/mirrors.ts';
import { isByLeadOnly } from './authorize.ts';
import type { Rules, Work } from './work.ts';

/** The order for one role of one incident: those who may belong to it, the first on call, then deputies. */
export function onCallFor(
  db: Db,
  { onCall }: Pick<Rules, 'onCall'>,
  row: IncidentRow,
  role: Role,
): readonly PersonId[] {
  const paired = mirrorOf(db, row);
  return onCall(row.tenant, role).filter((person) =>
    [row.tenant, paired].includes(tenantOf(person)),
  );
}

/** Whom `role <role> next` would ask, for each role of the incident that has an order. */
export function nextByRole(
  db: Db,
  rules: Pick<Rules, 'onCall'>,
  row: IncidentRow,
): Partial<Record<Role, PersonId>> {
  const held = row.snapshot.context.roles;
  return Object.fromEntries(
    roles.flatMap((role) => {
      const next = nextOnCall(onCallFor(db, rules, row, role), held[role]?.person);
      return next === null ? [] : [[role, next]];
    }),
  );
}

/** Who comes after somebody in the order; the first for somebody who is not in it, null at its end. */
export function nextOnCall(
  order: readonly PersonId[],
  after: PersonId | undefined,
): PersonId | null {
  const at = after === undefined ? -1 : order.indexOf(after);
  return order.slice(at + 1).find((person) => person !== after) ?? null;
}

/**
 * The offers to whoever is on call for roles that nobody holds. None in a drill, which calls nobody out, and none in a
 * restricted incident, into which only the lead brings people.
 */
export function onCallOffers(work: Work, row: IncidentRow): IncidentEvent[] {
  const { context } = row.snapshot;
  if (context.drill || isByLeadOnly(context)) return [];
  return unclaimedRoles(context).flatMap((role): IncidentEvent[] => {
    const [person] = onCallFor(work.tx, work.rules, row, role);
    if (person === undefined) return [];
    const onCall = { after: null };
    return [{ type: 'ROLE_ASSIGNED', role, person, onCall, at: work.now, by: 'ssirp' }];
  });
}

/** Whom to ask next, told to the chart when somebody has not answered the order's question. */
export function withNext(work: Work, row: IncidentRow, event: IncidentEvent): IncidentEvent {
  if (event.type !== 'ROLE_UNACKNOWLEDGED') return event;
  const held = row.snapshot.context.roles[event.role];
  if (held?.onCall !== true) return event;
  return {
    ...event,
    next: nextOnCall(onCallFor(work.tx, work.rules, row, event.role), held.person),
  };
}
