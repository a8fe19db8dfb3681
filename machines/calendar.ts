// Calendar arithmetic of legal deadlines: hours that are absolute, business days of the United States, calendar months.
// Instants in, instants out; a zone is used only where the law counts days of one.
import type { IsoInstant } from './incident-types.ts';

/**
 * How long from the start of a clock to its due time. Hours are absolute: 72 hours over a change of summer time are
 * not three calendar days. Business days are those of the US federal government, a calendar month that of Brussels.
 */
export interface Basis {
  unit: 'hours' | 'businessDays:US' | 'calendarMonth';
  count: number;
}

const zones = { us: 'America/New_York', eu: 'Europe/Brussels' } as const;
/** EDGAR takes a filing as one of the day until 5:30 p.m. Eastern (Regulation S-T, Rule 13). */
const edgarCloses = '17:30';

/** The instant at which what started at `from` is due. */
export function dueAfter(from: IsoInstant, { unit, count }: Basis): IsoInstant {
  const start = Temporal.Instant.from(from);
  switch (unit) {
    case 'hours':
      return iso(start.add({ hours: count }));
    case 'calendarMonth':
      // A month that is shorter ends on its last day: from January 31 it is due on the last of February.
      return iso(start.toZonedDateTimeISO(zones.eu).add({ months: count }).toInstant());
    case 'businessDays:US': {
      const day = businessDay(start.toZonedDateTimeISO(zones.us).toPlainDate(), count);
      return iso(day.toZonedDateTime({ timeZone: zones.us, plainTime: edgarCloses }).toInstant());
    }
  }
}

/**
 * The last of `count` business days of the SEC, which closes on the federal holidays. The day of the event is not
 * counted; of an event on a weekend or a holiday the next business day is the first (Form 8-K, General Instruction B.1).
 * A negative count goes back in the same way.
 */
export function businessDay(from: Temporal.PlainDate, count: number): Temporal.PlainDate {
  let day = from;
  let left = Math.abs(count);
  while (left > 0) {
    day = day.add({ days: Math.sign(count) });
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
}

function isBusinessDay(day: Temporal.PlainDate): boolean {
  return day.dayOfWeek <= 5 && !isFederalHoliday(day);
}

/** Is this a day on which the US federal government keeps a holiday (5 U.S.C. 6103), on the date it is observed? */
export function isFederalHoliday(day: Temporal.PlainDate): boolean {
  // New Year's Day on a Saturday is kept in December of the year before.
  return [day.year, day.year + 1].some((year) =>
    federalHolidays(year).some((holiday) => holiday.equals(day)),
  );
}

const monday = 1;
const thursday = 4;

/** Looked up for every day of every plan; a year has the same ones each time. */
const known = new Map<number, Temporal.PlainDate[]>();

/** The eleven holidays of a year as they are observed: on the Friday before a Saturday, on the Monday after a Sunday. */
export function federalHolidays(year: number): Temporal.PlainDate[] {
  const holidays = known.get(year) ?? holidaysOf(year);
  known.set(year, holidays);
  return holidays;
}

function holidaysOf(year: number): Temporal.PlainDate[] {
  const fixed = [
    [1, 1],
    [6, 19],
    [7, 4],
    [11, 11],
    [12, 25],
  ].map(([month = 1, day = 1]) => observed(Temporal.PlainDate.from({ year, month, day })));
  return [
    ...fixed,
    nth(year, 1, monday, 3),
    nth(year, 2, monday, 3),
    lastMondayOfMay(year),
    nth(year, 9, monday, 1),
    nth(year, 10, monday, 2),
    nth(year, 11, thursday, 4),
  ].toSorted((one, other) => Temporal.PlainDate.compare(one, other));
}

function observed(day: Temporal.PlainDate): Temporal.PlainDate {
  if (day.dayOfWeek === 6) return day.subtract({ days: 1 });
  return day.dayOfWeek === 7 ? day.add({ days: 1 }) : day;
}

/** The n-th day of the week in a month. */
function nth(year: number, month: number, dayOfWeek: number, n: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: ((dayOfWeek - first.dayOfWeek + 7) % 7) + 7 * (n - 1) });
}

function lastMondayOfMay(year: number): Temporal.PlainDate {
  const last = Temporal.PlainDate.from({ year, month: 5, day: 31 });
  return last.subtract({ days: last.dayOfWeek - monday });
}

function iso(at: Temporal.Instant): IsoInstant {
  return at.toString({ fractionalSecondDigits: 3 });
}
