// A drill that people lead: what the outside world does to it by clock (injects), and what is expected of them. It is
// kept with the incident, so that a changed scenario file changes no drill that runs.
import type { Exercise, IncidentContext, Inject, Phase, Played } from './incident-types.ts';
import type { Change } from './rule-parts.ts';

const timerOf = (n: number): string => `inject.${n}`;

const isPlayed = ({ played }: Exercise, n: number): boolean => played.some((one) => one.n === n);

/** Timers of the injects that count from this moment: the declaration (null), or the beginning of a phase. */
export function injectTimers(
  { exercise }: Pick<IncidentContext, 'exercise'>,
  from: Phase | null,
): NonNullable<Change['timers']> {
  if (exercise === undefined) return [];
  return exercise.injects
    .filter(({ n, phase }) => phase === from && !isPlayed(exercise, n))
    .map(({ n, afterMs }) => ({
      id: timerOf(n),
      event: { type: 'INJECT', n, at: '', by: 'ssirp' },
      delayMs: afterMs,
    }));
}

/** Nothing more happens to a drill that is over. */
export function injectsLeft({ exercise }: Pick<IncidentContext, 'exercise'>): string[] {
  if (exercise === undefined) return [];
  return exercise.injects.filter(({ n }) => !isPlayed(exercise, n)).map(({ n }) => timerOf(n));
}

/** Undefined where there is no such inject, or it has not been played. */
export function playedInject(
  { exercise }: Pick<IncidentContext, 'exercise'>,
  n: number,
): { inject: Inject; played: Played } | undefined {
  const inject = exercise?.injects.find((one) => one.n === n);
  const played = exercise?.played.find((one) => one.n === n);
  return inject === undefined || played === undefined ? undefined : { inject, played };
}
