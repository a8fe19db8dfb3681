// The format of drill scenarios, and the built-in one played through the real use cases with its timers.
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import type { IncidentContext } from '#machines/incident-types.ts';
import { roles } from '#machines/incident-types.ts';
import type { Playbook } from '#machines/playbook.ts';
import { openStore } from '#db/open.ts';
import { loadIncident } from '#db/incidents.ts';
import type { TaskRow } from '#db/tasks.ts';
import { tasksOf } from '#db/tasks.ts';
import type { EntryRow } from '#db/timeline.ts';
import { readTimeline } from '#db/timeline.ts';
import { dueTimers, nextTimer } from '#db/timers.ts';
import { parse } from '#src/commands/parse.ts';
import type { Command } from '#src/commands/command.ts';
import type { Outcome } from '#src/commands/outcome.ts';
import type { Scenario, ScenarioStep } from '#src/drill/scenario.ts';
import {
  builtInScenarios,
  loadScenario,
  parseScenario,
  withMentions,
} from '#src/drill/scenario.ts';
import type { Expectation } from '#src/drill/standing.ts';
import { expectedNow, standingOf, unmet } from '#src/drill/standing.ts';
import { builtInPlaybookPath, loadPlaybook } from '#src/playbook-file.ts';
import { fireTimer } from '#src/usecases/fire-timer.ts';
import { inRealTime } from '#src/drill/console-stage.ts';
import { handleCommands } from '#src/usecases/handle-command.ts';
import { about, Core } from '../support/core.ts';
import { plainRules } from '../support/plain-rules.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../src/drill/scenario.schema.json', import.meta.url), 'utf8'),
) as object;
const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
const validForEditors = ajv.compile(schema);

const small = {
  schema: 'ssirp-scenario/1',
  name: 'small',
  title: 'A small drill',
  about: 'One declaration.',
  startsAt: '2026-03-01T09:00:00Z',
  people: {
    ada: { name: 'Ada Reyes', zone: 'Europe/Berlin' },
    noor: { name: 'Noor Haddad', zone: 'UTC' },
  },
  steps: [
    { at: '+0m', by: 'ada', say: 'declare Something burns --level 4' },
    { at: '+1h30m', by: 'noor', say: 'role crisis_lead @me' },
    { at: '+1d', by: 'ada', message: 'Thank you @noor', capture: true },
  ],
};
type Written = Record<string, unknown>;
const withFirst = (step: Written): Written => ({
  ...small,
  steps: [step, ...small.steps.slice(1)],
});
const withLast = (step: Written): Written => ({
  ...small,
  steps: [...small.steps.slice(0, 2), step],
});
const idOf = (handle: string): string => `console:local:${handle}`;
/** What a step says of the incident after it. */
// oxlint-disable-next-line unicorn/no-thenable -- a scenario is read, never awaited
const afterIt = (expected: Written): Written => ({ then: expected });
const lastly = { at: '+1d', by: 'ada' };

const call = { at: '+5m', from: 'A newspaper', message: 'Is it true?' };

describe('A scenario file', () => {
  test('as in the documentation is accepted', () => {
    const page = readFileSync(new URL('../../docs/drills.md', import.meta.url), 'utf8');
    const example = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';

    expect(parseScenario(example, 'docs.yaml')).toMatchObject({ ok: true });
  });

  test('becomes people and steps with offsets in milliseconds', () => {
    const parsed = parseScenario(stringify(small), 'small.yaml');

    expect(parsed).toMatchObject({
      ok: true,
      value: {
        startsAt: '2026-03-01T09:00:00.000Z',
        people: [{ handle: 'ada' }, { handle: 'noor', zone: 'UTC' }],
        steps: [
          { kind: 'say', atMs: 0, channel: 'general', expect: 'ok', line: 14 },
          { kind: 'say', atMs: 5_400_000, channel: 'incident', line: 17 },
          { kind: 'message', atMs: 86_400_000, channel: 'incident', capture: true },
        ],
      },
    });
  });

  test('hands mentions on as a platform does', () => {
    expect(withMentions({ text: 'role legal,deputy @me', by: 'ada' }, idOf)).toBe(
      'role legal,deputy <@console:local:ada>',
    );
    expect(withMentions({ text: 'mail a@noor.example (@noor)', by: 'ada' }, idOf)).toBe(
      'mail a@noor.example (<@console:local:noor>)',
    );
  });

  test('says of each mistake where it stands', () => {
    const text = stringify(small).replace('by: noor', 'by: bela').replace('+1d', '+1h');

    expect(parseScenario(text, 'small.yaml')).toEqual({
      ok: false,
      error: [
        'small.yaml:18: steps[1].by: there is no bela among the people',
        'small.yaml:20: steps[2].at: is earlier than the step before (+1h30m)',
      ].join('\n'),
    });
  });

  test.each([
    ['an unknown key', { ...small, speed: 3 }],
    ['another schema', { ...small, schema: 'ssirp-scenario/2' }],
    ['a missing title', { ...small, title: undefined }],
    ['a start without zone', { ...small, startsAt: '2026-03-01T09:00:00' }],
    ['a start that is no date', { ...small, startsAt: '2026-02-30T09:00:00Z' }],
    ['no steps', { ...small, steps: [] }],
    ['a reserved handle', { ...small, people: { ...small.people, me: small.people.ada } }],
    ['a person without zone', { ...small, people: { ...small.people, ada: { name: 'Ada' } } }],
    ['an offset without sign', withLast({ ...lastly, at: '1d', say: 'checklist' })],
    ['an empty offset', withLast({ ...lastly, at: '+', say: 'checklist' })],
    ['a step that neither says nor writes', withLast(lastly)],
    ['a step that does both', withLast({ ...lastly, say: 'checklist', message: 'Hello' })],
    ['a message that expects', withLast({ ...lastly, message: 'Hello', expect: 'ok' })],
    ['a captured command', withLast({ ...lastly, say: 'checklist', capture: true })],
    ['an unknown expectation', withLast({ ...lastly, say: 'checklist', expect: 'maybe' })],
    [
      'a phase that there is not',
      withLast({ ...lastly, say: 'checklist', ...afterIt({ phase: 'watch' }) }),
    ],
    [
      'a state that no case has',
      withLast({ ...lastly, say: 'checklist', ...afterIt({ cases: { 1: { cs: 'vFdpxa' } } }) }),
    ],
    ['a text of two lines', withLast({ ...lastly, message: 'One\ntwo' })],
    ['an inject of nobody', { ...small, injects: [{ at: '+5m', message: 'Hello' }] }],
    [
      'an inject that does two things',
      { ...small, injects: [{ ...call, fact: 'attacks', unavailable: 'legal' }] },
    ],
    ['an inject after no phase', { ...small, injects: [{ ...call, after: 'lunch' }] }],
    ['an answer without a span', { ...small, injects: [{ ...call, answerWithin: '+30m' }] }],
    ['an expectation that there is not', { ...small, expect: { lunchWithin: '1h' } }],
    ['more orders of events than Vultron has', { ...small, expect: { desiderata: 13 } }],
  ])('is refused by the bot and by editors for %s', (_what, written) => {
    const text = stringify(written);

    expect(parseScenario(text, 'bad.yaml').ok).toBe(false);
    expect(validForEditors(parseYaml(text))).toBe(false);
  });

  test.each([
    [
      'no declaration',
      withFirst({ at: '+0m', by: 'ada', channel: 'general', message: 'Hello' }),
      'no step says declare',
    ],
    ['a second declaration', withLast({ ...lastly, say: 'declare More' }), 'one incident only'],
    [
      'talk in a channel that is not there yet',
      withFirst({ at: '+0m', by: 'ada', say: 'advance' }),
      'no step says',
    ],
    ['an unknown mention', withLast({ ...lastly, say: 'handover @bela' }), 'there is no bela'],
    [
      'an unknown zone',
      { ...small, people: { ...small.people, ada: { name: 'Ada', zone: 'Mars/Base' } } },
      'IANA',
    ],
  ])('is refused by the bot alone for %s', (_what, written, why) => {
    const text = stringify(written);

    expect(parseScenario(text, 'bad.yaml')).toMatchObject({
      ok: false,
      error: expect.stringContaining(why) as string,
    });
    expect(validForEditors(parseYaml(text))).toBe(true);
  });

  test('that is no YAML is refused with its line', () => {
    expect(parseScenario('steps: [\n', 'bad.yaml')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^bad\.yaml:\d: /) as string,
    });
  });
});

describe('What a step expects', () => {
  test('holds until a later step says otherwise', () => {
    const first = { phase: 'assess', cases: { 1: { rm: 'valid', em: 'none' } } } as const;
    const then = { level: 2, cases: { 1: { rm: 'accepted' } } } as const;

    expect(expectedNow(first, then)).toMatchObject({
      phase: 'assess',
      level: 2,
      cases: { 1: { rm: 'accepted', em: 'none' } },
    });
  });

  test('is compared with where the incident stands, also with what waits for a second person', async () => {
    const playbook: Playbook = {
      name: 'none',
      version: '1',
      tasks: [],
      approvals: { override: [3] },
    };
    await using core = new Core({ playbook });
    const id = core.declare('ada');
    core.done('ada', about(id, { verb: 'role', roles: ['crisis_lead'], person: 'me' }));
    core.done('ben', about(id, { verb: 'role', roles: ['engineering_lead'], person: 'me' }));
    core.done('ada', about(id, { verb: 'override', reason: 'everybody is here' }));
    const standing = standingOf(core.store.db, id);

    expect(unmet({ phase: 'mobilize', level: 3, approvals: ['override'] }, standing)).toEqual([]);
    expect(
      unmet(
        {
          phase: 'assess',
          level: 1,
          release: 'hold',
          cases: { 1: { rm: 'valid' } },
          clocks: { 'CRA early warning': 'running' },
          approvals: [],
        },
        standing,
      ),
    ).toEqual([
      'phase is mobilize, not assess',
      'level is 3, not 1',
      'release is none, not hold',
      'case 1 rm is not there, not valid',
      'the clock CRA early warning is not there, not running',
      'what waits for approval is override, not nothing',
    ]);
  });
});

interface Replay {
  /** Where the incident stood otherwise than the scenario says. */
  elsewhere: string[];
  outcomes: [ScenarioStep, Outcome][];
  context: IncidentContext;
  tasks: TaskRow[];
  timeline: EntryRow[];
}

const pathOf = (name: string): URL => builtInScenarios[name] ?? new URL('missing', import.meta.url);

function commandOf(
  scenario: Scenario,
  incidentId: string,
  step: ScenarioStep,
  now: string,
): Command {
  if (step.kind === 'message') {
    const author = idOf(step.by);
    const { text } = step;
    return {
      verb: 'capture',
      incidentId,
      messageId: `${step.line}`,
      author,
      text,
      at: now,
      link: null,
    };
  }
  const zone = scenario.people.find(({ handle }) => handle === step.by)?.zone ?? 'UTC';
  const parsed = parse(withMentions(step, idOf), { now, zone });
  if (!parsed.ok) throw new Error(`line ${step.line}: ${parsed.error.problem}`);
  return 'incidentId' in parsed.value ? { ...parsed.value, incidentId } : parsed.value;
}

/** Plays the drill through the use cases; `msOf` says when a step happens, and timers due before it fire first. */
function replay(
  scenario: Scenario,
  msOf: (step: ScenarioStep, index: number) => number,
  fit: (text: string, now: string, scripted: string) => string = (text) => text,
): Replay {
  const incidentId = `INC-${scenario.startsAt.slice(0, 4)}-0001`;
  const after = (ms: number): string =>
    Temporal.Instant.from(scenario.startsAt)
      .add({ milliseconds: ms })
      .toString({ fractionalSecondDigits: 3 });
  using store = openStore(':memory:');
  let ids = 0;
  const playbook = loadPlaybook(builtInPlaybookPath);
  const rules = {
    playbook,
    newId: () => String((ids += 1)),
    ...plainRules,
  };
  const outcomes: [ScenarioStep, Outcome][] = [];
  const elsewhere: string[] = [];
  let expected: Expectation = {};
  for (const [index, step] of scenario.steps.entries()) {
    const now = after(msOf(step, index));
    for (
      let due = nextTimer(store.db);
      due !== undefined && due <= now;
      due = nextTimer(store.db)
    ) {
      for (const timer of dueTimers(store.db, due, 100))
        fireTimer(store, rules, timer.dueAt, timer);
    }
    if (step.kind === 'message' && !step.capture) continue;
    const request = {
      requestId: `step/${step.line}`,
      person: idOf(step.by),
      tenant: 'console:local',
      kind: 'member' as const,
      isAdmin: false,
      conversation: null,
    };
    outcomes.push([
      step,
      handleCommands(store, rules, now, request, [
        commandOf(
          scenario,
          incidentId,
          { ...step, text: fit(step.text, now, after(step.atMs)) },
          now,
        ),
      ]),
    ]);
    expected = expectedNow(expected, step.afterwards);
    const misses = unmet(expected, standingOf(store.db, incidentId));
    elsewhere.push(...misses.map((line) => `line ${step.line}: ${line}`));
  }
  const row = loadIncident(store.db, incidentId);
  if (row === undefined) throw new Error('the drill declared nothing');
  return {
    outcomes,
    elsewhere,
    context: row.snapshot.context,
    tasks: tasksOf(store.db, incidentId),
    timeline: [...readTimeline(store.db, incidentId)],
  };
}

/** The steps that the bot took otherwise than the scenario says, each with its answer. */
function surprises({ outcomes }: Replay): unknown[] {
  return outcomes
    .filter(
      ([step, { kind }]) =>
        (kind === 'refused') !== (step.kind === 'say' && step.expect === 'refused'),
    )
    .map(([{ line, text }, outcome]) => ({ line, text, outcome }));
}

describe.each(Object.entries(builtInScenarios))('The scenario %s', (_name, path) => {
  test('is valid for editors', () => {
    expect(validForEditors(parseYaml(readFileSync(path, 'utf8')))).toBe(true);
  });

  test('also ends well when played a step a second, so that nothing falls due', () => {
    const quick = replay(loadScenario(path), (_step, index) => index * 1000, inRealTime);

    expect(surprises(quick)).toEqual([]);
    expect(quick.elsewhere).toEqual([]);
    expect(quick.context.outcome).toBe('resolved');
  });
});

describe('The ProxyLogon drill', () => {
  const played = replay(loadScenario(pathOf('proxylogon')), ({ atMs }) => atMs);
  const ofKind = (wanted: string): string[] =>
    played.timeline
      .filter(({ kind }) => kind === wanted)
      .map(({ occurredAt, text }) => `${occurredAt.slice(0, 10)} ${text}`);

  test('goes as it says, without an override', () => {
    expect(surprises(played)).toEqual([]);
    expect(played.elsewhere).toEqual([]);
    expect(ofKind('overridden')).toEqual([]);
  });

  test('has its level raised by the facts alone, and lowered by people', () => {
    expect(ofKind('level')).toEqual([
      expect.stringMatching(/^2021-01-13 Level raised from 4 to 3 \(Elevated\) by the facts/),
      expect.stringMatching(/^2021-02-02 Level raised from 3 to 2 \(High\) by the facts/),
      expect.stringMatching(/^2021-02-27 Level raised from 2 to 1 \(Critical\) by the facts/),
      expect.stringMatching(/^2021-03-16 Level lowered from 1 to 3/),
    ]);
  });

  test('asks whether the embargo stands when attacks are seen', () => {
    expect(ofKind('task.added')).toContainEqual(
      expect.stringMatching(
        /^2021-02-02 .*end the embargo of case 1, because attacks are observed/,
      ),
    );
  });

  test('releases a week before the second Tuesday, and once more for older versions', () => {
    expect(ofKind('pulledIn')).toEqual([expect.stringMatching(/^2021-03-02 .*2021-03-09/)]);
    expect(ofKind('released').map((line) => line.slice(0, 10))).toEqual([
      '2021-03-02',
      '2021-03-08',
    ]);
    expect(played.context.epoch).toBe(1);
  });
});

describe('The MS08-078 drill', () => {
  const played = replay(loadScenario(pathOf('ms08-078')), ({ atMs }) => atMs);
  const ofKind = (...wanted: string[]): EntryRow[] =>
    played.timeline.filter(({ kind }) => wanted.includes(kind));

  test('is taken and refused by the bot step by step as it says', () => {
    expect(surprises(played)).toEqual([]);
    expect(played.elsewhere).toEqual([]);
    expect(played.outcomes.filter(([, { kind }]) => kind === 'refused')).toMatchObject([
      [{ text: 'advance' }, { refusal: { reason: 'guard', guards: ['exitCriteriaMet'] } }],
      [
        { text: 'embargo propose until 2009-01-13T18:00:00Z' },
        { refusal: { reason: 'caseNotNow', guards: ['mayPropose'] } },
      ],
      [
        { text: expect.stringMatching(/^stand-down/) as string },
        { refusal: { guards: ['canStandDown'] } },
      ],
      [
        { text: 'case 1 reconcile Both say Critical' },
        { refusal: { reason: 'caseNotNow', guards: ['isChosen'] } },
      ],
    ]);
  });

  test('goes from declaration to closed by the rules, without an override', () => {
    expect(played.context).toMatchObject({
      outcome: 'resolved',
      epoch: 0,
      releasedAt: '2008-12-17T18:00:00.000Z',
      facts: { attacks: '2008-12-09T12:40:00.000Z', public: '2008-12-10T21:00:00.000Z' },
      guidance: { revision: 6 },
    });
    expect(Object.keys(played.context.roles).toSorted()).toEqual([...roles].toSorted());
    expect(ofKind('overridden')).toEqual([]);
  });

  test('corrects the declaration, which is always the first entry', () => {
    expect(played.timeline[0]).toMatchObject({ seq: 1, kind: 'declared' });
    expect(ofKind('correction')).toMatchObject([{ data: { of: 1 } }]);
  });

  test('publishes the advisory and its five revisions on the historical days', () => {
    const published = ofKind('guidance', 'released').map(
      ({ occurredAt, text }) => `${occurredAt.slice(0, 10)} ${/V\d\.\d/.exec(text)?.[0]}`,
    );

    expect(published).toEqual([
      '2008-12-10 V1.0',
      '2008-12-11 V1.1',
      '2008-12-12 V1.2',
      '2008-12-13 V1.3',
      '2008-12-15 V1.4',
      '2008-12-17 V2.0',
    ]);
  });

  test('leaves no task behind but the follow-ups', () => {
    const open = played.tasks.filter(({ state }) => state !== 'done');

    expect(open.map(({ snapshot: { context } }) => context.followUp)).toEqual([true, true]);
    expect(ofKind('task.waive')).toEqual([]);
  });

  test('has every task acknowledged in time, but for the first minutes', () => {
    const late = ofKind('task.ack_overdue').filter(
      ({ occurredAt }) => occurredAt > '2008-12-09T14:30:00.000Z',
    );

    expect(late).toEqual([]);
  });
});
