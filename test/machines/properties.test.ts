// Whatever people, timers and deliveries say, in whatever order: what a chart then holds and what it put on the
// record is whole, only ever grows, and survives the database.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncidentContext, IncidentEvent } from '#machines/incident-types.ts';
import {
  factNames,
  findingCategories,
  phases,
  roomLosses,
  roles,
} from '#machines/incident-types.ts';
import { leaves, stepIncident, stepTask, taskState } from '#machines/step.ts';
import type { Step, Stepped, Stored } from '#machines/step.ts';
import type { TaskContext, TaskEvent } from '#machines/task.ts';
import type { Told } from '../support/incident-paths.ts';
import {
  ada,
  addedMoment,
  bob,
  cleo,
  declaredMoment,
  goOn,
  hour,
  later,
  minute,
  start,
  taskOn,
  timerOf,
} from '../support/incident-paths.ts';

const levelOf = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const);
const person = fc.constantFrom(ada, bob, cleo);
const role = fc.constantFrom(...roles);
const at = fc.integer({ min: -72, max: 72 }).map((hours) => later(start, hours * hour));
/** Text as people type it: never empty, else anything. */
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }).filter((typed) => typed.trim() !== ''),
  fc.constantFrom('<!channel>', '\u202Egnp.exe', 'a\nb', '𝔘\u0000', '__proto__'),
);
const maybeText = fc.oneof(fc.constant(''), text);
const followUpsNotOwned = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 1 });
const outside = fc.record({ followUpsNotOwned });

type Arbitraries<E extends { type: string }> = {
  [T in E['type']]: fc.Arbitrary<Omit<Extract<E, { type: T }>, 'at' | 'by' | 'type'>>;
};
const nothing = fc.constant({});

const incidentEvents: Arbitraries<IncidentEvent> = {
  ROLE_ASSIGNED: fc.record({ role, person }),
  ROLE_RELEASED: fc.record({ role }),
  ROLE_UNACKNOWLEDGED: fc.record({ role }),
  GROUP_INVITED: fc.record({
    groups: fc.constant([{ id: 'slack:T1:S1', name: '@oncall' }]),
    people: fc.array(person, { maxLength: 2 }),
  }),
  STAFFING_OVERDUE: nothing,
  INVITED: fc.record({ people: fc.array(person, { minLength: 1, maxLength: 3 }) }),
  MEMBER_JOINED: fc.record({ person }),
  MEMBER_LEFT: fc.record({ person }),
  CAME_UNINVITED: fc.record({ person, inviter: fc.option(person) }),
  FOUND_IN_ROOM: fc.record({
    people: fc.array(
      fc.record(
        { person, kind: fc.constantFrom('guest' as const, 'unknown' as const) },
        { noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  ADMIN_JOINED: fc.record({ person, reason: text }),
  REMOVED: fc.record({ person, reason: text }),
  STANDING_LOST: fc.record({ person, kind: fc.constant('guest' as const) }),
  ACCESS_REVIEW_DUE: nothing,
  ACCESS_REVIEWED: fc.record({ people: fc.array(person, { maxLength: 2 }) }),
  ROOM_CHANGED: fc.record({
    what: fc.constantFrom('name' as const, 'kind' as const, 'use' as const, 'id' as const),
    from: text,
    to: text,
  }),
  ROOM_LOST: fc.record({ why: fc.constantFrom(...roomLosses), name: text }),
  ROOM_BACK: fc.record({ name: text }),
  ROOM_WANTED: fc.record({ reason: text }),
  BRIEF: fc.record({ text }),
  TLP: fc.record({ label: fc.constantFrom('RED' as const, 'AMBER+STRICT' as const) }),
  SCOPE: fc.record({ text }),
  AFFECTED: fc.record({ products: fc.array(text, { minLength: 1, maxLength: 3 }) }),
  MITIGATION: fc.record({ text, exists: fc.boolean() }),
  DECIDE: fc.record({
    remedy: fc.constantFrom('fix' as const, 'advisory-only' as const),
    reason: maybeText,
  }),
  FIX_BUILT: fc.record({ note: maybeText }),
  FIX_VERIFIED: fc.record({ note: maybeText }),
  FIX_READY: fc.record({ note: maybeText }),
  FIX_FAILED: fc.record({ reason: text, rootCauseWrong: fc.boolean() }),
  APPROVE: fc.record({ as: fc.constantFrom('comms' as const, 'legal' as const) }),
  GO: fc.record({ roles: fc.subarray([...roles]), releaseAt: fc.option(at) }),
  NO_GO: fc.record({ reason: text }),
  PULL_IN: fc.record({ reason: text }),
  RELEASE_DUE: nothing,
  HOLDING: fc.record({ text }),
  GUIDANCE: fc.record({ text }),
  MONITORING_OVER: nothing,
  WAIVE_MONITORING: fc.record({ reason: text }),
  POSTMORTEM: fc.record({ summary: text }),
  FINDING: fc.record({ category: fc.constantFrom(...findingCategories), text }),
  ADVANCE: fc.record({ outside }),
  OVERRIDE: fc.record({ reason: text, outside }),
  REGRESS: fc.record({ to: fc.constantFrom(...phases), reason: text }),
  LEVEL: fc.record({
    level: levelOf,
    reason: text,
    because: fc.constantFrom('people' as const, 'facts' as const),
  }),
  CRITICAL_CASE: fc.record({ n: fc.integer({ min: 1, max: 2 }), holds: fc.boolean() }),
  FACT: fc.record({ fact: fc.constantFrom(...factNames), occurredAt: at, text: maybeText }),
  INJECT: fc.record({ n: fc.constantFrom(1, 2) }),
  INJECT_ANSWERED: fc.record({ n: fc.constantFrom(1, 2), text }),
  DRILL_STOPPED: fc.record({ reason: text }),
  STAND_DOWN: fc.record({ reason: text }),
  FALSE_POSITIVE: fc.record({ reason: text }),
  MERGE: fc.record({ into: fc.constantFrom('INC-2026-0001', 'INC-2026-0002'), reason: text }),
  MERGED_FROM: fc.record({
    source: fc.constant('INC-2026-0003'),
    members: fc.array(person, { maxLength: 2 }),
    facts: fc.record({ public: fc.option(at), exploit: fc.option(at), attacks: fc.option(at) }),
  }),
  RELATED: fc.record({
    to: fc.constant('INC-2026-0003'),
    when: fc.constantFrom('earlier' as const, 'later' as const),
  }),
  REOPEN: fc.record({ reason: text }),
  SITREP: fc.record({ text }),
  STAKEHOLDER_SITREP: fc.record({ text }),
  SITREP_OVERDUE: nothing,
  SHIFT_ENDING: nothing,
  HANDOVER: fc.record({ to: person }),
  HANDOVER_ACCEPT: nothing,
  HANDOVER_DECLINE: fc.record({ reason: maybeText }),
  HANDOVER_UNANSWERED: fc.record({ sent: fc.integer({ min: 1, max: 6 }) }),
  SNOOZE: fc.record({
    what: fc.constantFrom('sitrep', 'staffing', 'handover', 'role.legal', 'role.comms_lead'),
    minutes: fc.integer({ min: 1, max: 90 }),
  }),
  NOTE: fc.record({
    text,
    occurredAt: at,
    link: fc.option(fc.webUrl()),
    author: fc.option(person),
  }),
  LINK: fc.record({ url: fc.webUrl(), text: maybeText }),
  CORRECT: fc.record({ seq: fc.nat(), old: maybeText, text }),
  WITHDRAW: fc.record({ seq: fc.nat(), old: maybeText }),
  EXPORTED: fc.record({
    format: fc.constantFrom('md' as const, 'html' as const, 'json' as const, 'csv' as const),
  }),
  CHANNEL_OPENED: fc.record({ name: text, conversation: text, url: fc.option(fc.webUrl()) }),
  DELIVERY_FAILED: fc.record({ what: text, reason: text, partly: fc.boolean() }),
};

const taskEvents: Arbitraries<TaskEvent> = {
  ASSIGN: fc.record({ to: person }),
  ACK: nothing,
  START: nothing,
  DONE: fc.record({ note: maybeText }),
  BLOCK: fc.record({ reason: text }),
  WAIVE: fc.record({ reason: text }),
  REOPEN: nothing,
  DUE_DATE: fc.record({ dueAt: at }),
  SNOOZE: fc.record({ minutes: fc.integer({ min: 1, max: 90 }) }),
  CHANGE_LEVEL: fc.record({ level: levelOf }),
  ACK_OVERDUE: fc.record({ deputy: fc.option(person), lead: fc.option(person) }),
  DUE: fc.record(
    {
      sent: fc.integer({ min: 2, max: 6 }),
      lead: fc.option(person),
      admins: fc.array(person, { maxLength: 2 }),
      isOwnerGone: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  DUE_SOON: fc.record({ lead: fc.option(person) }, { requiredKeys: [] }),
};

/** One thing said: an event some time after the one before, or the n-th timer that is set. */
interface Saying<E> {
  told: Told<E>;
  waitMs: number;
  timer: number | null;
}

function sayings<E extends { type: string }>(events: Arbitraries<E>): fc.Arbitrary<Saying<E>[]> {
  const all = Object.entries<fc.Arbitrary<object>>(events).map(([type, rest]) =>
    fc.tuple(rest, person).map(([payload, by]) => ({ type, by, ...payload }) as unknown as Told<E>),
  );
  const saying = fc.record({
    told: fc.oneof(...all),
    waitMs: fc.integer({ min: 0, max: 300 }).map((minutes) => minutes * minute),
    timer: fc.oneof(
      { weight: 4, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.nat(9) },
    ),
  });
  return fc.array(saying, { minLength: 5, maxLength: 50, size: 'max' });
}

const incidentSayings = sayings<IncidentEvent>(incidentEvents);
const taskSayings = sayings<TaskEvent>(taskEvents);
const runs = { numRuns: 100 };

interface Moment<C, E> {
  stored: Stored<C>;
  now: string;
  timers: ReadonlyMap<string, { dueAt: string; event: E }>;
  step: Step<C, E>;
}

/** Tells a chart everything, and shows each accepted step to `look`. Answers the events accepted. */
function tellAll<C, E extends { type: string; at: string; by: string }>(
  first: Moment<C, E>,
  said: readonly Saying<E>[],
  go: (moment: Moment<C, E>, event: E) => { ok: true; moment: Moment<C, E> } | { ok: false },
  look: (before: Moment<C, E>, event: E, after: Moment<C, E>) => void = () => {},
): { last: Moment<C, E>; accepted: E[] } {
  let moment = first;
  const accepted: E[] = [];
  for (const { told, waitMs, timer } of said) {
    const ids = [...moment.timers.keys()];
    const id = timer === null ? undefined : ids[timer % Math.max(1, ids.length)];
    const due = id === undefined ? undefined : timerOf(moment, id);
    const event = due?.event ?? ({ at: later(moment.now, waitMs), ...told } as unknown as E);
    const went = go(due?.moment ?? moment, event);
    if (!went.ok) {
      if (due !== undefined) moment = { ...due.moment, now: event.at };
      continue;
    }
    look(moment, event, went.moment);
    accepted.push(event);
    moment = went.moment;
  }
  return { last: moment, accepted };
}

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Entries without words, person, kind or moment. */
function brokenEntries<C, E>({ step }: Moment<C, E>): Step<C, E>['entries'] {
  return step.entries.filter(
    ({ text: words, actor, kind, occurredAt }) =>
      words.trim() === '' ||
      kind === '' ||
      !/^(ssirp|console:local:\w+)$/.test(actor) ||
      !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(occurredAt),
  );
}

function replayed<C, E>(
  first: Stored<C>,
  accepted: readonly E[],
  step: (stored: Stored<C>, event: E) => Stepped<C, E>,
): Stored<C> {
  let stored = throughJson(first);
  for (const event of accepted) {
    const stepped = step(stored, throughJson(event));
    if (!stepped.ok) throw new Error('an accepted event is refused when replayed');
    stored = throughJson(stepped.step.snapshot);
  }
  return stored;
}

describe('Any incident', () => {
  const declared = levelOf.map((level) => declaredMoment({ level }));

  test('writes whole entries and plain JSON, with every step', () => {
    fc.assert(
      fc.property(declared, incidentSayings, (first, said) => {
        tellAll(first, said, goOn, (_before, _event, after) => {
          expect(brokenEntries(after)).toEqual([]);
          expect(isDeepStrictEqual(throughJson(after.step), after.step)).toBe(true);
        });
      }),
      runs,
    );
  });

  test('comes out the same when its journal is replayed', () => {
    fc.assert(
      fc.property(declared, incidentSayings, (first, said) => {
        const { last, accepted } = tellAll(first, said, goOn);

        expect(replayed(first.stored, accepted, stepIncident)).toStrictEqual(last.stored);
      }),
      runs,
    );
  });

  test('never loses a fact, a revision, an epoch or a member who did not leave', () => {
    fc.assert(
      fc.property(declared, incidentSayings, (first, said) => {
        tellAll(
          first,
          said,
          goOn,
          ({ stored: { context: was } }, event, { stored: { context: is } }) => {
            expect(is.epoch - was.epoch).toBeOneOf([0, 1]);
            expect(is.guidance?.revision ?? 0).toBeGreaterThanOrEqual(was.guidance?.revision ?? 0);
            for (const name of factNames) {
              expect(is.facts[name]).toBe(was.facts[name] ?? is.facts[name]);
            }
            const lost = was.members.filter((member) => !is.members.includes(member));
            // Whoever is removed may have been no member.
            const out = ['REMOVED', 'STANDING_LOST'].includes(event.type) ? lost.slice(0, 1) : [];
            expect(lost).toEqual(event.type === 'MEMBER_LEFT' ? [event.person] : out);
            expect(new Set(is.members).size).toBe(is.members.length);
          },
        );
      }),
      runs,
    );
  });

  test('has the timers its states call for, and none once it is closed', () => {
    fc.assert(
      fc.property(declared, incidentSayings, (first, said) => {
        tellAll(first, said, goOn, (_before, _event, after) => {
          const set = [...after.timers.keys()].filter((id) => !id.startsWith('role.'));
          expect(set.toSorted()).toEqual(expectedTimers(after.stored));
        });
      }),
      runs,
    );
  });
});

function expectedTimers({ context, value }: Stored<IncidentContext>): string[] {
  const states = leaves(value);
  if (states.some((path) => path.startsWith('closed.'))) return [];
  const isIn = (path: string): boolean => states.includes(`active.${path}`);
  return [
    ...(isIn('shift.handover') ? ['handover'] : []),
    ...(isIn('phase.communicate.monitoring') && context.monitoring === 'running'
      ? ['monitoring']
      : []),
    ...(isIn('phase.communicate.hold') ? ['release'] : []),
    ...(isIn('shift.onShift') ? ['shift'] : []),
    'sitrep',
    ...(context.phase === 'mobilize' ? ['staffing'] : []),
  ];
}

describe('Any task', () => {
  const added = fc
    .record({
      level: levelOf,
      assignee: fc.option(person),
      dueAt: fc.option(at),
      followUp: fc.boolean(),
      text,
    })
    .map((input) => addedMoment(input));

  test('writes whole entries and plain JSON, with every step', () => {
    fc.assert(
      fc.property(added, taskSayings, (first, said) => {
        tellAll(first, said, taskOn, (_before, _event, after) => {
          expect(brokenEntries(after)).toEqual([]);
          expect(isDeepStrictEqual(throughJson(after.step), after.step)).toBe(true);
        });
      }),
      runs,
    );
  });

  test('comes out the same when its journal is replayed', () => {
    fc.assert(
      fc.property(added, taskSayings, (first, said) => {
        const { last, accepted } = tellAll(first, said, taskOn);

        expect(replayed(first.stored, accepted, stepTask)).toStrictEqual(last.stored);
      }),
      runs,
    );
  });

  test('agrees with its own words and has just the timers it needs', () => {
    fc.assert(
      fc.property(added, taskSayings, (first, said) => {
        tellAll(first, said, taskOn, (_before, _event, after) => {
          expect(wordsOf(after.stored)).toEqual(wordsFor(after.stored));
          const waits = taskState(after.stored) === 'open' && after.stored.context.escalation < 2;
          expect(after.timers.has('ack')).toBe(waits);
          expect(isEnded(after.stored) && after.timers.size > 0).toBe(false);
          // Nobody forgets a follow-up that has a date.
          const { followUp, dueAt } = after.stored.context;
          const isCalledFor = followUp && dueAt !== null && !isEnded(after.stored);
          expect(isCalledFor && !after.timers.has('due')).toBe(false);
        });
      }),
      runs,
    );
  });
});

function isEnded(stored: Stored<TaskContext>): boolean {
  return taskState(stored) === 'done' || taskState(stored) === 'waived';
}

function wordsOf({ context: c }: Stored<TaskContext>): object {
  return {
    closed: c.closedAt !== null,
    by: c.closedBy !== null,
    reason: c.reason !== null,
    text: c.text,
  };
}

function wordsFor(stored: Stored<TaskContext>): object {
  const state = taskState(stored);
  return {
    closed: isEnded(stored),
    by: isEnded(stored),
    reason: state === 'blocked' || state === 'waived',
    text: stored.context.text,
  };
}
