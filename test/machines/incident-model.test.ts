// The incident chart as a whole, explored from a declaration at level 4, where few roles are needed.
import { expect, test } from 'vitest';
import { chartParts } from './incident-coverage.ts';
import { saidByPeople, saidByTimers } from './incident-exploration.ts';
import { describeModel } from './incident-model.ts';

describeModel(4);

test('the exploration says an event of every kind', () => {
  const said = new Set([...saidByPeople, ...Object.values(saidByTimers)].map(({ type }) => type));
  const known = new Set(
    [...chartParts().transitions.keys()]
      .map(({ eventType }) => String(eventType))
      .filter((type) => type !== ''),
  );

  expect(known).toEqual(said);
});
