// Moments and spans of time in words. Moments come in as ISO-8601 UTC text; nothing here knows what time it is.
import type { IsoInstant } from '#machines/incident-types.ts';

const minute = 60_000;

/** `2026-11-22 14:05 UTC`, or `2026-11-22 15:05 Berlin (14:05 UTC)` for somebody whose clock differs. */
export function formatInstant(at: IsoInstant, zone: string | null): string {
  const utc = Temporal.Instant.from(at).toZonedDateTimeISO('UTC');
  const local = zone === null ? null : inZone(at, zone);
  if (zone === null || local === null || local.offsetNanoseconds === 0) return `${stamp(utc)} UTC`;
  const sameDay = local.toPlainDate().equals(utc.toPlainDate());
  return `${stamp(local)} ${cityOf(zone)} (${sameDay ? timeOfDay(utc) : stamp(utc)} UTC)`;
}

/** `2026-11-22 14:05 UTC, 15:05 Berlin`: in UTC and in every zone, with the date where it is another day. */
export function inZones(at: IsoInstant, zones: readonly string[]): string {
  const utc = Temporal.Instant.from(at).toZonedDateTimeISO('UTC');
  const others = zones.flatMap((zone) => {
    const local = inZone(at, zone);
    if (local === null || local.offsetNanoseconds === 0) return [];
    const sameDay = local.toPlainDate().equals(utc.toPlainDate());
    return [`${sameDay ? timeOfDay(local) : stamp(local)} ${cityOf(zone)}`];
  });
  return [`${stamp(utc)} UTC`, ...others].join(', ');
}

/** `in 2 h 5 min`, `now`, or `12 min overdue`. */
export function relative(at: IsoInstant, now: IsoInstant): string {
  const ms = between(now, at);
  if (Math.abs(ms) < minute) return 'now';
  return ms > 0 ? `in ${duration(ms)}` : `${duration(-ms)} overdue`;
}

/** The two largest units of a length of time in milliseconds: `2 h 5 min`, `3 d`, `less than a minute`. */
export function duration(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / minute);
  const parts = [
    { count: Math.floor(minutes / 1440), unit: 'd' },
    { count: Math.floor(minutes / 60) % 24, unit: 'h' },
    { count: minutes % 60, unit: 'min' },
  ];
  const first = parts.findIndex(({ count }) => count > 0);
  if (first === -1) return 'less than a minute';
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count} ${unit}`)
    .join(' ');
}

/** Milliseconds from one moment to another; negative when `to` is earlier. */
export function between(from: IsoInstant, to: IsoInstant): number {
  return (
    Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds
  );
}

/** A platform may name a zone that this machine does not know; UTC is then the honest answer. */
function inZone(at: IsoInstant, zone: string): Temporal.ZonedDateTime | null {
  try {
    return Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  } catch {
    return null;
  }
}

function stamp(moment: Temporal.ZonedDateTime): string {
  return `${moment.toPlainDate().toString()} ${timeOfDay(moment)}`;
}

function timeOfDay(moment: Temporal.ZonedDateTime): string {
  return moment.toPlainTime().toString({ smallestUnit: 'minute' });
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
