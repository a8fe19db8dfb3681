// Reads the script of a drill: who says what, and when. It does not play it. The format is in docs/drills.md; a test
// holds scenario.schema.json and the check below together.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Plan } from '#machines/incident-types.ts';
import type { IsoInstant, PersonId } from '#machines/incident-types.ts';
import type { Result } from '#src/shared/result.ts';
import { err, ok } from '#src/shared/result.ts';
import { checkYaml } from '#src/shared/yaml-file.ts';
import { expected, injects, line, offset, spanMs, toPlan } from './injects.ts';
import type { Expectation } from './standing.ts';
import { expectation } from './standing.ts';

interface ScenarioPerson {
  handle: string;
  name: string;
  /** IANA zone, e.g. `America/Los_Angeles`. */
  zone: string;
}

interface StepBase {
  /** Milliseconds after `startsAt`; never smaller than that of the step before. */
  atMs: number;
  /** Handle of the person. */
  by: string;
  /** `incident` is the channel of the incident that the scenario declares. */
  channel: 'general' | 'incident';
  text: string;
  /** Where the incident must stand after it; holds until a later step says otherwise. */
  afterwards?: Expectation;
  /** Line of the file, for messages about the step. */
  line: number;
}

export type ScenarioStep = StepBase &
  (
    | { kind: 'say'; expect: 'ok' | 'refused' }
    /** An ordinary chat message; `capture` puts it on the timeline as the shortcut would. */
    | { kind: 'message'; capture: boolean }
  );

export interface Scenario {
  name: string;
  title: string;
  about: string;
  startsAt: IsoInstant;
  people: ScenarioPerson[];
  /** In order of time; exactly one says `declare`, and nothing is said in the incident's channel before it. */
  steps: ScenarioStep[];
  /** For people who lead the drill themselves. */
  plan: Plan;
}

export const builtInScenarios: Record<string, URL> = {
  'ms08-078': new URL('ms08-078.yaml', import.meta.url),
  proxylogon: new URL('proxylogon.yaml', import.meta.url),
};

/** `@handle` at the start of a word; the `@` of a mail address is none. */
const mention = /(?<![^\s,(])@([a-z][a-z0-9_-]*)/g;

const handle = z
  .string()
  .regex(
    /^(?!(me|none|user)$)[a-z][a-z0-9_-]{0,31}$/,
    'must be a lower-case handle, not me, none or user',
  );

const step = z
  .strictObject({
    at: offset,
    by: z.string(),
    say: line.optional(),
    message: line.optional(),
    channel: z.enum(['general', 'incident']).optional(),
    expect: z.enum(['ok', 'refused']).optional(),
    capture: z.boolean().optional(),
    // oxlint-disable-next-line unicorn/no-thenable -- a scenario is read, never awaited
    then: expectation.optional(),
  })
  .superRefine((written, context) => {
    const refuse = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if ((written.say === undefined) === (written.message === undefined)) {
      refuse([], 'a step has either say or message');
    }
    if (written.expect !== undefined && written.say === undefined) {
      refuse(['expect'], 'only a say step expects something');
    }
    if (written.capture !== undefined && written.message === undefined) {
      refuse(['capture'], 'only a message can be captured');
    }
  });

type WrittenStep = z.infer<typeof step>;

const person = z.strictObject({
  name: line,
  zone: z.string().refine(isZone, 'is no IANA time zone such as Europe/Berlin'),
});

const scenario = z
  .strictObject({
    schema: z.literal('ssirp-scenario/1'),
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by -'),
    title: line,
    about: z.string().min(1, 'must not be empty'),
    startsAt: z.iso.datetime({
      precision: 0,
      error: 'must be an instant in UTC such as 2008-12-09T14:00:00Z',
    }),
    people: z.record(handle, person),
    steps: z.array(step).min(1, 'needs at least one step'),
    injects: injects.optional(),
    expect: expected.optional(),
  })
  .superRefine(({ people, steps }, context) => {
    const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path, message });
    const declared = steps.findIndex(isDeclare);
    if (declared === -1) refuse(['steps'], 'no step says declare');
    for (const [index, written] of steps.entries()) {
      checkOrder(written, { index, declared, before: steps[index - 1] }, refuse);
      checkPeople(written, { index, people }, refuse);
    }
  });

type Refuse = (path: (string | number)[], message: string) => void;

function checkOrder(
  written: WrittenStep,
  { index, declared, before }: { index: number; declared: number; before: WrittenStep | undefined },
  refuse: Refuse,
): void {
  if (before !== undefined && spanMs(written.at) < spanMs(before.at)) {
    refuse(['steps', index, 'at'], `is earlier than the step before (${before.at})`);
  }
  if (isDeclare(written) && index > declared) {
    refuse(['steps', index, 'say'], 'a scenario declares one incident only');
  }
  if (index < declared && written.channel !== 'general') {
    refuse(['steps', index], 'before the declaration there is no channel but general');
  }
}

function checkPeople(
  { by, say, message = '' }: WrittenStep,
  { index, people }: { index: number; people: Record<string, unknown> },
  refuse: Refuse,
): void {
  if (!Object.hasOwn(people, by))
    refuse(['steps', index, 'by'], `there is no ${by} among the people`);
  for (const [, who = ''] of (say ?? message).matchAll(mention)) {
    if (who === 'me' || Object.hasOwn(people, who)) continue;
    refuse(
      ['steps', index, say === undefined ? 'message' : 'say'],
      `there is no ${who} among the people`,
    );
  }
}

/** The error is one line per mistake: `<file>:<line>: <path>: <what is wrong>`. */
export function parseScenario(yaml: string, filename: string): Result<Scenario, string> {
  const checked = checkYaml(scenario, yaml, filename);
  if (!checked.ok) return err(checked.error);
  const { value, lineOf } = checked.value;
  return ok({
    name: value.name,
    title: value.title,
    about: value.about.trim(),
    startsAt: Temporal.Instant.from(value.startsAt).toString({ fractionalSecondDigits: 3 }),
    people: Object.entries(value.people).map(([own, { name, zone }]) => ({
      handle: own,
      name,
      zone,
    })),
    steps: value.steps.map((written, index) => toStep(written, lineOf(['steps', index]))),
    plan: toPlan(value.name, value.injects ?? [], value.expect ?? {}),
  });
}

/** Reads a scenario from disk; throws with the message of `parseScenario`, or when there is no such file. */
export function loadScenario(path: URL | string): Scenario {
  const filename = path instanceof URL ? fileURLToPath(path) : path;
  const parsed = parseScenario(readFileSync(filename, 'utf8'), filename);
  if (!parsed.ok) throw new Error(`The scenario cannot be played.\n${parsed.error}`);
  return parsed.value;
}

/** The built-in scenarios and those of a folder (`*.yaml`) by name; one of the same name takes the place. */
export function allScenarios(folder: string | undefined): Map<string, Scenario> {
  const own =
    folder === undefined
      ? []
      : readdirSync(folder)
          .filter((file) => file.endsWith('.yaml'))
          .toSorted()
          .map((file) => join(folder, file));
  const loaded = [...Object.values(builtInScenarios), ...own].map(loadScenario);
  return new Map(loaded.map((one) => [one.name, one]));
}

/** The command that declares its incident. */
export function declaration({ steps }: Scenario): string {
  return steps.find(({ kind, text }) => kind === 'say' && /^declare\s/.test(text))?.text ?? '';
}

/** The text as a platform hands it on: `@me` and `@handle` become `<@person-id>`. */
export function withMentions(
  { text, by }: Pick<ScenarioStep, 'text' | 'by'>,
  idOf: (handle: string) => PersonId,
): string {
  return text.replaceAll(mention, (_, who: string) => `<@${idOf(who === 'me' ? by : who)}>`);
}

function toStep(written: WrittenStep, at: number): ScenarioStep {
  const { say, message = '', by, capture = false, expect = 'ok' } = written;
  const channel = written.channel ?? (isDeclare(written) ? 'general' : 'incident');
  const base = {
    atMs: spanMs(written.at),
    by,
    channel,
    line: at,
    ...(written.then === undefined ? {} : { afterwards: written.then }),
  };
  return say === undefined
    ? { ...base, kind: 'message', text: message, capture }
    : { ...base, kind: 'say', text: say, expect };
}

function isDeclare({ say }: WrittenStep): boolean {
  return say !== undefined && /^declare\s/.test(say);
}

function isZone(zone: string): boolean {
  try {
    // An offset such as +02:00 would be taken too, but knows no daylight saving time.
    return (
      !/^[+-]/.test(zone) && new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
    );
  } catch {
    return false;
  }
}
