// When a clock is warned of: at half of its time, at the last quarter, when it has passed, and then every day.
import type { ClockContext, ClockMark } from './clock-types.ts';
import type { IsoInstant } from './incident-types.ts';

const dayMs = 24 * 60 * 60_000;
const marks: readonly { mark: ClockMark; share: number }[] = [
  { mark: 'half', share: 0.5 },
  { mark: 'lastQuarter', share: 0.75 },
  { mark: 'passed', share: 1 },
];

type Timing = Pick<ClockContext, 'n' | 'group' | 't0At' | 'dueAt' | 'warned' | 'decided'>;

/**
 * The next warning and how long until then, in milliseconds; null for a clock without a due time. Of a proposal only
 * the first clock asks. A clock that was started late is warned of what it has already passed at most once.
 */
export function nextWarning(
  { n, group, t0At, dueAt, warned, decided }: Timing,
  at: IsoInstant,
): { mark: ClockMark; delayMs: number } | null {
  if (t0At === null || dueAt === null || (decided === null && n !== group)) return null;
  if (warned === 'passed') return { mark: 'passed', delayMs: dayMs };
  const now = ms(at);
  const from = ms(t0At);
  const length = ms(dueAt) - from;
  for (const { mark, share } of marks) {
    // A timer has whole milliseconds.
    const when = Math.round(from + length * share);
    if (when > now) return { mark, delayMs: when - now };
  }
  return { mark: 'passed', delayMs: 0 };
}

const ms = (at: IsoInstant): number => Temporal.Instant.from(at).epochMilliseconds;
