// The rules between the three machines of a case, and what its record says.
import { describe, expect, test } from 'vitest';
import type { Said, Told } from './case-steps.ts';
import {
  after,
  at,
  consequences,
  csEvents,
  emEvents,
  late,
  newCase,
  rmEvents,
  soon,
  states,
  tell,
  texts,
  word,
} from './case-steps.ts';
import { explored } from './case-exploration.ts';

const refusal = (told: Told, event: Said): unknown => {
  const next = tell(told, event);
  return 'refused' in next ? next.refused : undefined;
};
const of = (events: Record<string, Said>, code: string): Said => events[code] ?? expect.fail();
const valid: Said[] = [of(rmEvents, 'v'), of(rmEvents, 'a')];
const embargoed: Said[] = [of(emEvents, 'p'), of(emEvents, 'a')];
const asked = (told: Told): string[] =>
  consequences(told).flatMap((one) => (one.kind === 'askDecision' ? [one.question] : []));

describe('An embargo', () => {
  test.each(['P', 'X'])(
    'ends by itself when the world knows (%s), and none starts again',
    (code) => {
      const told = after(newCase(), ...embargoed, of(csEvents, code));
      expect(states(told).em).toBe('exited');
      expect(told.snapshot.context.embargoUntil).toBeNull();
      expect(told.steps.at(-1)?.timers).toEqual([{ cancel: 'embargo' }]);
      expect(refusal(told, of(emEvents, 'p'))).toEqual({
        onlyIn: ['here.em.none', 'here.em.proposed', 'here.em.active', 'here.em.revise'],
      });
      expect(refusal(after(newCase(), of(csEvents, code)), of(emEvents, 'p'))).toEqual({
        guards: ['mayPropose'],
      });
    },
  );

  test.each(['P', 'X', 'A'])('that is only proposed is void when the facts bar it (%s)', (code) => {
    const told = after(newCase(), of(emEvents, 'p'), of(csEvents, code));
    expect(states(told).em).toBe('none');
    expect(texts(told).join('\n')).toMatch(/the proposed embargo is void, because/);
  });

  test('stands when attacks are observed, and somebody has to decide', () => {
    const told = after(newCase(), ...embargoed, of(csEvents, 'A'));
    expect(states(told).em).toBe('active');
    expect(asked(told)).toEqual(['attacks']);
  });

  test('is asked about when the fix is deployed, and when the case is closed', () => {
    const fixed = after(newCase(), ...valid, ...embargoed, of(csEvents, 'F'));
    expect(asked(fixed)).toEqual([]);
    expect(asked(after(fixed, of(csEvents, 'D')))).toEqual(['fixDeployed']);
    const closed = after(fixed, of(rmEvents, 'c'));
    expect(asked(closed)).toEqual(['closed']);
    expect(states(closed).em).toBe('active');
  });

  test('that is proposed at a time when a fix is ready is asked about', () => {
    const ready = after(newCase(), ...valid, of(csEvents, 'F'));
    expect(asked(after(ready, of(emEvents, 'p')))).toEqual(['fixReady']);
    const proposed = after(newCase(), ...valid, of(emEvents, 'p'));
    expect(asked(after(proposed, of(csEvents, 'F')))).toEqual(['fixReady']);
  });

  test('ends when its time has come, and moves its timer when it is revised', () => {
    const told = after(newCase(), ...embargoed, { type: 'REVISE_EMBARGO', until: soon });
    expect(told.snapshot.context.embargoUntil).toBe(late);
    const revised = after(told, of(emEvents, 'a'));
    expect(revised.snapshot.context.embargoUntil).toBe(soon);
    expect(revised.steps.at(-1)?.timers).toEqual([
      { cancel: 'embargo' },
      {
        start: {
          id: 'embargo',
          event: { type: 'EMBARGO_OVER', at: '', by: 'ssirp' },
          delayMs: 7 * 24 * 3_600_000,
        },
      },
    ]);
    expect(states(after(revised, { type: 'EMBARGO_OVER' })).em).toBe('exited');
  });

  test('of two proposals the shorter wins, and the longer is one for a revision', () => {
    const told = after(
      newCase(),
      of(emEvents, 'p'),
      { type: 'PROPOSE_EMBARGO', until: soon },
      of(emEvents, 'a'),
    );
    expect(states(told).em).toBe('revise');
    expect(told.snapshot.context).toMatchObject({
      embargoUntil: soon,
      proposals: [{ until: late }],
    });
    expect(word(told, 'em')).toBe('ppap');
    expect(states(after(told, of(emEvents, 'r'))).em).toBe('active');
  });

  test('must end in the future', () => {
    expect(refusal(newCase(), { type: 'PROPOSE_EMBARGO', until: at })).toEqual({
      guards: ['mayPropose'],
    });
    const told = after(newCase(), { type: 'PROPOSE_EMBARGO', until: soon });
    const tooLate = tell(told, of(emEvents, 'a'), { at: late });
    expect(tooLate).toEqual({ refused: { guards: ['isProposalOpen'] } });
  });
});

describe('A report', () => {
  test('is never closed while it is valid', () => {
    expect(refusal(after(newCase(), of(rmEvents, 'v')), of(rmEvents, 'c'))).toEqual({
      onlyIn: ['here.rm.invalid', 'here.rm.accepted', 'here.rm.deferred'],
    });
  });

  test.each([[], ['i'], ['v'], ['v', 'a']])(
    'of the same vulnerability goes through valid to deferred (%#)',
    (...before) => {
      const told = after(newCase({ n: 2 }), ...before.flat().map((code) => of(rmEvents, code)), {
        type: 'DUPLICATE',
        of: 1,
      });
      expect(states(told).rm).toBe('deferred');
      expect(word(told, 'rm')).toMatch(/v(ad|d)$/);
      expect(told.snapshot.context.duplicateOf).toBe(1);
      expect(refusal(told, { type: 'DUPLICATE', of: 1 })).toEqual({ guards: ['isOtherCase'] });
      expect(states(after(told, of(rmEvents, 'a'))).rm).toBe('accepted');
    },
  );

  test('is fixed only after it was accepted', () => {
    expect(refusal(after(newCase(), of(rmEvents, 'v')), of(csEvents, 'F'))).toEqual({
      guards: ['isAccepted'],
    });
    const later = after(newCase(), ...valid, of(rmEvents, 'd'));
    expect(states(after(later, of(csEvents, 'F'))).cs).toBe('VFdpxa');
  });

  test('makes its facts those of the incident', () => {
    const told = after(newCase({ vendorAware: false }), of(csEvents, 'X'));
    expect(word(told, 'cs')).toBe('XPV');
    expect(
      consequences(told).flatMap((one) => (one.kind === 'toIncident' ? [one.event] : [])),
    ).toMatchObject([{ fact: 'exploit' }, { fact: 'public' }]);
  });
});

test('whatever is said in whatever order, the three machines keep to their words and to each other', () => {
  const { cases, broken } = explored();
  expect([...broken]).toEqual([]);
  expect(cases).toBeGreaterThan(1000);
});
