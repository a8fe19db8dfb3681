// Who is told in person of a clock: whoever leads and whoever is legal, also long after the incident was closed.
import type { ClockPeople } from '#machines/clock-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { askedInTurn, mayBeTold } from '#machines/rule-parts.ts';
import { isMember } from './follow-up-people.ts';
import type { Work } from './work.ts';

/** The admins where nobody of the incident is there any more: a legal deadline must not pass unseen. */
export function clockPeople(
  { tx, rules }: Work,
  { tenant, closed, snapshot: { context } }: IncidentRow,
): ClockPeople {
  const isThere = (person: string): boolean => mayBeTold(context, person) && isMember(tx, person);
  const lead = askedInTurn(context).find(isThere);
  const legal = context.roles.legal?.person;
  const people = [lead, legal].filter(
    (person): person is string => person !== undefined && isThere(person),
  );
  const tell = people.length > 0 ? people : rules.admins(tenant).filter(isThere);
  return { tell: [...new Set(tell)], zones: rules.zones, isOver: closed };
}
