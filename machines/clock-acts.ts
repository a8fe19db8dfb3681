// What each event changes in a clock: context, record, warnings, and what it starts. When it may happen is the chart's,
// clock.ts.
import { setup } from 'xstate';
import { dueAfter } from './calendar.ts';
import * as words from './clock-entries.ts';
import { clockConditions, clockGuards } from './clock-guards.ts';
import type { ClockContext, ClockEvent, ClockInput } from './clock-types.ts';
import { nextWarning } from './clock-warnings.ts';
import type { ClockWarning, Consequence, Effect, EntryDraft } from './effects.ts';
import type { IsoInstant } from './incident-types.ts';
import { regimes, stageOf, startOf } from './regimes.ts';
import { recorded, say as sayInRoom } from './rule-parts.ts';

/** What the chart is made of. */
export const s = setup({
  types: {
    context: {} as ClockContext,
    events: {} as ClockEvent,
    input: {} as ClockInput,
    emitted: {} as { type: 'entry'; entry: EntryDraft },
  },
  actions: {
    effect: (_args, _effect: Effect) => {},
    consequence: (_args, _consequence: Consequence) => {},
  },
  guards: { ...clockGuards, ...clockConditions },
});

/** A clock before its first step. */
export function initialClock(input: ClockInput): ClockContext {
  const { incidentId, n, regime, obligation, caseNumber, since, reason, at, by } = input;
  const stage = stageOf(regime, obligation);
  const { short, isLaw } = regimes[regime];
  const about = caseNumber === null ? '' : ` of case ${caseNumber}`;
  const t0At = stage.from === 'start' ? since : null;
  return {
    incidentId,
    n,
    regime,
    obligation,
    name: `${short} ${stage.name}${about}`.trim(),
    group: input.group ?? n,
    caseNumber,
    t0Event: t0At === null ? null : startOf(regime, stage),
    t0At,
    dueAt: dueOf(stage.basis, t0At),
    waitsFor: stage.from === 'start' ? null : stage.from,
    basis: stage.basis,
    proposedAt: at,
    proposedBy: by,
    reason,
    hasCard: isLaw || !input.applies,
    decided: input.applies ? { by, at, reason } : null,
    filedAt: null,
    filedBy: null,
    reference: null,
    warned: null,
    movedTo: null,
  };
}

const dueOf = (basis: ClockContext['basis'], t0At: IsoInstant | null): IsoInstant | null =>
  basis === null || t0At === null ? null : dueAfter(t0At, basis);

interface ClockChange {
  set?: Partial<ClockContext>;
  entry?: EntryDraft;
  /** Read out in the room; else it stands on the record and on the card. */
  isSaid?: boolean;
  tone?: 'normal' | 'good' | 'warning' | 'bad';
  effects?: Effect[];
  consequences?: Consequence[];
}

type ClockAct = (context: ClockContext, event: ClockEvent) => ClockChange;
type ClockAction = ReturnType<typeof s.enqueueActions>;

/** Every change shows on the card of the clock's regime. */
const change = (make: ClockAct): ClockAction =>
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
    if (context.hasCard)
      enqueue({ type: 'effect', params: { kind: 'card', card: `clock/${context.group}` } });
  });

/** The very first step has no event but its input, kept in the context. */
function stamped({ proposedAt: at, proposedBy: by }: ClockContext, event: ClockEvent): ClockEvent {
  return { at, by, ...(event as Partial<ClockEvent>) } as ClockEvent;
}

/** The next warning; the one before is off. Of a proposal the first clock alone asks. */
export const ring = s.enqueueActions(({ context, event, enqueue }) => {
  enqueue.cancel('warn');
  const next = nextWarning(context, stamped(context, event).at);
  if (next === null) return;
  const { mark, delayMs } = next;
  enqueue.raise({ type: 'WARN', mark, at: '', by: 'ssirp' }, { id: 'warn', delay: delayMs });
});

export const silence = s.cancel('warn');

export const proposed = change((c, e) => (isFirst(c) ? { entry: words.proposed(c, e) } : {}));
export const begun = change((c, e) => ({ entry: words.applies(c, e, c.reason) }));

const isFirst = ({ n, group }: ClockContext): boolean => n === group;

export const applied = change((c, e) => {
  if (e.type !== 'APPLIES') return {};
  const started = stageOf(c.regime, c.obligation).from === 'start' ? startAt(c, e) : {};
  const set: Partial<ClockContext> = { ...started, decided: decision(e), warned: null };
  return {
    set,
    entry: words.applies({ ...c, ...set }, e, e.reason),
    isSaid: isFirst(c),
    tone: 'warning',
  };
});

function startAt(
  c: ClockContext,
  { since, at }: Extract<ClockEvent, { type: 'APPLIES' }>,
): Partial<ClockContext> {
  const t0At = since ?? c.t0At ?? at;
  return {
    t0At,
    t0Event: startOf(c.regime, stageOf(c.regime, c.obligation)),
    dueAt: dueOf(c.basis, t0At),
  };
}

const decision = (e: ClockEvent): ClockContext['decided'] => ({
  by: e.by,
  at: e.at,
  reason: 'reason' in e ? e.reason : '',
});

export const notApplicable = change((c, e) => ({
  set: { decided: decision(e), warned: null },
  entry: words.decided(c, e, 'notApplicable', 'does not apply'),
  isSaid: isFirst(c),
}));

export const waived = change((c, e) => ({
  set: { decided: decision(e) },
  entry: words.decided(c, e, 'waived', 'waived'),
  isSaid: true,
  tone: 'warning',
}));

/** What no longer has to be done, because of what happened elsewhere. */
export const dropped = change((c, e) => ({
  set: { decided: decision(e) },
  entry: words.decided(c, e, 'waived', 'no longer due'),
}));

export const started = change((c, e) => {
  if (e.type !== 'HAPPENED') return {};
  const set = startedBy(c, e);
  return {
    set,
    entry: words.started({ ...c, ...set }, e),
    isSaid: true,
    tone: 'warning',
  };
});

/** Nobody has said yet whether it applies: it is only kept in mind. */
export const noted = change((c, e) => (e.type === 'HAPPENED' ? { set: startedBy(c, e) } : {}));

function startedBy(
  c: ClockContext,
  { t0At, t0Event }: Extract<ClockEvent, { type: 'HAPPENED' }>,
): Partial<ClockContext> {
  return { t0At, t0Event, waitsFor: null, dueAt: dueOf(c.basis, t0At), warned: null };
}

export const recounted = change((c, e) => {
  if (e.type !== 'SINCE') return {};
  const { t0At } = e;
  const set: Partial<ClockContext> = {
    t0At,
    t0Event: c.t0Event ?? words.awaitedEvent(c),
    waitsFor: null,
    dueAt: dueOf(c.basis, t0At),
    warned: null,
  };
  return {
    set,
    entry: words.since({ ...c, ...set }, e, c.t0At),
    isSaid: true,
  };
});

export const filed = change((c, e) => {
  if (e.type !== 'FILED' && e.type !== 'SETTLED') return {};
  const filedAt = e.type === 'FILED' ? e.filedAt : e.at;
  const { reference } = e;
  return {
    set: { filedAt, filedBy: e.by, reference },
    entry: words.filed(c, e, { filedAt, reference }),
    isSaid: e.type === 'FILED',
    tone: 'good',
    consequences: whatStarts(c, filedAt),
  };
});

/** Others of the same regime count from the submission. */
function whatStarts(
  { regime, obligation, group, name }: ClockContext,
  t0At: string,
): Consequence[] {
  const { starts: what } = stageOf(regime, obligation);
  if (what === undefined) return [];
  const event = { type: 'HAPPENED', what, group, t0At, t0Event: `${name} submitted` } as const;
  return [{ kind: 'toParts', part: 'clock', n: 'all', event }];
}

export const progressed = change((c, e) =>
  e.type === 'PROGRESS'
    ? {
        set: { waitsFor: 'handled', t0At: null, t0Event: null, dueAt: null, warned: null },
        entry: words.progress(c, e),
        isSaid: true,
        tone: 'good',
      }
    : {},
);

export const warned = change((c, e) => {
  if (e.type !== 'WARN' || c.dueAt === null) return {};
  const { mark, tell = [], zones = [], isOver = false } = e;
  const { n, name, dueAt } = c;
  const isAgain = c.warned === mark;
  const say: ClockWarning = {
    kind: 'clockWarning',
    n,
    name,
    mark,
    dueAt,
    doneBy: doneBy(c),
    isProposal: c.decided === null,
    zones,
  };
  return {
    set: { warned: mark },
    ...(isAgain ? {} : { entry: words.warned(c, e, mark) }),
    effects: [
      ...(isOver ? [] : [sayInRoom(say)]),
      ...tell.map((person): Effect => ({ kind: 'tell', person, say })),
    ],
  };
});

function doneBy({ regime, caseNumber }: ClockContext): ClockWarning['doneBy'] {
  if (regime === 'guidance') return 'guidance';
  return caseNumber === null ? 'filing' : { answerCase: caseNumber };
}

export const asked = change((c, e) => ({
  entry: words.asked(c, e),
  isSaid: true,
  tone: 'warning',
}));

export const goesOn = change((c, e) => ({ entry: words.goesOn(c, e), isSaid: true }));

export const moved = change((c, e) =>
  e.type === 'MOVED'
    ? {
        set: { movedTo: { incidentId: e.to, n: e.n } },
        entry: words.clockEntry(c, e, 'moved', `goes on as clock ${e.n} of ${e.to}`, {
          to: e.to,
          as: e.n,
        }),
      }
    : {},
);
