// The times people type: ISO, `14:05`, `14:05 UTC`, `in 2h`, `2h ago`, `tomorrow 09:00`. In the person's zone
// unless they say UTC.
import type { IsoInstant } from '#machines/incident-types.ts';
import { clip } from './clip.ts';

export interface TimeContext {
  now: IsoInstant;
  /** IANA zone of the person. */
  zone: string;
}

/** `past`: 14:05 means the latest one; `future`: the next one. A bare date is midnight or the end of the working day. */
export type Direction = 'past' | 'future';

const units: Record<string, number> = { m: 1, min: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 };
const timeUsage =
  '`2026-11-22T14:05Z`, `14:05`, `14:05 UTC`, `in 2h`, `30m ago` or `tomorrow 09:00`';

/** Explains the accepted forms; for usage errors. */
export function timeProblem(text: string): string {
  return `I do not understand the time “${clip(text)}”. Write ${timeUsage}.`;
}

/** Reads a time of at most three words from the start of `words`; undefined when there is none. */
export function readTime(
  words: readonly string[],
  direction: Direction,
  context: TimeContext,
): { at: IsoInstant; used: number } | undefined {
  for (let used = Math.min(3, words.length); used > 0; used -= 1) {
    const at = parseTime(words.slice(0, used).join(' '), direction, context);
    if (at === undefined) continue;
    // `2:30 pm` must not be taken for half past two at night.
    return /^[ap]\.?m\.?$/i.test(words[used] ?? '') ? undefined : { at, used };
  }
  return undefined;
}

/** The instant that `text` names, or undefined. */
export function parseTime(
  text: string,
  direction: Direction,
  context: TimeContext,
): IsoInstant | undefined {
  const now = Temporal.Instant.from(context.now);
  const trimmed = text.trim();
  if (/^now$/i.test(trimmed)) return iso(now);

  const ahead = /^in (\d{1,5}) ?(m|min|h|d|w)$/i.exec(trimmed);
  if (ahead) return iso(now.add({ minutes: minutesOf(ahead) }));
  const ago = /^(\d{1,5}) ?(m|min|h|d|w) ago$/i.exec(trimmed);
  if (ago) return iso(now.subtract({ minutes: minutesOf(ago) }));

  const utc = /^(.*?)[ ]?(utc|z)$/i.exec(trimmed);
  const zone = utc ? 'UTC' : context.zone;
  const local = (utc?.[1] ?? trimmed).trim();
  return (
    clockTime(local, zone, now, direction) ??
    dateTime(local, zone, direction) ??
    offsetTime(trimmed)
  );
}

function minutesOf(match: RegExpExecArray): number {
  return Number(match[1]) * (units[(match[2] ?? '').toLowerCase()] ?? 0);
}

function clockTime(
  text: string,
  zone: string,
  now: Temporal.Instant,
  direction: Direction,
): IsoInstant | undefined {
  const match = /^(?:(yesterday|today|tomorrow) (?:at )?)?(\d{1,2}):(\d{2})$/i.exec(text);
  if (!match) return undefined;
  const [, word, hour, minute] = match;
  const time = { hour: Number(hour), minute: Number(minute) };
  if (time.hour > 23 || time.minute > 59) return undefined;
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const on = (days: number, disambiguation: 'compatible' | 'later'): Temporal.Instant =>
    today.add({ days }).toPlainDateTime(time).toZonedDateTime(zone, { disambiguation }).toInstant();
  if (word !== undefined) {
    const days = { yesterday: -1, today: 0, tomorrow: 1 }[word.toLowerCase()] ?? 0;
    return iso(on(days, 'compatible'));
  }
  // On the night when clocks go back a local time comes twice.
  const candidates = [-1, 0, 1]
    .flatMap((days) => [on(days, 'compatible'), on(days, 'later')])
    .toSorted((one, other) => Temporal.Instant.compare(one, other));
  const isAhead = (at: Temporal.Instant): boolean => Temporal.Instant.compare(at, now) > 0;
  const at =
    direction === 'past' ? candidates.findLast((one) => !isAhead(one)) : candidates.find(isAhead);
  return at === undefined ? undefined : iso(at);
}

function dateTime(text: string, zone: string, direction: Direction): IsoInstant | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?$/i.exec(text);
  if (!match) return undefined;
  const bare = direction === 'future' ? '17:00' : '00:00';
  try {
    return iso(
      Temporal.PlainDateTime.from(`${match[1]}T${match[2] ?? bare}`)
        .toZonedDateTime(zone)
        .toInstant(),
    );
  } catch {
    // A date that does not exist (2026-02-30) is a typing mistake like any other.
    return undefined;
  }
}

function offsetTime(text: string): IsoInstant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}:?\d{2}$/.test(text)) return undefined;
  try {
    return iso(Temporal.Instant.from(text));
  } catch {
    return undefined;
  }
}

/** undefined for years that do not have four digits: their text would not sort by time. */
function iso(at: Temporal.Instant): IsoInstant | undefined {
  const text = at.toString({ fractionalSecondDigits: 3 });
  return /^\d{4}-/.test(text) ? text : undefined;
}
