// What each event about a case's remedy changes, and what it needs.
import type { CaseContext, CsCode } from './case-types.ts';
import type { Consequence } from './effects.ts';
import type { ExploitabilityRating } from './exploitability.ts';
import {
  exploitabilityName,
  exploitabilityWindowMs,
  isRatedAt,
  ratingHeld,
} from './exploitability.ts';
import type { IsoInstant } from './incident-types.ts';
import type { InvestigationRules, Of } from './investigation-rule.ts';
import { isProven } from './mitigations.ts';
import { monthlyRelease } from './release-calendar.ts';
import type { Remedy, RemedyEvent, RemedyStanding } from './remedy-types.ts';
import * as words from './remedy-words.ts';
import { after } from './rule-parts.ts';
import type { Exploitation, Vehicle, VehicleDecision } from './ssvc.ts';
import { exploitationFrom, isBeyond, proposalFor, supplierPriority } from './ssvc.ts';
import { standingVex, vexRules } from './vex.ts';

/** What the remedy asks people to decide. */
type Question = 'ssvc' | 'vehicle' | 'immediate' | 'exploitability';

const ask = (n: number, question: Question, text: string): Consequence => ({
  kind: 'askDecision',
  about: `case/${n}`,
  question,
  text: `Decide: ${text}`,
});

const settle = (n: number, question: Question, reason: string): Consequence => ({
  kind: 'settleDecisions',
  about: `case/${n}`,
  questions: [question],
  reason,
});

export const remedyRules: InvestigationRules<RemedyEvent> = {
  ...vexRules,
  SSVC: {
    change: ({ ssvc: before, vehicle }, e, c) => {
      const { utility, impact, safety, at, by } = e;
      const byFacts = exploitationOf(c);
      const values = { exploitation: e.exploitation ?? byFacts, utility, impact, safety };
      const priority = supplierPriority(values);
      const proposal = proposalFor(priority, at);
      const isOvertaken = vehicle !== undefined && !stands(vehicle, proposal.vehicle);
      const isNewlyImmediate = proposal.isImmediate && before?.proposal.isImmediate !== true;
      return {
        set: { ssvc: { ...values, priority, proposal, at, by } },
        kind: 'ssvc',
        did: words.evaluated({ ...values, priority, proposal }, byFacts),
        data: { ...values, priority, proposed: proposal.vehicle },
        tone: proposal.isImmediate ? 'warning' : 'normal',
        consequences: [
          settle(c.n, 'ssvc', 'SSVC was evaluated'),
          ...(isOvertaken ? [ask(c.n, 'vehicle', words.vehicleQuestion(c.n, proposal))] : []),
          ...(isNewlyImmediate ? [ask(c.n, 'immediate', words.immediateQuestion(c.n))] : []),
        ],
      };
    },
  },
  VEHICLE: {
    needs: {
      hasSsvc: ({ ssvc }) => ssvc !== undefined,
      isMonthToCome: (_now, { month, at }) => month === null || monthlyRelease(month) > at,
      isOtherVehicle: ({ ssvc, vehicle }, e) =>
        vehicle?.vehicle !== e.vehicle ||
        vehicle.proposed !== ssvc?.proposal.vehicle ||
        vehicle.releaseAt !== releaseOf(e),
      saysWhyOther: ({ ssvc }, { vehicle, reason }) =>
        vehicle === ssvc?.proposal.vehicle || reason !== '',
    },
    change: ({ ssvc }, e, { n }) => {
      const { vehicle, reason, at, by } = e;
      const proposed = ssvc?.proposal.vehicle ?? vehicle;
      const decided = { vehicle, releaseAt: releaseOf(e), proposed, reason };
      return {
        set: { vehicle: { ...decided, at, by } },
        kind: 'vehicle',
        did: words.vehicleDecided(decided),
        data: decided,
        consequences: [
          settle(n, 'vehicle', 'the release vehicle was decided'),
          { kind: 'bookCase', n, releaseAt: decided.releaseAt },
        ],
      };
    },
  },
  EXPLOITABILITY: {
    needs: {
      isOtherRating: ({ ratings }, e) => !isSameRating(ratings?.at(-1), e),
      saysWhyRevised: ({ ratings }, { note }) => ratings === undefined || note !== '',
    },
    change: ({ ratings = [], severity }, { latest, older, dos, note, at, by }, { n }) => {
      const rating = { latest, older, dos, note, at, by };
      const before = ratings.at(-1);
      return {
        set: { ratings: [...ratings, rating] },
        kind: 'exploitability',
        did: words.rated(rating, before, isRatedAt(severity?.is ?? null)),
        data: { latest, older, dos, was: before?.latest ?? null },
        consequences: [settle(n, 'exploitability', 'exploitability was rated')],
      };
    },
  },
  MEASURE: {
    change: ({ measures = [] }, { kind, text, at, by }) => {
      const m = measures.length + 1;
      return {
        set: { measures: [...measures, { m, kind, text, tests: [], at, by }], noMeasure: null },
        kind: 'measure',
        did: `${kind} ${m}, not tested yet: ${text}`,
        data: { m, kind },
      };
    },
  },
  MEASURE_TESTED: {
    needs: {
      isKnownMeasure: ({ measures = [] }, e) => measures.some(({ m }) => m === e.m),
    },
    change: ({ measures = [] }, { m, product, works, sideEffects, at, by }) => {
      const test = { product, works, sideEffects, at, by };
      const kind = measures.find((one) => one.m === m)?.kind ?? 'mitigation';
      const effects = sideEffects === '' ? '' : `; side effects: ${sideEffects}`;
      return {
        set: {
          measures: measures.map((one) =>
            one.m === m ? { ...one, tests: [...one.tests, test] } : one,
          ),
        },
        kind: 'measureTested',
        did: `${kind} ${m} ${works ? 'works' : 'fails'} on ${product}${effects}`,
        data: { m, product, works, sideEffects },
        tone: works ? 'good' : 'warning',
      };
    },
  },
  NO_MEASURE: {
    needs: { hasNoProven: ({ measures = [] }) => !measures.some(isProven) },
    change: (_now, { reason, at, by }) => ({
      set: { noMeasure: { text: reason, at, by } },
      kind: 'noMeasure',
      did: `no mitigation or workaround exists: ${reason}`,
    }),
  },
  VARIANT: {
    change: ({ variants = [] }, { text, at, by }) => {
      const n = variants.length + 1;
      return {
        set: { variants: [...variants, { n, text, at, by }] },
        kind: 'variant',
        did: `variant ${n}: ${text}`,
        data: { variant: n },
        reopens: 'signOff',
      };
    },
  },
  NO_VARIANTS: {
    change: ({ variants = [] }, { how, at, by }) => ({
      set: { noVariants: { text: how, at, by } },
      kind: 'noVariants',
      did: `no ${variants.length === 0 ? '' : 'further '}variants found: ${how}`,
    }),
  },
  RELEASED: {
    needs: { isFirstRelease: ({ releasedAt }) => releasedAt === undefined },
    change: ({ ratings }, { at }, c) => {
      if (!isWorkedOn(c)) return { set: {}, kind: 'released', did: '', isQuiet: true };
      const rating = ratings?.at(-1);
      const set = { releasedAt: at };
      // Without a rating there is nothing that must hold.
      if (rating === undefined) return { set, kind: 'released', did: '', isQuiet: true };
      const until = after(at, exploitabilityWindowMs);
      return {
        set,
        kind: 'released',
        did: words.windowBegins(rating, until),
        data: { until },
        later: { event: 'WINDOW_OVER', delayMs: exploitabilityWindowMs },
      };
    },
  },
  WINDOW_OVER: {
    change: ({ ratings = [], releasedAt = null }, { at }) => {
      const held = ratingHeld({ ratings, releasedAt }, at) !== 'raised';
      return {
        set: {},
        kind: 'windowOver',
        did: words.windowOver(held),
        data: { held },
        tone: held ? 'good' : 'warning',
      };
    },
  },
};

/** When it goes out with a monthly release; null for every other vehicle. */
function releaseOf({ vehicle, month, at }: Of<'VEHICLE'>): IsoInstant | null {
  if (vehicle !== 'monthly') return null;
  return month === null ? proposalFor('scheduled', at).releaseAt : monthlyRelease(month);
}

/** Posted exploit code that merely matches the rating in force is no revision of it. */
function isSameRating(
  before: ExploitabilityRating | undefined,
  { latest, older, dos }: Of<'EXPLOITABILITY'>,
): boolean {
  return before?.latest === latest && before.older === older && before.dos === dos;
}

/** Neither found invalid, nor deferred, nor closed. */
function isWorkedOn({ history }: CaseContext): boolean {
  const last = history.findLast(({ machine }) => machine === 'rm')?.code ?? 'r';
  return last === 'r' || last === 'v' || last === 'a';
}

/** What was decided with another proposal in view is to be decided again, unless it is what is proposed now. */
function stands({ vehicle, proposed }: VehicleDecision, proposal: Vehicle): boolean {
  return vehicle === proposal || proposed === proposal;
}

function exploitationOf({ history }: CaseContext, now?: CsCode): Exploitation {
  const has = (code: CsCode): boolean =>
    code === now || history.some((move) => move.machine === 'cs' && move.code === code);
  return exploitationFrom({ attacks: has('A'), exploit: has('X') });
}

/**
 * What something that happens in the world means for the remedy; `context` is the one before it. A fix that customers
 * have was released, whatever was said of it: an event of its own, so that old journals replay as they were.
 */
export function remedyConsequences(context: CaseContext, code: CsCode): Consequence[] {
  return code === 'D'
    ? [{ kind: 'toParts', part: 'case', n: context.n, event: { type: 'RELEASED' } }]
    : doubts(context, code);
}

/** What becomes doubtful, and is asked. */
function doubts(context: CaseContext, code: CsCode): Consequence[] {
  if (code !== 'A' && code !== 'X') return [];
  const { n, investigation: { ssvc, ratings = [] } = {} } = context;
  const known = exploitationOf(context, code);
  const rating = ratings.at(-1)?.latest ?? 0;
  // Posted code is what a rating of 1 said would come.
  const isDoubted = code === 'A' ? rating > 0 : rating > 1;
  return [
    ...(ssvc !== undefined && isBeyond(known, ssvc.exploitation)
      ? [ask(n, 'ssvc', words.ssvcQuestion(n, known))]
      : []),
    ...(isDoubted ? [ask(n, 'exploitability', words.ratingQuestion(n, code))] : []),
  ];
}

/** Where the remedy of a case stands, for phases, cards and forms. */
export function remedyStanding(context: CaseContext): RemedyStanding {
  const {
    ssvc,
    vehicle,
    measures = [],
    noMeasure,
    ratings,
    severity,
  } = context.investigation ?? {};
  const rating = ratings?.at(-1);
  const exploitation = exploitationOf(context);
  const proven = measures.filter(isProven).length;
  return {
    isSsvcEvaluated: ssvc !== undefined,
    isVehicleDecided:
      ssvc !== undefined && vehicle !== undefined && stands(vehicle, ssvc.proposal.vehicle),
    isMeasureSettled: proven > 0 || (noMeasure ?? null) !== null,
    proven,
    exploitation,
    exploitability: exploitation === 'active' && rating?.latest !== 0 ? 0 : null,
    ratingName: rating === undefined ? null : exploitabilityName(rating.latest, rating.at),
    isRated: isRatedAt(severity?.is ?? null),
    vex: standingVex(context.investigation ?? {}),
  };
}

/** What more people may read of a private incident's case: what was decided, without a word that anybody wrote. */
export function remedyWithoutWords({ ssvc, vehicle, ratings, releasedAt }: Remedy): Remedy {
  return {
    ...(ssvc === undefined ? {} : { ssvc }),
    ...(vehicle === undefined ? {} : { vehicle: { ...vehicle, reason: '' } }),
    ...(ratings === undefined ? {} : { ratings: ratings.map((one) => ({ ...one, note: '' })) }),
    ...(releasedAt === undefined ? {} : { releasedAt }),
  };
}
