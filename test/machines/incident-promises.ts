// What the incident chart promises, one function per promise: null when kept, else what is wrong. Written from the
// process, so that the chart can be held against it in every situation.
import { isDeepStrictEqual } from 'node:util';
import { conditions, guards } from '#machines/incident-guards.ts';
import type { Phase } from '#machines/incident-types.ts';
import { factNames, phases } from '#machines/incident-types.ts';
import { leaves } from '#machines/step.ts';
import type { IncidentMoment } from '../support/incident-paths.ts';
import { later, minute, start } from '../support/incident-paths.ts';
import type { Refused, Situation, Taken } from './incident-exploration.ts';
import { isComplete, isWithin, leadToEnd, sentThroughJson } from './incident-exploration.ts';

const movesThePhase = ['ADVANCE', 'OVERRIDE', 'REGRESS', 'FIX_FAILED', 'NO_GO', 'REOPEN'];
const onlyRings = [
  'STAFFING_OVERDUE',
  'SITREP_OVERDUE',
  'SHIFT_ENDING',
  'ROLE_UNACKNOWLEDGED',
  'HANDOVER_UNANSWERED',
  'ACCESS_REVIEW_DUE',
  // The case has it on record.
  'CRITICAL_CASE',
];
const guardNames = new Set([...Object.keys(guards), ...Object.keys(conditions)]);

export const promises = {
  'is in one state of each region, or closed': wholeState,
  'agrees with its own words: phase, level, outcome and release': agreement,
  'has exactly the timers of its states, due when they should be': timersOfStates,
  'is the same after every trip through JSON': jsonTwin,
  'can be led to its end by what its checklist asks for': ({ moment }: Situation): string | null =>
    isClosed(moment) ? null : leadToEnd(moment),
};
export const promisesOfSteps = {
  'an event moves the phase only if that is its meaning': phaseMoves,
  'a phase is left forward only when complete, or by override': forwardOnlyWhenComplete,
  'a new epoch begins exactly when released or closed work starts again': epochs,
  'facts stay, with the moment they were first known': factsStay,
  'what people say goes on the record under their name, in words': recordOf,
  'a timer that is not set has nothing to say': staleTimers,
  'no timer is set for the past': timersAhead,
};
export const promisesOfRefusals = { 'every refusal says why': reasonOf };

export type PromiseName =
  | keyof typeof promises
  | keyof typeof promisesOfSteps
  | keyof typeof promisesOfRefusals;

function isClosed({ stored }: IncidentMoment): boolean {
  return leaves(stored.value).every((path) => path.startsWith('closed.'));
}

function stateOf({ stored }: IncidentMoment, region: string): string {
  const prefix = `active.${region}.`;
  return (
    leaves(stored.value)
      .find((path) => path.startsWith(prefix))
      ?.slice(prefix.length) ?? ''
  );
}

function wholeState({ moment }: Situation): string | null {
  const regions = leaves(moment.stored.value).map((path) => path.split('.').slice(0, 2).join('.'));
  if (isClosed(moment)) return regions.length === 1 ? null : 'closed twice';
  const expected = [
    'active.phase',
    'active.comms',
    'active.cadence',
    'active.shift',
    'active.level',
    'active.record',
  ];
  return regions.toSorted().join() === expected.toSorted().join()
    ? null
    : `regions ${regions.join()}`;
}

function agreement({ moment }: Situation): string | null {
  const { context: c } = moment.stored;
  if (isClosed(moment)) {
    const [leaf] = leaves(moment.stored.value);
    if (leaf !== `closed.${c.outcome}`) return `outcome ${c.outcome}`;
    if (c.handoverTo !== null || c.shiftEndsAt !== null) return 'a shift goes on after closing';
    return (c.mergedInto !== null) === (c.outcome === 'merged')
      ? null
      : 'mergedInto without a merge';
  }
  if (c.outcome !== null || c.mergedInto !== null) return 'open with an outcome';
  if (stateOf(moment, 'phase').split('.')[0] !== c.phase) return `phase ${c.phase}`;
  if (stateOf(moment, 'level') !== `level${c.level}`) return `level ${c.level}`;
  const comms = stateOf(moment, 'comms');
  if ((comms === 'released') !== (c.releasedAt !== null))
    return `comms ${comms}, released ${c.releasedAt}`;
  if (['quiet', 'holding'].includes(comms) && c.guidance !== null)
    return `comms ${comms} with guidance`;
  const shift = stateOf(moment, 'shift');
  if ((shift === 'handover') !== (c.handoverTo !== null))
    return `${shift}, handover to ${c.handoverTo}`;
  if (shift !== 'handover' && (shift === 'noShifts') !== (c.level === 4))
    return `${shift} at level ${c.level}`;
  const isWatching = stateOf(moment, 'phase') === 'communicate.monitoring';
  return isWatching && c.releasedAt === null ? 'monitoring without a release' : null;
}

function timersOfStates({ moment }: Situation): string | null {
  const { stored, now, timers } = moment;
  const c = stored.context;
  const phase = stateOf(moment, 'phase');
  const dueAt = (at: string | null): string => (at === null || at < now ? now : at);
  const expected = new Map<string, string | null>();
  if (!isClosed(moment)) {
    expected.set('sitrep', stateOf(moment, 'cadence') === 'onTime' ? dueAt(c.sitrepDueAt) : null);
    if (c.visibility !== 'open') expected.set('access', null);
    if (c.phase === 'mobilize') expected.set('staffing', null);
    if (phase === 'communicate.hold') expected.set('release', c.releaseAt);
    // Documents wait for the time agreed, also when the world knows before.
    if (phase === 'communicate.publishing' && c.releaseAt !== null && c.releaseAt > now)
      expected.set('release', c.releaseAt);
    if (phase === 'communicate.monitoring' && c.monitoring === 'running')
      expected.set('monitoring', c.monitoringUntil);
    if (stateOf(moment, 'shift') === 'onShift')
      expected.set('shift', dueAt(later(c.shiftEndsAt ?? start, -30 * minute)));
    if (stateOf(moment, 'shift') === 'handover') expected.set('handover', null);
  }
  for (const id of timers.keys()) {
    const role = id.startsWith('role.') ? (id.slice(5) as 'legal') : null;
    if (role !== null) {
      if (isClosed(moment) || c.roles[role]?.acknowledgedAt !== null)
        return `${id} although nobody has to answer`;
    } else if (!expected.has(id)) return `${id} is set`;
  }
  for (const [id, at] of expected) {
    const timer = timers.get(id);
    if (timer === undefined) return `${id} is not set`;
    // Timers are set when something happens, so one that lies ahead must lie at its instant.
    if (at !== null && at > now && timer.dueAt !== at)
      return `${id} is due ${timer.dueAt} instead of ${at}`;
  }
  return null;
}

function jsonTwin({ moment, stored }: Situation): string | null {
  return isDeepStrictEqual(stored, moment.stored) ? null : JSON.stringify([stored, moment.stored]);
}

function phaseMoves({ before, event, after }: Taken): string | null {
  if (before.stored.context.phase === after.stored.context.phase) return null;
  return movesThePhase.includes(event.type) ? null : `moved to ${after.stored.context.phase}`;
}

const order = (phase: Phase): number => phases.indexOf(phase);

function forwardOnlyWhenComplete({ before, event, after }: Taken): string | null {
  const from = before.stored.context;
  const isForward =
    order(after.stored.context.phase) > order(from.phase) ||
    (isClosed(after) && from.phase === 'review' && after.stored.context.outcome === 'resolved');
  if (!isForward || isClosed(before)) return null;
  if (event.type === 'OVERRIDE') return null;
  if (event.type !== 'ADVANCE') return 'forward without ADVANCE';
  if (!isClosed(after) && order(after.stored.context.phase) !== order(from.phase) + 1)
    return 'skips a phase';
  return isComplete(from.phase, from) ? null : 'left incomplete';
}

function epochs({ before, event, after }: Taken): string | null {
  const again =
    (isClosed(before) && !isClosed(after)) ||
    (before.stored.context.releasedAt !== null && ['FIX_FAILED', 'REGRESS'].includes(event.type));
  const raised = after.stored.context.epoch - before.stored.context.epoch;
  return raised === (again ? 1 : 0) ? null : `epoch +${raised}`;
}

function factsStay({ before, after }: Taken): string | null {
  const lost = factNames.filter((name) => {
    const known = before.stored.context.facts[name] ?? null;
    return known !== null && after.stored.context.facts[name] !== known;
  });
  return lost.length === 0 ? null : `lost ${lost.join()}`;
}

function recordOf({ event, after }: Taken): string | null {
  const { entries } = after.step;
  const bad = entries.find(
    ({ text, actor, kind }) => text.trim() === '' || actor === '' || kind === '',
  );
  if (bad !== undefined) return `empty entry ${JSON.stringify(bad)}`;
  if (!onlyRings.includes(event.type) && !entries.some(({ actor }) => actor === event.by))
    return 'nothing on record';
  return isDeepStrictEqual(sentThroughJson(entries), entries)
    ? null
    : 'an entry does not survive JSON';
}

function staleTimers({ event, timer }: Taken): string | null {
  // Somebody who was asked once and did not answer may be asked about again.
  // While documents wait to be published, what is due may be said again: they are asked once more whether they can go.
  const again = ['ROLE_UNACKNOWLEDGED', 'RELEASE_DUE'];
  const isTimed = event.by === 'ssirp' && timer === null && !again.includes(event.type);
  return isTimed ? 'taken without its timer' : null;
}

function timersAhead({ after }: Taken): string | null {
  const late = after.step.timers.find(
    (change) => 'start' in change && !(change.start.delayMs >= 0),
  );
  return late === undefined ? null : JSON.stringify(late);
}

function reasonOf({ before, refused }: Refused): string | null {
  if ('guards' in refused) {
    return refused.guards.length > 0 && refused.guards.every((name) => guardNames.has(name))
      ? null
      : `guards ${refused.guards.join()}`;
  }
  if (refused.onlyIn.length === 0) return 'possible nowhere';
  const here = leaves(before.stored.value).find((leaf) =>
    refused.onlyIn.some((path) => isWithin(leaf, path)),
  );
  return here === undefined ? null : `said to be possible only in ${here}, which it is`;
}
