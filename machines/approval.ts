// The chart of an approval: proposed until a second person decides, its proposer takes it back, or its time is over.
// What was approved is done by the use case in the same transaction; this chart only says that it may be.
import { setup } from 'xstate';
import type {
  ApprovalContext,
  ApprovalEvent,
  ApprovalInput,
  ApprovalState,
} from './approval-types.ts';
import type { Effect, EntryDraft } from './effects.ts';
import { entry } from './entries.ts';
import type { Move, MovedFrom } from './part-types.ts';
import { msBetween, recorded, say } from './rule-parts.ts';
import type { Stored } from './stored.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const approvalChartVersion = 1;

const s = setup({
  types: {
    context: {} as ApprovalContext,
    events: {} as ApprovalEvent,
    input: {} as ApprovalInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: { effect: (_args, _effect: Effect) => {} },
  guards: {
    isSomebodyElse: ({ context, event }) => event.by !== context.proposedBy,
  },
  delays: {
    half: ({ context: { proposedAt, expiresAt } }) => msBetween(proposedAt, expiresAt) / 2,
    whole: ({ context: { proposedAt, expiresAt } }) => msBetween(proposedAt, expiresAt),
  },
});

type Stamp = Pick<ApprovalEvent, 'at' | 'by'>;

/** `data.n` and `data.act` are what exports read. */
function approvalEntry(c: ApprovalContext, stamp: Stamp, state: string, did: string): EntryDraft {
  return entry(stamp, `approval.${state}`, `Approval ${c.n}: ${did}`, {
    n: c.n,
    act: c.act,
    proposedBy: c.proposedBy,
  });
}

/** A step of the chart: on the record, in the room, and on its card. */
const happens = (state: ApprovalState, words: (c: ApprovalContext, e: ApprovalEvent) => string) =>
  s.enqueueActions(({ context, event, enqueue }) => {
    const reason = 'reason' in event ? event.reason : null;
    enqueue.assign({ decidedBy: event.by, decidedAt: event.at, reason });
    const line = approvalEntry(context, event, state, words(context, event));
    enqueue.emit({ type: 'entry', entry: line });
    enqueue({
      type: 'effect',
      params: recorded(line, state === 'approved' ? 'good' : 'warning'),
    });
    enqueue({ type: 'effect', params: card(context) });
  });

const card = ({ n }: Pick<ApprovalContext, 'n'>): Effect => ({
  kind: 'card',
  card: `approval/${n}`,
});

const asks =
  (sent: 0 | 1) =>
  (c: ApprovalContext): Effect[] =>
    c.asked.map((person) => ({
      kind: 'tell',
      person,
      say: {
        kind: 'approvalAsked',
        n: c.n,
        words: c.words,
        by: c.proposedBy,
        expiresAt: c.expiresAt,
        sent,
      },
    }));

const proposed = s.enqueueActions(({ context, enqueue }) => {
  const stamp = { at: context.proposedAt, by: context.proposedBy };
  const did = `${context.words} — proposed by <@${context.proposedBy}>, to be approved by somebody else until ${context.expiresAt}`;
  enqueue.emit({ type: 'entry', entry: approvalEntry(context, stamp, 'proposed', did) });
  enqueue({ type: 'effect', params: card(context) });
  for (const params of asks(0)(context)) enqueue({ type: 'effect', params });
});

const reminded = s.enqueueActions(({ context, enqueue }) => {
  const { n, words, proposedBy: by, expiresAt, asked } = context;
  const saying = { kind: 'approvalWaits', n, words, by, expiresAt, asked } as const;
  enqueue({ type: 'effect', params: say(saying) });
  for (const params of asks(1)(context)) enqueue({ type: 'effect', params });
});

/** Its proposer learns it in person: they may be waiting elsewhere. */
const lapsed = s.enqueueActions(({ context, enqueue }) => {
  const { n, words, proposedBy: person } = context;
  enqueue({
    type: 'effect',
    params: { kind: 'tell', person, say: { kind: 'approvalLapsed', n, words } },
  });
});

const timer = (type: 'HALF' | 'EXPIRED'): ApprovalEvent => ({ type, at: '', by: 'ssirp' });

const moved = s.enqueueActions(({ event, enqueue }) => {
  if (event.type === 'MOVED') enqueue.assign({ movedTo: { incidentId: event.to, n: event.n } });
});

export const approvalMachine = s.createMachine({
  id: 'approval',
  context: ({ input: { at, by, ...input } }) => ({
    ...input,
    proposedBy: by,
    proposedAt: at,
    decidedBy: null,
    decidedAt: null,
    reason: null,
    movedTo: null,
  }),
  initial: 'proposed',
  on: { MOVED: { target: '.moved', actions: moved } },
  states: {
    proposed: {
      entry: [
        proposed,
        s.raise(timer('HALF'), { delay: 'half', id: 'half' }),
        s.raise(timer('EXPIRED'), { delay: 'whole', id: 'whole' }),
      ],
      exit: [s.cancel('half'), s.cancel('whole')],
      on: {
        APPROVE: {
          guard: 'isSomebodyElse',
          target: 'approved',
          actions: happens(
            'approved',
            (c, { by }) => `<@${by}> approved what <@${c.proposedBy}> proposed: ${c.words}`,
          ),
        },
        DECLINE: {
          guard: 'isSomebodyElse',
          target: 'declined',
          actions: happens(
            'declined',
            (c, e) => `<@${e.by}> declined “${c.words}”: ${'reason' in e ? e.reason : ''}`,
          ),
        },
        WITHDRAW: {
          target: 'withdrawn',
          actions: happens(
            'withdrawn',
            (c, e) => `“${c.words}” is taken back: ${'reason' in e ? e.reason : ''}`,
          ),
        },
        OVERTAKEN: {
          target: 'overtaken',
          actions: happens(
            'overtaken',
            (c, e) => `“${c.words}” cannot be done any more: ${'reason' in e ? e.reason : ''}`,
          ),
        },
        HALF: { actions: reminded },
        EXPIRED: {
          target: 'expired',
          actions: [
            happens('expired', (c) => `nobody approved “${c.words}” in time; nothing was done`),
            lapsed,
          ],
        },
      },
    },
    approved: {},
    declined: {},
    withdrawn: {},
    expired: {},
    overtaken: {},
    moved: {},
  },
});

export function approvalState({ value }: Pick<Stored<ApprovalContext>, 'value'>): ApprovalState {
  return value as ApprovalState;
}

export function isApprovalClosed(stored: Pick<Stored<ApprovalContext>, 'value'>): boolean {
  return approvalState(stored) !== 'proposed';
}

/** What was decided is history there; nothing open moves (apply-event.ts ends it first). */
export function approvalMoved(context: ApprovalContext, { to, isWider }: Move): ApprovalContext {
  const { n, incidentId } = context;
  const hidden = {
    words: `approval ${n} of ${incidentId}, private: see there`,
    command: {},
    reason: null,
  };
  return { ...context, ...to, ...(isWider ? hidden : {}) };
}

export function approvalTakenOver(c: ApprovalContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now approval ${from.n} of ${from.incidentId}: ${c.words}`;
  return approvalEntry(c, { at, by }, 'takenOver', did);
}
