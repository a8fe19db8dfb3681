// Who can read an incident and why, from the record and from the last look into its channel.
import { roles } from '#machines/incident-types.ts';
import type { IncidentContext, InRoom, PersonId } from '#machines/incident-types.ts';
import { roomsOf } from '#db/conversations.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { loadPeople } from '#db/people.ts';
import type { EntryRow } from '#db/timeline.ts';
import { readAccess } from '#db/timeline.ts';
import type { AccessView, Reader, Why } from '../commands/view-types.ts';
import { incidentView } from './view.ts';

/** As it is read in a tenant; where the incident is mirrored, both its rooms count. */
export function accessView(
  db: Db,
  row: IncidentRow,
  { tenant, admins }: { tenant: string; admins: readonly PersonId[] },
): AccessView {
  const { context } = row.snapshot;
  const looks = roomsOf(db, row.id).flatMap((room) => room.seen ?? []);
  const seen = looks[0] ?? null;
  const inRoom = looks.flatMap(({ people }) => people);
  const { ways, reviewed } = waysIn(readAccess(db, row.id));
  const known = new Map(
    [...loadPeople(db, context.members), ...inRoom.map(asKnown)].map(({ id, kind }) => [id, kind]),
  );
  const readers = context.members.map((person): Reader => ({
    person,
    kind: known.get(person) ?? 'unknown',
    why: [...whyOf(context, person), ...(ways.get(person) ?? [])],
    isInRoom: seen === null ? null : inRoom.some((one) => one.person === person),
  }));
  return {
    incident: incidentView(db, row, tenant),
    readers,
    others: inRoom.filter(({ person }) => !context.members.includes(person)),
    admins: admins.filter((person) => !context.members.includes(person)),
    inRoom: seen === null ? null : inRoom.length,
    lookedAt: seen?.at ?? null,
    reviewed,
  };
}

const asKnown = ({ person, kind }: InRoom) => ({ id: person, kind });

function whyOf(context: IncidentContext, person: PersonId): Why[] {
  return roles.flatMap((role) => {
    const held = context.roles[role];
    return held?.person === person ? [{ why: 'role' as const, role, at: held.since }] : [];
  });
}

/** The last way in of each person: whoever left and came back is here because of the second time. */
function waysIn(entries: Iterable<EntryRow>): {
  ways: Map<PersonId, Why[]>;
  reviewed: AccessView['reviewed'];
} {
  const ways = new Map<PersonId, Why[]>();
  let reviewed: AccessView['reviewed'] = null;
  for (const { kind, actor, occurredAt: at, data } of entries) {
    if (kind === 'accessReviewed') reviewed = { by: actor, at };
    if (kind === 'declared') ways.set(actor, [{ why: 'declared', at }]);
    if (kind === 'adminJoined') ways.set(actor, [{ why: 'admin', at }]);
    if (kind === 'handoverOffered') add(ways, data['to'], { why: 'handover', by: actor, at });
    if (kind === 'invited' && Array.isArray(data['people']))
      for (const person of data['people']) add(ways, person, { why: 'invited', by: actor, at });
    if (kind === 'groupInvited' && Array.isArray(data['people']))
      for (const person of data['people']) add(ways, person, { why: 'group', at });
    if (kind === 'memberJoined') {
      const { person, inviter } = data;
      add(
        ways,
        person,
        typeof inviter === 'string' ? { why: 'added', by: inviter, at } : { why: 'joined', at },
      );
    }
  }
  return { ways, reviewed };
}

function add(ways: Map<PersonId, Why[]>, person: unknown, why: Why): void {
  // Who declared it belongs for that, whoever invites them again.
  if (typeof person !== 'string' || ways.get(person)?.[0]?.why === 'declared') return;
  ways.set(person, [why]);
}
