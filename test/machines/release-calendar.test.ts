// The release calendar against dates that Microsoft published, and every month against arithmetic of another kind.
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  isMonthlyRelease,
  isOutOfBand,
  monthlyRelease,
  releaseMonth,
  timetable,
} from '#machines/release-calendar.ts';

const clockInRedmond = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  weekday: 'short',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** As a wall clock in Redmond shows it, e.g. `Thu 2008-10-09 10:00`. */
function inRedmond(instant: string): string {
  const parts = clockInRedmond.formatToParts(new Date(instant));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('weekday').slice(0, 3)} ${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
}

const months = Array.from({ length: (2040 - 2003 + 1) * 12 }, (_, index) => {
  const year = 2003 + Math.floor(index / 12);
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}`;
});

/** Around a Tuesday only these are ever in the way: Labor Day and Independence Day, as far as it is kept on a weekday. */
function isHoliday(day: Date): boolean {
  const [month, date, weekday] = [day.getUTCMonth() + 1, day.getUTCDate(), day.getUTCDay()];
  const isLaborDay = month === 9 && weekday === 1 && date <= 7;
  const isFourthOfJuly =
    month === 7 &&
    ((date === 4 && weekday % 6 !== 0) ||
      (date === 3 && weekday === 5) ||
      (date === 5 && weekday === 1));
  const isNewYear = month === 1 && (date === 1 || (date === 2 && weekday === 1));
  return isLaborDay || isFourthOfJuly || isNewYear;
}

function daysBefore(second: Date, count: number): string {
  const day = new Date(second);
  for (let left = count; left > 0;) {
    day.setUTCDate(day.getUTCDate() - 1);
    if (day.getUTCDay() % 6 !== 0 && !isHoliday(day)) left -= 1;
  }
  return day.toISOString().slice(0, 10);
}

test('every month from 2003 to 2040: the second Tuesday, notice three business days before, webcast the day after', () => {
  for (const month of months) {
    const tuesdays = Array.from({ length: 14 }, (_, date) =>
      new Date(`${month}-01T12:00Z`).setUTCDate(date + 1),
    )
      .map((ms) => new Date(ms))
      .filter((day) => day.getUTCDay() === 2);
    const second = tuesdays[1] ?? new Date(Number.NaN);
    const date = second.toISOString().slice(0, 10);
    const next = new Date(second.getTime() + 24 * 60 * 60_000).toISOString().slice(0, 10);
    const release = monthlyRelease(month);
    const { freeze, notice, go, webcast } = timetable(release);
    expect(inRedmond(release)).toBe(`Tue ${date} 10:00`);
    expect(inRedmond(notice).slice(4)).toBe(`${daysBefore(second, 3)} 10:00`);
    expect(inRedmond(freeze).slice(4)).toBe(`${daysBefore(second, 5)} 10:00`);
    expect(inRedmond(go).slice(4)).toBe(`${daysBefore(second, 1)} 10:00`);
    expect(inRedmond(webcast)).toBe(`Wed ${next} 11:00`);
    expect([freeze, notice, go, release, webcast].toSorted()).toEqual([
      freeze,
      notice,
      go,
      release,
      webcast,
    ]);
    expect(isMonthlyRelease(release)).toBe(true);
    expect(releaseMonth(release)).toBe(month);
  }
});

test.each([
  // Columbus Day, on which companies work, lies between: Microsoft's own notice came on that Thursday.
  ['2008-10', 'Thu 2008-10-09 10:00', '2008-10-09T17:00:00.000Z'],
  // Labor Day is the day before the release.
  ['2026-09', 'Wed 2026-09-02 10:00', '2026-09-02T17:00:00.000Z'],
  // Summer time begins on the Sunday between.
  ['2026-03', 'Thu 2026-03-05 10:00', '2026-03-05T18:00:00.000Z'],
  ['2025-11', 'Thu 2025-11-06 10:00', '2025-11-06T18:00:00.000Z'],
])('the advance notice of %s is due %s in Redmond', (month, there, instant) => {
  const { notice } = timetable(monthlyRelease(month));
  expect(inRedmond(notice)).toBe(there);
  expect(notice).toBe(instant);
});

test('what is out of band is announced the day before, with a webcast on the same day', () => {
  // MS08-078: announced on Tuesday, released on Wednesday at ten, webcast at one.
  expect(timetable('2008-12-17T18:00:00.000Z')).toEqual({
    freeze: '2008-12-16T18:00:00.000Z',
    notice: '2008-12-16T18:00:00.000Z',
    go: '2008-12-16T18:00:00.000Z',
    release: '2008-12-17T18:00:00.000Z',
    webcast: '2008-12-17T21:00:00.000Z',
  });
  // On a Monday the working day before is Friday; in the evening there is no webcast any more.
  expect(timetable('2026-03-03T04:00:00.000Z')).toMatchObject({
    notice: '2026-02-27T18:00:00.000Z',
    webcast: '2026-03-03T19:00:00.000Z',
  });
  expect(isMonthlyRelease('2008-12-09T18:00:00.001Z')).toBe(false);
});

test.each([
  ['2008-12-09', false],
  ['2008-12-17', true],
  ['2021-03-02', true],
  ['2012-09-21', true],
  // Bulletins came on Wednesdays until September 2003.
  ['2003-09-10', false],
  ['2003-09-09', true],
  ['2003-10-14', false],
  ['2003-10-15', true],
])('a bulletin of %s is out of band: %s', (date, is) => {
  expect(isOutOfBand(date)).toBe(is);
});

const bulletins = new URL('../../../shared/data/ms-bulletin-dates-to-2009.csv', import.meta.url);

test.skipIf(!existsSync(bulletins))(
  'finds what Microsoft released out of band until 2009 (skipped where ../shared/data is absent)',
  () => {
    const found = readFileSync(bulletins, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','))
      .filter(([, published = '']) => isOutOfBand(published))
      .map(([bulletin]) => bulletin);
    expect(found).toEqual([
      'MS04-025',
      'MS04-040',
      'MS06-001',
      'MS06-055',
      'MS07-017',
      'MS08-067',
      'MS08-078',
      'MS09-034',
      'MS09-035',
      // The list gives the date of its last revision.
      'MS09-048',
    ]);
  },
);
