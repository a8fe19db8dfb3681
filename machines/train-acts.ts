// What each event changes in a booking: context, record, reminders, and what people must decide. When it may happen is
// the chart's, train.ts.
import { setup } from 'xstate';
import type { Consequence, Effect, EntryDraft, TrainReminderSaying } from './effects.ts';
import type { IsoInstant } from './incident-types.ts';
import { isMonthlyRelease, releaseMonth, timetable } from './release-calendar.ts';
import { after, msBetween, recorded, say } from './rule-parts.ts';
import * as words from './train-entries.ts';
import type {
  AdvanceNotice,
  TrainContext,
  TrainEvent,
  TrainInput,
  TrainReminder,
} from './train-types.ts';

interface GuardArgs {
  context: TrainContext;
  event: TrainEvent;
}

/** Why a booking may not move now, by the name that its refusal carries. */
const trainGuards = {
  isNotAboard: ({ context, event }: GuardArgs): boolean =>
    event.type === 'CASE_ON' && !context.cases.includes(event.caseNumber),
  isAboard: ({ context, event }: GuardArgs): boolean =>
    event.type === 'CASE_OFF' && context.cases.includes(event.caseNumber),
  isLastAboard: ({ context, event }: GuardArgs): boolean =>
    event.type === 'CASE_OFF' &&
    context.cases.length === 1 &&
    context.cases.includes(event.caseNumber),
  isNewNotice: ({ context: { notice }, event }: GuardArgs): boolean =>
    event.type === 'NOTICE' &&
    (notice === null ||
      notice.bulletins !== event.bulletins ||
      notice.severity !== event.severity ||
      notice.families !== event.families),
  isMeant: ({ context, event }: GuardArgs): boolean =>
    event.type === 'PULLED_IN' && event.was === context.releaseAt && event.at < context.releaseAt,
  isDue: ({ context, event }: GuardArgs): boolean => context.releaseAt <= event.at,
  isNotHeld: ({ context }: GuardArgs): boolean => context.webcast === null,
  isFrozen: ({ context }: GuardArgs): boolean => context.frozenAt !== null,
};

/** What the chart is made of. */
export const s = setup({
  types: {
    context: {} as TrainContext,
    events: {} as TrainEvent,
    input: {} as TrainInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: {
    effect: (_args, _effect: Effect) => {},
    consequence: (_args, _consequence: Consequence) => {},
  },
  guards: trainGuards,
});

/** A booking before its first step. */
export function initialTrain({ at, by, ...input }: TrainInput): TrainContext {
  const { releaseAt } = input;
  const { freeze } = timetable(releaseAt);
  return {
    ...input,
    month: isMonthlyRelease(releaseAt) ? releaseMonth(releaseAt) : null,
    bookedAt: at,
    bookedBy: by,
    frozenAt: freeze <= at ? at : null,
    notice: null,
    pulledIn: null,
    departedAt: null,
    webcast: null,
    left: null,
    movedTo: null,
  };
}

interface TrainChange {
  set?: Partial<TrainContext>;
  entry?: EntryDraft;
  /** Read out in the room; else it stands on the record and on the card. */
  isSaid?: boolean;
  tone?: 'normal' | 'good' | 'warning' | 'bad';
  effects?: Effect[];
  consequences?: Consequence[];
}

type TrainAct = (context: TrainContext, event: TrainEvent) => TrainChange;

const change = (make: TrainAct): ReturnType<typeof s.enqueueActions> =>
  s.enqueueActions(({ context, event, enqueue }) => {
    const {
      set,
      entry,
      isSaid = false,
      tone,
      effects = [],
      consequences = [],
    } = make(context, stamped(context, event));
    if (set !== undefined) enqueue.assign(set);
    if (entry !== undefined) {
      enqueue.emit({ type: 'entry', entry });
      if (isSaid) enqueue({ type: 'effect', params: recorded(entry, tone) });
    }
    for (const effect of effects) enqueue({ type: 'effect', params: effect });
    for (const consequence of consequences) enqueue({ type: 'consequence', params: consequence });
    enqueue({ type: 'effect', params: { kind: 'card', card: `train/${context.n}` } });
  });

/** The very first step has no event but its input, kept in the context. */
function stamped({ bookedAt: at, bookedBy: by }: TrainContext, event: TrainEvent): TrainEvent {
  return { at, by, ...(event as Partial<TrainEvent>) } as TrainEvent;
}

/** A train that waits a day for somebody who may still release has not left without them. */
const passedAfterMs = 24 * 60 * 60_000;
const webcastReminderMs = 60 * 60_000;

const timers = ['freeze', 'notice', 'go', 'webcast', 'passed'] as const;

/** Timers carry a placeholder stamp: whoever fires them puts in the instant. */
const blank = { at: '', by: 'ssirp' } as const;
const remind = (what: TrainReminder): TrainEvent => ({ ...blank, type: 'REMIND', what });

export const silence = timers.map((id) => s.cancel(id));

/** Everything that comes by itself, counted from the step. What is past already comes at once, but for the freeze. */
const timed = s.enqueueActions(({ context, event, enqueue }) => {
  const { at } = stamped(context, event);
  const stops = timetable(context.releaseAt);
  const webcast = after(stops.webcast, -webcastReminderMs);
  for (const id of timers) enqueue.cancel(id);
  const ring = (id: (typeof timers)[number], due: IsoInstant, what: TrainEvent): void =>
    enqueue.raise(what, { id, delay: Math.max(0, msBetween(at, due)) });
  if (context.frozenAt === null) ring('freeze', stops.freeze, { ...blank, type: 'FREEZE' });
  if (context.notice === null && context.pulledIn === null)
    ring('notice', stops.notice, remind('notice'));
  if (context.pulledIn === null) ring('go', stops.go, remind('go'));
  if (webcast >= at) ring('webcast', webcast, remind('webcast'));
  ring('passed', after(context.releaseAt, passedAfterMs), { ...blank, type: 'PASSED' });
});

export const booked = [
  change((c, e) => ({ entry: words.booked(c, e), consequences: c.cases.flatMap(lateOn(c)) })),
  timed,
];

/** A monthly train that is full does not take on what comes late without somebody's word; out of band all is late. */
const lateOn =
  (c: TrainContext) =>
  (caseNumber: number): Consequence[] =>
    c.frozenAt === null || c.month === null
      ? []
      : [
          {
            kind: 'askDecision',
            about: `train/${c.n}`,
            question: 'late',
            text: `Decide: case ${caseNumber} came after the ${words.trainName(c)} was frozen. Does it go along? Else: case ${caseNumber} vehicle monthly <month> <reason>`,
          },
        ];

const settled = ({ n }: TrainContext, reason: string): Consequence[] => [
  { kind: 'settleDecisions', about: `train/${n}`, reason },
];

export const aboard = change((c, e) => {
  if (e.type !== 'CASE_ON') return {};
  return {
    set: { cases: [...c.cases, e.caseNumber].toSorted((a, b) => a - b) },
    entry: words.caseOn(c, e, e.caseNumber),
    isSaid: c.frozenAt !== null,
    tone: 'warning',
    consequences: lateOn(c)(e.caseNumber),
  };
});

export const ashore = change((c, e) => {
  if (e.type !== 'CASE_OFF') return {};
  return {
    set: { cases: c.cases.filter((n) => n !== e.caseNumber) },
    entry: words.caseOff(c, e, e),
    isSaid: c.notice !== null,
    tone: 'warning',
  };
});

export const frozen = change((c, e) => ({
  set: { frozenAt: e.at },
  entry: words.frozen(c, e),
  isSaid: true,
}));

export const noticed = [
  change((c, e) => {
    if (e.type !== 'NOTICE') return {};
    const { bulletins, severity, families, at, by, approvedBy = null } = e;
    const notice: AdvanceNotice = { bulletins, severity, families, at, by, approvedBy };
    return {
      set: { notice, frozenAt: c.frozenAt ?? at },
      entry: words.noticed(c, e, notice),
      isSaid: true,
      tone: 'good',
    };
  }),
  s.cancel('freeze'),
  s.cancel('notice'),
];

const reminderText: Record<TrainReminder, string> = {
  notice: 'the advance notice for customers is due',
  go: 'it goes on the next working day; the go of every lead is needed',
  webcast: 'the webcast for customers begins in an hour',
};

export const reminded = change((c, e) => {
  if (e.type !== 'REMIND') return {};
  const { what, tell = [], missing = [] } = e;
  // Everybody has said go.
  if (what === 'go' && missing.length === 0) return {};
  const { n, releaseAt } = c;
  const saying: TrainReminderSaying = {
    kind: 'trainReminder',
    n,
    what,
    name: words.trainName(c),
    releaseAt,
    webcastAt: timetable(releaseAt).webcast,
    missing: [...missing],
  };
  return {
    entry: words.reminded(c, e, reminderText[what]),
    effects: [
      say(saying),
      ...tell.map((person): Effect => ({ kind: 'tell', person, say: saying })),
    ],
  };
});

export const pulledIn = [
  change((c, e) => {
    if (e.type !== 'PULLED_IN') return {};
    const { at, by, reason } = e;
    return {
      set: {
        releaseAt: at,
        month: null,
        pulledIn: { was: c.releaseAt, at, by, reason },
        frozenAt: c.frozenAt ?? at,
      },
      entry: words.pulledIn(c, e, reason),
    };
  }),
  timed,
];

export const departed = [
  change((c, e) => ({
    set: { departedAt: e.at },
    entry: words.departed(c, e, timetable(c.releaseAt).webcast),
    isSaid: true,
    tone: 'good',
    consequences: settled(c, 'it was released'),
  })),
  ...timers.filter((id) => id !== 'webcast').map((id) => s.cancel(id)),
];

export const missed = change((c, e) => ({
  entry: words.missed(c, e),
  isSaid: true,
  tone: 'bad',
  consequences: [
    ...settled(c, 'the train is gone'),
    {
      kind: 'askDecision',
      about: `train/${c.n}`,
      question: 'missed',
      text: `Decide: the ${words.trainName(c)} went without it. When does it go: train join <month>, or train join --at <time>?`,
    },
  ],
}));

export const webcastHeld = change((c, e) => {
  if (e.type !== 'WEBCAST') return {};
  const { at, by, note } = e;
  return { set: { webcast: { at, by, note } }, entry: words.webcastHeld(c, e, note), tone: 'good' };
});

export const left = change((c, e) => {
  const reason = 'reason' in e ? e.reason : '';
  return {
    set: {
      left: { at: e.at, by: e.by, reason },
      ...(e.type === 'CASE_OFF' ? { cases: [] } : {}),
    },
    entry: words.left(c, e, reason),
    isSaid: c.notice !== null,
    tone: 'warning',
    consequences: settled(c, 'it was taken off'),
  };
});

export const moved = change((c, e) =>
  e.type === 'MOVED'
    ? {
        set: { movedTo: { incidentId: e.to, n: e.n } },
        entry: words.trainEntry(c, e, 'moved', `goes on as booking ${e.n} of ${e.to}`, {
          to: e.to,
          as: e.n,
        }),
      }
    : {},
);
