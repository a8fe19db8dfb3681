// How a drill went, as a pure function of its record: what was measured, and what of it the scenario's expectations say.
import type { CaseMove } from './case-types.ts';
import { clockOutcome } from './clock-outcome.ts';
import type { ClockContext, ClockState } from './clock-types.ts';
import { desiderataOf } from './desiderata.ts';
import type { Inject, Played } from './incident-types.ts';
import type { IncidentContext, IsoInstant, Level, Role } from './incident-types.ts';
import { levels } from './levels.ts';
import { after, msBetween } from './rule-parts.ts';

export const measures = [
  'acknowledge',
  'staff',
  'guidance',
  'overrides',
  'clocksMissed',
  'desiderata',
  'injects',
] as const;
type Measure = (typeof measures)[number];

export interface ScoreRow {
  measure: Measure;
  /** Milliseconds since the declaration for the first three, else a number; null: it has not happened. */
  value: number | null;
  /** The most (of desiderata and injects: the least) that is expected; null: only measured. */
  expected: number | null;
  /** Null: not judged, or not yet. */
  met: boolean | null;
  /** Of how many, where there is such a number. */
  of: number | null;
  /** Which fell short: clocks, cases or injects, by number. */
  short: number[];
}

export interface Score {
  /** Null: no scenario was played. */
  scenario: string | null;
  rows: ScoreRow[];
  met: number;
  /** How many rows are judged. */
  judged: number;
}

/** A line of the timeline, as far as the score reads it. */
interface Recorded {
  kind: string;
  occurredAt: IsoInstant;
  data: Record<string, unknown>;
}

interface ScoredRecord {
  context: IncidentContext;
  /** In order. */
  entries: Iterable<Recorded>;
  clocks: readonly { n: number; state: ClockState; context: ClockContext }[];
  cases: readonly { n: number; states: unknown; context: { history: readonly CaseMove[] } }[];
  closed: boolean;
  /** Until when an open drill is measured. */
  now: IsoInstant;
}

interface Course {
  acknowledgedAt: IsoInstant | null;
  staffedAt: IsoInstant | null;
  guidedAt: IsoInstant | null;
  overrides: number;
  /** When the drill ended last; null while it runs. */
  endedAt: IsoInstant | null;
}

/** Desired orders of events in Vultron's model. */
const desiderataTotal = 12;

/** Scores what is known at `now`; what an open drill may still reach is not judged yet. */
export function scoreOf(record: ScoredRecord): Score {
  const { context, closed, now } = record;
  const { declaredAt, exercise } = context;
  const expected = exercise?.expected ?? {};
  const course = courseOf(record);
  const until = (closed ? course.endedAt : null) ?? now;
  const within = (
    measure: Measure,
    at: IsoInstant | null,
    mostMs: number | undefined,
  ): ScoreRow => {
    const value = at === null ? null : Math.max(0, msBetween(declaredAt, at));
    const isOver = closed || msBetween(declaredAt, until) > (mostMs ?? 0);
    const met = value === null ? (isOver ? false : null) : value <= (mostMs ?? 0);
    return row(measure, value, { expected: mostMs, met });
  };
  const rows = [
    within('acknowledge', course.acknowledgedAt, expected.acknowledgeMs),
    within('staff', course.staffedAt, expected.staffMs),
    within('guidance', course.guidedAt, expected.guidanceMs),
    atMost('overrides', course.overrides, expected.overrides, closed),
    clocksRow(record, until, expected.clocksMissed),
    desiderataRow(record, expected.desiderata),
    injectsRow(exercise?.injects ?? [], exercise?.played ?? [], until, closed),
  ];
  const judged = rows.filter(({ met }) => met !== null);
  return {
    scenario: exercise?.scenario ?? null,
    rows,
    met: judged.filter(({ met }) => met).length,
    judged: judged.length,
  };
}

function row(
  measure: Measure,
  value: number | null,
  {
    expected,
    met,
    of = null,
    short = [],
  }: { expected: number | undefined; met: boolean | null; of?: number | null; short?: number[] },
): ScoreRow {
  const isJudged = expected !== undefined;
  return {
    measure,
    value,
    expected: expected ?? null,
    met: isJudged ? met : null,
    of,
    short,
  };
}

/** Too many is so at once; few enough only in the end. */
function atMost(
  measure: Measure,
  value: number,
  most: number | undefined,
  closed: boolean,
  more: { of?: number; short?: number[] } = {},
): ScoreRow {
  const isTooMuch = value > (most ?? 0);
  return row(measure, value, {
    expected: most,
    met: isTooMuch ? false : closed ? true : null,
    ...more,
  });
}

function courseOf({ entries }: ScoredRecord): Course {
  const ready = new Set<Role>();
  const course: Course = {
    acknowledgedAt: null,
    staffedAt: null,
    guidedAt: null,
    overrides: 0,
    endedAt: null,
  };
  let level: Level = 4;
  for (const { kind, occurredAt, data } of entries) {
    const role = data['role'] as Role;
    switch (kind) {
      case 'declared':
        level = data['level'] as Level;
        break;
      case 'level':
        level = data['to'] as Level;
        break;
      case 'roleClaimed':
      case 'roleAcknowledged':
        ready.add(role);
        if (role === 'crisis_lead') course.acknowledgedAt ??= occurredAt;
        if (levels[level].roles.every((one) => ready.has(one))) course.staffedAt ??= occurredAt;
        break;
      // Being asked is not yet having said yes.
      case 'roleAssigned':
      case 'roleReleased':
        ready.delete(role);
        break;
      case 'guidance':
      case 'released':
        course.guidedAt ??= occurredAt;
        break;
      case 'overridden':
        course.overrides += 1;
        break;
      case 'closed':
        course.endedAt = occurredAt;
        break;
    }
  }
  return course;
}

function clocksRow(
  { clocks, closed }: ScoredRecord,
  until: IsoInstant,
  most: number | undefined,
): ScoreRow {
  const outcomes = clocks.map((clock) => ({ n: clock.n, went: clockOutcome(clock, until) }));
  const short = outcomes
    .filter(({ went }) => went === 'late' || went === 'overdue')
    .map(({ n }) => n);
  const of = outcomes.filter(({ went }) => went !== null).length;
  return atMost('clocksMissed', short.length, most, closed, { of, short });
}

/** The worst of its cases counts. */
function desiderataRow({ cases, closed }: ScoredRecord, least: number | undefined): ScoreRow {
  const counts = cases
    .filter(({ states }) => states !== null)
    .map(({ n, context }) => ({
      n,
      met: desiderataOf(context.history).filter(({ met }) => met === true).length,
    }));
  const value = counts.length === 0 ? null : Math.min(...counts.map(({ met }) => met));
  return row('desiderata', value, {
    expected: least,
    // No order is met twice or lost again: what came first stays first.
    met: value !== null && value >= (least ?? 0) ? true : closed ? false : null,
    of: value === null ? null : desiderataTotal,
    short: counts.filter(({ met }) => met < (least ?? 0)).map(({ n }) => n),
  });
}

function injectsRow(
  injects: readonly Inject[],
  played: readonly Played[],
  until: IsoInstant,
  closed: boolean,
): ScoreRow {
  const asked = played.flatMap(({ n, at, answered }) => {
    const withinMs = injects.find((inject) => inject.n === n)?.answerWithinMs ?? null;
    if (withinMs === null) return [];
    const dueAt = after(at, withinMs);
    const isOver = closed || until > dueAt;
    return [{ n, met: answered === null ? (isOver ? false : null) : answered.at <= dueAt }];
  });
  const short = asked.filter(({ met }) => met === false).map(({ n }) => n);
  const inTime = asked.filter(({ met }) => met === true).length;
  const isSettled = short.length > 0 || (closed && asked.length > 0);
  return row('injects', inTime, {
    expected: asked.length === 0 ? undefined : asked.length,
    met: isSettled ? short.length === 0 : null,
    of: asked.length,
    short,
  });
}
