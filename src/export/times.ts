// Instants and durations for people: UTC first, then each configured zone.
// Works on ISO text by slicing; Temporal is asked only once per zone and quarter of an hour.
import type { IsoInstant } from '#machines/incident-types.ts';

const slotMinutes = 15;
const slotsMax = 4096;

export interface Times {
  /** `2026-03-02 18:05 UTC` */
  utc(at: IsoInstant): string;
  /** One text per zone: `10:05 Los Angeles`, with `03-03` before it where the date differs from UTC's. */
  local(at: IsoInstant): readonly string[];
  /** UTC and the zones in one line. */
  full(at: IsoInstant): string;
}

/** Where a quarter of an hour of UTC begins in one zone. */
interface Slot {
  /** Up to the hour and its colon. */
  prefix: string;
  minute: number;
}

export function timesIn(zones: readonly string[]): Times {
  const shown = zones
    .filter((zone) => zone !== 'UTC' && zone !== 'Etc/UTC')
    .map((zone) => ({ zone, label: placeOf(zone) }));
  const slots = new Map<string, Slot[]>();
  let lastMinute = '';
  let lastLocal: readonly string[] = [];

  function slotsAt(at: IsoInstant): Slot[] {
    const start = Math.floor(Number(at.slice(14, 16)) / slotMinutes) * slotMinutes;
    const key = `${at.slice(0, 14)}${two(start)}`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    if (slots.size >= slotsMax) slots.clear();
    const fresh = shown.map(({ zone }) => slotOf(key, zone));
    slots.set(key, fresh);
    return fresh;
  }

  function local(at: IsoInstant): readonly string[] {
    if (shown.length === 0) return lastLocal;
    const minute = at.slice(0, 16);
    if (minute === lastMinute) return lastLocal;
    const past = Number(at.slice(14, 16)) % slotMinutes;
    lastMinute = minute;
    lastLocal = slotsAt(at).map(
      (slot, index) => `${slot.prefix}${two(slot.minute + past)} ${shown[index]?.label ?? ''}`,
    );
    return lastLocal;
  }

  return {
    utc,
    local,
    full: (at) => (shown.length === 0 ? utc(at) : `${utc(at)} (${local(at).join(', ')})`),
  };
}

export function utc(at: IsoInstant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

export function msOf(at: IsoInstant): number {
  return Temporal.Instant.from(at).epochMilliseconds;
}

/** `2 d 3 h 5 min`, `42 min`, `35 s`; never negative, seconds only below a minute. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

function slotOf(minuteText: string, zone: string): Slot {
  const there = Temporal.Instant.from(`${minuteText}Z`).toZonedDateTimeISO(zone);
  const date = there.toPlainDate().toString();
  const day = date === minuteText.slice(0, 10) ? '' : `${date.slice(5)} `;
  return { prefix: `${day}${two(there.hour)}:`, minute: there.minute };
}

/** `America/Los_Angeles` is known to its people as Los Angeles. */
function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
