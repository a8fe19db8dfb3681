// Where an incident stands, in the words that a scenario's `then` uses, and what of it is other than the scenario says.
import { z } from 'zod';
import { approvalActs } from '#machines/approval-types.ts';
import type { ApprovalAct } from '#machines/approval-types.ts';
import { caseStates } from '#machines/case-state.ts';
import type { CaseStates, EmState, RmState } from '#machines/case-types.ts';
import { clockState } from '#machines/clock-state.ts';
import type { ClockState } from '#machines/clock-types.ts';
import { phases } from '#machines/incident-types.ts';
import type { Level, Phase } from '#machines/incident-types.ts';
import { leaves } from '#machines/step.ts';
import { loadIncident } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { partsOf } from '#db/parts.ts';

const rmStates = [
  'received',
  'invalid',
  'valid',
  'accepted',
  'deferred',
  'closed',
] as const satisfies readonly RmState[];
const emStates = [
  'none',
  'proposed',
  'active',
  'revise',
  'exited',
] as const satisfies readonly EmState[];
const clockStates = [
  'proposed',
  'running',
  'waiting',
  'filed',
  'notApplicable',
  'waived',
] as const satisfies readonly ClockState[];
const releaseSteps = ['none', 'staging', 'hold', 'publishing', 'released'] as const;

/** How far the coordinated release is; `none` before its phase, and again when work starts anew. */
type ReleaseStep = (typeof releaseSteps)[number];

interface Standing {
  phase: Phase | 'closed';
  level: Level;
  release: ReleaseStep;
  /** By number; those that went on in another incident are left out. */
  cases: ReadonlyMap<number, CaseStates>;
  /** By name, as people read it; of several with one name the last. */
  clocks: ReadonlyMap<string, ClockState>;
  /** What waits for a second person, in the order in which it was proposed. */
  approvals: readonly ApprovalAct[];
}

const caseExpected = z.strictObject({
  rm: z.enum(rmStates).optional(),
  em: z.enum(emStates).optional(),
  cs: z
    .string()
    .regex(/^(vfd|Vfd|VFd|VFD)[pP][xX][aA]$/, 'is no case state such as VfdpxA')
    .optional(),
});

/** What a step of a scenario says of the incident after it: all that it does not name may be as it likes. */
export const expectation = z.strictObject({
  phase: z.enum([...phases, 'closed']).optional(),
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
  release: z.enum(releaseSteps).optional(),
  cases: z
    .record(z.string().regex(/^[1-9]\d*$/, 'is no number of a case'), caseExpected)
    .optional(),
  clocks: z.record(z.string(), z.enum(clockStates)).optional(),
  approvals: z.array(z.enum(approvalActs)).optional(),
});

export type Expectation = z.infer<typeof expectation>;

/** What is expected holds until a later step says otherwise, so that steps which change nothing need not say so. */
export function expectedNow(before: Expectation, then: Expectation | undefined): Expectation {
  const cases = { ...before.cases };
  for (const [n, states] of Object.entries(then?.cases ?? {}))
    cases[n] = { ...cases[n], ...states };
  return { ...before, ...then, cases, clocks: { ...before.clocks, ...then?.clocks } };
}

/** Undefined before it is declared. */
export function standingOf(db: Db, incidentId: string): Standing | undefined {
  const row = loadIncident(db, incidentId);
  if (row === undefined) return undefined;
  const { context, value } = row.snapshot;
  const here = leaves(value);
  const cases = partsOf(db, incidentId, 'case').flatMap(({ n, snapshot }) => {
    const states = caseStates(snapshot);
    return states === null ? [] : [[n, states] as const];
  });
  return {
    phase: row.closed ? 'closed' : context.phase,
    level: context.level,
    release: context.releasedAt === null ? releaseStep(here) : 'released',
    cases: new Map(cases),
    clocks: new Map(
      partsOf(db, incidentId, 'clock').map(({ snapshot }) => [
        snapshot.context.name,
        clockState(snapshot),
      ]),
    ),
    approvals: partsOf(db, incidentId, 'approval').flatMap(({ closed, snapshot }) =>
      closed ? [] : [snapshot.context.act],
    ),
  };
}

function releaseStep(here: readonly string[]): ReleaseStep {
  return releaseSteps.find((step) => here.includes(`active.phase.communicate.${step}`)) ?? 'none';
}

/** One line for each thing that is other than expected: `level is 2, not 1`. */
export function unmet(expected: Expectation, standing: Standing | undefined): string[] {
  const cases = Object.entries(expected.cases ?? {}).flatMap(([n, states]) => {
    const found = standing?.cases.get(Number(n));
    return (['rm', 'em', 'cs'] as const).flatMap((machine) =>
      differs(`case ${n} ${machine}`, states[machine], found?.[machine]),
    );
  });
  return [
    ...differs('phase', expected.phase, standing?.phase),
    ...differs('level', expected.level, standing?.level),
    ...differs('release', expected.release, standing?.release),
    ...cases,
    ...Object.entries(expected.clocks ?? {}).flatMap(([name, state]) =>
      differs(`the clock ${name}`, state, standing?.clocks.get(name)),
    ),
    ...differs('what waits for approval', listed(expected.approvals), listed(standing?.approvals)),
  ];
}

const listed = (acts: readonly ApprovalAct[] | undefined): string | undefined =>
  acts === undefined ? undefined : acts.join(', ') || 'nothing';

function differs<T extends string | number>(
  what: string,
  wanted: T | undefined,
  found: T | undefined,
): string[] {
  if (wanted === undefined || wanted === found) return [];
  return [`${what} is ${found ?? 'not there'}, not ${wanted}`];
}
