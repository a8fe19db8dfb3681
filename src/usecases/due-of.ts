// What is due in an incident apart from its tasks, with the chart on which each stands: one place for calendars, home
// pages and the console.
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { partsOf } from '#db/parts.ts';
import type { CaseContext } from '#machines/case-types.ts';
import { clockState } from '#machines/clock-state.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import { levels } from '#machines/levels.ts';
import { timetable } from '#machines/release-calendar.ts';
import { isOnItsWay, trainState } from '#machines/train-state.ts';
import type { DueThing } from '../commands/due.ts';

export interface Due {
  /** The chart whose events change it: `incident`, `case/1`. */
  instance: string;
  thing: DueThing;
  /** From when it is counted. */
  since: IsoInstant;
  dueAt: IsoInstant;
}

/** By what it is known again: several things are due of one booking. */
export function keyOf({ instance, thing }: Pick<Due, 'instance' | 'thing'>): string {
  return thing.kind === 'train' ? `${instance}/${thing.stop}` : instance;
}

/** What a closed incident leaves behind goes on; its sitreps do not. */
export function dueOf(db: Db, row: IncidentRow): Due[] {
  return [...sitrepOf(row), ...lastingDueOf(db, row.id)];
}

/** What of it goes on whether the incident is open or closed. */
export function lastingDueOf(db: Db, incidentId: string): Due[] {
  return [...clocksOf(db, incidentId), ...embargoesOf(db, incidentId), ...trainsOf(db, incidentId)];
}

/** Those that run, and of a regime that nobody has decided on the first, which is what the decision is about. */
function clocksOf(db: Db, incidentId: string): Due[] {
  return partsOf(db, incidentId, 'clock').flatMap(({ n, snapshot }): Due[] => {
    const { name, t0At, dueAt, proposedAt, group, warned } = snapshot.context;
    const state = clockState(snapshot);
    const isProposed = state === 'proposed';
    if (dueAt === null || (state !== 'running' && !(isProposed && n === group))) return [];
    return [
      {
        instance: `clock/${n}`,
        thing: { kind: 'clock', n, name, isProposed, isOverdue: warned === 'passed' },
        since: t0At ?? proposedAt,
        dueAt,
      },
    ];
  });
}

function embargoesOf(db: Db, incidentId: string): Due[] {
  return partsOf(db, incidentId, 'case').flatMap(({ n, closed, snapshot: { context } }): Due[] =>
    closed || context.embargoUntil === null
      ? []
      : [
          {
            instance: `case/${n}`,
            thing: { kind: 'embargo', caseNumber: n },
            since: agreedAt(context),
            dueAt: context.embargoUntil,
          },
        ],
  );
}

/** What of a booking is still to come, in the order of time; of one that is gone only its webcast. */
function trainsOf(db: Db, incidentId: string): Due[] {
  return partsOf(db, incidentId, 'train').flatMap(({ n, snapshot }): Due[] => {
    const { bookedAt: since, releaseAt, frozenAt, notice, webcast } = snapshot.context;
    const isAhead = isOnItsWay(snapshot);
    const isGone = trainState(snapshot) === 'departed';
    const stops = timetable(releaseAt);
    const due = { freeze: frozenAt === null, notice: notice === null, release: true } as const;
    return (['freeze', 'notice', 'release', 'webcast'] as const)
      .filter((stop) =>
        stop === 'webcast' ? webcast === null && (isAhead || isGone) : isAhead && due[stop],
      )
      .map((stop) => ({
        instance: `train/${n}`,
        thing: { kind: 'train', n, stop },
        since,
        dueAt: stops[stop],
      }));
  });
}

function sitrepOf({ closed, snapshot: { context } }: IncidentRow): Due[] {
  if (closed) return [];
  const { sitrepDueAt: dueAt, level } = context;
  const since = Temporal.Instant.from(dueAt)
    .subtract({ milliseconds: levels[level].sitrepMs })
    .toString({ fractionalSecondDigits: 3 });
  return [{ instance: 'incident', thing: { kind: 'sitrep' }, since, dueAt }];
}

function agreedAt({ history, openedAt }: CaseContext): IsoInstant {
  return history.findLast(({ machine, code }) => machine === 'em' && code === 'a')?.at ?? openedAt;
}
