// The words of a booking on a release train, shared by its card and the list of what goes.
import type { TrainState } from '#machines/train-types.ts';

export const trainStateNames: Record<TrainState, string> = {
  open: 'open',
  frozen: 'frozen',
  announced: 'announced',
  departed: 'released',
  missed: 'missed',
  left: 'taken off',
  moved: 'moved',
};

/** `case 1`, `cases 1, 2`. */
export function casesNamed(cases: readonly number[]): string {
  return `${cases.length === 1 ? 'case' : 'cases'} ${cases.join(', ')}`;
}
