// The SSIRP statechart of one incident: which event may happen when. What it then does is in incident-rules.ts,
// why it may be refused in incident-guards.ts. Pure: nothing here runs an effect or reads a clock.
import { setup } from 'xstate';
import type { Consequence, Effect, EntryDraft } from './effects.ts';
import * as words from './entries.ts';
import { conditions, guards } from './incident-guards.ts';
import { declared, enterPhase, rules } from './incident-rules.ts';
import type { Change, TimerMove } from './rule-parts.ts';
import { after, msBetween, repeated } from './rule-parts.ts';
import type {
  DeclareInput,
  IncidentContext,
  IncidentEvent,
  IsoInstant,
  Phase,
} from './incident-types.ts';
import { roles } from './incident-types.ts';
import { levels } from './levels.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const incidentChartVersion = 1;

const minute = 60_000;

/** The instant of the event; the very first step has no event but its input, kept in the context. */
function instantOf(context: IncidentContext, event: { at?: IsoInstant }): IsoInstant {
  return event.at ?? context.declaredAt;
}

/** Milliseconds from the event to an instant, never negative. */
function until(due: IsoInstant, context: IncidentContext, event: { at?: IsoInstant }): number {
  return Math.max(0, msBetween(instantOf(context, event), due));
}

/** Timers carry a placeholder stamp: whoever fires them puts in the instant. */
const timer = <T extends IncidentEvent['type']>(type: T) =>
  ({ type, at: '', by: 'ssirp' }) as Extract<IncidentEvent, { type: T }>;

const s = setup({
  types: {
    context: {} as IncidentContext,
    events: {} as IncidentEvent,
    input: {} as DeclareInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: {
    effect: (_args, _effect: Effect) => {},
    consequence: (_args, _consequence: Consequence) => {},
    moveTimer: (_args, _move: TimerMove) => {},
  },
  guards: { ...guards, ...conditions },
  delays: {
    sitrep: ({ context, event }) => until(context.sitrepDueAt, context, event),
    sitrepAgain: ({ context }) =>
      repeated(levels[context.level].sitrepMs, context.reminders.sitrep),
    staffing: ({ context }) =>
      repeated(levels[context.level].ackMs, context.reminders.staffing + 1),
    shift: ({ context, event }) =>
      Math.max(0, until(context.shiftEndsAt ?? context.declaredAt, context, event) - 30 * minute),
    release: ({ context, event }) => until(context.releaseAt ?? context.declaredAt, context, event),
    monitoring: ({ context, event }) =>
      until(context.monitoringUntil ?? context.declaredAt, context, event),
  },
});

/** Turns a Change into XState actions, which `step()` reads back as data. */
const change = (make: (context: IncidentContext, event: IncidentEvent) => Change) =>
  s.enqueueActions(({ context, event, enqueue }) => {
    const {
      set,
      entries = [],
      effects = [],
      consequences = [],
      timers = [],
      cancel = [],
      moves = [],
    } = make(context, event);
    if (set !== undefined) enqueue.assign(set);
    for (const entry of entries) enqueue.emit({ type: 'entry', entry });
    for (const effect of effects) enqueue({ type: 'effect', params: effect });
    for (const consequence of consequences) enqueue({ type: 'consequence', params: consequence });
    for (const id of cancel) enqueue.cancel(id);
    for (const { id, event: later, delayMs } of timers)
      enqueue.raise(later, { id, delay: delayMs });
    for (const move of moves) enqueue({ type: 'moveTimer', params: move });
  });

/** The rule of the event at hand. Exactly one region applies it; the others only move. */
const apply = change((context, event) => {
  const rule = rules[event.type] as (context: IncidentContext, event: IncidentEvent) => Change;
  return rule(context, event);
});

const enter = (phase: Phase) => [
  s.enqueueActions(({ context, event, enqueue }) => {
    const by = (event as Partial<IncidentEvent>).by ?? context.declaredBy;
    const stamp = { at: instantOf(context, event), by };
    enqueue.emit({ type: 'entry', entry: words.phaseEntered(stamp, phase, context.epoch) });
  }),
  change((context, event) => enterPhase(context, phase, event)),
];

/** The documents go out at the time agreed, also when the world has come to know before: their updates may not be there. */
const release = s.enqueueActions(({ context, event, enqueue }) => {
  if (context.releasedAt !== null) return;
  const delay = until(context.releaseAt ?? context.declaredAt, context, event);
  if (delay > 0) enqueue.raise(timer('RELEASE_DUE'), { id: 'release', delay });
  else enqueue({ type: 'consequence', params: { kind: 'releaseDocuments' } });
});

const applied = { actions: apply };
/** Only while the reminder rings: each is put off where it lives. */
const snooze = (what: 'sitrep' | 'staffing' | 'handover' | 'role') => ({
  guard: { type: 'snoozes' as const, params: { what } },
  actions: apply,
});
const advanceTo = (target: string) => ({
  ADVANCE: { guard: 'exitCriteriaMet' as const, target, actions: apply },
  OVERRIDE: { target, actions: apply },
});
const toLevel = (level: 1 | 2 | 3 | 4) => ({
  guard: { type: 'changesLevelTo' as const, params: { level } },
  target: `.level${level}` as const,
  actions: apply,
});
const ifLevel = (level: 1 | 2 | 3 | 4) => ({
  guard: { type: 'isLevel' as const, params: { level } },
  target: `level${level}` as const,
});
const backTo = (phase: Phase) => ({
  guard: { type: 'regressesTo' as const, params: { phase } },
  target: `.${phase}` as const,
  actions: apply,
});

export const incidentMachine = s.createMachine({
  id: 'incident',
  context: ({ input }) => {
    const { shiftMs, sitrepMs } = levels[input.level];
    return {
      id: input.id,
      title: input.title,
      kind: input.kind,
      level: input.level,
      visibility: input.visibility,
      drill: input.drill,
      declaredAt: input.at,
      declaredBy: input.by,
      phase: 'mobilize',
      epoch: 0,
      roles: {},
      members: [input.by],
      brief: null,
      tlp: null,
      scope: null,
      affected: [],
      mitigation: null,
      decision: null,
      fixReadyAt: null,
      approvals: { comms: null, legal: null },
      goVotes: [],
      releaseAt: null,
      releasedAt: null,
      guidance: null,
      monitoring: 'notStarted',
      monitoringUntil: null,
      postmortem: null,
      facts: { public: null, exploit: null, attacks: null },
      lastSitrepAt: input.at,
      sitrepDueAt: after(input.at, sitrepMs),
      reminders: { sitrep: 0, staffing: 0 },
      shiftEndsAt: shiftMs === null ? null : after(input.at, shiftMs),
      handoverTo: null,
      mergedInto: null,
      outcome: null,
      ...(input.exercise === undefined ? {} : { exercise: { ...input.exercise, played: [] } }),
    };
  },
  entry: change((context) => declared(context)),
  initial: 'active',
  // The record stays open for ever: what was said can be noted, corrected or exported after closing.
  on: {
    NOTE: applied,
    LINK: applied,
    CORRECT: applied,
    WITHDRAW: applied,
    FINDING: applied,
    EXPORTED: applied,
    CHANNEL_OPENED: applied,
    GROUP_INVITED: applied,
    DELIVERY_FAILED: applied,
    MEMBER_JOINED: { guard: 'isNotMember', actions: apply },
    MEMBER_LEFT: { guard: 'isMember', actions: apply },
    // Who can read it matters as long as there is something to read.
    CAME_UNINVITED: { guard: 'isUninvited', actions: apply },
    FOUND_IN_ROOM: applied,
    ADMIN_JOINED: { guard: 'isNewcomer', actions: apply },
    REMOVED: applied,
    STANDING_LOST: { guard: 'isInvolved', actions: apply },
    ACCESS_REVIEWED: applied,
    // A case may change after closing; after reopening it counts.
    CRITICAL_CASE: { guard: 'isNewOfCase', actions: apply },
    ROOM_CHANGED: { guard: 'isOtherThanBefore', actions: apply },
    ROOM_LOST: { guard: 'isNewLoss', actions: apply },
    ROOM_BACK: { guard: 'isRoomLost', actions: apply },
  },
  states: {
    active: {
      type: 'parallel',
      exit: [...roles.map((role) => s.cancel(`role.${role}`)), s.cancel('access')],
      on: {
        STAND_DOWN: { guard: 'canStandDown', target: 'closed.stoodDown', actions: apply },
        FALSE_POSITIVE: {
          guard: 'canBeFalsePositive',
          target: 'closed.falsePositive',
          actions: apply,
        },
        DRILL_STOPPED: { guard: 'isDrill', target: 'closed.stoodDown', actions: apply },
        MERGE: { guard: 'isAnotherIncident', target: 'closed.merged', actions: apply },
      },
      states: {
        phase: {
          initial: 'mobilize',
          on: {
            REGRESS: [
              backTo('mobilize'),
              backTo('assess'),
              backTo('remediate'),
              backTo('communicate'),
            ],
          },
          states: {
            mobilize: {
              initial: 'alerting',
              entry: [
                ...enter('mobilize'),
                s.raise(timer('STAFFING_OVERDUE'), { delay: 'staffing', id: 'staffing' }),
              ],
              exit: s.cancel('staffing'),
              on: {
                ...advanceTo('assess'),
                SNOOZE: snooze('staffing'),
                STAFFING_OVERDUE: {
                  actions: [
                    apply,
                    s.raise(timer('STAFFING_OVERDUE'), { delay: 'staffing', id: 'staffing' }),
                  ],
                },
              },
              states: {
                alerting: { always: { guard: 'leadClaimed', target: 'staffing' } },
                staffing: {
                  always: [
                    { guard: 'leadMissing', target: 'alerting' },
                    { guard: 'mobilized', target: 'briefed' },
                  ],
                },
                briefed: { always: { guard: 'notMobilized', target: 'staffing' } },
              },
            },
            assess: {
              initial: 'scoping',
              entry: enter('assess'),
              on: advanceTo('remediate'),
              states: {
                scoping: { always: { guard: 'scoped', target: 'stabilizing' } },
                stabilizing: { always: { guard: 'stable', target: 'deciding' } },
                deciding: { always: { guard: 'unstable', target: 'stabilizing' } },
              },
            },
            remediate: {
              initial: 'developing',
              entry: enter('remediate'),
              on: {
                ...advanceTo('communicate'),
                APPROVE: { guard: 'isNewApproval', actions: apply },
                FIX_FAILED: [
                  {
                    guard: 'rootCauseWrong',
                    target: '#incident.active.phase.assess',
                    actions: apply,
                  },
                  { target: '.developing', actions: apply },
                ],
              },
              states: {
                developing: {
                  always: [
                    { guard: 'advisoryOnly', target: 'fixless' },
                    { guard: 'fixIsReady', target: 'ready' },
                  ],
                  on: {
                    FIX_BUILT: { target: 'verifying', actions: apply },
                    FIX_READY: { target: 'ready', actions: apply },
                  },
                },
                verifying: {
                  on: {
                    FIX_VERIFIED: { target: 'validating', actions: apply },
                    FIX_READY: { target: 'ready', actions: apply },
                  },
                },
                validating: { on: { FIX_READY: { target: 'ready', actions: apply } } },
                ready: {},
                fixless: { always: { guard: 'fixDecided', target: 'developing' } },
              },
            },
            communicate: {
              initial: 'staging',
              entry: enter('communicate'),
              on: {
                ...advanceTo('review'),
                FIX_FAILED: { target: '#incident.active.phase.assess', actions: apply },
              },
              states: {
                staging: {
                  always: [
                    { guard: 'releaseLater', target: 'hold' },
                    { guard: 'everyVoteIn', target: 'publishing' },
                  ],
                  on: {
                    GO: { guard: 'mayGo', actions: apply },
                    NO_GO: { target: '#incident.active.phase.remediate', actions: apply },
                  },
                },
                hold: {
                  entry: s.raise(timer('RELEASE_DUE'), { delay: 'release', id: 'release' }),
                  exit: s.cancel('release'),
                  always: [
                    { guard: 'voteMissing', target: 'staging' },
                    { guard: 'releaseNow', target: 'publishing' },
                  ],
                  on: {
                    RELEASE_DUE: { target: 'publishing', actions: apply },
                    PULL_IN: { target: 'publishing', actions: apply },
                    NO_GO: { target: '#incident.active.phase.remediate', actions: apply },
                  },
                },
                publishing: {
                  entry: release,
                  exit: s.cancel('release'),
                  // A raised level can add a role to the quorum.
                  always: [
                    { guard: 'alreadyReleased', target: 'monitoring' },
                    { guard: 'voteMissing', target: 'staging' },
                  ],
                  on: {
                    RELEASE_DUE: { actions: [apply, release] },
                    PULL_IN: {
                      guard: 'isReleaseAhead',
                      actions: [apply, s.cancel('release'), release],
                    },
                    NO_GO: { target: '#incident.active.phase.remediate', actions: apply },
                  },
                },
                monitoring: {
                  entry: s.raise(timer('MONITORING_OVER'), {
                    delay: 'monitoring',
                    id: 'monitoring',
                  }),
                  exit: s.cancel('monitoring'),
                  on: {
                    MONITORING_OVER: { guard: 'isMonitoring', actions: apply },
                    WAIVE_MONITORING: {
                      guard: 'isMonitoring',
                      actions: [apply, s.cancel('monitoring')],
                    },
                  },
                },
              },
            },
            review: {
              initial: 'collecting',
              entry: enter('review'),
              on: {
                ...advanceTo('#incident.closed.resolved'),
                POSTMORTEM: { target: '.held', actions: apply },
                FIX_FAILED: { target: '#incident.active.phase.assess', actions: apply },
              },
              states: { collecting: {}, held: {} },
            },
          },
        },
        // Communications runs from minute one, beside engineering, and is never blocked by a phase.
        comms: {
          initial: 'quiet',
          states: {
            quiet: {
              always: { guard: 'hasGuidance', target: 'advising' },
              on: {
                HOLDING: { target: 'holding', actions: apply },
                GUIDANCE: { target: 'advising', actions: apply },
              },
            },
            holding: {
              on: { HOLDING: { actions: apply }, GUIDANCE: { target: 'advising', actions: apply } },
            },
            advising: {
              always: { guard: 'alreadyReleased', target: 'released' },
              on: { HOLDING: { actions: apply }, GUIDANCE: { actions: apply } },
            },
            released: {
              always: { guard: 'notReleased', target: 'advising' },
              on: { HOLDING: { actions: apply }, GUIDANCE: { actions: apply } },
            },
          },
        },
        cadence: {
          initial: 'onTime',
          exit: s.cancel('sitrep'),
          on: {
            SITREP: { target: '.onTime', actions: apply },
            LEVEL: { guard: 'isAnotherLevel', target: '.onTime' },
          },
          states: {
            onTime: {
              entry: s.raise(timer('SITREP_OVERDUE'), { delay: 'sitrep', id: 'sitrep' }),
              exit: s.cancel('sitrep'),
              on: { SITREP_OVERDUE: { target: 'overdue', actions: apply } },
            },
            overdue: {
              entry: s.raise(timer('SITREP_OVERDUE'), { delay: 'sitrepAgain', id: 'sitrep' }),
              exit: s.cancel('sitrep'),
              on: {
                SITREP_OVERDUE: { target: 'overdue', reenter: true, actions: apply },
                SNOOZE: snooze('sitrep'),
              },
            },
          },
        },
        shift: {
          initial: 'unset',
          on: { HANDOVER: { guard: 'isSomebodyElse', target: '.handover', actions: apply } },
          states: {
            unset: { always: [{ guard: 'hasShifts', target: 'onShift' }, { target: 'noShifts' }] },
            noShifts: { on: { LEVEL: { guard: 'isAnotherLevel', target: 'unset' } } },
            onShift: {
              entry: s.raise(timer('SHIFT_ENDING'), { delay: 'shift', id: 'shift' }),
              exit: s.cancel('shift'),
              on: {
                SHIFT_ENDING: { target: 'ending', actions: apply },
                LEVEL: { guard: 'isAnotherLevel', target: 'unset' },
              },
            },
            ending: { on: { LEVEL: { guard: 'isAnotherLevel', target: 'unset' } } },
            handover: {
              exit: s.cancel('handover'),
              on: {
                HANDOVER_ACCEPT: { guard: 'isOfferedToThem', target: 'unset', actions: apply },
                HANDOVER_DECLINE: { guard: 'mayDecline', target: 'unset', actions: apply },
                HANDOVER_UNANSWERED: applied,
                SNOOZE: snooze('handover'),
              },
            },
          },
        },
        level: {
          initial: 'unset',
          on: { LEVEL: [toLevel(1), toLevel(2), toLevel(3), toLevel(4)] },
          states: {
            unset: { always: [ifLevel(1), ifLevel(2), ifLevel(3), ifLevel(4)] },
            level1: {},
            level2: {},
            level3: {},
            level4: {},
          },
        },
        // People, facts and findings are taken down in any phase; the phase reacts by itself.
        record: {
          on: {
            ROLE_ASSIGNED: { guard: 'changesHolder', actions: apply },
            ROLE_RELEASED: { guard: 'isHeld', actions: apply },
            ROLE_UNACKNOWLEDGED: { guard: 'isStillUnacknowledged', actions: apply },
            SNOOZE: snooze('role'),
            STAKEHOLDER_SITREP: { guard: 'mayGoOutside', actions: apply },
            INVITED: applied,
            BRIEF: applied,
            TLP: applied,
            SCOPE: applied,
            AFFECTED: applied,
            MITIGATION: applied,
            DECIDE: applied,
            FACT: { guard: 'isNewFact', actions: apply },
            INJECT: { guard: 'isNewInject', actions: apply },
            INJECT_ANSWERED: { guard: 'isInjectOpen', actions: apply },
            MERGED_FROM: applied,
            RELATED: applied,
            ACCESS_REVIEW_DUE: { guard: 'isNeedToKnow', actions: apply },
            ROOM_WANTED: { guard: 'isRoomLost', actions: apply },
          },
        },
      },
    },
    closed: {
      initial: 'resolved',
      on: {
        // Whoever is given a follow-up of a private incident must be able to read of it.
        INVITED: { guard: 'isNotMerged', actions: apply },
        REOPEN: { guard: 'isNotMerged', target: '#incident.active.phase.assess', actions: apply },
        FIX_FAILED: {
          guard: 'isNotMerged',
          target: '#incident.active.phase.assess',
          actions: apply,
        },
      },
      states: { resolved: {}, stoodDown: {}, falsePositive: {}, merged: {} },
    },
  },
});
