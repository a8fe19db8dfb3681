// The exit criteria of each phase: one table, read by the guard of ADVANCE and by the checklist people see.
import type {
  CaseGap,
  CaseStanding,
  IncidentContext,
  Outside,
  Phase,
  Role,
  Unready,
} from './incident-types.ts';
import { levels, quorum } from './levels.ts';

/** Each asks that no case lacks something. */
export type CaseCriterion =
  | 'casesRated'
  | 'casesScored'
  | 'casesLocated'
  | 'casesAssessed'
  | 'casesReconciled'
  | 'casesPrioritized'
  | 'casesScheduled'
  | 'casesNumbered'
  | 'casesSignedOff';

export type Criterion =
  | 'rolesClaimed'
  | 'rolesAcknowledged'
  | 'brief'
  | 'tlp'
  | 'scope'
  | 'affectedProducts'
  | 'mitigation'
  | 'decision'
  | 'fixReady'
  | 'commsApproval'
  | 'legalApproval'
  | 'releaseGo'
  | 'guidanceOut'
  | 'monitoringOver'
  | 'postmortemHeld'
  | 'followUpsOwned'
  | 'embargoPosture'
  | 'casesJudged'
  | 'clocksInTime'
  | 'documentsApproved'
  | 'translationsReady'
  | 'passesSettled'
  | CaseCriterion;

/** One line of the checklist: `what` names what is missing (roles, task numbers), empty when met. */
export interface CriterionState {
  criterion: Criterion;
  met: boolean;
  what: readonly string[];
  /** The command that moves it on, where that depends on where the first of them stands. */
  next?: string;
}

interface CriterionRule {
  criterion: Criterion;
  /** Does the rule count for this incident at all? */
  applies?: (context: IncidentContext) => boolean;
  met: (context: IncidentContext) => boolean;
  what?: (context: IncidentContext) => readonly string[];
}

/** Domain rule: an incident's exit from each phase; sources are SSIRP's role table and our level policy. */
const rules: Record<Phase, readonly CriterionRule[]> = {
  mobilize: [
    { criterion: 'rolesClaimed', met: (c) => unclaimedRoles(c).length === 0, what: unclaimedRoles },
    {
      criterion: 'rolesAcknowledged',
      met: (c) => unacknowledgedRoles(c).length === 0,
      what: unacknowledgedRoles,
    },
    { criterion: 'brief', met: (c) => c.brief !== null },
    { criterion: 'tlp', met: (c) => c.tlp !== null },
  ],
  assess: [
    { criterion: 'scope', met: (c) => c.scope !== null },
    { criterion: 'affectedProducts', met: (c) => c.affected.length > 0 },
    {
      criterion: 'mitigation',
      applies: (c) => c.facts.attacks !== null,
      met: (c) => c.mitigation !== null,
    },
    { criterion: 'decision', met: (c) => c.decision !== null },
  ],
  remediate: [
    {
      criterion: 'fixReady',
      met: (c) => c.fixReadyAt !== null || c.decision?.remedy === 'advisory-only',
    },
    { criterion: 'commsApproval', met: (c) => c.approvals.comms !== null },
    {
      criterion: 'legalApproval',
      applies: (c) => levels[c.level].roles.includes('legal'),
      met: (c) => c.approvals.legal !== null,
    },
  ],
  communicate: [
    {
      criterion: 'releaseGo',
      met: (c) => missingVotes(c).length === 0 || c.releasedAt !== null,
      what: missingVotes,
    },
    { criterion: 'guidanceOut', met: (c) => c.releasedAt !== null },
    {
      criterion: 'monitoringOver',
      met: (c) => c.monitoring === 'over' || c.monitoring === 'waived',
    },
  ],
  review: [{ criterion: 'postmortemHeld', met: (c) => c.postmortem !== null }],
};

/**
 * What a phase asks of every case that is worked on. Before a remedy is developed: severity by the bug bar, CVSS and an
 * affected product, found by the response team and the product team each by itself and then compared, SSVC and the
 * release vehicle. Before anything is published: a CVE id and the engineering lead's signature.
 */
const caseRules: Partial<Record<Phase, readonly (readonly [CaseCriterion, CaseGap])[]>> = {
  assess: [
    ['casesRated', 'severity'],
    ['casesScored', 'cvss'],
    ['casesLocated', 'products'],
    ['casesAssessed', 'assessments'],
    ['casesReconciled', 'reconciliation'],
    ['casesPrioritized', 'priority'],
    ['casesScheduled', 'vehicle'],
  ],
  remediate: [
    ['casesNumbered', 'cve'],
    ['casesSignedOff', 'signOff'],
  ],
};

/** The checklist of a phase, in the order in which the work is usually done. */
export function checklist(
  phase: Phase,
  context: IncidentContext,
  outside: Outside,
): CriterionState[] {
  const own = rules[phase]
    .filter((rule) => (rule.applies?.(context) ?? true) && !isOfCases(rule.criterion, outside))
    .map((rule) => {
      const met = rule.met(context);
      return { criterion: rule.criterion, met, what: met ? [] : (rule.what?.(context) ?? []) };
    })
    .map((state) => (state.criterion === 'mitigation' ? ofAttacked(state, outside) : state));
  return [...own, ...outsideCriteria(phase, outside), ...unreadyCriteria(phase, outside)];
}

/** What holds the release, as long as it does. */
const held: Partial<Record<Unready['what'], Criterion>> = {
  document: 'documentsApproved',
  translation: 'translationsReady',
  pass: 'passesSettled',
};

function unreadyCriteria(phase: Phase, { unready = [] }: Outside): CriterionState[] {
  if (phase !== 'communicate') return [];
  return Object.entries(held).flatMap(([kind, criterion]) => {
    const waiting = unready.filter((one) => one.what === kind);
    const [first] = waiting;
    if (first === undefined) return [];
    return [{ criterion, met: false, what: waiting.map(({ n }) => String(n)), next: first.next }];
  });
}

/** What holds attacks back may be said of the whole incident, or of each case that is attacked. */
function ofAttacked(state: CriterionState, outside: Outside): CriterionState {
  const cases = workedOn(outside);
  const lacking = cases.filter(({ lacks = [] }) => lacks.includes('mitigation'));
  const isEachMitigated = lacking.length === 0 && cases.some(({ isMitigated }) => isMitigated);
  if (state.met || isEachMitigated) return { ...state, met: true };
  return { ...state, ...gap(lacking), met: false };
}

/** Where there are cases, each names its own products. */
function isOfCases(criterion: Criterion, outside: Outside): boolean {
  return criterion === 'affectedProducts' && workedOn(outside).length > 0;
}

/** Judged and neither put off, a duplicate of another one, nor closed. */
function workedOn({ cases = [] }: Outside): CaseStanding[] {
  return cases.filter(
    ({ rm, lacks }) => (rm === 'valid' || rm === 'accepted') && lacks !== undefined,
  );
}

function caseCriteria(phase: Phase, outside: Outside): CriterionState[] {
  const cases = workedOn(outside);
  if (cases.length === 0) return [];
  return (caseRules[phase] ?? []).map(([criterion, lacking]) => ({
    criterion,
    ...gap(cases.filter(({ lacks = [] }) => lacks.includes(lacking))),
  }));
}

/** Criteria that rest on facts outside the chart; cases, clocks and bulletins add theirs here. */
function outsideCriteria(phase: Phase, outside: Outside): CriterionState[] {
  if (phase === 'review') {
    return [
      {
        criterion: 'followUpsOwned',
        met: outside.followUpsNotOwned.length === 0,
        what: outside.followUpsNotOwned.map(String),
      },
    ];
  }
  if (phase === 'communicate' && outside.clocksOverdue !== undefined) {
    const { clocksOverdue } = outside;
    return [
      {
        criterion: 'clocksInTime',
        met: clocksOverdue.length === 0,
        what: clocksOverdue.map(String),
      },
      ...caseCriteria(phase, outside),
    ];
  }
  const { cases = [] } = outside;
  if (cases.length === 0) return [];
  if (phase === 'mobilize') {
    const undecided = cases.filter(({ hasPosture, rm }) => !hasPosture && rm !== 'closed');
    return [{ criterion: 'embargoPosture', ...gap(undecided) }];
  }
  if (phase === 'assess') {
    const isReal = cases.some(({ rm }) => rm === 'valid' || rm === 'accepted');
    return [
      {
        criterion: 'casesJudged',
        ...gap(cases.filter(({ rm }) => rm === 'received' || (!isReal && rm !== 'closed'))),
        ...(isReal ? {} : { met: false }),
      },
      ...caseCriteria(phase, outside),
    ];
  }
  return caseCriteria(phase, outside);
}

function gap(cases: readonly CaseStanding[]): Pick<CriterionState, 'met' | 'what'> {
  return { met: cases.length === 0, what: cases.map(({ n }) => String(n)) };
}

/** What still stands between this incident and its next phase; empty means ADVANCE is allowed. */
export function missingCriteria(context: IncidentContext, outside: Outside): CriterionState[] {
  return checklist(context.phase, context, outside).filter(({ met }) => !met);
}

/** Roles the level needs that nobody holds. */
export function unclaimedRoles(context: IncidentContext): Role[] {
  return levels[context.level].roles.filter((role) => context.roles[role] === undefined);
}

/** Roles the level needs that were given to somebody who has not said yes. */
function unacknowledgedRoles(context: IncidentContext): Role[] {
  return levels[context.level].roles.filter((role) => context.roles[role]?.acknowledgedAt === null);
}

/** Roles of the release quorum whose *go* is missing. */
export function missingVotes(context: IncidentContext): Role[] {
  return quorum(context).filter((role) => !context.goVotes.includes(role));
}

/** May the coordinated release go out at `at`? Once the world knows, there is nothing left to hold back for. */
export function isReleaseTime(context: IncidentContext, at: string): boolean {
  return (
    context.releaseAt === null ||
    context.releaseAt <= at ||
    context.facts.public !== null ||
    context.facts.exploit !== null
  );
}
