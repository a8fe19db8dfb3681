// Why a clock may not move now: every guard of its chart, by the name that its refusal carries.
import type { ClockContext, ClockEvent } from './clock-types.ts';

interface GuardArgs {
  context: ClockContext;
  event: ClockEvent;
}

export const clockGuards = {
  isPast: ({ event }: GuardArgs): boolean =>
    ('filedAt' in event && event.filedAt <= event.at) ||
    ('t0At' in event && event.t0At <= event.at),
  /** NIS2 alone lets a progress report take the place of the final one. */
  isOngoing: ({ context: { regime, obligation } }: GuardArgs): boolean =>
    (regime === 'nis2' || regime === 'nis2-trust') && obligation === 'finalReport',
} satisfies Record<string, (args: GuardArgs) => boolean>;

/** Predicates of what happens by itself; nobody is ever refused by these. */
export const clockConditions = {
  isProposal: ({ context }: GuardArgs): boolean => context.decided === null,
  waits: ({ context }: GuardArgs): boolean => context.waitsFor !== null,
  isAwaited: ({ context, event }: GuardArgs): boolean =>
    event.type === 'HAPPENED' &&
    event.what === context.waitsFor &&
    (event.group === undefined || event.group === context.group),
  waitsForMeasure: ({ context }: GuardArgs): boolean => context.waitsFor === 'measure',
  isMeant: ({ context, event }: GuardArgs): boolean =>
    (event.type === 'SETTLED' || event.type === 'DROPPED') &&
    event.regime === context.regime &&
    event.caseNumber === context.caseNumber &&
    (event.type !== 'DROPPED' ||
      event.obligation === undefined ||
      event.obligation === context.obligation),
};
