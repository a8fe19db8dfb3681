// The tests of the incident chart as a whole, for one level: the two test files that use it run side by side.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Level } from '#machines/incident-types.ts';
import { Coverage } from './incident-coverage.ts';
import type { Refused, Situation, Taken } from './incident-exploration.ts';
import { explore, where } from './incident-exploration.ts';
import type { PromiseName } from './incident-promises.ts';
import { promises, promisesOfRefusals, promisesOfSteps } from './incident-promises.ts';

const situationsMax = 1_000;

type Table<Seen> = Partial<Record<PromiseName, (seen: Seen) => string | null>>;

const step = ({ before, event }: Taken | Refused): string => `${event.type} in ${where(before)}`;

/** Explores once and then asks for every promise whether it was kept everywhere. */
export function describeModel(level: Level): void {
  describe(`In every situation of an incident declared at level ${level}, for every event,`, () => {
    const broken = new Map<PromiseName, Set<string>>();
    const coverage = new Coverage(level);
    let explored = 0;

    const check = <Seen>(table: Table<Seen>, seen: Seen, at: (seen: Seen) => string): void => {
      for (const [name, promise] of Object.entries(table) as [
        PromiseName,
        (seen: Seen) => string | null,
      ][]) {
        const problem = promise(seen);
        const problems = broken.get(name) ?? new Set();
        if (problem !== null && problems.size < 10)
          broken.set(name, problems.add(`${problem} | ${at(seen)}`));
      }
    };
    beforeAll(() => {
      explored = explore(
        { level, situationsMax },
        {
          situation: (situation: Situation) =>
            check(
              promises,
              situation,
              ({ path, moment }) =>
                `${where(moment)} after ${path.map(({ type }) => type).join(' ')}`,
            ),
          taken: (taken) => {
            coverage.taken(taken);
            check<Taken>(promisesOfSteps, taken, step);
          },
          refused: (refused) => {
            coverage.refused(refused);
            check<Refused>(promisesOfRefusals, refused, step);
          },
        },
      );
    });

    test('nothing is left unexplored', () => {
      expect(explored).toBeGreaterThan(300);
      expect(explored).toBeLessThanOrEqual(situationsMax);
    });

    test.each(
      [promises, promisesOfSteps, promisesOfRefusals].flatMap((table) =>
        Object.keys(table),
      ) as PromiseName[],
    )('%s', (name) => {
      expect([...(broken.get(name) ?? [])]).toEqual([]);
    });

    test('where a refusal says an event belongs, it was taken at some time', () => {
      expect(coverage.emptyPromises()).toEqual([]);
    });

    test('every state of the chart is reached', () => {
      expect(coverage.statesMissing()).toEqual([]);
    });

    test('every transition of the chart is taken', () => {
      expect(coverage.transitionsMissing()).toEqual([]);
    });
  });
}
