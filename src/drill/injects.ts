// What a scenario says of the world outside (`injects`) and of the people who lead the drill (`expect`).
import { z } from 'zod';
import type { Expected, Inject, InjectDeed, Plan } from '#machines/incident-types.ts';
import { factNames, phases, roles } from '#machines/incident-types.ts';

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** `+1d4h` or `1d4h` in milliseconds; what is no such span has been refused before. */
export function spanMs(text: string): number {
  const part = (unit: keyof typeof unitMs): number =>
    Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0) * unitMs[unit];
  return part('d') + part('h') + part('m');
}

const spans = String.raw`(?=\d)(\d{1,3}d)?(\d{1,4}h)?(\d{1,5}m)?$`;
export const offset = z
  .string()
  .regex(new RegExp(String.raw`^\+${spans}`), 'write an offset such as +90m, +2h30m or +1d4h');
const span = z.string().regex(new RegExp(`^${spans}`), 'write a span such as 30m, 4h or 1d');
const count = z.int().min(0).max(1000);

/** One line of text, no spaces at its ends. */
export const line = z.string().regex(/^\S(.*\S)?$/u, 'must be one line, no spaces at the ends');

const inject = z
  .strictObject({
    at: offset,
    /** The phase whose beginning it counts from. */
    after: z.enum(phases).optional(),
    from: line.max(100),
    message: line.max(1500),
    answerWithin: span.optional(),
    fact: z.enum(factNames).optional(),
    unavailable: z.enum(roles).optional(),
    /** `fix`, or the id of a task of the playbook. */
    fails: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write fix, or the id of a task in the playbook')
      .optional(),
  })
  .refine(
    ({ fact, unavailable, fails }) =>
      [fact, unavailable, fails].filter((deed) => deed !== undefined).length <= 1,
    'an inject has at most one of fact, unavailable and fails',
  );

export const injects = z.array(inject).max(100);

export const expected = z.strictObject({
  acknowledgeWithin: span.optional(),
  staffWithin: span.optional(),
  guidanceWithin: span.optional(),
  overrides: count.optional(),
  clocksMissed: count.optional(),
  desiderata: count.max(12).optional(),
});

/** What a drill of the scenario is declared with; injects are numbered in the order of the file. */
export function toPlan(
  scenario: string,
  written: z.infer<typeof injects>,
  expectations: z.infer<typeof expected>,
): Plan {
  return {
    scenario,
    injects: written.map((one, index): Inject => ({
      n: index + 1,
      from: one.from,
      text: one.message,
      phase: one.after ?? null,
      afterMs: spanMs(one.at),
      deed: deedOf(one),
      answerWithinMs: one.answerWithin === undefined ? null : spanMs(one.answerWithin),
    })),
    expected: toExpected(expectations),
  };
}

function deedOf({ fact, unavailable, fails }: z.infer<typeof inject>): InjectDeed {
  if (fact !== undefined) return { kind: 'fact', fact };
  if (unavailable !== undefined) return { kind: 'unavailable', role: unavailable };
  if (fails === 'fix') return { kind: 'fixFails' };
  return fails === undefined ? null : { kind: 'taskFails', template: fails };
}

function toExpected({
  acknowledgeWithin,
  staffWithin,
  guidanceWithin,
  overrides,
  clocksMissed,
  desiderata,
}: z.infer<typeof expected>): Expected {
  return {
    ...(acknowledgeWithin === undefined ? {} : { acknowledgeMs: spanMs(acknowledgeWithin) }),
    ...(staffWithin === undefined ? {} : { staffMs: spanMs(staffWithin) }),
    ...(guidanceWithin === undefined ? {} : { guidanceMs: spanMs(guidanceWithin) }),
    ...(overrides === undefined ? {} : { overrides }),
    ...(clocksMissed === undefined ? {} : { clocksMissed }),
    ...(desiderata === undefined ? {} : { desiderata }),
  };
}
