// A small soak with every test run; `npm run soak` is the whole of it.
import { expect, test } from 'vitest';
import { soak } from './soak.ts';

test('an organisation at work, on a Slack that fails and with power failures, loses nothing and does nothing twice', async () => {
  const figures = await soak({
    incidents: 12,
    people: 30,
    events: 600,
    failing: 0.05,
    hanging: 0,
    powerFailures: 3,
    seed: 7,
  });

  expect(figures).toMatchObject({
    declared: 12,
    starts: 4,
    unanswered: 0,
    lost: [],
    doubled: [],
    outOfOrder: [],
    uninvited: [],
    problems: [],
    callsRefused: 0,
  });
  // The chance was real: Slack failed in each of its ways.
  expect(Object.keys(figures.callsFailed)).toHaveLength(6);
}, 120_000);
