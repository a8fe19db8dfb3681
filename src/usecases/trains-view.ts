// What goes with which release, as one person may see it: of the incidents that they may read, and of others only how
// many there are. Restricted incidents and drills are not counted, for even their number would tell.
import {
  isMonthlyRelease,
  monthlyRelease,
  nextMonthlyRelease,
  releaseMonth,
  timetable,
} from '#machines/release-calendar.ts';
import { trainName } from '#machines/train-entries.ts';
import { loadIncident } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { bookingsFrom } from '#db/trains.ts';
import type { TrainsCommand } from '../commands/train-command.ts';
import type { TrainsView, TrainView } from '../commands/train-views.ts';
import { maySee } from './authorize.ts';
import { bookingView } from './booking-view.ts';
import { askingOf } from './change-incident.ts';
import type { Request } from './request.ts';

/** Monthly releases that are listed though nothing goes with them. */
const monthsAhead = 3;

export function trainsView(
  db: Db,
  request: Request,
  which: TrainsCommand['which'],
  now: string,
): TrainsView {
  const next = nextMonthlyRelease(now);
  if (typeof which === 'object') {
    const release = monthlyRelease(which.month);
    const day = Temporal.Instant.from(release)
      .subtract({ hours: 24 * 31 })
      .toString();
    const there = trainsOf(db, request, day < now ? day : now, [release]);
    const ofMonth = there.filter(({ releaseAt }) => releaseMonth(releaseAt) === which.month);
    return { which: 'month', trains: ofMonth };
  }
  if (which === 'next') {
    const there = trainsOf(db, request, now, [next]);
    return { which, trains: there.filter(({ releaseAt }) => releaseAt <= next) };
  }
  const months = [next];
  while (months.length < monthsAhead) months.push(nextMonthlyRelease(months.at(-1) ?? next));
  return { which, trains: trainsOf(db, request, now, months) };
}

/** Every release from an instant on with which something goes, and those named, the nearest first. */
function trainsOf(db: Db, request: Request, from: string, named: readonly string[]): TrainView[] {
  const bookings = bookingsFrom(db, request.tenant, from).flatMap((part) => {
    const row = loadIncident(db, part.incidentId);
    if (row === undefined) return [];
    const isSeen = maySee(askingOf(request, row));
    return isSeen || (row.visibility !== 'restricted' && !row.drill) ? [{ part, row, isSeen }] : [];
  });
  const releases = [...named, ...bookings.map(({ part }) => part.snapshot.context.releaseAt)];
  return [...new Set(releases)].toSorted().map((releaseAt) => {
    const there = bookings.filter(({ part }) => part.snapshot.context.releaseAt === releaseAt);
    return {
      name: trainName({ month: isMonthlyRelease(releaseAt) ? releaseMonth(releaseAt) : null }),
      releaseAt,
      timetable: timetable(releaseAt),
      bookings: there
        .filter(({ isSeen }) => isSeen)
        .map(({ part, row }) => ({
          incident: row.snapshot.context,
          booking: bookingView(part),
        })),
      unseen: new Set(there.filter(({ isSeen }) => !isSeen).map(({ row }) => row.id)).size,
    };
  });
}
