// The monthly release: the second Tuesday at 10:00 in Redmond, summer time or not.

import type { IsoInstant } from './incident-types.ts';

const zone = 'America/Los_Angeles';
const tuesday = 2;

/** The monthly release of a month written `2026-12`. Throws RangeError when that is no month. */
export function monthlyRelease(month: string): IsoInstant {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const second = first.add({ days: ((tuesday - first.dayOfWeek + 7) % 7) + 7 });
  return second
    .toZonedDateTime({ timeZone: zone, plainTime: '10:00' })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
}

/** The first monthly release after an instant. */
export function nextMonthlyRelease(after: IsoInstant): IsoInstant {
  const here = Temporal.Instant.from(after).toZonedDateTimeISO(zone).toPlainDate();
  const month = here.toPlainYearMonth();
  const thisMonth = monthlyRelease(month.toString());
  return thisMonth > after ? thisMonth : monthlyRelease(month.add({ months: 1 }).toString());
}
