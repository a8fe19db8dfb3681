// The chart of a test pass: planned, running, done, or waived by somebody by name. A finding that blocks holds the
// release until it is resolved; one that comes after the pass was done takes it up again.
import { setup } from 'xstate';
import type { Effect, EntryDraft } from './effects.ts';
import { entry } from './entries.ts';
import type { Move, MovedFrom } from './part-types.ts';
import type { PassContext, PassEvent, PassFinding, PassInput, PassState } from './pass-types.ts';
import { msBetween, recorded } from './rule-parts.ts';
import type { Stored } from './stored.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const passChartVersion = 1;

/** The findings that hold the release. */
export function blockersOf({ findings }: Pick<PassContext, 'findings'>): PassFinding[] {
  return findings.filter(({ verdict, resolved }) => verdict === 'block' && resolved === null);
}

const s = setup({
  types: {
    context: {} as PassContext,
    events: {} as PassEvent,
    input: {} as PassInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: { effect: (_args, _effect: Effect) => {} },
  guards: {
    hasParticipant: ({ context }) => context.participants.length > 0,
    hasNoBlocker: ({ context }) => blockersOf(context).length === 0,
    isOpenFinding: ({ context, event }) =>
      event.type === 'RESOLVE' && blockersOf(context).some(({ m }) => m === event.m),
    blocks: ({ event }) => event.type === 'FINDING' && event.verdict === 'block',
    hasTime: ({ context }) => context.until !== null,
  },
  delays: {
    time: ({ context: { until, createdAt } }) =>
      until === null ? 0 : Math.max(0, msBetween(createdAt, until)),
  },
});

type Of<T extends PassEvent['type']> = Extract<PassEvent, { type: T }>;

/** `data.n` is what exports read. */
function passEntry(
  { n, name }: PassContext,
  stamp: Pick<PassEvent, 'at' | 'by'>,
  kind: string,
  did: string,
  data: Record<string, unknown> = {},
): EntryDraft {
  return entry(stamp, `pass.${kind}`, `Test pass ${n} (${name}): ${did}`, { n, ...data });
}

interface PassChange {
  set?: Partial<PassContext>;
  entry: EntryDraft;
  tone?: 'normal' | 'good' | 'warning' | 'bad';
}

/** A step of the chart: on the record, in the room, and on its card. */
const change = <T extends PassEvent['type']>(
  type: T,
  make: (c: PassContext, e: Of<T>) => PassChange,
) =>
  s.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== type) return;
    const { set = {}, entry: line, tone } = make(context, event as Of<T>);
    enqueue.assign(set);
    enqueue.emit({ type: 'entry', entry: line });
    enqueue({ type: 'effect', params: recorded(line, tone) });
    enqueue({ type: 'effect', params: { kind: 'card', card: `pass/${context.n}` } });
  });

const opened = s.enqueueActions(({ context: c, enqueue }) => {
  const until = c.until === null ? '' : ` until ${c.until}`;
  const what = c.updates.length === 0 ? '' : ` of ${c.updates.join(', ')}`;
  const stamp = { at: c.createdAt, by: c.createdBy };
  enqueue.emit({
    type: 'entry',
    entry: passEntry(c, stamp, 'opened', `planned${what}${until}; the release waits for it`),
  });
  enqueue({ type: 'effect', params: { kind: 'card', card: `pass/${c.n}` } });
});

const invited = change('INVITE', (c, e) => {
  const participants = [...new Set([...c.participants, ...e.participants])];
  const newcomers = participants.filter((one) => !c.participants.includes(one));
  return {
    set: { participants },
    entry: passEntry(
      c,
      e,
      'invited',
      `${newcomers.join(', ')} ${newcomers.length === 1 ? 'takes' : 'take'} part`,
      { newcomers },
    ),
  };
});

const started = change('START', (c, e) => ({
  entry: passEntry(
    c,
    e,
    'started',
    `${c.participants.join(', ')} ${c.participants.length === 1 ? 'tests' : 'test'}`,
  ),
}));

const heard = change('FINDING', (c, e) => {
  const m = c.findings.length + 1;
  const { verdict, text, by, at } = e;
  const says = verdict === 'block' ? 'blocks the release' : 'is accepted';
  return {
    set: { findings: [...c.findings, { m, verdict, text, by, at, resolved: null }], done: null },
    entry: passEntry(c, e, 'finding', `finding ${m} ${says}: ${text}`, { m, verdict }),
    tone: verdict === 'block' ? 'bad' : 'normal',
  };
});

const resolved = change('RESOLVE', (c, e) => {
  const { m, how, by, at } = e;
  return {
    set: {
      findings: c.findings.map((one) =>
        one.m === m ? { ...one, resolved: { how, by, at } } : one,
      ),
    },
    entry: passEntry(c, e, 'resolved', `finding ${m} is resolved: ${how}`, { m }),
    tone: 'good',
  };
});

const done = change('DONE', (c, e) => ({
  set: { done: { by: e.by, at: e.at, words: e.words } },
  entry: passEntry(c, e, 'done', `passed${e.words === '' ? '' : `: ${e.words}`}`),
  tone: 'good',
}));

const waived = change('WAIVE', (c, e) => ({
  set: { waived: { by: e.by, at: e.at, reason: e.reason } },
  entry: passEntry(c, e, 'waived', `the release does not wait for it: ${e.reason}`, {
    findings: blockersOf(c).map(({ m }) => m),
  }),
  tone: 'warning',
}));

const overdue = change('OVERDUE', (c, e) => ({
  entry: passEntry(c, e, 'overdue', 'its time is over, and it is not done'),
  tone: 'warning',
}));

const moved = s.enqueueActions(({ event, enqueue }) => {
  if (event.type === 'MOVED') enqueue.assign({ movedTo: { incidentId: event.to, n: event.n } });
});

const findings = {
  FINDING: { actions: heard },
  RESOLVE: { guard: 'isOpenFinding', actions: resolved },
} as const;
const open = {
  INVITE: { actions: invited },
  WAIVE: { target: 'waived', actions: waived },
  OVERDUE: { actions: overdue },
} as const;

export const passMachine = s.createMachine({
  id: 'pass',
  context: ({ input: { at, by, ...input } }) => ({
    ...input,
    participants: [],
    findings: [],
    createdAt: at,
    createdBy: by,
    done: null,
    waived: null,
    movedTo: null,
  }),
  initial: 'here',
  states: {
    here: {
      entry: [
        opened,
        s.enqueueActions(({ context, enqueue }) => {
          if (context.until !== null)
            enqueue.raise({ type: 'OVERDUE', at: '', by: 'ssirp' }, { id: 'over', delay: 'time' });
        }),
      ],
      initial: 'planned',
      on: { MOVED: { target: 'moved', actions: moved } },
      states: {
        planned: {
          on: { ...open, START: { guard: 'hasParticipant', target: 'running', actions: started } },
        },
        running: {
          on: {
            ...open,
            ...findings,
            DONE: { guard: 'hasNoBlocker', target: 'done', actions: done },
          },
        },
        done: {
          entry: s.cancel('over'),
          on: {
            FINDING: [{ guard: 'blocks', target: 'running', actions: heard }, { actions: heard }],
          },
        },
        waived: { entry: s.cancel('over'), on: findings },
      },
    },
    moved: {},
  },
});

export function passState({ value }: Pick<Stored<PassContext>, 'value'>): PassState {
  return value === 'moved' ? 'moved' : (value as { here: PassState }).here;
}

export function isPassClosed(stored: Stored<PassContext>): boolean {
  const state = passState(stored);
  return state !== 'planned' && state !== 'running';
}

/** Why the release waits for it, in words; null when it does not. */
export function whyNotPassed(stored: Stored<PassContext>): string | null {
  if (isPassClosed(stored)) return null;
  const { name, n } = stored.context;
  const blockers = blockersOf(stored.context).map(({ m }) => m);
  const head = `test pass ${n} (${name})`;
  if (blockers.length > 0)
    return `${head}: ${blockers.length === 1 ? 'finding' : 'findings'} ${blockers.join(', ')} ${blockers.length === 1 ? 'blocks' : 'block'}`;
  return `${head} is ${passState(stored)}`;
}

/** Words of a private incident stay there. */
export function passMoved(context: PassContext, { to, isWider }: Move): PassContext {
  const { n, incidentId, findings: found, participants } = context;
  const hidden = `test pass ${n} of ${incidentId}, private: see there`;
  if (!isWider) return { ...context, ...to };
  return {
    ...context,
    ...to,
    name: hidden,
    updates: [],
    participants: participants.map((_one, index) => `participant ${index + 1}`),
    findings: found.map((one) => ({
      ...one,
      text: '',
      resolved: one.resolved === null ? null : { ...one.resolved, how: '' },
    })),
    done: context.done === null ? null : { ...context.done, words: '' },
    waived: context.waived === null ? null : { ...context.waived, reason: '' },
  };
}

export function passTakenOver(c: PassContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now test pass ${from.n} of ${from.incidentId}`;
  return passEntry(c, { at, by }, 'takenOver', did, { from: from.incidentId, was: from.n });
}
