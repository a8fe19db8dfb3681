// The chart of one clock: people decide whether it applies, it runs or waits for what it counts from, and ends when a
// person has said that it is done. It outlives its incident.
import {
  s,
  applied,
  asked,
  begun,
  dropped,
  filed,
  goesOn,
  initialClock,
  moved,
  notApplicable,
  noted,
  progressed,
  proposed,
  recounted,
  ring,
  silence,
  started,
  waived,
  warned,
} from './clock-acts.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const clockChartVersion = 1;

const applies = { APPLIES: { target: 'deciding', actions: applied } } as const;
const doesNotApply = {
  NOT_APPLICABLE: { target: 'notApplicable', actions: notApplicable },
} as const;
const ended = {
  ...doesNotApply,
  WAIVE: { target: 'waived', actions: waived },
  FILED: { guard: 'isPast', target: 'filed', actions: filed },
  SETTLED: { guard: 'isMeant', target: 'filed', actions: filed },
  DROPPED: { guard: 'isMeant', target: 'waived', actions: dropped },
} as const;
const happened = {
  HAPPENED: { guard: 'isAwaited', target: 'running', actions: started },
} as const;
const since = { SINCE: { guard: 'isPast', target: 'running', actions: recounted } } as const;
const warn = { WARN: { actions: [warned, ring] } } as const;
const closing = { INCIDENT_CLOSED: { actions: goesOn } } as const;

export const clockMachine = s.createMachine({
  id: 'clock',
  context: ({ input }) => initialClock(input),
  initial: 'here',
  states: {
    here: {
      initial: 'starting',
      on: { MOVED: { target: 'moved', actions: moved } },
      states: {
        starting: {
          always: [
            { guard: 'isProposal', target: 'proposed', actions: [proposed, ring] },
            { guard: 'waits', target: 'waiting', actions: begun },
            { target: 'running', actions: begun },
          ],
        },
        /** Applies: does it run, or wait? */
        deciding: { always: [{ guard: 'waits', target: 'waiting' }, { target: 'running' }] },
        proposed: {
          exit: silence,
          on: {
            ...applies,
            ...doesNotApply,
            ...warn,
            ...closing,
            SETTLED: ended.SETTLED,
            DROPPED: ended.DROPPED,
            SINCE: { guard: 'isPast', actions: [recounted, ring] },
            HAPPENED: { guard: 'isAwaited', actions: noted },
          },
        },
        running: {
          entry: ring,
          exit: silence,
          on: {
            ...ended,
            ...warn,
            ...closing,
            SINCE: { guard: 'isPast', actions: [recounted, ring] },
            PROGRESS: { guard: 'isOngoing', target: 'waiting', actions: progressed },
          },
        },
        waiting: {
          on: {
            ...ended,
            ...happened,
            ...since,
            ...closing,
            MEASURE: { guard: 'waitsForMeasure', actions: asked },
          },
        },
        filed: { on: { FILED: { guard: 'isPast', actions: filed } } },
        notApplicable: { on: applies },
        waived: { on: applies },
      },
    },
    moved: {},
  },
});
