// Why an event may not happen now: every guard of the incident chart, by the name that its refusal carries.
import type {
  IncidentContext,
  IncidentEvent,
  IncidentEventType,
  Level,
  Outside,
  Phase,
} from './incident-types.ts';
import { phases } from './incident-types.ts';
import { playedInject } from './exercise.ts';
import { isReleaseTime, missingCriteria, missingVotes } from './criteria.ts';
import { quorum } from './levels.ts';
import { whyNotOutside } from './outside.ts';
import { whyNoSnooze } from './snooze.ts';
import { rolesOf } from './rule-parts.ts';

type Of<T extends IncidentEventType> = Extract<IncidentEvent, { type: T }>;

interface GuardArgs {
  context: IncidentContext;
  event: IncidentEvent;
}

/** Narrows the event; a guard asked about another event does not hold. */
function when<T extends IncidentEventType>(
  type: T,
  test: (context: IncidentContext, event: Of<T>) => boolean,
) {
  return ({ context, event }: GuardArgs): boolean =>
    event.type === type && test(context, event as Of<T>);
}

export const guards = {
  exitCriteriaMet: when('ADVANCE', (c, e) => missingCriteria(c, e.outside).length === 0),
  isEarlierPhase: when('REGRESS', (c, e) => phases.indexOf(e.to) < phases.indexOf(c.phase)),
  isAnotherLevel: when('LEVEL', (c, e) => e.level !== c.level),
  canStandDown: ({ context }: GuardArgs): boolean =>
    context.releasedAt === null && context.guidance === null && context.facts.attacks === null,
  canBeFalsePositive: ({ context, event }: GuardArgs): boolean =>
    !('outside' in event && hasValidCase(event.outside)) &&
    context.decision === null &&
    context.guidance === null &&
    context.facts.attacks === null,
  isAnotherIncident: when('MERGE', (c, e) => e.into !== c.id),
  isNewFact: when('FACT', (c, e) => (c.facts[e.fact] ?? null) === null),
  isNewOfCase: when('CRITICAL_CASE', (c, e) => (c.criticalCases ?? []).includes(e.n) !== e.holds),
  isHeld: when('ROLE_RELEASED', (c, e) => c.roles[e.role] !== undefined),
  isStillUnacknowledged: when(
    'ROLE_UNACKNOWLEDGED',
    (c, e) => c.roles[e.role]?.acknowledgedAt === null,
  ),
  changesHolder: when(
    'ROLE_ASSIGNED',
    (c, e) =>
      c.roles[e.role]?.person !== e.person ||
      (c.roles[e.role]?.acknowledgedAt === null && e.by === e.person),
  ),
  isNewApproval: when('APPROVE', (c, e) => c.approvals[e.as] === null),
  mayGo: when(
    'GO',
    (c, e) =>
      (e.outside?.unready ?? []).length === 0 &&
      e.roles.some((role) => quorum(c).includes(role) && !c.goVotes.includes(role)),
  ),
  isSomebodyElse: when(
    'HANDOVER',
    (c, e) => c.roles.crisis_lead !== undefined && c.roles.crisis_lead.person !== e.to,
  ),
  isOfferedToThem: when('HANDOVER_ACCEPT', (c, e) => c.handoverTo === e.by),
  mayDecline: when(
    'HANDOVER_DECLINE',
    (c, e) => c.handoverTo === e.by || c.roles.crisis_lead?.person === e.by,
  ),
  maySnooze: when('SNOOZE', (c, e) => whyNoSnooze(c, e) === null),
  mayGoOutside: ({ context }: GuardArgs): boolean => whyNotOutside(context) === null,
  /** Documents keep to the time agreed although the world knows already. */
  isReleaseAhead: ({ context, event }: GuardArgs): boolean =>
    context.releaseAt !== null && context.releaseAt > event.at,
  isMonitoring: ({ context }: GuardArgs): boolean => context.monitoring === 'running',
  isDrill: ({ context }: GuardArgs): boolean => context.drill,
  isNewInject: when(
    'INJECT',
    (c, e) =>
      c.exercise?.injects.some(({ n }) => n === e.n) === true && playedInject(c, e.n) === undefined,
  ),
  isInjectOpen: when('INJECT_ANSWERED', (c, e) => playedInject(c, e.n)?.played.answered === null),
  isNotMerged: ({ context }: GuardArgs): boolean => context.mergedInto === null,
  isNotMember: when('MEMBER_JOINED', (c, e) => !c.members.includes(e.person)),
  isMember: when('MEMBER_LEFT', (c, e) => c.members.includes(e.person)),
  isUninvited: when('CAME_UNINVITED', (c, e) => !c.members.includes(e.person)),
  isNewcomer: when('ADMIN_JOINED', (c, e) => !c.members.includes(e.person)),
  isInvolved: when(
    'STANDING_LOST',
    (c, e) => c.members.includes(e.person) || rolesOf(c, e.person).length > 0,
  ),
  isNeedToKnow: ({ context }: GuardArgs): boolean => context.visibility !== 'open',
  isOtherThanBefore: when('ROOM_CHANGED', (_c, e) => e.from !== e.to),
  isNewLoss: when('ROOM_LOST', (c, e) => (c.roomLost ?? null) !== e.why),
  isRoomLost: ({ context }: GuardArgs): boolean => (context.roomLost ?? null) !== null,
} satisfies Record<string, (args: GuardArgs) => boolean>;

export type GuardName = keyof typeof guards;

/** Predicates of the automatic (eventless) moves between sub-states; nobody is ever refused by these. */
export const conditions = {
  leadClaimed: ({ context }: GuardArgs): boolean => context.roles.crisis_lead !== undefined,
  leadMissing: ({ context }: GuardArgs): boolean => context.roles.crisis_lead === undefined,
  mobilized: ({ context }: GuardArgs): boolean =>
    missingCriteria({ ...context, phase: 'mobilize' }, nothingOutside).length === 0,
  notMobilized: ({ context }: GuardArgs): boolean =>
    missingCriteria({ ...context, phase: 'mobilize' }, nothingOutside).length > 0,
  scoped: ({ context }: GuardArgs): boolean =>
    context.scope !== null && context.affected.length > 0,
  stable: ({ context }: GuardArgs): boolean =>
    context.mitigation !== null || context.facts.attacks === null,
  unstable: ({ context }: GuardArgs): boolean =>
    context.mitigation === null && context.facts.attacks !== null,
  advisoryOnly: ({ context }: GuardArgs): boolean => context.decision?.remedy === 'advisory-only',
  fixDecided: ({ context }: GuardArgs): boolean => context.decision?.remedy === 'fix',
  voteMissing: ({ context }: GuardArgs): boolean => missingVotes(context).length > 0,
  everyVoteIn: ({ context }: GuardArgs): boolean => missingVotes(context).length === 0,
  releaseLater: ({ context, event }: GuardArgs): boolean =>
    missingVotes(context).length === 0 && !isReleaseTime(context, event.at),
  releaseNow: ({ context, event }: GuardArgs): boolean => isReleaseTime(context, event.at),
  fixIsReady: ({ context }: GuardArgs): boolean => context.fixReadyAt !== null,
  alreadyReleased: ({ context }: GuardArgs): boolean => context.releasedAt !== null,
  notReleased: ({ context }: GuardArgs): boolean => context.releasedAt === null,
  hasGuidance: ({ context }: GuardArgs): boolean => context.guidance !== null,
  hasShifts: ({ context }: GuardArgs): boolean => context.shiftEndsAt !== null,
  isLevel: ({ context }: GuardArgs, params: { level: Level }): boolean =>
    context.level === params.level,
  regressesTo: ({ context, event }: GuardArgs, params: { phase: Phase }): boolean =>
    event.type === 'REGRESS' &&
    event.to === params.phase &&
    guards.isEarlierPhase({ context, event }),
  changesLevelTo: ({ context, event }: GuardArgs, params: { level: Level }): boolean =>
    event.type === 'LEVEL' && event.level === params.level && event.level !== context.level,
  snoozes: (
    { context, event }: GuardArgs,
    params: { what: 'sitrep' | 'staffing' | 'handover' | 'role' },
  ): boolean =>
    event.type === 'SNOOZE' &&
    event.what.split('.')[0] === params.what &&
    guards.maySnooze({ context, event }),
  rootCauseWrong: ({ event }: GuardArgs): boolean =>
    event.type === 'FIX_FAILED' && event.rootCauseWrong,
};

function hasValidCase(outside: Outside | undefined): boolean {
  const judgedReal = ['valid', 'accepted', 'deferred'];
  return outside?.cases?.some(({ rm }) => judgedReal.includes(rm)) ?? false;
}

const nothingOutside = { followUpsNotOwned: [] };
