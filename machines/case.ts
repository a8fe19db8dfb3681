// The chart of one case: Vultron's three machines side by side, exactly by its published tables, and the rules between
// them. What Vultron says SHALL happen happens by itself; what SHOULD becomes a task that somebody must decide.
import { setup } from 'xstate';
import * as words from './case-entries.ts';
import { caseConditions, caseGuards, has } from './case-guards.ts';
import type { CaseContext, CaseEvent, CaseInput, CaseMove, CsCode } from './case-types.ts';
import type { Consequence, Effect, EntryDraft } from './effects.ts';
import type { FactName, IsoInstant } from './incident-types.ts';
import { recorded } from './rule-parts.ts';

/** Stored with every journal row; raise it when a change makes old journals replay differently. */
export const caseChartVersion = 1;

/** What a person has to decide about an embargo. */
export type EmbargoQuestion = 'attacks' | 'fixReady' | 'fixDeployed' | 'closed';

const s = setup({
  types: {
    context: {} as CaseContext,
    events: {} as CaseEvent,
    input: {} as CaseInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: {
    effect: (_args, _effect: Effect) => {},
    consequence: (_args, _consequence: Consequence) => {},
  },
  guards: {
    ...caseGuards,
    ...caseConditions,
    mayPropose: (args) => caseGuards.mayStartEmbargo(args) && caseGuards.endsInFuture(args),
  },
  delays: {
    embargo: ({ context, event }) =>
      Math.max(
        0,
        Temporal.Instant.from(context.embargoUntil ?? event.at).epochMilliseconds -
          Temporal.Instant.from(event.at).epochMilliseconds,
      ),
  },
});

interface CaseChange {
  set?: Partial<CaseContext>;
  moves?: CaseMove[];
  entry?: EntryDraft;
  tone?: 'normal' | 'good' | 'warning' | 'bad';
  consequences?: Consequence[];
}

type CaseAct = (context: CaseContext, event: CaseEvent) => CaseChange;

/** Every change shows on the case's card and in the room. */
const change = (make: CaseAct) =>
  s.enqueueActions(({ context, event, enqueue }) => {
    const {
      set,
      moves = [],
      entry,
      tone,
      consequences = [],
    } = make(context, stamped(context, event));
    if (set !== undefined || moves.length > 0)
      enqueue.assign({ ...set, history: [...context.history, ...moves] });
    if (entry !== undefined) {
      enqueue.emit({ type: 'entry', entry });
      enqueue({ type: 'effect', params: recorded(entry, tone) });
    }
    for (const consequence of consequences) enqueue({ type: 'consequence', params: consequence });
    enqueue({ type: 'effect', params: { kind: 'card', card: `case/${context.n}` } });
  });

/** The very first step has no event but its input, kept in the context. */
function stamped({ openedAt: at, openedBy: by }: CaseContext, event: CaseEvent): CaseEvent {
  return { at, by, ...(event as Partial<CaseEvent>) } as CaseEvent;
}

const ask = (context: CaseContext, question: EmbargoQuestion): Consequence => ({
  kind: 'askDecision',
  about: `case/${context.n}`,
  question,
  text: questionText[question](context.n),
});

const questionText: Record<EmbargoQuestion, (n: number) => string> = {
  attacks: (n) =>
    `Decide: end the embargo of case ${n}, because attacks are observed? Limited attacks may let it stand.`,
  fixReady: (n) =>
    `Decide: reject the embargo proposed for case ${n}, because a fix is ready? None should start now.`,
  fixDeployed: (n) => `Decide: end the embargo of case ${n}, because the fix is deployed?`,
  closed: (n) =>
    `Decide: case ${n} is closed and its embargo goes on. End the embargo, or say why it stands?`,
};

const settle = (context: CaseContext, reason: string): Consequence => ({
  kind: 'settleDecisions',
  about: `case/${context.n}`,
  reason,
});

/** One step of report management. */
const report = (
  code: 'v' | 'i' | 'a' | 'd' | 'c',
  kind: string,
  did: string,
  more: CaseAct = () => ({}),
) =>
  change((c, e) => {
    const reason = 'reason' in e && e.reason !== '' ? `: ${e.reason}` : '';
    return {
      moves: [{ machine: 'rm', code, at: e.at }],
      entry: words.caseEntry(c, e, kind, `${did}${reason}`, {
        code: `R${code.toUpperCase()}`,
      }),
      ...more(c, e),
    };
  });

const validated = report('v', 'valid', 'valid');
const invalidated = report('i', 'invalid', 'invalid');
const accepted = report('a', 'accepted', 'accepted, work begins', () => ({
  set: { duplicateOf: null },
}));
const deferred = report('d', 'deferred', 'deferred');
const closed = report('c', 'closed', 'closed', (c) =>
  c.embargoUntil === null ? {} : { tone: 'warning', consequences: [ask(c, 'closed')] },
);

const linked = change((c, e) =>
  e.type === 'DUPLICATE'
    ? {
        set: { duplicateOf: e.of },
        entry: words.caseEntry(c, e, 'duplicate', `the same as case ${e.of}`, { of: e.of }),
      }
    : {},
);
const deferredAsDuplicate = change((c, e) => ({
  moves: [{ machine: 'rm', code: 'd', at: e.at }],
  entry: words.caseEntry(c, e, 'deferred', `deferred in favour of case ${c.duplicateOf}`, {
    code: 'RD',
  }),
}));

function byEnd<T extends { until: IsoInstant }>(proposals: readonly T[]): T[] {
  return proposals.toSorted((a, b) => (a.until < b.until ? -1 : a.until > b.until ? 1 : 0));
}

/** In force: a proposal is one for a revision. */
const isInForce = ({ embargoUntil }: CaseContext): boolean => embargoUntil !== null;

const proposed = change((c, e) => {
  if (!('until' in e)) return {};
  const { until, at, by } = e;
  const what = isInForce(c) ? 'a new end of the embargo is proposed' : 'an embargo is proposed';
  const asks = has(c, 'F') && !isInForce(c);
  return {
    set: { proposals: byEnd([...c.proposals, { until, at, by }]), isWithoutEmbargo: false },
    moves: [{ machine: 'em', code: 'p', at }],
    entry: words.caseEntry(c, e, 'embargo', `${what}: until ${until}`, {
      code: isInForce(c) ? 'EV' : 'EP',
      until,
    }),
    ...(asks ? { tone: 'warning' as const, consequences: [ask(c, 'fixReady')] } : {}),
  };
});

/** The shortest wins; longer ones become proposals for a revision. */
const agreed = change((c, e) => {
  const [shortest, ...others] = c.proposals.filter(({ until }) => until > e.at);
  if (shortest === undefined) return {};
  const { until } = shortest;
  const longer = others.filter((other) => other.until > until);
  const did = isInForce(c) ? `the embargo now ends ${until}` : `embargo until ${until}`;
  return {
    set: { embargoUntil: until, proposals: longer, isWithoutEmbargo: false },
    moves: [{ machine: 'em', code: 'a', at: e.at }],
    entry: words.caseEntry(c, e, 'embargo', did, { code: isInForce(c) ? 'EC' : 'EA', until }),
    ...(isInForce(c) ? {} : { consequences: [settle(c, 'the embargo was accepted')] }),
  };
});

const startClock = [
  s.cancel('embargo'),
  s.raise(timer('EMBARGO_OVER'), { delay: 'embargo', id: 'embargo' }),
];

function timer<T extends CaseEvent['type']>(type: T): Extract<CaseEvent, { type: T }> {
  return { type, at: '', by: 'ssirp' } as Extract<CaseEvent, { type: T }>;
}

const stillProposed = change((c, e) => ({
  moves: [{ machine: 'em', code: 'p', at: e.at }],
  entry: words.caseEntry(
    c,
    e,
    'embargo',
    `the longer proposal (until ${c.proposals[0]?.until}) goes on as one to revise it`,
    { code: 'EV' },
  ),
}));

const rejected = change((c, e) => ({
  set: { proposals: [], isWithoutEmbargo: !isInForce(c) },
  moves: [{ machine: 'em', code: 'r', at: e.at }],
  entry: words.caseEntry(
    c,
    e,
    'embargo',
    `${isInForce(c) ? 'the new end is rejected, the old one stands' : 'the proposed embargo is rejected'}${'reason' in e && e.reason !== '' ? `: ${e.reason}` : ''}`,
    { code: isInForce(c) ? 'EJ' : 'ER' },
  ),
  ...(isInForce(c) ? {} : { consequences: [settle(c, 'the proposal was rejected')] }),
}));

const rejectedByFacts = change((c, e) => ({
  set: { proposals: [], isWithoutEmbargo: true },
  moves: [{ machine: 'em', code: 'r', at: e.at }],
  entry: words.caseEntry(
    c,
    { at: e.at, by: 'ssirp' },
    'embargo',
    `the proposed embargo is void, because ${whyBarred(c)}`,
    { code: 'ER' },
  ),
  tone: 'bad',
  consequences: [settle(c, 'the proposal is void')],
}));

const withoutEmbargo = change((c, e) => ({
  set: { isWithoutEmbargo: true },
  entry: words.caseEntry(c, e, 'embargo', `no embargo${'reason' in e ? `: ${e.reason}` : ''}`),
}));

const ended = (why: (c: CaseContext, e: CaseEvent) => string, byItself: boolean) =>
  change((c, e) => ({
    set: { proposals: [], embargoUntil: null },
    moves: [{ machine: 'em', code: 't', at: e.at }],
    entry: words.caseEntry(
      c,
      byItself ? { at: e.at, by: 'ssirp' } : e,
      'embargo',
      `the embargo is over${why(c, e)}`,
      { code: 'ET' },
    ),
    tone: 'warning',
    consequences: [settle(c, 'the embargo is over')],
  }));

const endedByPerson = ended((_c, e) => ('reason' in e ? `: ${e.reason}` : ''), false);
const endedByTime = ended(() => ': its time has come', true);
const endedByFacts = ended((c) => `, because ${whyBarred(c)}`, true);

function whyBarred(c: CaseContext): string {
  return words.csText[(['P', 'X', 'A'] as const).find((code) => has(c, code)) ?? 'P'];
}

/** Something that happened in the world; it is never undone. */
const happened = (code: CsCode, because?: CsCode) =>
  change((c, e) => {
    const isFact = e.type === 'FACT' && because === undefined;
    const at = e.type === 'FACT' ? e.occurredAt : e.at;
    const text = isFact ? e.text : '';
    return {
      moves: [{ machine: 'cs', code, at }],
      entry: words.happened(c, e, code, {
        at,
        text,
        ...(because === undefined ? {} : { because }),
      }),
      tone: code === 'V' || code === 'F' || code === 'D' ? 'normal' : 'bad',
      consequences: [...toIncident(c, code, at, text), ...questions(c, code)],
    };
  });

const factOf = { P: 'public', X: 'exploit', A: 'attacks' } as const;

/** What is known of a case is known of its incident. */
function toIncident(c: CaseContext, code: CsCode, at: IsoInstant, text: string): Consequence[] {
  if (code === 'V' || code === 'F' || code === 'D') return [];
  const fact: FactName = factOf[code];
  return [
    {
      kind: 'toIncident',
      event: { type: 'FACT', fact, occurredAt: at, text: text || `case ${c.n}` },
    },
  ];
}

function questions(c: CaseContext, code: CsCode): Consequence[] {
  if (code === 'A' && isInForce(c)) return [ask(c, 'attacks')];
  if (code === 'D' && isInForce(c)) return [ask(c, 'fixDeployed')];
  if (code === 'F' && !isInForce(c) && c.proposals.length > 0) return [ask(c, 'fixReady')];
  return [];
}

const cveAssigned = change((c, e) =>
  e.type === 'CVE'
    ? {
        set: { cve: e.cve },
        entry: words.caseEntry(
          c,
          e,
          'cve',
          `${e.cve}${c.cve === null ? '' : ` in place of ${c.cve}`}`,
          {
            from: c.cve,
            to: e.cve,
          },
        ),
      }
    : {},
);

const moved = change((c, e) =>
  e.type === 'MOVED'
    ? {
        set: { movedTo: { incidentId: e.to, n: e.n } },
        entry: words.caseEntry(c, e, 'moved', `goes on as case ${e.n} of ${e.to}`, {
          to: e.to,
          as: e.n,
        }),
      }
    : {},
);

const fact = (name: FactName) => ({ type: 'isFact' as const, params: { fact: name } });
const duplicateTo = (target: string) => ({
  DUPLICATE: { guard: 'isOtherCase' as const, target, actions: [validated, linked] },
});

export const caseMachine = s.createMachine({
  id: 'case',
  context: ({ input }) => ({
    incidentId: input.incidentId,
    n: input.n,
    title: input.title,
    cve: input.cve,
    reporter: input.reporter,
    openedAt: input.at,
    openedBy: input.by,
    duplicateOf: null,
    bypassOf: input.bypassOf,
    proposals: [],
    embargoUntil: null,
    isWithoutEmbargo: false,
    history: input.vendorAware ? [{ machine: 'cs', code: 'V', at: input.at }] : [],
    movedTo: null,
  }),
  initial: 'here',
  states: {
    here: {
      type: 'parallel',
      on: { MOVED: { target: 'moved', actions: moved } },
      exit: s.cancel('embargo'),
      states: {
        rm: {
          initial: 'start',
          states: {
            start: {
              always: {
                target: 'received',
                actions: change((c) => ({
                  moves: [{ machine: 'rm', code: 'r', at: c.openedAt }],
                  entry: words.opened(c),
                })),
              },
            },
            received: {
              on: {
                VALIDATE: { target: 'valid', actions: validated },
                INVALIDATE: { target: 'invalid', actions: invalidated },
                ...duplicateTo('valid'),
              },
            },
            invalid: {
              on: {
                VALIDATE: { target: 'valid', actions: validated },
                CLOSE: { target: 'closed', actions: closed },
                ...duplicateTo('valid'),
              },
            },
            valid: {
              always: { guard: 'isDuplicate', target: 'deferred', actions: deferredAsDuplicate },
              on: {
                ACCEPT: { target: 'accepted', actions: accepted },
                DEFER: { target: 'deferred', actions: deferred },
                DUPLICATE: { guard: 'isOtherCase', actions: linked },
              },
            },
            accepted: {
              on: {
                DEFER: { target: 'deferred', actions: deferred },
                CLOSE: { target: 'closed', actions: closed },
                DUPLICATE: {
                  guard: 'isOtherCase',
                  target: 'deferred',
                  actions: [linked, deferredAsDuplicate],
                },
              },
            },
            deferred: {
              on: {
                ACCEPT: { target: 'accepted', actions: accepted },
                CLOSE: { target: 'closed', actions: closed },
                DUPLICATE: { guard: 'isOtherCase', actions: linked },
              },
            },
            closed: {},
          },
        },
        em: {
          initial: 'none',
          states: {
            none: {
              on: {
                PROPOSE_EMBARGO: { guard: 'mayPropose', target: 'proposed', actions: proposed },
                NO_EMBARGO: { actions: withoutEmbargo },
              },
            },
            proposed: {
              always: { guard: 'isBarred', target: 'none', actions: rejectedByFacts },
              on: {
                PROPOSE_EMBARGO: { guard: 'endsInFuture', actions: proposed },
                REJECT_EMBARGO: { target: 'none', actions: rejected },
                ACCEPT_EMBARGO: {
                  guard: 'isProposalOpen',
                  target: 'active',
                  actions: [agreed, ...startClock],
                },
              },
            },
            active: {
              always: [
                { guard: 'isOvertaken', target: 'exited', actions: endedByFacts },
                { guard: 'hasLongerProposal', target: 'revise', actions: stillProposed },
              ],
              on: {
                PROPOSE_EMBARGO: { guard: 'endsInFuture', target: 'revise', actions: proposed },
                REVISE_EMBARGO: { guard: 'endsInFuture', target: 'revise', actions: proposed },
                END_EMBARGO: { target: 'exited', actions: endedByPerson },
                EMBARGO_OVER: { target: 'exited', actions: endedByTime },
              },
            },
            revise: {
              always: { guard: 'isOvertaken', target: 'exited', actions: endedByFacts },
              on: {
                PROPOSE_EMBARGO: { guard: 'endsInFuture', actions: proposed },
                REVISE_EMBARGO: { guard: 'endsInFuture', actions: proposed },
                ACCEPT_EMBARGO: {
                  guard: 'isProposalOpen',
                  target: 'active',
                  actions: [agreed, ...startClock],
                },
                REJECT_EMBARGO: { target: 'active', actions: rejected },
                END_EMBARGO: { target: 'exited', actions: endedByPerson },
                EMBARGO_OVER: { target: 'exited', actions: endedByTime },
              },
            },
            exited: { entry: s.cancel('embargo') },
          },
        },
        cs: {
          type: 'parallel',
          states: {
            vendor: {
              initial: 'unknown',
              states: {
                unknown: { always: [{ guard: 'isAware', target: 'Vfd' }, { target: 'vfd' }] },
                vfd: {
                  always: { guard: 'isPublic', target: 'Vfd', actions: happened('V', 'P') },
                  on: { VENDOR_AWARE: { target: 'Vfd', actions: happened('V') } },
                },
                Vfd: {
                  on: {
                    FIX_READY: { guard: 'isAccepted', target: 'VFd', actions: happened('F') },
                  },
                },
                VFd: { on: { FIX_DEPLOYED: { target: 'VFD', actions: happened('D') } } },
                VFD: {},
              },
            },
            awareness: {
              initial: 'p',
              states: {
                p: {
                  always: {
                    guard: 'isExploitPublic',
                    target: 'P',
                    actions: happened('P', 'X'),
                  },
                  on: { FACT: { guard: fact('public'), target: 'P', actions: happened('P') } },
                },
                P: {},
              },
            },
            exploit: {
              initial: 'x',
              states: {
                x: {
                  on: { FACT: { guard: fact('exploit'), target: 'X', actions: happened('X') } },
                },
                X: {},
              },
            },
            attacks: {
              initial: 'a',
              states: {
                a: {
                  on: { FACT: { guard: fact('attacks'), target: 'A', actions: happened('A') } },
                },
                A: {},
              },
            },
          },
        },
        record: {
          on: { CVE: { guard: 'isOtherCve', actions: cveAssigned } },
        },
      },
    },
    moved: {},
  },
});
