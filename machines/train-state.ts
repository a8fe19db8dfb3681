// Reads the stored state of a booking, and takes it along when its incident is merged into another.
import type { EntryDraft } from './effects.ts';
import type { Move, MovedFrom } from './part-types.ts';
import type { Stored } from './stored.ts';
import { trainEntry } from './train-entries.ts';
import type { TrainContext, TrainState } from './train-types.ts';

export function trainState({ value }: Pick<Stored<TrainContext>, 'value'>): TrainState {
  return value === 'moved' ? 'moved' : (value as { here: TrainState }).here;
}

/** It is still to go. */
export function isOnItsWay(stored: Pick<Stored<TrainContext>, 'value'>): boolean {
  return ['open', 'frozen', 'announced'].includes(trainState(stored));
}

/** Words of a private incident stay there; what customers were told is no secret. */
export function trainMoved(
  context: TrainContext,
  { to, numbers, renamed, isWider }: Move,
): TrainContext {
  const { incidentId, n, cases, rereleaseOf, pulledIn, webcast, left } = context;
  const hidden = {
    reason: `booking ${n} of ${incidentId}, private: see there`,
    pulledIn: pulledIn === null ? null : { ...pulledIn, reason: '' },
    webcast: webcast === null ? null : { ...webcast, note: '' },
    left: left === null ? null : { ...left, reason: '' },
  };
  return {
    ...context,
    ...to,
    cases: cases.flatMap((was) => {
      const there = renamed.get(`case/${was}`);
      return there === undefined ? [] : [Number(there.slice('case/'.length))];
    }),
    rereleaseOf: rereleaseOf === null ? null : (numbers.get(rereleaseOf) ?? null),
    ...(isWider ? hidden : {}),
  };
}

export function trainTakenOver(context: TrainContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now booking ${from.n} of ${from.incidentId}`;
  return trainEntry(context, { at, by }, 'takenOver', did, { from: from.incidentId, was: from.n });
}
