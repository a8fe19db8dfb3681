// The chart of one task: acknowledging it is apart from doing it, and silence escalates to the deputy and then to
// the crisis lead. Pure, like its sibling incident.ts.
import { setup } from 'xstate';
import type { Effect, EntryDraft, Saying } from './effects.ts';
import { entry, mention } from './entries.ts';
import { followUpAckMs, followUpReminder, followUpWaitMs, noticeMs } from './follow-ups.ts';
import { after } from './rule-parts.ts';
import { snoozeMinutesMax, snoozesMax } from './snooze.ts';
import type { PersonId, Role } from './incident-types.ts';
import { levels } from './levels.ts';
import type { Stamp, TaskContext, TaskEvent, TaskInput } from './task-types.ts';

export const taskChartVersion = 1;

export type { TaskContext, TaskEvent, TaskInput, TaskState } from './task-types.ts';

/** As long and as often as the incident's own reminders. */
function mayRest({ level, snoozes = 0 }: TaskContext, event: TaskEvent): boolean {
  return (
    event.type === 'SNOOZE' && snoozes < snoozesMax && event.minutes <= snoozeMinutesMax(level)
  );
}

const s = setup({
  types: {
    context: {} as TaskContext,
    events: {} as TaskEvent,
    input: {} as TaskInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: { effect: (_args, _effect: Effect) => {} },
  guards: {
    isAnotherPerson: ({ context, event }) =>
      event.type === 'ASSIGN' && event.to !== context.assignee,
    takesItThemselves: ({ context, event }) =>
      event.type === 'ASSIGN' && event.to === event.by && event.to !== context.assignee,
    isFollowUp: ({ context }) => context.followUp,
    mayEscalate: ({ context }) => context.escalation < 2,
    /** Either nobody has said yes yet, or the due date is past. */
    maySnoozeOpen: ({ context, event }) => mayRest(context, event) && context.escalation < 2,
    maySnoozeDue: ({ context, event }) =>
      mayRest(context, event) && context.dueAt !== null && context.dueAt <= event.at,
    isAnotherLevel: ({ context, event }) =>
      event.type === 'CHANGE_LEVEL' && event.level !== context.level,
  },
  delays: {
    // Each rung of the escalation gets the level's full time to react.
    ack: ({ context, event }) => {
      const at = Temporal.Instant.from(stampOf(context, event).at).epochMilliseconds;
      const opened = Temporal.Instant.from(context.openedAt).epochMilliseconds;
      const ackMs = context.followUp ? followUpAckMs : levels[context.level].ackMs;
      return Math.max(0, opened + ackMs * (context.escalation + 1) - at);
    },
  },
});

interface Change {
  set?: Partial<TaskContext>;
  entry?: EntryDraft;
  effects?: Effect[];
}

function stampOf(context: TaskContext, event: Partial<Stamp>): Stamp {
  return { at: event.at ?? context.openedAt, by: event.by ?? 'ssirp' };
}

/** Every change of a task shows on its card and on the status card's counts. */
const change = (make: (context: TaskContext, event: TaskEvent) => Change) =>
  s.enqueueActions(({ context, event, enqueue }) => {
    const { set, entry: line, effects = [] } = make(context, event);
    if (set !== undefined) enqueue.assign(set);
    if (line !== undefined) enqueue.emit({ type: 'entry', entry: line });
    for (const effect of effects) enqueue({ type: 'effect', params: effect });
    if (hasCard({ ...context, ...set })) {
      enqueue({ type: 'effect', params: { kind: 'card', card: `task/${context.n}` } });
    }
    enqueue({ type: 'effect', params: { kind: 'card', card: 'status' } });
  });

/** A playbook task that waits for somebody to take its role shows in lists; its card comes with its person. */
function hasCard({ assignee, template, escalation }: TaskContext): boolean {
  return assignee !== null || template === null || escalation > 0;
}

/** Entry of a task's life: `did` reads on after the person's name. */
const log = (
  context: TaskContext,
  event: TaskEvent,
  did: string,
  data: Record<string, unknown> = {},
): EntryDraft =>
  entry(event, `task.${event.type.toLowerCase()}`, `Task ${context.n} (${context.text}) ${did}`, {
    n: context.n,
    ...data,
  });

const added = (context: TaskContext, by: PersonId): EntryDraft => {
  const { n, text, phase, role, assignee, dueAt, followUp, openedAt } = context;
  const who = assignee === null ? '' : ` for ${mention(assignee)}`;
  return entry(
    { at: openedAt, by },
    'task.added',
    `${followUp ? 'Follow-up' : 'Task'} ${n} added${who}: ${text}`,
    { n, phase, role, assignee, dueAt },
  );
};

const offered = (context: TaskContext): Saying => ({
  kind: 'taskOffered',
  n: context.n,
  text: context.text,
});

/** For those who follow the task; only who has a card has followers. */
const progress = (context: TaskContext, text: string): Effect[] =>
  hasCard(context) ? [{ kind: 'say', say: { kind: 'taskProgress', n: context.n, text } }] : [];

const assign = change((c, e) => {
  if (e.type !== 'ASSIGN') return {};
  return {
    set: {
      assignee: e.to,
      openedAt: e.at,
      escalation: 0,
      acknowledgedAt: e.by === e.to ? e.at : null,
      reason: null,
      ...(c.snoozes === undefined ? {} : { snoozes: 0 }),
    },
    entry: log(c, e, `assigned to ${mention(e.to)}`, { from: c.assignee, to: e.to }),
    effects: e.by === e.to ? [] : [{ kind: 'tell', person: e.to, say: offered(c) }],
  };
});

/** Whoever acknowledges an unassigned task takes it. */
const acknowledge = change((c, e) => ({
  effects: progress(c, `Acknowledged by ${mention(e.by)}`),
  set: { acknowledgedAt: e.at, assignee: c.assignee ?? e.by, reason: null },
  entry: log(c, e, `acknowledged by ${mention(e.by)}`),
}));

const start = change((c, e) => ({
  effects: progress(c, `Started by ${mention(e.by)}`),
  set: { acknowledgedAt: c.acknowledgedAt ?? e.at, assignee: c.assignee ?? e.by, reason: null },
  entry: log(c, e, `started by ${mention(e.by)}`),
}));

const done = change((c, e) => ({
  effects: progress(
    c,
    `Done by ${mention(e.by)}${e.type === 'DONE' && e.note !== '' ? `: ${e.note}` : ''}`,
  ),
  set: {
    acknowledgedAt: c.acknowledgedAt ?? e.at,
    assignee: c.assignee ?? e.by,
    closedAt: e.at,
    closedBy: e.by,
    reason: null,
  },
  entry: log(
    c,
    e,
    `done by ${mention(e.by)}${e.type === 'DONE' && e.note !== '' ? `: ${e.note}` : ''}`,
  ),
}));

const block = change((c, e) => {
  const reason = e.type === 'BLOCK' ? e.reason : '';
  return {
    set: { reason, acknowledgedAt: c.acknowledgedAt ?? e.at },
    entry: log(c, e, `blocked: ${reason}`, { reason }),
    effects: [
      {
        kind: 'say',
        say: { kind: 'taskBlocked', n: c.n, text: c.text, reason },
      },
    ],
  };
});

const waive = change((c, e) => {
  const reason = e.type === 'WAIVE' ? e.reason : '';
  return {
    set: { reason, closedAt: e.at, closedBy: e.by },
    entry: log(c, e, `waived: ${reason}`, { reason }),
    effects: progress(c, `Waived: ${reason}`),
  };
});

const reopen = change((c, e) => ({
  set: {
    closedAt: null,
    closedBy: null,
    reason: null,
    acknowledgedAt: null,
    openedAt: e.at,
    escalation: 0,
  },
  entry: log(c, e, 'reopened'),
  effects: progress(c, `Reopened by ${mention(e.by)}`),
}));

const escalate = change((c, e) => {
  if (e.type !== 'ACK_OVERDUE') return {};
  const first = c.escalation === 0 && e.deputy !== null;
  const to = first ? e.deputy : e.lead;
  const toRole: Role = first ? 'deputy' : 'crisis_lead';
  const saying: Saying = {
    kind: 'taskEscalated',
    n: c.n,
    text: c.text,
    assignee: c.assignee,
    to,
    toRole,
  };
  return {
    set: { escalation: first ? 1 : 2 },
    entry: log(
      c,
      e,
      `not acknowledged in time, escalated to ${to === null ? `the ${toRole.replace('_', ' ')} (nobody holds the role)` : mention(to)}`,
      {
        to,
        toRole,
      },
    ),
    effects: [
      { kind: 'say', say: saying },
      ...(to === null ? [] : [{ kind: 'tell' as const, person: to, say: saying }]),
    ],
  };
});

const due = change((c, e) => {
  if (c.followUp && e.type === 'DUE') return followUpReminder(c, { ...e, sent: e.sent ?? 1 });
  const saying: Saying = { kind: 'taskDue', n: c.n, text: c.text, assignee: c.assignee };
  return {
    entry: log(c, e, 'is due and not done'),
    effects: [
      { kind: 'say', say: saying },
      ...(c.assignee === null ? [] : [{ kind: 'tell' as const, person: c.assignee, say: saying }]),
    ],
  };
});

const dueSoon = change((c, e) =>
  e.type === 'DUE_SOON' ? followUpReminder(c, { ...e, sent: 0 }) : {},
);

const ring = { type: 'DUE', at: '', by: 'ssirp' } as const;
const notice = { type: 'DUE_SOON', at: '', by: 'ssirp' } as const;

/** Milliseconds from the event to the due date; none when that is past. */
function untilDue(context: TaskContext, event: Partial<Stamp>): number {
  const dueAt = Temporal.Instant.from(context.dueAt ?? context.openedAt);
  const at = Temporal.Instant.from(stampOf(context, event).at);
  return Math.max(0, dueAt.epochMilliseconds - at.epochMilliseconds);
}

/** One timer for all reminders of the due date: at most one of them is ever set. */
const raiseDue = s.enqueueActions(({ context, event, enqueue }) => {
  if (context.dueAt === null) return;
  const delay = untilDue(context, event);
  if (context.followUp && delay > noticeMs)
    enqueue.raise(notice, { id: 'due', delay: delay - noticeMs });
  else enqueue.raise(ring, { id: 'due', delay });
});

/** The due date itself, after the notice. */
const raiseDueItself = s.enqueueActions(({ context, event, enqueue }) => {
  enqueue.raise(ring, { id: 'due', delay: untilDue(context, event) });
});

/** A follow-up that is late is called for until it is done. */
const raiseNext = s.enqueueActions(({ context, event, enqueue }) => {
  if (!context.followUp || event.type !== 'DUE') return;
  const sent = (event.sent ?? 1) + 1;
  enqueue.raise({ ...ring, sent }, { id: 'due', delay: followUpWaitMs(sent) });
});

/** Somebody new has a late follow-up: it is called for from them first. */
const callAnew = s.enqueueActions(({ context, event, enqueue }) => {
  const { followUp, dueAt } = context;
  if (!followUp || dueAt === null || dueAt > event.at) return;
  enqueue.cancel('due');
  enqueue.raise({ ...ring, sent: 2 }, { id: 'due', delay: followUpWaitMs(2) });
});

const dueDate = change((c, e) =>
  e.type === 'DUE_DATE'
    ? {
        set: { dueAt: e.dueAt },
        entry: log(c, e, `due ${e.dueAt}`, { from: c.dueAt, to: e.dueAt }),
      }
    : {},
);

const askAgain = {
  type: 'ACK_OVERDUE',
  at: '',
  by: 'ssirp',
  deputy: null,
  lead: null,
} as const;

/** What was due rings again when the rest is over. */
const snooze = s.enqueueActions(({ context, event, enqueue }) => {
  if (event.type !== 'SNOOZE') return;
  const delay = event.minutes * 60_000;
  const until = after(event.at, delay);
  const line = log(context, event, `put off for ${event.minutes} min, until ${until}`, { until });
  enqueue.assign({ snoozes: (context.snoozes ?? 0) + 1 });
  enqueue.emit({ type: 'entry', entry: line });
  enqueue({
    type: 'effect',
    params: {
      kind: 'say',
      say: {
        kind: 'recorded',
        text: `${mention(event.by)} put the reminder of task ${context.n} (${context.text}) off until ${until}`,
        tone: 'normal',
      },
    },
  });
  const { sent } = event;
  // The next reminder of a follow-up may be days away: it must not come sooner for being put off.
  if (context.followUp && sent === undefined) return;
  if (context.dueAt !== null && context.dueAt <= event.at) {
    enqueue.cancel('due');
    enqueue.raise({ ...ring, ...(sent === undefined ? {} : { sent }) }, { id: 'due', delay });
  }
});

/** Whoever would be asked next is asked when the rest is over. */
const askLater = s.enqueueActions(({ event, enqueue }) => {
  if (event.type !== 'SNOOZE') return;
  enqueue.cancel('ack');
  enqueue.raise(askAgain, { id: 'ack', delay: event.minutes * 60_000 });
});

const setLevel = s.assign(({ context, event }) =>
  event.type === 'CHANGE_LEVEL' ? { level: event.level } : context,
);

/** Nobody is left to tell after the crisis lead. */
const raiseAck = s.enqueueActions(({ context, enqueue }) => {
  if (context.escalation === 2) return;
  enqueue.raise(askAgain, { delay: 'ack', id: 'ack' });
});

const finish = {
  DONE: { target: '#task.closed.done', actions: done },
  WAIVE: { target: '#task.closed.waived', actions: waive },
};

export const taskMachine = s.createMachine({
  id: 'task',
  context: ({ input }) => ({
    incidentId: input.incidentId,
    n: input.n,
    text: input.text,
    phase: input.phase,
    level: input.level,
    followUp: input.followUp,
    role: input.role,
    template: input.template,
    assignee: input.assignee,
    dueAt: input.dueAt,
    openedAt: input.at,
    acknowledgedAt: null,
    closedAt: null,
    closedBy: null,
    escalation: 0,
    reason: null,
    ...(input.link === undefined ? {} : { link: input.link }),
  }),
  entry: s.enqueueActions(({ context, event, enqueue }) => {
    const by = (event as { input?: TaskInput }).input?.by ?? 'ssirp';
    enqueue.emit({
      type: 'entry',
      entry: { ...added(context, by), link: context.link ?? null },
    });
    if (hasCard(context)) {
      enqueue({ type: 'effect', params: { kind: 'card', card: `task/${context.n}` } });
    }
    if (context.assignee !== null && context.assignee !== by) {
      enqueue({
        type: 'effect',
        params: { kind: 'tell', person: context.assignee, say: offered(context) },
      });
    }
  }),
  initial: 'pending',
  states: {
    pending: {
      initial: 'open',
      entry: raiseDue,
      exit: s.cancel('due'),
      on: {
        ...finish,
        BLOCK: { target: '.blocked', actions: block },
        // Somebody new must say yes again, unless they took the task themselves.
        ASSIGN: [
          { guard: 'takesItThemselves', target: '.acknowledged', actions: [assign, callAnew] },
          { guard: 'isAnotherPerson', target: '.open', actions: [assign, callAnew] },
        ],
        DUE: { actions: [due, raiseNext] },
        DUE_SOON: { guard: 'isFollowUp', actions: [dueSoon, raiseDueItself] },
        SNOOZE: { guard: 'maySnoozeDue', actions: snooze },
        DUE_DATE: { actions: [dueDate, s.cancel('due'), raiseDue] },
        CHANGE_LEVEL: { guard: 'isAnotherLevel', actions: setLevel },
      },
      states: {
        open: {
          entry: raiseAck,
          exit: s.cancel('ack'),
          on: {
            ACK: { target: 'acknowledged', actions: acknowledge },
            START: { target: 'started', actions: start },
            SNOOZE: { guard: 'maySnoozeOpen', actions: [snooze, askLater] },
            ACK_OVERDUE: { guard: 'mayEscalate', target: 'open', reenter: true, actions: escalate },
            CHANGE_LEVEL: {
              guard: 'isAnotherLevel',
              target: 'open',
              reenter: true,
              actions: setLevel,
            },
          },
        },
        acknowledged: { on: { START: { target: 'started', actions: start } } },
        started: {},
        blocked: {
          on: {
            START: { target: 'started', actions: start },
            ACK: { target: 'acknowledged', actions: acknowledge },
          },
        },
      },
    },
    closed: {
      initial: 'done',
      on: { REOPEN: { target: 'pending', actions: reopen } },
      states: { done: {}, waived: {} },
    },
  },
});
