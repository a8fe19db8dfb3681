// One clock: who decides, from when it counts, what starts it, and when it warns.
import { describe, expect, test } from 'vitest';
import { clockState, isClockOpen, isOverdue } from '#machines/clock-state.ts';
import type { ClockContext, ClockEvent, ClockInput } from '#machines/clock-types.ts';
import { regimeIds, regimes } from '#machines/regimes.ts';
import type { Step, Stored } from '#machines/step.ts';
import { startPart, stepPart } from '#machines/step.ts';

const t0 = '2026-11-02T09:00:00.000Z';
const ada = 'slack:T1:UADA';
const hour = 3_600_000;
const after = (count: number): string =>
  Temporal.Instant.from(t0).add({ hours: count }).toString({ fractionalSecondDigits: 3 });

type Said = ClockEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'at' | 'by'> & { at?: string }
    : never
  : never;
type ClockStep = Step<ClockContext, ClockEvent>;

function clock(input: Partial<ClockInput> = {}): ClockStep {
  return startPart('clock', {
    incidentId: 'INC-2026-0001',
    n: 1,
    regime: 'cra',
    obligation: 'earlyWarning',
    group: null,
    caseNumber: null,
    applies: false,
    since: t0,
    reason: 'attacks are observed',
    at: t0,
    by: ada,
    ...input,
  });
}

function take({ snapshot }: { snapshot: Stored<ClockContext> }, event: Said): ClockStep {
  const stepped = stepPart('clock', snapshot, { at: t0, by: ada, ...event });
  if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
  return stepped.step;
}

const applies = (since: string | null = null): Said => ({ type: 'APPLIES', since, reason: '' });
const warnings = ({ timers }: ClockStep): unknown[] =>
  timers.flatMap((timer) =>
    'start' in timer && timer.start.event.type === 'WARN'
      ? [[timer.start.event.mark, timer.start.delayMs / hour]]
      : [],
  );

describe('A clock', () => {
  test.each([
    ['cra', [24, 72, 'measure']],
    ['cra-incident', [24, 72, 'notification']],
    ['nis2', [24, 72, 'notification']],
    ['nis2-trust', [24, 24, 'notification']],
    ['gdpr', [72, 'highRisk']],
    ['sec', ['2026-11-06T22:30:00.000Z', 'information']],
    ['guidance', [24]],
  ] as const)('of %s counts as its law says', (regime, due) => {
    const found = regimes[regime].stages.map(({ obligation }) => {
      const { context } = take(clock({ regime, obligation }), applies()).snapshot;
      return context.waitsFor ?? context.dueAt;
    });
    expect(found).toEqual(due.map((one) => (typeof one === 'number' ? after(one) : one)));
  });

  test('counts from when it became known, not from when somebody said so', () => {
    const late = take(clock({ since: null }), { ...applies(after(-30)), at: t0 });
    expect(late.snapshot.context.dueAt).toBe(after(-6));
    expect(warnings(late)).toEqual([['passed', 0]]);
    const corrected = take(late, { type: 'SINCE', t0At: after(-12) });
    expect(corrected.snapshot.context.dueAt).toBe(after(12));
    expect(warnings(corrected)).toEqual([['lastQuarter', 6]]);
    const future = stepPart('clock', late.snapshot, {
      type: 'SINCE',
      t0At: after(1),
      at: t0,
      by: ada,
    });
    expect(future).toEqual({ ok: false, refused: { guards: ['isPast'] } });
  });

  test('warns at half, at the last quarter, when it has passed, and then every day', () => {
    let step = take(clock(), applies());
    const seen: unknown[] = [...warnings(step)];
    for (const [mark, at] of [
      ['half', 12],
      ['lastQuarter', 18],
      ['passed', 24],
      ['passed', 48],
    ] as const) {
      expect(isOverdue(step.snapshot)).toBe(mark === 'passed' && at === 48);
      step = take(step, { type: 'WARN', mark, at: after(at), tell: [ada] });
      seen.push(...warnings(step));
      expect(step.effects.map(({ kind }) => kind)).toEqual(['say', 'tell', 'card']);
      expect(step.entries).toHaveLength(at === 48 ? 0 : 1);
    }
    expect(seen).toEqual([
      ['half', 12],
      ['lastQuarter', 6],
      ['passed', 6],
      ['passed', 24],
      ['passed', 24],
    ]);
    const done = take(step, { type: 'FILED', reference: 'SRP-1', filedAt: t0, at: after(49) });
    expect(done.timers).toContainEqual({ cancel: 'warn' });
    expect(isOverdue(done.snapshot)).toBe(false);
  });

  test('that nobody has decided about asks, too, and only the first of its regime', () => {
    expect(warnings(clock())).toEqual([['half', 12]]);
    expect(warnings(clock({ n: 2, group: 1, obligation: 'notification' }))).toEqual([]);
    const asked = take(clock(), { type: 'WARN', mark: 'half', at: after(12) });
    expect(asked.effects[0]).toMatchObject({
      kind: 'say',
      say: { kind: 'clockWarning', isProposal: true },
    });
  });

  test('that waits runs from the submission that it waits for, of its own regime', () => {
    const notification = take(
      clock({ regime: 'nis2', n: 2, group: 1, obligation: 'notification' }),
      applies(),
    );
    const filed = take(notification, {
      type: 'FILED',
      reference: 'CSIRT-7',
      filedAt: after(50),
      at: after(51),
    });
    const [told] = filed.consequences.filter(({ kind }) => kind === 'toParts');
    if (told?.kind !== 'toParts' || told.part !== 'clock') throw new Error('nobody was told');
    const final = take(
      clock({ regime: 'nis2', n: 3, group: 1, obligation: 'finalReport' }),
      applies(),
    );
    const event = { ...told.event, at: after(51) } as Said;
    expect(take(final, event).snapshot.context).toMatchObject({
      t0At: after(50),
      dueAt: '2026-12-04T11:00:00.000Z',
      waitsFor: null,
    });
    const other = take(
      clock({ regime: 'cra-incident', n: 6, group: 4, obligation: 'finalReport' }),
      applies(),
    );
    expect(() => take(other, event)).toThrow(/isAwaited/);
  });

  test('of an incident that goes on waits again after a progress report', () => {
    const final = { regime: 'nis2', n: 3, group: 1, obligation: 'finalReport' } as const;
    const running = take(take(clock(final), applies()), {
      type: 'HAPPENED',
      what: 'notification',
      t0At: t0,
      t0Event: 'submitted',
    });
    const waiting = take(running, { type: 'PROGRESS', reference: 'CSIRT-8' });
    expect(clockState(waiting.snapshot)).toBe('waiting');
    const handled: Said = { type: 'HAPPENED', what: 'handled', t0At: after(100), t0Event: '' };
    expect(take(waiting, handled).snapshot.context.dueAt).toBe('2026-12-06T13:00:00.000Z');
    const early = take(clock({ regime: 'cra' }), applies());
    expect(() => take(early, { type: 'PROGRESS', reference: 'x' })).toThrow(/isOngoing/);
  });

  test('learns while it is only proposed what it would count from', () => {
    const final = clock({ n: 3, group: 1, obligation: 'finalReport' });
    const released: Said = {
      type: 'HAPPENED',
      what: 'measure',
      t0At: after(5),
      t0Event: 'release',
    };
    const noted = take(final, released);
    expect(noted.entries).toEqual([]);
    const running = take(noted, { ...applies(), at: after(6) });
    expect(clockState(running.snapshot)).toBe('running');
    expect(running.snapshot.context.dueAt).toBe(after(5 + 14 * 24));
  });

  test('that was said not to apply, or was waived, can be taken up again; one that is done only corrected', () => {
    const no = take(clock(), { type: 'NOT_APPLICABLE', reason: 'no product of ours' });
    expect(isClockOpen(no.snapshot)).toBe(false);
    expect(clockState(take(no, applies()).snapshot)).toBe('running');
    const waived = take(take(no, applies()), { type: 'WAIVE', reason: 'agreed with the CSIRT' });
    expect(clockState(take(waived, applies()).snapshot)).toBe('running');
    const filed: Said = { type: 'FILED', reference: 'A', filedAt: t0 };
    const done = take(take(no, applies()), filed);
    expect(take(done, { ...filed, reference: 'B' }).snapshot.context.reference).toBe('B');
    expect(() => take(done, { type: 'WAIVE', reason: 'x' })).toThrow(/onlyIn/);
    expect(() => take(clock(), filed)).toThrow(/onlyIn/);
  });

  test('warns at whole milliseconds, whenever it began', () => {
    for (const started of ['.001', '.002', '.003', '.999'].map(
      (ms) => `2026-11-06T15:00:00${ms}Z`,
    )) {
      const asked = clock({ regime: 'sec', obligation: 'form8k', since: null });
      const delays = take(asked, { ...applies(started), at: started }).timers.flatMap((timer) =>
        'start' in timer ? [timer.start.delayMs % 1] : [],
      );
      expect(delays).toEqual([0]);
    }
  });

  test('has a name, a question, and says that a person submits', () => {
    for (const regime of regimeIds) {
      for (const { obligation } of regimes[regime].stages) {
        const { name, hasCard } = clock({ regime, obligation, applies: true }).snapshot.context;
        expect(name.trim()).toBe(name);
        expect(hasCard).toBe(regimes[regime].isLaw);
      }
    }
    const filed = take(take(clock(), applies()), { type: 'FILED', reference: 'A', filedAt: t0 });
    expect(filed.entries[0]?.text).toBe(`Clock 1 (CRA early warning): done, as <@${ada}> says: A`);
  });
});
