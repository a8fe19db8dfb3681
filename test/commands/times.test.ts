// The times people type, read in their own zone. Europe/Berlin and America/Los_Angeles change their clocks in autumn.
import { describe, expect, test } from 'vitest';
import type { Direction } from '#src/commands/time.ts';
import { parseTime, readTime, timeProblem } from '#src/commands/time.ts';

const noon = { now: '2026-11-22T11:00:00.000Z', zone: 'Europe/Berlin' };

function read(text: string, direction: Direction, now: string, zone: string): string | undefined {
  return parseTime(text, direction, { now, zone });
}

describe('A time', () => {
  test.each([
    ['now', '2026-11-22T11:00:00.000Z'],
    ['in 2h', '2026-11-22T13:00:00.000Z'],
    ['in 2 h', '2026-11-22T13:00:00.000Z'],
    ['In 30min', '2026-11-22T11:30:00.000Z'],
    ['in 90m', '2026-11-22T12:30:00.000Z'],
    ['in 3d', '2026-11-25T11:00:00.000Z'],
    ['in 1w', '2026-11-29T11:00:00.000Z'],
    ['2h ago', '2026-11-22T09:00:00.000Z'],
    ['45 min ago', '2026-11-22T10:15:00.000Z'],
    ['tomorrow 09:00', '2026-11-23T08:00:00.000Z'],
    ['tomorrow at 9:00', '2026-11-23T08:00:00.000Z'],
    ['yesterday 23:30', '2026-11-21T22:30:00.000Z'],
    ['today 08:00', '2026-11-22T07:00:00.000Z'],
    ['tomorrow 09:00 UTC', '2026-11-23T09:00:00.000Z'],
    ['14:05 UTC', '2026-11-22T14:05:00.000Z'],
    ['14:05Z', '2026-11-22T14:05:00.000Z'],
    ['2026-12-01T14:05', '2026-12-01T13:05:00.000Z'],
    ['2026-12-01 14:05', '2026-12-01T13:05:00.000Z'],
    ['2026-12-01t14:05:30.250', '2026-12-01T13:05:30.250Z'],
    ['2026-12-01T14:05Z', '2026-12-01T14:05:00.000Z'],
    ['2026-12-01 14:05 UTC', '2026-12-01T14:05:00.000Z'],
    ['2026-12-01T14:05+05:30', '2026-12-01T08:35:00.000Z'],
    ['2026-12-01T14:05:00-08:00', '2026-12-01T22:05:00.000Z'],
    ['2028-02-29', '2028-02-29T16:00:00.000Z'],
  ])('“%s” at noon in Berlin is %s', (text, at) => {
    expect(parseTime(text, 'future', noon)).toBe(at);
  });

  test.each([
    ['14:05', 'past', '2026-11-21T13:05:00.000Z'],
    ['14:05', 'future', '2026-11-22T13:05:00.000Z'],
    ['9:05', 'past', '2026-11-22T08:05:00.000Z'],
    ['9:05', 'future', '2026-11-23T08:05:00.000Z'],
    ['12:00', 'past', '2026-11-22T11:00:00.000Z'],
    ['12:00', 'future', '2026-11-23T11:00:00.000Z'],
    ['2026-11-20', 'past', '2026-11-19T23:00:00.000Z'],
    ['2026-11-24', 'future', '2026-11-24T16:00:00.000Z'],
  ] as const)('“%s” in the %s is %s', (text, direction, at) => {
    expect(parseTime(text, direction, noon)).toBe(at);
  });

  test.each([
    ['America/Los_Angeles', '2026-11-22T22:05:00.000Z'],
    ['Asia/Kolkata', '2026-11-23T08:35:00.000Z'],
    ['Asia/Tokyo', '2026-11-23T05:05:00.000Z'],
    ['UTC', '2026-11-22T14:05:00.000Z'],
  ])('the next 14:05 is that of %s', (zone, at) => {
    expect(read('14:05', 'future', noon.now, zone)).toBe(at);
  });

  test('around midnight the day is that of the person', () => {
    expect(read('23:50', 'past', '2026-11-22T08:05:00.000Z', 'America/Los_Angeles')).toBe(
      '2026-11-22T07:50:00.000Z',
    );
    expect(read('tomorrow 09:00', 'future', '2026-11-22T23:30:00.000Z', 'Europe/Berlin')).toBe(
      '2026-11-24T08:00:00.000Z',
    );
  });
});

describe('When clocks go back', () => {
  // Berlin: 2026-10-25 at 01:00Z, 03:00 becomes 02:00. Los Angeles: 2026-11-01 at 09:00Z, 02:00 becomes 01:00.
  test.each([
    {
      zone: 'Europe/Berlin',
      text: '02:30',
      now: '2026-10-25T00:10:00.000Z',
      past: '2026-10-24T00:30:00.000Z',
      future: '2026-10-25T00:30:00.000Z',
    },
    {
      zone: 'Europe/Berlin',
      text: '02:30',
      now: '2026-10-25T00:45:00.000Z',
      past: '2026-10-25T00:30:00.000Z',
      future: '2026-10-25T01:30:00.000Z',
    },
    {
      zone: 'Europe/Berlin',
      text: '02:30',
      now: '2026-10-25T01:45:00.000Z',
      past: '2026-10-25T01:30:00.000Z',
      future: '2026-10-26T01:30:00.000Z',
    },
    {
      zone: 'Europe/Berlin',
      text: '12:00',
      now: '2026-10-25T06:00:00.000Z',
      past: '2026-10-24T10:00:00.000Z',
      future: '2026-10-25T11:00:00.000Z',
    },
    {
      zone: 'America/Los_Angeles',
      text: '01:30',
      now: '2026-11-01T08:45:00.000Z',
      past: '2026-11-01T08:30:00.000Z',
      future: '2026-11-01T09:30:00.000Z',
    },
    {
      zone: 'America/Los_Angeles',
      text: '01:30',
      now: '2026-11-01T12:00:00.000Z',
      past: '2026-11-01T09:30:00.000Z',
      future: '2026-11-02T09:30:00.000Z',
    },
  ])(
    '$text in $zone at $now is the latest or the next one',
    ({ zone, text, now, past, future }) => {
      expect(read(text, 'past', now, zone)).toBe(past);
      expect(read(text, 'future', now, zone)).toBe(future);
    },
  );

  test('hours are hours, days by the clock are days', () => {
    expect(read('in 24h', 'future', '2026-10-24T10:00:00.000Z', 'Europe/Berlin')).toBe(
      '2026-10-25T10:00:00.000Z',
    );
    expect(read('tomorrow 12:00', 'future', '2026-10-24T10:00:00.000Z', 'Europe/Berlin')).toBe(
      '2026-10-25T11:00:00.000Z',
    );
  });

  test('a date with its time means the first of the two', () => {
    expect(read('2026-10-25 02:30', 'past', '2026-11-22T10:00:00.000Z', 'Europe/Berlin')).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });
});

describe('When clocks go forward', () => {
  test('a time that does not exist is taken for the one an hour later', () => {
    expect(read('02:30', 'future', '2026-03-29T00:00:00.000Z', 'Europe/Berlin')).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });
});

describe('No time', () => {
  test.each([
    '',
    'soon',
    '24:00',
    '14:60',
    '9',
    '9am',
    '14.05',
    '14:05:00',
    'in 2',
    'in two hours',
    'in -2h',
    '2h',
    'ago',
    'tomorrow',
    '2026-02-30',
    '2026-13-01',
    '2026-12-01T25:00',
    '2026-12-01T14:05+99:00',
    '2026-1-1',
    '26-12-01',
    '01.12.2026',
    '12/01/2026',
    'z',
    'utc',
    'T14:05',
  ])('is “%s”', (text) => {
    expect(parseTime(text, 'future', noon)).toBeUndefined();
    expect(parseTime(text, 'past', noon)).toBeUndefined();
  });

  test('lies beyond four digits of a year, where text no longer sorts by time', () => {
    expect(read('9999-12-31 23:59', 'future', noon.now, 'America/Los_Angeles')).toBeUndefined();
  });
});

describe('A time within a line', () => {
  test.each([
    ['14:05 the server fell over', 1],
    ['14:05 UTC the server fell over', 2],
    ['tomorrow 09:00 sharp', 2],
    ['tomorrow at 09:00 sharp', 3],
    ['in 2 h or so', 3],
    ['2h ago it began', 2],
    ['2026-12-01 14:05 UTC and on', 3],
  ])('“%s” takes %i words', (line, used) => {
    expect(readTime(line.split(' '), 'future', noon)?.used).toBe(used);
  });

  test('is not half read: 2:30 pm is asked about', () => {
    expect(readTime(['2:30', 'pm'], 'past', noon)).toBeUndefined();
    expect(readTime(['2:30', 'p.m.', 'today'], 'past', noon)).toBeUndefined();
  });

  test('that cannot be read is quoted briefly, with the ways to write one', () => {
    expect(timeProblem('noonish')).toMatch(/“noonish”.*`14:05 UTC`.*`in 2h`/);
    expect(timeProblem('x'.repeat(50_000)).length).toBeLessThan(300);
  });
});
