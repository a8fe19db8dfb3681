// The release calendar: the second Tuesday at 10:00 in Redmond, what is due before and after it, and what is out of band.
import { isFederalHoliday } from './calendar.ts';
import type { IsoInstant } from './incident-types.ts';

const zone = 'America/Los_Angeles';
const tuesday = 2;
const wednesday = 3;
const releaseTime = '10:00';

/** The monthly release of a month written `2026-12`. Throws RangeError when that is no month. */
export function monthlyRelease(month: string): IsoInstant {
  return at(secondTuesday(Temporal.PlainYearMonth.from(month)), releaseTime);
}

/** The first monthly release after an instant. */
export function nextMonthlyRelease(after: IsoInstant): IsoInstant {
  const month = dayOf(after).toPlainYearMonth();
  const thisMonth = monthlyRelease(month.toString());
  return thisMonth > after ? thisMonth : monthlyRelease(month.add({ months: 1 }).toString());
}

/** The month in Redmond, written `2026-12`. */
export function releaseMonth(instant: IsoInstant): string {
  return dayOf(instant).toPlainYearMonth().toString();
}

/** Is this the instant of a monthly release? Everything else is out of band. */
export function isMonthlyRelease(instant: IsoInstant): boolean {
  return monthlyRelease(releaseMonth(instant)) === instant;
}

/** Bulletins came on Wednesdays before, from this month on with the monthly release (Microsoft, October 2003). */
const firstMonth = Temporal.PlainYearMonth.from('2003-10');

/**
 * Is a bulletin of this day, written `2008-12-17`, out of band? Throws RangeError when that is no day. Only the day
 * counts: a monthly release that goes out an hour late is none.
 */
export function isOutOfBand(date: string): boolean {
  const day = Temporal.PlainDate.from(date);
  const month = day.toPlainYearMonth();
  if (Temporal.PlainYearMonth.compare(month, firstMonth) < 0) return day.dayOfWeek !== wednesday;
  return !day.equals(secondTuesday(month));
}

/**
 * Around a monthly release, in business days before it. Microsoft gave advance notice "normally three business days
 * before"; when its scope was frozen and its go was asked for was not published: policy defaults.
 */
const daysBefore = { freeze: 5, notice: 3, go: 1 } as const;
/** What is out of band has no such time: MS12-063 was announced two days before, MS08-078 one. */
const daysBeforeOutOfBand = { freeze: 1, notice: 1, go: 1 } as const;
/** The webcast follows at 11:00 on the next day; out of band at 13:00 on the same (MS08-078). */
const webcastTime = { nextDay: '11:00', sameDay: '13:00' } as const;

export const trainStops = ['freeze', 'notice', 'go', 'release', 'webcast'] as const;
export type TrainStop = (typeof trainStops)[number];

/** When each is due for the release at an instant, in the order of their names but for a very late release. */
export function timetable(releaseAt: IsoInstant): Record<TrainStop, IsoInstant> {
  const day = dayOf(releaseAt);
  const isMonthly = isMonthlyRelease(releaseAt);
  const days = isMonthly ? daysBefore : daysBeforeOutOfBand;
  const working = workingDaysBefore(day, days.freeze);
  const before = (count: number): IsoInstant => at(working[count - 1] ?? day, releaseTime);
  const sameDay = at(day, webcastTime.sameDay);
  const nextDay = at(day.add({ days: 1 }), webcastTime.nextDay);
  return {
    freeze: before(days.freeze),
    notice: before(days.notice),
    go: before(days.go),
    release: releaseAt,
    webcast: isMonthly || sameDay <= releaseAt ? nextDay : sameDay,
  };
}

/** The last `count` working days before a day, which itself may be none; the nearest first. */
function workingDaysBefore(from: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = from.subtract({ days: 1 }); days.length < count; day = day.subtract({ days: 1 }))
    if (isWorkingDay(day)) days.push(day);
  return days;
}

/**
 * Companies of the United States work through Columbus Day and Veterans Day: the notice for Tuesday, October 14, 2008
 * came on Thursday, the 9th, with that Monday counted. On the other federal holidays nobody is there to read it.
 */
function isWorkingDay(day: Temporal.PlainDate): boolean {
  const isWorkedThrough = day.month === 10 || (day.month === 11 && day.day <= 12);
  return day.dayOfWeek <= 5 && (isWorkedThrough || !isFederalHoliday(day));
}

function secondTuesday(month: Temporal.PlainYearMonth): Temporal.PlainDate {
  const first = month.toPlainDate({ day: 1 });
  return first.add({ days: ((tuesday - first.dayOfWeek + 7) % 7) + 7 });
}

function dayOf(instant: IsoInstant): Temporal.PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate();
}

function at(day: Temporal.PlainDate, time: string): IsoInstant {
  return day
    .toZonedDateTime({ timeZone: zone, plainTime: time })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
}
