// Why an event does not fit the present state: the phase in which it would, in words, and what to do until then.
import type { IncidentEventType, Phase } from '#machines/incident-types.ts';
import type { TaskState } from '#machines/task.ts';
import type { Refusal } from '../commands/refusal.ts';
import type { Deed } from '../commands/view-types.ts';
import type { Rich } from './message.ts';
import { bold, byWhom, cmd, joined, rich } from './rich.ts';
import { phaseOrder, taskStateNames } from './words.ts';

type NotNow = Extract<Refusal, { reason: 'notNow' }>;
type TaskNotNow = Extract<Refusal, { reason: 'taskNotNow' }>;

/** What the person wanted, as the subject of a sentence. Events not named here are possible in every phase. */
const wanted: Partial<Record<IncidentEventType, string>> = {
  FIX_BUILT: 'Reporting a fix as built',
  FIX_VERIFIED: 'Reporting a fix as verified',
  FIX_READY: 'Reporting a fix as ready',
  FIX_FAILED: 'Reporting a fix as failed',
  APPROVE: 'Approving the release',
  GO: 'A go for the release',
  NO_GO: 'A no-go for the release',
  PULL_IN: 'Pulling the release in',
  WAIVE_MONITORING: 'Waiving the monitoring window',
  POSTMORTEM: 'Holding the postmortem',
};

/** Sub-states of the phases, as `while …`. A phase alone needs no such words. */
const whileWords: Readonly<Record<string, string>> = {
  'remediate.developing': 'the fix is being built',
  'remediate.verifying': 'the fix is being verified',
  'remediate.validating': 'the fix is being validated',
  'remediate.ready': 'the fix is ready',
  'remediate.fixless': 'the remedy is an advisory without a fix',
  'communicate.staging': 'the release waits for every go',
  'communicate.hold': 'the release waits for its time',
  'communicate.publishing': 'the release is being published',
  'communicate.monitoring': 'the release is out and watched',
};

/** What to say instead, by the state the incident is in. */
const instead: Readonly<Record<string, string>> = {
  'remediate.developing': 'fix built',
  'remediate.verifying': 'fix verified',
  'remediate.validating': 'fix ready',
  'remediate.fixless': 'approve comms',
  'communicate.staging': 'go',
  'communicate.hold': 'pull-in <reason>',
  'communicate.publishing': 'guidance <text>',
};

/** The sentences for an event of the incident that belongs to other states. */
export function whyNotNow({ event, onlyIn, now, incidentId, phase, closed, last }: NotNow): Rich {
  if (closed) {
    return rich`${incidentId} is closed${byWhom(last)}, and this needs an open incident. Reopen it first: ${cmd('reopen <reason>')}.`;
  }
  if (event === 'HANDOVER_ACCEPT' || event === 'HANDOVER_DECLINE') {
    return rich`No handover is on offer. The crisis lead offers it with ${cmd('handover @user')}.`;
  }
  if (onlyIn.length > 0 && onlyIn.every((path) => path.startsWith('closed'))) {
    return rich`${incidentId} is not closed: it is in ${bold(phase)}. To go back to an earlier phase: ${cmd('regress <phase> <reason>')}.`;
  }
  return inWhichPhase({
    event,
    paths: phasePaths(onlyIn),
    phase,
    here: phasePaths(now)[0] ?? phase,
    last,
  });
}

/** The sentences for an event of a task that does not fit its state. */
export function whyTaskNotNow({ n, state, event, last }: TaskNotNow): Rich {
  const task = rich`Task ${String(n)} is ${taskStateNames[state]}${byWhom(last)}`;
  if (event === 'REOPEN') return rich`${task}, so there is nothing to reopen. See ${cmd('tasks')}.`;
  // A guard said no: whoever it was to go to has it.
  if (event === 'ASSIGN' && state !== 'done' && state !== 'waived') {
    return rich`Task ${String(n)} is with them already. Name somebody else: ${cmd(`assign ${n} @user`)}.`;
  }
  return rich`${task}. ${taskInstead(n, state)}`;
}

function taskInstead(n: number, state: TaskState): Rich {
  switch (state) {
    case 'open':
      return rich`Say ${cmd(`ack ${n}`)} or ${cmd(`start ${n}`)} first.`;
    case 'acknowledged':
      return rich`Next: ${cmd(`start ${n}`)} or ${cmd(`done ${n}`)}.`;
    case 'started':
      return rich`Next: ${cmd(`done ${n}`)}, or ${cmd(`block ${n} <reason>`)}.`;
    case 'blocked':
      return rich`When it can go on: ${cmd(`start ${n}`)}.`;
    case 'done':
    case 'waived':
      return rich`To take it up again: ${cmd(`task reopen ${n}`)}. All tasks: ${cmd('tasks all')}.`;
  }
}

function inWhichPhase(at: {
  event: string;
  paths: string[];
  phase: Phase;
  here: string;
  last: Deed | null;
}): Rich {
  const wishes: Readonly<Record<string, string>> = wanted;
  const wish = wishes[at.event] ?? 'That';
  const phases = phaseOrder.filter((phase) =>
    at.paths.some((path) => path.split('.')[0] === phase),
  );
  const next = instead[at.here];
  if (phases.includes(at.phase)) {
    const when = [
      ...new Set(at.paths.map((path) => whileWords[path]).filter((word) => word !== undefined)),
    ];
    const only = when.length === 0 ? 'at another point' : `while ${when.join(' or while ')}`;
    const present = whileWords[at.here] ?? 'the phase is elsewhere';
    return rich`${wish} is possible in ${bold(at.phase)} only ${only}. At present ${present}. ${next === undefined ? 'See' : 'Next:'} ${cmd(next ?? 'checklist')}.`;
  }
  if (phases.length === 0) {
    return rich`${wish} is not possible in ${bold(at.phase)} as things stand. See ${cmd('checklist')}.`;
  }
  const later = phases.every((phase) => phaseOrder.indexOf(phase) > phaseOrder.indexOf(at.phase));
  const way = later
    ? rich`See what is missing to get there: ${cmd('checklist')}.`
    : rich`To go back there: ${cmd(`regress ${phases[0] ?? '<phase>'} <reason>`)}.`;
  return rich`${wish} belongs to ${joined(phases.map(bold), ' or ')}; the incident is in ${bold(at.phase)}${byWhom(at.last)}. ${way}`;
}

/** `active.phase.remediate.developing` → `remediate.developing`; other regions have no phase. */
function phasePaths(paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    path.startsWith('active.phase.') ? [path.slice('active.phase.'.length)] : [],
  );
}
