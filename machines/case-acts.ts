// What each event changes in a case: context, history, record, and what it asks of incident and people. When it may
// happen is the chart's, case.ts.
import { setup } from 'xstate';
import * as words from './case-entries.ts';
import { caseConditions, caseGuards, has, isCriticalSecret } from './case-guards.ts';
import type { CaseContext, CaseEvent, CaseInput, CaseMove, CsCode } from './case-types.ts';
import type { Consequence, Effect, EntryDraft } from './effects.ts';
import type { CaseFact, IsoInstant } from './incident-types.ts';
import { investigated, investigationEvents } from './investigation.ts';
import type { InvestigationChange } from './investigation-rule.ts';
import type { InvestigationEventType } from './investigation-types.ts';
import { remedyConsequences } from './remedy.ts';
import { recorded } from './rule-parts.ts';

/** What a person has to decide about an embargo. */
type EmbargoQuestion = 'attacks' | 'fixReady' | 'fixDeployed' | 'closed';

/** What the chart is made of. */
export const s = setup({
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
  later?: InvestigationChange['later'];
}

type CaseAct = (context: CaseContext, event: CaseEvent) => CaseChange;

type CaseAction = ReturnType<typeof s.enqueueActions>;

/** Every change shows on the case's card and in the room. */
const change = (make: CaseAct): CaseAction =>
  s.enqueueActions(({ context, event, enqueue }) => {
    const {
      set,
      moves = [],
      entry,
      tone,
      consequences = [],
      later,
    } = make(context, stamped(context, event));
    const next = { ...context, ...set };
    if (set !== undefined || moves.length > 0)
      enqueue.assign({ ...set, history: [...context.history, ...moves] });
    if (entry !== undefined) {
      enqueue.emit({ type: 'entry', entry });
      enqueue({ type: 'effect', params: recorded(entry, tone) });
    }
    for (const consequence of [...consequences, ...nowCritical(context, next)])
      enqueue({ type: 'consequence', params: consequence });
    if (later !== undefined)
      enqueue.raise(timer(later.event), { id: later.event, delay: later.delayMs });
    enqueue({ type: 'effect', params: { kind: 'card', card: `case/${context.n}` } });
  });

/** A Critical vulnerability under embargo asks for level 3 or stricter; the incident is told when that begins and ends. */
function nowCritical(before: CaseContext, next: CaseContext): Consequence[] {
  const holds = isCriticalSecret(next);
  if (holds === isCriticalSecret(before)) return [];
  return [{ kind: 'toIncident', event: { type: 'CRITICAL_CASE', n: next.n, holds } }];
}

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
  questions: Object.keys(questionText),
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

export const received = change((c) => ({
  moves: [{ machine: 'rm', code: 'r', at: c.openedAt }],
  entry: words.opened(c),
}));
export const validated = report('v', 'valid', 'valid');
export const invalidated = report('i', 'invalid', 'invalid');
export const accepted = report('a', 'accepted', 'accepted, work begins', () => ({
  set: { duplicateOf: null },
}));
export const deferred = report('d', 'deferred', 'deferred');
export const closed = report('c', 'closed', 'closed', (c) =>
  c.embargoUntil === null ? {} : { tone: 'warning', consequences: [ask(c, 'closed')] },
);

export const linked = change((c, e) =>
  e.type === 'DUPLICATE'
    ? {
        set: { duplicateOf: e.of },
        entry: words.caseEntry(c, e, 'duplicate', `the same as case ${e.of}`, { of: e.of }),
      }
    : {},
);
export const deferredAsDuplicate = change((c, e) => ({
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

export const proposed = change((c, e) => {
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
export const agreed = change((c, e) => {
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

export const startClock = [
  s.cancel('embargo'),
  s.raise(timer('EMBARGO_OVER'), { delay: 'embargo', id: 'embargo' }),
];

function timer<T extends CaseEvent['type']>(type: T): Extract<CaseEvent, { type: T }> {
  return { type, at: '', by: 'ssirp' } as Extract<CaseEvent, { type: T }>;
}

export const stillProposed = change((c, e) => ({
  moves: [{ machine: 'em', code: 'p', at: e.at }],
  entry: words.caseEntry(
    c,
    e,
    'embargo',
    `the longer proposal (until ${c.proposals[0]?.until}) goes on as one to revise it`,
    { code: 'EV' },
  ),
}));

export const rejected = change((c, e) => ({
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

export const rejectedByFacts = change((c, e) => ({
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

export const withoutEmbargo = change((c, e) => ({
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

export const endedByPerson = ended((_c, e) => ('reason' in e ? `: ${e.reason}` : ''), false);
export const endedByTime = ended(() => ': its time has come', true);
export const endedByFacts = ended((c) => `, because ${whyBarred(c)}`, true);

function whyBarred(c: CaseContext): string {
  return words.csText[(['P', 'X', 'A'] as const).find((code) => has(c, code)) ?? 'P'];
}

/** Something that happened in the world; it is never undone. */
export const happened = (code: CsCode, because?: CsCode): CaseAction =>
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
      consequences: [
        ...toIncident(c, code, at, text),
        ...questions(c, code),
        ...remedyConsequences(c, code),
      ],
    };
  });

const factOf = { P: 'public', X: 'exploit', A: 'attacks' } as const;

/** What is known of a case is known of its incident. */
function toIncident(c: CaseContext, code: CsCode, at: IsoInstant, text: string): Consequence[] {
  if (code === 'V' || code === 'F' || code === 'D') return [];
  const fact: CaseFact = factOf[code];
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

export const cveAssigned = change((c, e) =>
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

/**
 * The catalogue lists only what is exploited, so attacks are observed. It does not say that the vulnerability is
 * public by itself: whether an embargo is over is for people to decide.
 */
export const listedInKev = change((c, e) => {
  if (e.type !== 'KEV') return {};
  const { listing } = e;
  const occurredAt = `${listing.added}T00:00:00.000Z`;
  const facts: Consequence[] = [
    {
      kind: 'toIncident',
      event: { type: 'FACT', fact: 'kev', occurredAt, text: '', caseNumber: c.n },
    },
    // The incident tells only the first of its cases.
    {
      kind: 'toParts',
      part: 'case',
      n: c.n,
      event: { type: 'FACT', fact: 'attacks', occurredAt, text: 'listed in KEV' },
    },
  ];
  return {
    set: { kev: listing },
    entry: words.listedInKev(c, e.at, listing),
    tone: 'bad',
    consequences: c.kev?.cve === listing.cve ? [] : facts,
  };
});

const takeFinding = change((c, e) => {
  const found = investigated(c, e);
  if (found === undefined) return {};
  const { set, kind, did, data, tone = 'normal', consequences = [], isQuiet, later } = found;
  return {
    set: { investigation: { ...c.investigation, ...set } },
    ...(isQuiet ? {} : { entry: words.caseEntry(c, e, kind, did, data) }),
    tone,
    consequences,
    ...(later === undefined ? {} : { later }),
  };
});

/** The transitions of everything that is found out about a case, whatever its three machines say. */
export const investigate = Object.fromEntries(
  investigationEvents.map((type) => [
    type,
    { guard: 'hasAllItNeeds' as const, actions: takeFinding },
  ]),
) as Record<InvestigationEventType, { guard: 'hasAllItNeeds'; actions: typeof takeFinding }>;

export const moved = change((c, e) =>
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
