// Taking, giving and freeing roles: several at once, each by its own right.
import { unclaimedRoles } from '#machines/criteria.ts';
import { rolesOf } from '#machines/incident-rules.ts';
import type { HeldRole, PersonId, Role } from '#machines/incident-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Opened, Work } from './apply-event.ts';
import { isByLeadOnly, isLead } from './authorize.ts';
import { nextOnCall, onCallFor } from './on-call.ts';
import { Refused, refuseNeeds, takeEvent } from './refused.ts';
import type { AboutIncident, Request, Stamp } from './request.ts';

export function changeRoles(
  work: Work,
  request: Request,
  command: Extract<AboutIncident, { verb: 'role' }>,
  opened: Opened,
  stamp: Stamp,
): void {
  const { row } = opened;
  const { context } = row.snapshot;
  const person = command.person === 'me' ? request.person : command.person;
  const mine = rolesOf(context, request.person).filter(
    (role) => context.roles[role]?.acknowledgedAt === null,
  );
  const wanted =
    command.roles === 'open'
      ? [...unclaimedRoles(context), ...(person === request.person ? mine : [])]
      : command.roles;
  if (wanted.length === 0) throw new Refused({ reason: 'nothingToClaim', incidentId: row.id });
  let taken = 0;
  for (const role of wanted) {
    const holder = context.roles[role];
    if (person === 'next') {
      passOn(work, request, opened, role, stamp);
      taken += 1;
      continue;
    }
    if (isTaken(command, holder, person, request, row)) {
      throw new Refused({
        reason: 'roleTaken',
        role,
        by: holder?.person ?? '',
        since: holder?.since ?? work.now,
        isRace: command.onlyFree === true,
        incidentId: row.id,
      });
    }
    const lacks = lackingForRole(role, person, request, row);
    if (lacks !== null) refuseNeeds(lacks, row);
    const held = context.roles[role];
    const already =
      held?.person === person && (held.acknowledgedAt !== null || request.person !== person);
    if (wanted.length > 1 && already) continue;
    takeEvent(
      work,
      opened,
      person === 'none'
        ? { ...stamp, type: 'ROLE_RELEASED', role }
        : { ...stamp, type: 'ROLE_ASSIGNED', role, person },
    );
    taken += 1;
  }
  if (taken === 0) throw new Refused({ reason: 'nothingToClaim', incidentId: row.id });
}

/** The lead asks whoever is next on call; whoever was asked may pass it on themselves. */
function passOn(work: Work, request: Request, opened: Opened, role: Role, stamp: Stamp): void {
  const { row } = opened;
  const { context } = row.snapshot;
  const holder = context.roles[role]?.person;
  const isOwn = holder === request.person && !isByLeadOnly(context);
  if (!isOwn && !request.isAdmin && !isLead(context, request.person)) refuseNeeds(['lead'], row);
  const order = onCallFor(work.tx, work.rules, row, role);
  const next = nextOnCall(order, holder);
  if (next === null) {
    const after = order.at(-1) ?? null;
    throw new Refused({ reason: 'noOnCall', role, after, incidentId: row.id });
  }
  const onCall = { after: holder ?? null };
  takeEvent(work, opened, { ...stamp, type: 'ROLE_ASSIGNED', role, person: next, onCall });
}

/** Has somebody else got it, so that whoever asks for themselves is too late? The lead may still take it over. */
function isTaken(
  { onlyFree }: { onlyFree?: true },
  held: HeldRole | undefined,
  person: PersonId,
  request: Request,
  { snapshot }: IncidentRow,
): boolean {
  if (held === undefined || person !== request.person || held.person === request.person)
    return false;
  if (isOnlyAsked(held)) return false;
  return onlyFree === true || !(request.isAdmin || isLead(snapshot.context, request.person));
}

/** Whom the on-call order asks holds nobody up: the first to say yes has the role. */
function isOnlyAsked({ onCall, acknowledgedAt }: HeldRole): boolean {
  return onCall === true && acknowledgedAt === null;
}

/** A free role may be taken by anybody who belongs; taking it from somebody, or giving it, is the lead's. */
function lackingForRole(role: Role, person: PersonId, request: Request, row: IncidentRow) {
  const { context } = row.snapshot;
  const holder = context.roles[role]?.person;
  const leads = request.isAdmin || isLead(context, request.person);
  if (leads) return null;
  // Into a restricted incident only the lead brings people.
  if (isByLeadOnly(context) && person !== 'none' && !context.members.includes(person))
    return ['lead'] as const;
  if (holder === request.person) return null;
  const held = context.roles[role];
  if (person === request.person && (held === undefined || isOnlyAsked(held))) return null;
  return ['lead'] as const;
}
