import { expect, test } from 'vitest';
import { duration, formatInstant, relative } from '#src/messages/time.ts';

const at = '2026-11-22T14:05:31.000Z';

test('a moment without a zone is said in UTC', () => {
  expect(formatInstant(at, null)).toBe('2026-11-22 14:05 UTC');
});

test("a moment is said in the person's zone, with UTC beside it", () => {
  expect(formatInstant(at, 'Europe/Berlin')).toBe('2026-11-22 15:05 Berlin (14:05 UTC)');
  expect(formatInstant(at, 'America/New_York')).toBe('2026-11-22 09:05 New York (14:05 UTC)');
});

test('the UTC date is said too when it is another day there', () => {
  expect(formatInstant(at, 'Asia/Tokyo')).toBe('2026-11-22 23:05 Tokyo (14:05 UTC)');
  expect(formatInstant('2026-11-22T23:30:00.000Z', 'Europe/Berlin')).toBe(
    '2026-11-23 00:30 Berlin (2026-11-22 23:30 UTC)',
  );
});

test('a zone that is UTC at that moment, or that nobody knows, gives UTC alone', () => {
  expect(formatInstant(at, 'Europe/London')).toBe('2026-11-22 14:05 UTC');
  expect(formatInstant('2026-07-01T14:05:00.000Z', 'Europe/London')).toBe(
    '2026-07-01 15:05 London (14:05 UTC)',
  );
  expect(formatInstant(at, 'Mars/Olympus_Mons')).toBe('2026-11-22 14:05 UTC');
});

test('a deadline is said as the time left or the time overdue', () => {
  expect(relative('2026-11-22T16:10:31.000Z', at)).toBe('in 2 h 5 min');
  expect(relative('2026-11-22T13:53:00.000Z', at)).toBe('12 min overdue');
  expect(relative('2026-11-22T14:05:59.000Z', at)).toBe('now');
});

test('a length of time is said in its two largest units', () => {
  expect(duration(3 * 86_400_000)).toBe('3 d');
  expect(duration(3 * 86_400_000 + 60_000)).toBe('3 d');
  expect(duration(26 * 3_600_000)).toBe('1 d 2 h');
  expect(duration(59_000)).toBe('less than a minute');
  expect(duration(-5)).toBe('less than a minute');
});
