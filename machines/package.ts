// The chart of a package for one partner: prepared, approved by two people, offered from its time on, opened, and ended.
// What is in it never changes under an approval: preparing it again begins anew.
import {
  s,
  approved,
  begun,
  denied,
  expired,
  initialPackage,
  linkTaken,
  moved,
  offered,
  opened,
  prepared,
  resumed,
  revoked,
  sent,
  startClock,
  stopClock,
  suspended,
} from './package-acts.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const packageChartVersion = 1;

const again = { PREPARE: { target: '#package.here.prepared', actions: prepared } } as const;
const ends = {
  REVOKE: { target: '#package.here.closed', actions: revoked },
  SUSPEND: { target: '#package.here.suspended', actions: suspended },
} as const;
/** A link that was given out is tried after it counts. */
const refuses = { DENIED: { actions: denied } } as const;
const reaches = {
  SENT: { guard: 'isRecipient', actions: sent },
  LINKED: { guard: 'isRecipient', actions: linkTaken },
} as const;

export const packageMachine = s.createMachine({
  id: 'package',
  context: ({ input }) => initialPackage(input),
  initial: 'here',
  states: {
    here: {
      initial: 'starting',
      on: { MOVED: { target: 'moved', actions: moved } },
      states: {
        starting: { always: { target: 'prepared', actions: begun } },
        prepared: {
          on: {
            ...again,
            ...ends,
            ...refuses,
            APPROVE: { guard: 'isWhole', target: 'approved', actions: approved },
          },
        },
        approved: {
          on: {
            ...again,
            ...ends,
            ...refuses,
            OFFER: { guard: 'mayOffer', target: 'out', actions: offered },
          },
        },
        out: {
          initial: 'offered',
          entry: startClock,
          exit: stopClock,
          on: {
            ...again,
            ...ends,
            ...refuses,
            ...reaches,
            OPENED: { guard: 'isRecipient', target: '.opened', actions: opened },
            EXPIRED: { target: 'closed', actions: expired },
          },
          states: { offered: {}, opened: {} },
        },
        suspended: {
          on: { ...refuses, REVOKE: ends.REVOKE, RESUME: { target: 'prepared', actions: resumed } },
        },
        closed: { on: { ...again, ...refuses } },
      },
    },
    moved: {},
  },
});
