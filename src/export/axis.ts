// The time axis of the drawing: from instants to positions, and where its ticks stand.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const ticksMax = 10;

/** Steps that people count in; the first with few enough ticks is taken. */
const steps = [
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
  91 * day,
  364 * day,
];

export interface Tick {
  ms: number;
  /** `14:00`, or `03-05` when ticks are days apart. */
  label: string;
  /** The date, on the first tick of each day; null on the others. */
  date: string | null;
}

export function ticksFor(startMs: number, endMs: number): Tick[] {
  const span = endMs - startMs;
  const step =
    steps.find((size) => span / size <= ticksMax) ?? Math.ceil(span / ticksMax / day) * day;
  const ticks: Tick[] = [];
  let lastDate = '';
  for (let ms = Math.ceil(startMs / step) * step; ms <= endMs; ms += step) {
    const text = Temporal.Instant.fromEpochMilliseconds(ms).toString();
    const date = text.slice(0, 10);
    const isNew = date !== lastDate;
    lastDate = date;
    ticks.push(
      step >= day
        ? { ms, label: date.slice(5), date: ticks.length === 0 ? date.slice(0, 4) : null }
        : { ms, label: text.slice(11, 16), date: isNew ? date : null },
    );
  }
  return ticks;
}
