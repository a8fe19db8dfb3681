// The chart of one booking on a release train: open until its scope is frozen, announced to customers, gone with the
// incident's release, or left or missed. Whether the incident may be released is its own chart's to say.
import {
  aboard,
  ashore,
  booked,
  departed,
  frozen,
  initialTrain,
  left,
  missed,
  moved,
  noticed,
  pulledIn,
  reminded,
  s,
  silence,
  webcastHeld,
} from './train-acts.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const trainChartVersion = 1;

const cases = {
  CASE_ON: { guard: 'isNotAboard', actions: aboard },
  CASE_OFF: [
    { guard: 'isLastAboard', target: 'left', actions: left },
    { guard: 'isAboard', actions: ashore },
  ],
} as const;

const onItsWay = {
  ...cases,
  NOTICE: { guard: 'isNewNotice', target: 'announced', actions: noticed },
  REMIND: { actions: reminded },
  PULLED_IN: { guard: 'isMeant', actions: pulledIn },
  DEPARTED: { guard: 'isDue', target: 'departed', actions: departed },
  PASSED: { target: 'missed', actions: missed },
  LEAVE: { target: 'left', actions: left },
} as const;

export const trainMachine = s.createMachine({
  id: 'train',
  context: ({ input }) => initialTrain(input),
  initial: 'here',
  states: {
    here: {
      initial: 'starting',
      on: { MOVED: { target: 'moved', actions: moved } },
      states: {
        starting: {
          always: [
            { guard: 'isFrozen', target: 'frozen', actions: booked },
            { target: 'open', actions: booked },
          ],
        },
        open: { on: { ...onItsWay, FREEZE: { target: 'frozen', actions: frozen } } },
        frozen: { on: onItsWay },
        announced: { on: onItsWay },
        departed: {
          on: {
            REMIND: { actions: reminded },
            WEBCAST: { guard: 'isNotHeld', actions: webcastHeld },
          },
        },
        missed: { entry: silence },
        left: { entry: silence },
      },
    },
    moved: {},
  },
});
