// `npm run soak`: the soak at full size; prints its figures and fails when anything was lost, doubled or refused.
import { parseArgs } from 'node:util';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    incidents: { type: 'string', default: '500' },
    people: { type: 'string', default: '200' },
    events: { type: 'string', default: '50000' },
    hanging: { type: 'string', default: '6' },
    seed: { type: 'string', default: '1' },
  },
});
const startedAt = performance.now();
const size = {
  incidents: Number(values.incidents),
  people: Number(values.people),
  events: Number(values.events),
  seed: Number(values.seed),
  failing: 0.05,
  hanging: Number(values.hanging),
  powerFailures: 3,
};
const figures = await soak(size, (done) => {
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  process.stderr.write(`${done} of ${size.events} events, ${seconds} s\n`);
});
const minutes = Math.round((performance.now() - startedAt) / 6000) / 10;
process.stdout.write(`${JSON.stringify({ ...figures, minutes }, null, 2)}\n`);
const wrong = [
  figures.lost,
  figures.doubled,
  figures.outOfOrder,
  figures.uninvited,
  figures.problems,
];
process.exitCode =
  wrong.every((list) => list.length === 0) && figures.callsRefused + figures.unanswered === 0
    ? 0
    : 1;
