// Whom the reminders of a release train are told to in person.
import { missingVotes } from '#machines/criteria.ts';
import { mayBeTold } from '#machines/rule-parts.ts';
import type { TrainPeople } from '#machines/train-types.ts';
import type { IncidentRow } from '#db/incidents.ts';

/** Of the go: whoever has not said theirs. Of what customers hear: whoever leads communications, else the crisis lead. */
export function trainPeople(
  { snapshot: { context } }: IncidentRow,
  event: Record<string, unknown>,
): TrainPeople {
  const { roles } = context;
  const missing = event['what'] === 'go' ? missingVotes(context) : [];
  const asked =
    event['what'] === 'go'
      ? missing.flatMap((role) => roles[role]?.person ?? [])
      : [roles.comms_lead?.person ?? roles.crisis_lead?.person].flatMap((one) => one ?? []);
  return { missing, tell: [...new Set(asked)].filter((person) => mayBeTold(context, person)) };
}
