// The remedy of a case as people lead it: SSVC and the release vehicle, exploitability and how it held, mitigations and
// workarounds with their tests, variants.
import { describe, expect, test } from 'vitest';
import type { IncidentCommand, RemedyAct } from '#src/commands/command.ts';
import { formCommands } from '#src/commands/forms.ts';
import { parse } from '#src/commands/parse.ts';
import type { Message } from '#src/messages/message.ts';
import { renderOutcome } from '#src/messages/reply.ts';
import { handleOf, plainText } from '#src/messages/rich.ts';
import { changedSince } from '#src/usecases/meanwhile.ts';
import { loadIncident } from '#db/incidents.ts';
import { loadPart } from '#db/parts.ts';
import { about, Core, id } from '../support/core.ts';
import { answerTo, led } from './typed.ts';

function says(core: Core, incident: string, ...typed: string[]): string {
  return typed.length === 0 ? '' : plainText(answerTo(core, incident, typed), handleOf);
}

/** An incident with a case on which work has begun. */
function withCase(core: Core, input: Parameters<Core['declare']>[1] = {}): string {
  const incident = led(core, { title: `Hole ${core.clock.now()}`, ...input });
  says(core, incident, 'case add Heap overflow', 'case 1 validate', 'case 1 accept');
  return incident;
}

function standing(core: Core, incident: string) {
  const found = loadPart(core.store.db, incident, 'case', 1)?.snapshot.context.investigation;
  return found ?? {};
}

const decisions = (core: Core, incident: string): string[] =>
  core.texts(incident).filter((text) => /added.*: Decide: /.test(text));

describe('SSVC', () => {
  test('takes exploitation from the facts and proposes how the fix goes out', async () => {
    await using core = new Core();
    const incident = withCase(core);
    expect(says(core, incident, 'case 1 ssvc laborious total minimal')).toMatch(
      /SSVC says Scheduled \(exploitation none, .*release with the monthly release of 2026-03-10 17:00 UTC/,
    );
    says(core, incident, 'fact attacks', 'case 1 ssvc yes concentrated total minimal');
    expect(core.texts(incident).join('\n')).toMatch(
      /SSVC says Immediate \(exploitation active, .*out of band, level 1, and an advisory today/,
    );
    expect(decisions(core, incident).at(-1)).toMatch(/raise to level 1 and publish an advisory/);
    expect(says(core, incident, 'case show 1')).toMatch(/Immediate: out of band, level 1/);
    expect(core.problems()).toEqual([]);
  });

  test('is asked for again when the facts go beyond it, and evaluating answers that', async () => {
    await using core = new Core();
    const incident = withCase(core);
    says(core, incident, 'case 1 ssvc laborious partial minimal', 'case 1 vehicle next-version');
    says(core, incident, 'fact exploit case 1');
    expect(decisions(core, incident)).toHaveLength(1);
    expect(decisions(core, incident)[0]).toMatch(/now public proof of concept/);
    says(core, incident, 'case 1 ssvc super-effective partial minimal');
    expect(core.texts(incident).join('\n')).toMatch(/done by .*SSVC was evaluated/);
    expect(decisions(core, incident).at(-1)).toMatch(
      /release case 1 out of band, as SSVC proposes/,
    );
    expect(says(core, incident, 'remedy 1')).toMatch(/to be decided again/);
    says(core, incident, 'case 1 vehicle next-version the update comes tomorrow anyway');
    expect(says(core, incident, 'remedy 1')).not.toMatch(/to be decided again/);
    expect(core.problems()).toEqual([]);
  });
});

describe('The release vehicle', () => {
  test.each([
    ['case 1 vehicle monthly', [], /case 1 ssvc comes first/],
    ['case 1 vehicle out-of-band', ['case 1 ssvc laborious total minimal'], /with a reason/],
    ['case 1 vehicle monthly 2026-02', ['case 1 ssvc laborious total minimal'], /has passed/],
    [
      'case 1 vehicle monthly',
      ['case 1 ssvc laborious total minimal', 'case 1 vehicle monthly'],
      /the vehicle of case 1 already/,
    ],
    ['case 1 mitigation 3 tested Server ok', [], /no mitigation or workaround of that number/],
    [
      'case 1 mitigation none nothing helps',
      ['case 1 workaround add Off', 'case 1 workaround 1 tested Server ok'],
      /was tested and works/,
    ],
    ['case 1 exploitability 2 again', ['case 1 exploitability 2'], /the rating of case 1 already/],
    ['case 1 exploitability 1', ['case 1 exploitability 2'], /a revision says why/],
  ])('and what else is refused: “%s” names the rule', async (line, before, rule) => {
    await using core = new Core();
    const incident = withCase(core);
    says(core, incident, ...before);
    const had = core.texts(incident).length;
    expect(says(core, incident, line)).toMatch(rule);
    expect(core.texts(incident)).toHaveLength(had);
  });

  test('may be another than the proposed one, with a reason that stays on the record', async () => {
    await using core = new Core();
    const incident = withCase(core);
    says(core, incident, 'case 1 ssvc laborious total minimal');
    expect(says(core, incident, 'case 1 vehicle monthly 2026-04 the test pass is long')).toMatch(
      /monthly release of 2026-04-14 17:00 UTC: the test pass is long/,
    );
    expect(says(core, incident, 'case 1 vehicle out-of-band customers ask')).toMatch(
      /out of band, where SSVC proposes with a monthly release: customers ask/,
    );
    expect(core.problems()).toEqual([]);
  });
});

describe('Exploitability', () => {
  test('that was rated too low is no longer reliable; drills and unreleased cases do not count', async () => {
    await using core = new Core().start();
    const kept = withCase(core);
    const raised = withCase(core, { title: 'Another' });
    const drill = withCase(core, { title: 'Drill', drill: true });
    const waiting = withCase(core, { title: 'Waiting' });
    for (const incident of [kept, raised, drill])
      says(core, incident, 'case 1 exploitability 2', 'case 1 fix-ready', 'case 1 fix-deployed');
    says(core, waiting, 'case 1 exploitability 2');
    expect(core.texts(kept).at(-1)).toMatch(
      /released; the exploitability rating 2 \(Exploitation Less Likely\) is for the 30 days until 2026-04-01T10:00/,
    );
    expect(says(core, kept, 'exploitability')).toMatch(/No .* behind it yet\. 2 more are within/);
    says(core, kept, 'stand-down all is said');
    await core.later({ hours: 72 });
    says(core, raised, 'case 1 exploitability 1 code was posted');
    says(core, drill, 'case 1 exploitability 0 a drill');
    await core.later({ hours: 28 * 24 });
    expect(core.texts(kept).join('\n')).toMatch(/was not revised upwards/);
    expect(core.texts(raised).join('\n')).toMatch(/was revised upwards: it had been too low/);
    expect(says(core, kept, 'exploitability')).toMatch(/50\.0 % .*1 of 2 were not revised/);
    expect(core.problems()).toEqual([]);
  });

  test('is asked about when attacks are observed, or code is posted that was thought unlikely', async () => {
    await using core = new Core();
    const incident = withCase(core);
    says(core, incident, 'case 1 exploitability 1', 'fact exploit case 1');
    expect(decisions(core, incident)).toEqual([]);
    says(core, incident, 'fact attacks case 1');
    expect(decisions(core, incident)[0]).toMatch(/now 0 \(Exploitation Detected\)/);
    says(core, incident, 'case 1 exploitability 0 attacks are observed');
    expect(core.texts(incident).join('\n')).toMatch(/done by .*exploitability was rated/);
    expect(standing(core, incident).ratings?.map(({ latest }) => latest)).toEqual([1, 0]);
    expect(core.problems()).toEqual([]);
  });

  test('counts from the coordinated release', async () => {
    await using core = new Core();
    const incident = withCase(core, { level: 4 });
    says(core, incident, 'case 1 exploitability 2', 'role engineering_lead @me');
    for (let phase = 0; phase < 3; phase += 1) says(core, incident, 'advance --override no time');
    says(core, incident, 'go', 'guidance Update now');
    expect(standing(core, incident).releasedAt).toBe(core.clock.now());
    expect(core.problems()).toEqual([]);
  });
});

describe('Mitigations and workarounds', () => {
  test('are tested by product, with their side effects; “none exists” ends when one is found', async () => {
    await using core = new Core();
    const incident = withCase(core);
    says(core, incident, 'case 1 mitigation none we tried all settings');
    expect(says(core, incident, 'remedy 1')).toMatch(
      /No mitigation or workaround exists: we tried/,
    );
    says(core, incident, 'case 1 workaround add Switch the parser off');
    expect(says(core, incident, 'remedy 1')).toMatch(
      /Workaround 1 Switch the parser off · not tested/,
    );
    expect(
      says(
        core,
        incident,
        'case 1 workaround 1 tested Server 2016 CU 19 ok side effects no search',
      ),
    ).toMatch(/workaround 1 works on Server 2016 CU 19; side effects: no search/);
    expect(says(core, incident, 'case show 1')).toMatch(/1 workaround \(tested and works: 1\)/);
    says(core, incident, 'case 1 workaround 1 tested server 2016 cu 19 fails');
    expect(says(core, incident, 'case show 1')).toMatch(/1 workaround \(none found to work\)/);
    says(core, incident, 'case 1 mitigation none nothing else helps');
    expect(says(core, incident, 'remedy 1')).toMatch(/None that works exists: nothing else helps/);
    expect(core.problems()).toEqual([]);
  });

  test('go through a form like through a command', async () => {
    await using core = new Core();
    const incident = withCase(core);
    const when = { now: core.clock.now(), zone: 'UTC' };
    const submit = (form: string, values: Record<string, string>): void => {
      const submitted = { id: form, incidentId: incident, subject: '1', seen: '' };
      const read = formCommands(submitted, values, when);
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      core.done('ada', read.value.commands);
    };
    submit('ssvc', {
      exploitation: 'public-poc',
      utility: 'efficient',
      impact: 'total',
      safety: 'minimal',
    });
    submit('vehicle', { vehicle: 'monthly', month: '2026-05', reason: 'the embargo ends then' });
    submit('exploitability', { latest: '2', older: '1', dos: 'temporary', note: 'hard to reach' });
    submit('measure', { kind: 'mitigation', text: 'On by default:\nthe sandbox' });
    submit('measureTest', { m: '1', product: 'Mail ok 4', works: 'fails', sideEffects: 'none' });
    const { ssvc, vehicle, ratings, measures } = standing(core, incident);
    expect(ssvc).toMatchObject({ priority: 'out-of-cycle', utility: 'efficient' });
    expect(vehicle).toMatchObject({
      releaseAt: '2026-05-12T17:00:00.000Z',
      proposed: 'out-of-band',
    });
    expect(ratings).toMatchObject([
      { latest: 2, older: 1, dos: 'temporary', note: 'hard to reach' },
    ]);
    expect(measures).toMatchObject([
      {
        kind: 'mitigation',
        text: 'On by default:\nthe sandbox',
        tests: [{ product: 'Mail ok 4', works: false, sideEffects: 'none' }],
      },
    ]);
    expect(core.problems()).toEqual([]);
  });
});

test('A form about the vehicle comes back when SSVC was evaluated anew meanwhile, one that only adds does not', async () => {
  await using core = new Core();
  const incident = withCase(core);
  says(core, incident, 'case 1 ssvc laborious total minimal');
  const row = () => {
    const found = loadIncident(core.store.db, incident);
    if (found === undefined) throw new Error('no incident');
    return found;
  };
  const { lastSeq } = row();
  says(core, incident, 'case 1 ssvc efficient total significant', 'case 1 workaround add Off');
  const changed = (act: RemedyAct, caseNumber = 1) =>
    changedSince(
      core.store.db,
      row(),
      { verb: 'remedy', caseNumber, act, incidentId: incident },
      lastSeq,
    );
  const vehicle = { type: 'VEHICLE', vehicle: 'monthly', month: null, reason: '' } as const;
  expect(changed(vehicle)?.latest.text).toMatch(/SSVC says Out-of-Cycle/);
  expect(changed(vehicle, 2)).toBeNull();
  expect(changed({ type: 'NO_MEASURE', reason: 'none' })?.latest.text).toMatch(/workaround 1/);
  expect(changed({ type: 'VARIANT', text: 'there' })).toBeNull();
});

const buttons = ({ blocks }: Message): string[] =>
  blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ command }) => command) : [],
  );

test('No button of a case or its remedy offers what would be refused', async () => {
  await using core = new Core();
  const incident = withCase(core);
  const steps = [
    'case 1 ssvc laborious total minimal',
    'case 1 vehicle monthly',
    'case 1 workaround add Off',
    'fact attacks case 1',
    'case 1 workaround 1 tested Server ok',
  ];
  for (const step of steps) {
    says(core, incident, step);
    const shown = (['showCase', 'showRemedy'] as const).flatMap((verb) => {
      const outcome = core.ask('ada', { verb, caseNumber: 1, incidentId: incident });
      return buttons(renderOutcome(outcome, { now: core.clock.now(), nameOf: handleOf }).message);
    });
    const remedies = shown.filter((command) => /ssvc|vehicle|exploit|mitig|variant/.test(command));
    expect(remedies.length).toBeGreaterThan(3);
    for (const command of remedies) {
      const parsed = parse(command.replace(/^\/?incident /, ''), {
        now: core.clock.now(),
        zone: 'UTC',
      });
      if (!parsed.ok) throw new Error(`${command}: ${parsed.error.problem}`);
      expect(
        core.ask('ada', { ...parsed.value, incidentId: incident } as IncidentCommand & {
          incidentId: string;
        }).kind,
      ).toBe('form');
    }
  }
});

test('Variants are listed, and how no more were found', async () => {
  await using core = new Core();
  const incident = withCase(core);
  says(core, incident, 'case 1 variant the importer has it, too');
  expect(says(core, incident, 'case 1 variants none fuzzed all parsers')).toMatch(
    /no further variants found: fuzzed all parsers/,
  );
  expect(says(core, incident, 'remedy 1')).toMatch(/1: the importer has it, too/);
});

test('What was said of a private incident’s case stays there when it is merged into an open one', async () => {
  await using core = new Core();
  const open = core.declare('ada', { title: 'Open' });
  const secret = withCase(core, { title: 'Secret', visibility: 'private' });
  says(core, secret, 'case 1 ssvc laborious total minimal', 'case 1 vehicle monthly hush hush');
  says(core, secret, 'case 1 workaround add hush', 'case 1 exploitability 2 hush');
  says(core, secret, `merge ${open}`);
  const there = loadPart(core.store.db, open, 'case', 1)?.snapshot.context.investigation;
  expect(there?.ssvc?.priority).toBe('scheduled');
  expect(JSON.stringify(there)).not.toContain('hush');
  expect(core.problems()).toEqual([]);
});

test('A responder without a role may see the remedy and say nothing of it', async () => {
  await using core = new Core();
  const incident = withCase(core);
  core.done('ada', about(incident, { verb: 'invite', people: [id('bob')] }));
  const ask = (command: IncidentCommand) => core.ask('bob', { ...command, incidentId: incident });
  expect(ask({ verb: 'showRemedy', caseNumber: 1 }).kind).toBe('view');
  const act = { type: 'VARIANT', text: 'x' } as const;
  expect(ask({ verb: 'remedy', caseNumber: 1, act })).toMatchObject({
    refusal: { reason: 'notAllowed', needs: ['holder', 'lead'] },
  });
});
