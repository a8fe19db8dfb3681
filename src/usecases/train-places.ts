// Which place a case gets on a train when its release vehicle is decided, and what of the incident goes next.
import type { IsoInstant } from '#machines/incident-types.ts';
import type { Parts } from '#machines/part-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { PartRow } from '#db/parts.ts';
import { partsOf } from '#db/parts.ts';

export type Train = PartRow<'train'>;
type TrainEvent = Parts['train']['event'];
type Unstamped<Event> = Event extends unknown ? Omit<Event, 'at' | 'by'> : never;
type Booking = Omit<Parts['train']['input'], 'incidentId' | 'n' | 'at' | 'by'>;
type Place = { train: Train; event: Unstamped<TrainEvent> } | { booking: Booking };

/**
 * A case goes with one train: off the one that it was on, and on the one of that instant, which is booked where it is
 * not yet. `releaseAt` null: with no monthly release; a place out of band, which people gave it, stays.
 */
export function placesOf(
  db: Db,
  row: IncidentRow,
  { n, releaseAt }: { n: number; releaseAt: IsoInstant | null },
): Place[] {
  if (row.closed) return [];
  const open = onTheirWay(db, row);
  const off = open
    .filter(({ snapshot: { context } }) => context.cases.includes(n))
    .filter(({ snapshot: { context } }) =>
      releaseAt === null ? context.month !== null : context.releaseAt !== releaseAt,
    )
    .map((train): Place => {
      const reason =
        releaseAt === null ? 'it goes with no monthly release' : `it goes ${releaseAt}`;
      return { train, event: { type: 'CASE_OFF', caseNumber: n, reason } };
    });
  if (releaseAt === null) return off;
  const there = open.find(({ snapshot: { context } }) => context.releaseAt === releaseAt);
  if (there === undefined)
    return [...off, { booking: { ...bookingOf(db, row, [n]), releaseAt, reason: '' } }];
  return there.snapshot.context.cases.includes(n)
    ? off
    : [...off, { train: there, event: { type: 'CASE_ON', caseNumber: n } }];
}

/** What of these cases went before and failed: a new booking of them is a re-release. */
export function bookingOf(
  db: Db,
  row: IncidentRow,
  cases: readonly number[],
): Pick<Booking, 'cases' | 'rereleaseOf'> {
  const gone = partsOf(db, row.id, 'train').findLast(
    ({ state, snapshot: { context } }) =>
      state === 'departed' &&
      (cases.length === 0 || context.cases.some((one) => cases.includes(one))),
  );
  return { cases: [...cases], rereleaseOf: gone?.n ?? null };
}

/** The nearest first. */
export function onTheirWay(db: Db, row: IncidentRow): Train[] {
  return partsOf(db, row.id, 'train')
    .filter(({ closed }) => !closed)
    .toSorted((a, b) => a.snapshot.context.releaseAt.localeCompare(b.snapshot.context.releaseAt));
}
