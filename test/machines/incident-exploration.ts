// Walks the incident chart breadth-first with one event of every kind (and of every payload that a guard looks at)
// in every situation it finds. Situations count as the same when the chart cannot tell them apart in the ways named
// in `situationsOf`. Holds no expectations; incident-model.test.ts does.
import { checklist, missingCriteria } from '#machines/criteria.ts';
import type {
  IncidentContext,
  IncidentEvent,
  Level,
  Phase,
  Visibility,
} from '#machines/incident-types.ts';
import {
  exportFormats,
  factNames,
  findingCategories,
  phases,
  roomLosses,
} from '#machines/incident-types.ts';
import type { NotAllowed, Stored } from '#machines/step.ts';
import { leaves, stepIncident } from '#machines/step.ts';
import type { IncidentMoment, Told } from '../support/incident-paths.ts';
import {
  ada,
  bob,
  cleo,
  declaredMoment,
  goOn,
  later,
  minute,
  nothingOutside,
  rolesAt,
  start,
  timerOf,
} from '../support/incident-paths.ts';

export interface Situation {
  moment: IncidentMoment;
  /** The same path, with state and event sent through JSON before each step, as the database does. */
  stored: Stored<IncidentContext>;
  path: IncidentEvent[];
}

export interface Taken {
  before: IncidentMoment;
  event: IncidentEvent;
  after: IncidentMoment;
  /** The timer that told the event, if one did. */
  timer: string | null;
}

export interface Refused {
  before: IncidentMoment;
  event: IncidentEvent;
  refused: NotAllowed;
}

export interface Watcher {
  situation: (situation: Situation) => void;
  taken: (step: Taken) => void;
  refused: (step: Refused) => void;
}

const day = 24 * 60 * minute;
const leads = ['crisis_lead', 'engineering_lead', 'comms_lead'] as const;

/** What people and deliveries may say at any moment. */
export const saidByPeople: Told<IncidentEvent>[] = [
  ...leads.flatMap((role): Told<IncidentEvent>[] => [
    { type: 'ROLE_ASSIGNED', role, person: ada },
    { type: 'ROLE_ASSIGNED', role, person: bob },
    { type: 'ROLE_RELEASED', role },
  ]),
  { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: bob, by: bob },
  { type: 'INVITED', people: [cleo] },
  {
    type: 'GROUP_INVITED',
    groups: [{ id: 'slack:T1:S1', name: '@oncall' }],
    people: [cleo],
  },
  { type: 'MEMBER_JOINED', person: cleo },
  { type: 'MEMBER_LEFT', person: cleo },
  { type: 'MEMBER_LEFT', person: ada },
  { type: 'CAME_UNINVITED', person: cleo, inviter: null },
  { type: 'FOUND_IN_ROOM', people: [{ person: cleo, kind: 'guest' }] },
  { type: 'ADMIN_JOINED', person: cleo, reason: 'audit' },
  { type: 'REMOVED', person: bob, reason: 'not needed' },
  { type: 'STANDING_LOST', person: bob, kind: 'guest' },
  { type: 'ACCESS_REVIEWED', people: [ada] },
  { type: 'ROOM_CHANGED', what: 'name', from: 'inc-1', to: 'inc-2' },
  { type: 'ROOM_CHANGED', what: 'kind', from: 'public', to: 'public' },
  ...roomLosses.map((why): Told<IncidentEvent> => ({ type: 'ROOM_LOST', why, name: 'inc-1' })),
  { type: 'ROOM_BACK', name: 'inc-1' },
  { type: 'ROOM_WANTED', reason: 'archived by mistake' },
  { type: 'BRIEF', text: 'It is bad' },
  { type: 'TLP', label: 'AMBER+STRICT' },
  { type: 'SCOPE', text: 'Gateways' },
  { type: 'AFFECTED', products: ['VPN 1.2', 'VPN 1.3'] },
  { type: 'MITIGATION', text: 'none known', exists: false },
  { type: 'DECIDE', remedy: 'fix', reason: '' },
  { type: 'DECIDE', remedy: 'advisory-only', reason: 'end of life' },
  { type: 'FIX_BUILT', note: '' },
  { type: 'FIX_VERIFIED', note: '' },
  { type: 'FIX_READY', note: 'build 7' },
  { type: 'FIX_FAILED', reason: 'it crashes', rootCauseWrong: false },
  { type: 'FIX_FAILED', reason: 'another bug', rootCauseWrong: true },
  { type: 'APPROVE', as: 'comms' },
  { type: 'APPROVE', as: 'legal' },
  { type: 'GO', roles: ['crisis_lead', 'engineering_lead'], releaseAt: null },
  { type: 'GO', roles: ['crisis_lead', 'engineering_lead'], releaseAt: later(start, 60 * day) },
  { type: 'GO', roles: [...leads], releaseAt: later(start, 60 * day) },
  { type: 'GO', roles: ['comms_lead'], releaseAt: null },
  { type: 'NO_GO', reason: 'not yet' },
  { type: 'PULL_IN', reason: 'mass scanning' },
  { type: 'HOLDING', text: 'We are aware' },
  { type: 'GUIDANCE', text: 'Update now' },
  { type: 'WAIVE_MONITORING', reason: 'quiet' },
  { type: 'POSTMORTEM', summary: 'We were slow' },
  { type: 'FINDING', category: findingCategories[0], text: 'no alert' },
  { type: 'ADVANCE', outside: nothingOutside },
  { type: 'ADVANCE', outside: { followUpsNotOwned: [4] } },
  { type: 'OVERRIDE', reason: 'no time', outside: nothingOutside },
  ...phases.map((to): Told<IncidentEvent> => ({ type: 'REGRESS', to, reason: 'again' })),
  ...([1, 2, 3, 4] as const).map((level): Told<IncidentEvent> => ({
    type: 'LEVEL',
    level,
    reason: 'it changed',
    because: 'people',
  })),
  ...factNames.map((fact): Told<IncidentEvent> => ({
    type: 'FACT',
    fact,
    occurredAt: start,
    text: '',
  })),
  { type: 'CRITICAL_CASE', n: 1, holds: true },
  { type: 'CRITICAL_CASE', n: 1, holds: false },
  { type: 'INJECT', n: 1 },
  { type: 'INJECT_ANSWERED', n: 1, text: 'told them' },
  { type: 'DRILL_STOPPED', reason: 'lunch' },
  { type: 'STAND_DOWN', reason: 'nothing' },
  { type: 'FALSE_POSITIVE', reason: 'a scanner' },
  { type: 'MERGE', into: 'INC-2026-0001', reason: 'itself' },
  { type: 'MERGE', into: 'INC-2026-0002', reason: 'the same' },
  {
    type: 'MERGED_FROM',
    source: 'INC-2026-0003',
    members: [bob],
    facts: { public: null, exploit: null, attacks: start },
  },
  { type: 'RELATED', to: 'INC-2026-0002', when: 'later' },
  { type: 'RELATED', to: 'INC-2026-0002', when: 'earlier' },
  { type: 'REOPEN', reason: 'it is back' },
  { type: 'SITREP', text: 'Still on it' },
  { type: 'STAKEHOLDER_SITREP', text: 'We are on it' },
  ...(['sitrep', 'staffing', 'handover', 'role.crisis_lead'] as const).map(
    (what): Told<IncidentEvent> => ({ type: 'SNOOZE', what, minutes: 15 }),
  ),
  { type: 'HANDOVER', to: bob },
  { type: 'HANDOVER_ACCEPT' },
  { type: 'HANDOVER_ACCEPT', by: bob },
  { type: 'HANDOVER_DECLINE', reason: 'on leave', by: bob },
  { type: 'NOTE', text: 'seen', occurredAt: start, link: null, author: bob },
  { type: 'LINK', url: 'https://example.com', text: '' },
  { type: 'CORRECT', seq: 1, old: 'a', text: 'b' },
  { type: 'WITHDRAW', seq: 1, old: 'a' },
  { type: 'EXPORTED', format: exportFormats[0] },
  { type: 'CHANNEL_OPENED', name: 'inc-1', conversation: 'C1', url: null },
  { type: 'DELIVERY_FAILED', what: 'topic', reason: 'archived', partly: false },
];

/** What timers say, by the id of the timer. */
export const saidByTimers: Record<string, Told<IncidentEvent>> = {
  sitrep: { type: 'SITREP_OVERDUE' },
  staffing: { type: 'STAFFING_OVERDUE' },
  release: { type: 'RELEASE_DUE' },
  monitoring: { type: 'MONITORING_OVER' },
  shift: { type: 'SHIFT_ENDING' },
  handover: { type: 'HANDOVER_UNANSWERED', sent: 1 },
  access: { type: 'ACCESS_REVIEW_DUE' },
  'role.crisis_lead': { type: 'ROLE_UNACKNOWLEDGED', role: 'crisis_lead' },
  'role.comms_lead': { type: 'ROLE_UNACKNOWLEDGED', role: 'comms_lead' },
};

/** Five views of a moment; one is worth exploring when any of them is new. */
function situationsOf({ stored: { context: c, value } }: IncidentMoment): string[] {
  const states = leaves(value);
  const state = (region: string): string =>
    states.find((path) => path.includes(`.${region}.`)) ?? states.join();
  const phase = state('phase');
  const attacked = c.facts.attacks !== null;
  const released = c.releasedAt !== null;
  const early = c.facts.public !== null || c.facts.exploit !== null;
  const missing = missingCriteria(c, nothingOutside).map(
    ({ criterion, what }) => `${criterion}${Math.min(what.length, 1)}`,
  );
  const matters: Record<Phase, unknown[]> = {
    mobilize: [],
    assess: [attacked, c.epoch > 0],
    remediate: [c.decision?.remedy],
    communicate: [early, c.level === 4, c.fixReadyAt !== null, c.goVotes.length],
    review: [released],
  };
  const views = {
    process: [phase, missing, ...matters[c.phase]],
    comms: [c.phase, phase.startsWith('closed'), state('comms'), released],
    rhythm: [
      states.length > 1,
      state('cadence'),
      state('shift'),
      c.level,
      c.roles.crisis_lead?.acknowledgedAt === null,
    ],
    room: [states.length > 1, c.roomLost ?? null, (c.accessReviewDueAt ?? null) !== null],
    endings: [
      c.phase,
      states.length > 1,
      c.guidance !== null,
      released,
      attacked,
      c.decision !== null,
    ],
  };
  return Object.entries(views).map(([view, seen]) => `${view} ${JSON.stringify(seen)}`);
}

export interface Bounds {
  level: Level;
  /** The walk stops after so many situations; a walk that ends by itself has fewer. */
  situationsMax: number;
}

/** Critical incidents are explored as restricted ones, the others as open ones. */
export function visibilityAt(level: Level): Visibility {
  return level === 1 ? 'restricted' : 'open';
}

/** Explores from the declaration at one level; all roles but the three leads are claimed at once. */
export function explore({ level, situationsMax }: Bounds, watcher: Watcher): number {
  const seen = new Set<string>();
  const isNew = (moment: IncidentMoment): boolean => {
    const before = seen.size;
    for (const situation of situationsOf(moment)) seen.add(situation);
    return seen.size > before;
  };
  let first: Situation = fromMoment(declaredMoment({ level, visibility: visibilityAt(level) }));
  isNew(first.moment);
  watcher.situation(first);
  for (const role of rolesAt[level].slice(3)) {
    first = goneOn(first, { type: 'ROLE_ASSIGNED', role, person: ada, at: start, by: ada });
  }
  const queue = [first];
  let explored = 0;
  for (let situation = queue.shift(); situation !== undefined; situation = queue.shift()) {
    explored += 1;
    if (explored > situationsMax) break;
    const { moment } = situation;
    for (const { event, timer, from } of eventsAt(moment)) {
      const went = goOn(from, event);
      if (!went.ok) {
        watcher.refused({ before: moment, event, refused: went.refused });
        continue;
      }
      watcher.taken({ before: moment, event, after: went.moment, timer });
      if (!isNew(went.moment)) continue;
      const next: Situation = {
        moment: went.moment,
        stored: throughJson(situation.stored, event),
        path: [...situation.path, event],
      };
      watcher.situation(next);
      queue.push(next);
    }
  }
  return explored;
}

function eventsAt(
  moment: IncidentMoment,
): { event: IncidentEvent; timer: string | null; from: IncidentMoment }[] {
  const at = later(moment.now, minute);
  const people = saidByPeople.map((told) => ({
    event: { at, by: ada, ...told },
    timer: null,
    from: moment,
  }));
  const timers = Object.entries(saidByTimers).map(([id, told]) => {
    const due = timerOf(moment, id);
    if (due !== undefined) return { event: due.event, timer: id, from: due.moment };
    return { event: { at, by: 'ssirp', ...told }, timer: null, from: moment };
  });
  return [...people, ...timers];
}

function fromMoment(moment: IncidentMoment): Situation {
  return { moment, stored: sentThroughJson(moment.stored), path: [] };
}

function goneOn({ moment, stored, path }: Situation, event: IncidentEvent): Situation {
  const went = goOn(moment, event);
  if (!went.ok) throw new Error(`${event.type} is refused`);
  return { moment: went.moment, stored: throughJson(stored, event), path: [...path, event] };
}

export function sentThroughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function throughJson(
  stored: Stored<IncidentContext>,
  event: IncidentEvent,
): Stored<IncidentContext> {
  const stepped = stepIncident(stored, sentThroughJson(event));
  if (!stepped.ok) throw new Error(`${event.type} is refused after a trip through JSON`);
  return sentThroughJson(stepped.step.snapshot);
}

/** The work that the checklist names, by criterion, as the events of people (or of a timer) that supply it. */
function supply(
  moment: IncidentMoment,
  criterion: string,
  what: readonly string[],
): IncidentEvent | string {
  const stamp = { at: later(moment.now, minute), by: ada };
  const { context } = moment.stored;
  const events: Record<string, () => Told<IncidentEvent> | string> = {
    rolesClaimed: () => ({ type: 'ROLE_ASSIGNED', role: what[0] as 'legal', person: ada }),
    rolesAcknowledged: () => {
      const person = context.roles[what[0] as 'legal']?.person ?? ada;
      return { type: 'ROLE_ASSIGNED', role: what[0] as 'legal', person, by: person };
    },
    brief: () => ({ type: 'BRIEF', text: 'It is bad' }),
    tlp: () => ({ type: 'TLP', label: 'RED' }),
    scope: () => ({ type: 'SCOPE', text: 'Gateways' }),
    affectedProducts: () => ({ type: 'AFFECTED', products: ['VPN'] }),
    mitigation: () => ({ type: 'MITIGATION', text: 'Turn it off', exists: true }),
    decision: () => ({ type: 'DECIDE', remedy: 'fix', reason: '' }),
    fixReady: () => ({ type: 'FIX_READY', note: '' }),
    commsApproval: () => ({ type: 'APPROVE', as: 'comms' }),
    legalApproval: () => ({ type: 'APPROVE', as: 'legal' }),
    releaseGo: () => ({ type: 'GO', roles: what as ['crisis_lead'], releaseAt: null }),
    guidanceOut: () =>
      moment.timers.has('release') ? 'release' : { type: 'GUIDANCE', text: 'Update now' },
    monitoringOver: () => 'monitoring',
    postmortemHeld: () => ({ type: 'POSTMORTEM', summary: 'We were slow' }),
  };
  const event = events[criterion]?.();
  if (event === undefined) throw new Error(`nobody knows how to supply ${criterion}`);
  return typeof event === 'string' ? event : { ...stamp, ...event };
}

/**
 * Leads an incident to its end without an override, by doing just what the checklist asks and advancing when it
 * asks for nothing more. Returns null, or the sentence that says where that failed.
 */
export function leadToEnd(from: IncidentMoment): string | null {
  let moment = from;
  for (let steps = 0; steps < 100; steps += 1) {
    const { context, value } = moment.stored;
    if (leaves(value)[0]?.startsWith('closed') === true) return null;
    const [lack] = missingCriteria(context, nothingOutside);
    const advance: IncidentEvent = {
      type: 'ADVANCE',
      outside: nothingOutside,
      at: later(moment.now, minute),
      by: ada,
    };
    const wanted = lack === undefined ? advance : supply(moment, lack.criterion, lack.what);
    const due = typeof wanted === 'string' ? timerOf(moment, wanted) : { moment, event: wanted };
    if (due === undefined)
      return `${where(moment)} waits for a timer that is not set: ${JSON.stringify(wanted)}`;
    const went = goOn(due.moment, due.event);
    if (!went.ok)
      return `${where(moment)} lacks ${lack?.criterion ?? 'nothing'}, but refuses ${due.event.type}`;
    moment = went.moment;
  }
  return `${where(from)} never ends: still ${where(moment)}`;
}

/** Is every line of the checklist of this phase met? The checklist itself says so. */
export function isComplete(phase: Phase, context: IncidentContext): boolean {
  return checklist(phase, context, nothingOutside).every(({ met }) => met);
}

export function where(moment: IncidentMoment): string {
  return leaves(moment.stored.value).join(' ');
}

/** Is this leaf state the one at `path`, or below it? */
export function isWithin(leaf: string, path: string): boolean {
  return leaf === path || leaf.startsWith(`${path}.`);
}
