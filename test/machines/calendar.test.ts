// Legal deadlines: absolute hours over summer time, months that are shorter, holidays on the day they are kept.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Basis } from '#machines/calendar.ts';
import { businessDay, dueAfter, federalHolidays, isFederalHoliday } from '#machines/calendar.ts';

const hours = (count: number): Basis => ({ unit: 'hours', count });
const month: Basis = { unit: 'calendarMonth', count: 1 };
const days: Basis = { unit: 'businessDays:US', count: 4 };

test.each([
  // 72 hours over the end of summer time are not three calendar days: noon becomes eleven o'clock.
  ['2026-10-31T19:00Z', hours(72), '2026-11-03T19:00:00.000Z'],
  ['2026-03-28T12:00Z', hours(24), '2026-03-29T12:00:00.000Z'],
  // ProxyLogon's 14 days from the release.
  ['2021-03-02T18:00Z', hours(14 * 24), '2021-03-16T18:00:00.000Z'],
  // Months end when they are over; in Brussels the hour of the day stays, whatever summer time does.
  ['2026-01-31T12:00Z', month, '2026-02-28T12:00:00.000Z'],
  ['2028-01-31T12:00Z', month, '2028-02-29T12:00:00.000Z'],
  ['2026-03-15T12:00Z', month, '2026-04-15T11:00:00.000Z'],
  ['2026-10-15T12:00Z', month, '2026-11-15T13:00:00.000Z'],
  // Half past one at night in Brussels on the first is the 31st in UTC.
  ['2026-08-31T23:30Z', month, '2026-09-30T23:30:00.000Z'],
  // Monday: Tuesday is the first day. Friday is due on Thursday, half past five in New York.
  ['2026-11-02T15:00Z', days, '2026-11-06T22:30:00.000Z'],
  ['2026-10-30T15:00Z', days, '2026-11-05T22:30:00.000Z'],
  // Saturday and Sunday: Monday is the first day.
  ['2026-11-07T15:00Z', days, '2026-11-13T22:30:00.000Z'],
  // Veterans Day on Wednesday and Thanksgiving on Thursday are none.
  ['2026-11-09T15:00Z', days, '2026-11-16T22:30:00.000Z'],
  ['2026-11-23T15:00Z', days, '2026-11-30T22:30:00.000Z'],
  // Late on Monday in New York it is Tuesday in UTC.
  ['2026-11-03T03:00Z', days, '2026-11-06T22:30:00.000Z'],
  // Christmas and New Year of 2026 are on Fridays.
  ['2026-12-23T15:00Z', days, '2026-12-30T22:30:00.000Z'],
])('%s and %o is %s', (from, basis, due) => {
  expect(dueAfter(from, basis)).toBe(due);
});

test('the eleven federal holidays are those that the government publishes', () => {
  const published: Record<number, string> = {
    2026: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25',
    2027: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24',
  };
  for (const [year, kept] of Object.entries(published)) {
    const found = federalHolidays(Number(year)).map((day) => day.toString().slice(5));
    expect(found).toEqual(kept.split(' '));
  }
  // New Year's Day of 2028 is a Saturday: it is kept in the year before.
  expect(isFederalHoliday(Temporal.PlainDate.from('2027-12-31'))).toBe(true);
  expect(isFederalHoliday(Temporal.PlainDate.from('2027-12-30'))).toBe(false);
});

const aDay = fc
  .integer({ min: 0, max: 20_000 })
  .map((count) => Temporal.PlainDate.from('2000-01-01').add({ days: count }));

test('whatever the day, a business day is one, and four of them are never more than nine days away', () => {
  fc.assert(
    fc.property(aDay, fc.integer({ min: 1, max: 4 }), (from, count) => {
      const due = businessDay(from, count);
      expect(due.dayOfWeek).toBeLessThanOrEqual(5);
      expect(isFederalHoliday(due)).toBe(false);
      const away = from.until(due, { largestUnit: 'days' }).days;
      expect(away).toBeGreaterThanOrEqual(count);
      expect(away).toBeLessThanOrEqual(9);
      // One day more is always later, and a later event never due earlier.
      expect(Temporal.PlainDate.compare(businessDay(from, count + 1), due)).toBe(1);
      const next = businessDay(from.add({ days: 1 }), count);
      expect(Temporal.PlainDate.compare(next, due)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 200 },
  );
});

const ms = (at: string): number => Temporal.Instant.from(at).epochMilliseconds;

test('whatever the moment, hours are absolute and a month has 28 to 31 days', () => {
  const aMoment = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => seconds * 1000);
  fc.assert(
    fc.property(aMoment, (epoch) => {
      const from = Temporal.Instant.fromEpochMilliseconds(epoch).toString();
      expect(ms(dueAfter(from, hours(72))) - epoch).toBe(72 * 3_600_000);
      const length = (ms(dueAfter(from, month)) - epoch) / 86_400_000;
      expect(length).toBeGreaterThan(27.9);
      expect(length).toBeLessThan(31.1);
    }),
    { numRuns: 200 },
  );
});
