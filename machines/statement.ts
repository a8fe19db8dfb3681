// The chart of a statement: drafted, approved, given, perhaps withdrawn. It goes to its audience only while its label
// lets them read (audiences.ts), and what was changed after the approval has to be approved anew.
import { setup } from 'xstate';
import { audienceNames, mayRead } from './audiences.ts';
import type { Effect, EntryDraft } from './effects.ts';
import { entry } from './entries.ts';
import type { Move, MovedFrom } from './part-types.ts';
import { recorded } from './rule-parts.ts';
import type {
  StatementContext,
  StatementEvent,
  StatementInput,
  StatementState,
} from './statement-types.ts';
import { audienceOf } from './statement-types.ts';
import type { Stored } from './stored.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const statementChartVersion = 1;

const s = setup({
  types: {
    context: {} as StatementContext,
    events: {} as StatementEvent,
    input: {} as StatementInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: { effect: (_args, _effect: Effect) => {} },
  guards: {
    mayBeRead: ({ context: { tlp, audience } }) => tlp !== null && mayRead(tlp, audience),
  },
});

type Of<T extends StatementEvent['type']> = Extract<StatementEvent, { type: T }>;
type Stamp = Pick<StatementEvent, 'at' | 'by' | 'approvedBy'>;

/** `data.n`, `data.kind` and `data.audience` are what exports read. */
function statementEntry(
  c: StatementContext,
  stamp: Stamp,
  kind: string,
  did: string,
  data: Record<string, unknown> = {},
): EntryDraft {
  const { n, audience } = c;
  return entry(stamp, `statement.${kind}`, `${nameOf(c)}: ${did}`, {
    n,
    kind: c.kind,
    audience,
    ...data,
  });
}

const nameOf = ({ n, kind, drill }: StatementContext): string =>
  `${drill ? 'DRILL. ' : ''}Statement ${n} (${kind})`;

interface StatementChange {
  set?: Partial<StatementContext>;
  entry: EntryDraft;
  tone?: 'normal' | 'good' | 'warning';
}

/** A step of the chart: on the record, in the room, and on its card. */
const change = <T extends StatementEvent['type']>(
  type: T,
  make: (c: StatementContext, e: Of<T>) => StatementChange,
) =>
  s.enqueueActions(({ context, event, enqueue }) => {
    if (event.type !== type) return;
    const { set = {}, entry: line, tone } = make(context, event as Of<T>);
    enqueue.assign(set);
    enqueue.emit({ type: 'entry', entry: line });
    enqueue({ type: 'effect', params: recorded(line, tone) });
    enqueue({ type: 'effect', params: { kind: 'card', card: `statement/${context.n}` } });
  });

/** Its text stands on the card, not in the record, until somebody is told it. */
const drafted = s.enqueueActions(({ context: c, enqueue }) => {
  const stamp = { at: c.createdAt, by: c.createdBy };
  const about = c.clock === null ? '' : ` for clock ${c.clock}`;
  const did = `drafted for ${audienceNames[c.audience]}${about}`;
  enqueue.emit({ type: 'entry', entry: statementEntry(c, stamp, 'drafted', did) });
  enqueue({ type: 'effect', params: { kind: 'card', card: `statement/${c.n}` } });
});

const written = change('WRITE', (c, e) => ({
  set: { text: e.text, approved: null },
  entry: statementEntry(c, e, 'written', `written anew${lapses(c)}`),
}));

const labelled = change('LABEL', (c, e) => ({
  set: { tlp: e.label, approved: null },
  entry: statementEntry(
    c,
    e,
    'labelled',
    `labelled TLP:${e.label}${c.tlp === null ? '' : ` (was TLP:${c.tlp})`}${lapses(c)}`,
    { from: c.tlp, to: e.label },
  ),
}));

const lapses = ({ approved }: StatementContext): string =>
  approved === null ? '' : '; it has to be approved again';

const approved = change('APPROVE', (c, e) => ({
  set: { approved: { by: e.by, with: e.approvedBy ?? null, at: e.at } },
  entry: statementEntry(c, e, 'approved', `approved for ${audienceNames[c.audience]}: ${c.text}`),
  tone: 'good',
}));

const given = change('GIVE', (c, e) => {
  const told = c.drill
    ? 'practised, and nobody outside was told'
    : `${e.how === 'sent' ? 'sent to' : 'copied for'} ${audienceNames[c.audience]}`;
  const yes = [c.approved?.by, c.approved?.with].flatMap((person) => person ?? []);
  const data = { how: e.how, to: e.to, tlp: c.tlp, text: c.text, approved: yes };
  const where = e.to === '' ? '' : ` (${e.to})`;
  return {
    set: { given: [...c.given, { by: e.by, at: e.at, how: e.how, to: e.to }] },
    entry: statementEntry(c, e, 'given', `${told}${where}: ${c.text}`, data),
    tone: 'good',
  };
});

const withdrawn = change('WITHDRAW', (c, e) => ({
  set: { withdrawn: { by: e.by, at: e.at, reason: e.reason } },
  entry: statementEntry(c, e, 'withdrawn', `withdrawn: ${e.reason}`),
  tone: 'warning',
}));

const moved = s.enqueueActions(({ event, enqueue }) => {
  if (event.type === 'MOVED') enqueue.assign({ movedTo: { incidentId: event.to, n: event.n } });
});

const give = { GIVE: { guard: 'mayBeRead', target: 'given', actions: given } } as const;
const withdraw = { WITHDRAW: { target: 'withdrawn', actions: withdrawn } } as const;
const rewrite = {
  WRITE: { target: 'draft', actions: written },
  LABEL: { target: 'draft', actions: labelled },
} as const;

export const statementMachine = s.createMachine({
  id: 'statement',
  context: ({ input: { at, by, ...input } }) => ({
    ...input,
    audience: audienceOf[input.kind],
    createdAt: at,
    createdBy: by,
    approved: null,
    given: [],
    withdrawn: null,
    movedTo: null,
  }),
  initial: 'here',
  states: {
    here: {
      entry: drafted,
      initial: 'draft',
      on: { MOVED: { target: 'moved', actions: moved } },
      states: {
        draft: {
          on: {
            ...rewrite,
            ...withdraw,
            APPROVE: { guard: 'mayBeRead', target: 'approved', actions: approved },
          },
        },
        approved: { on: { ...rewrite, ...give, ...withdraw } },
        given: { on: { ...give, ...withdraw } },
        withdrawn: {},
      },
    },
    moved: {},
  },
});

export function statementState({ value }: Pick<Stored<StatementContext>, 'value'>): StatementState {
  return value === 'moved' ? 'moved' : (value as { here: StatementState }).here;
}

/** Given, withdrawn or moved: there is nothing left to be done with it. */
export function isStatementClosed(stored: Stored<StatementContext>): boolean {
  const state = statementState(stored);
  return state !== 'draft' && state !== 'approved';
}

/** Words of a private incident stay there. */
export function statementMoved(
  context: StatementContext,
  { to, renamed, isWider }: Move,
): StatementContext {
  const { n, incidentId, clock, given: before } = context;
  const there = clock === null ? undefined : renamed.get(`clock/${clock}`);
  const hidden = {
    text: `statement ${n} of ${incidentId}, private: see there`,
    withheld: [],
    given: before.map((one) => ({ ...one, to: '' })),
  };
  return {
    ...context,
    ...to,
    clock: there === undefined ? null : Number(there.slice('clock/'.length)),
    ...(isWider ? hidden : {}),
  };
}

export function statementTakenOver(c: StatementContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now statement ${from.n} of ${from.incidentId}`;
  return statementEntry(c, { at, by }, 'takenOver', did, { from: from.incidentId, was: from.n });
}
