// Cases as people lead them: by command, with refusals that name the rule, and with nothing said where it must not be.
import { describe, expect, test } from 'vitest';
import { loadIncident } from '#db/incidents.ts';
import { incidentView } from '#src/usecases/view.ts';
import { caseLine } from '#src/messages/case-words.ts';
import { plainRich, handleOf } from '#src/messages/rich.ts';
import { manualClock } from '#src/shared/clock.ts';
import { Core, tenant, told } from '../support/core.ts';
import { led, says } from './typed.ts';

function lines(core: Core, incident: string): string[] {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  const view = incidentView(core.store.db, row, tenant);
  return view.cases.map((one) => plainRich(caseLine(one), handleOf));
}

describe('A case', () => {
  test('goes from report to fix', async () => {
    await using core = new Core();
    const incident = led(core);
    expect(says(core, incident, 'case add Heap overflow --reporter Grace of DEVCORE')).toBe(
      `${incident} Case 1 (Heap overflow): received, reported by Grace of DEVCORE`,
    );
    says(core, incident, 'case 1 validate', 'case 1 accept', 'case 1 cve CVE-2026-1111');
    expect(says(core, incident, 'case 1 fix-ready')).toContain('a fix is ready');
    expect(lines(core, incident)).toEqual([
      'Case 1 Heap overflow (CVE-2026-1111) · accepted · no embargo · vendor aware, fix ready',
    ]);
    expect(core.problems()).toEqual([]);
  });

  test.each([
    ['case 1 close done', ['case 1 validate'], /A valid report is never closed as it is/],
    ['case 1 fix-ready', ['case 1 validate'], /A fix is for a case that was accepted/],
    ['case 1 fix-deployed', [], /A fix is deployed only after it is ready/],
    ['case 1 accept', [], /case 1 validate comes first/],
    ['embargo accept', [], /Nothing is proposed that could be accepted/],
    ['embargo end leaked', [], /Only an embargo in force can be ended/],
    ['embargo revise until in 3d', [], /There is nothing to revise/],
    [
      'embargo propose until in 3d',
      ['fact attacks'],
      /No embargo may start for case 1: attacks observed/,
    ],
    ['embargo propose until in 3d', ['fact public'], /No embargo may start for case 1: public/],
    ['embargo propose until 2026-03-01', [], /must end in the future/],
    ['fact public', ['fact public a blog'], /on the record already \(@ada/],
    ['fact public case 1', ['fact public a blog'], /known of case 1 already/],
    ['case 1 duplicate-of 1', [], /duplicate of itself/],
    ['case 2 accept', [], /has no case 2/],
    ['case 1 vendor-aware', [], /knows already/],
  ])('refuses “%s” and names the rule', async (line, before, rule) => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add Heap overflow', ...before);
    const had = core.texts(incident).length;
    expect(says(core, incident, line)).toMatch(rule);
    expect(core.texts(incident)).toHaveLength(had);
  });

  test('that is one of several must be named, so that no word ends every embargo', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add First', 'case add Second', 'embargo case 1 propose until in 9d');
    says(core, incident, 'embargo case 2 propose until in 9d', 'embargo case 1 accept');
    says(core, incident, 'embargo case 2 accept');
    expect(says(core, incident, 'fact public')).toMatch(
      /several cases\. Say which: .*fact public case <n>/,
    );
    expect(says(core, incident, 'embargo end it leaked')).toMatch(/several cases/);
    says(core, incident, 'fact public case 2 a blog');
    expect(lines(core, incident).map((one) => one.split(' · ')[2])).toEqual([
      expect.stringMatching(/^embargo in force until/),
      'embargo over',
    ]);
    expect(core.context(incident).facts.public).not.toBeNull();
    says(core, incident, 'fact exploit case all');
    expect(lines(core, incident)).toEqual([
      'Case 1 First · received · embargo over · vendor aware, public, exploit public',
      'Case 2 Second · received · embargo over · vendor aware, public, exploit public',
    ]);
    expect(core.problems()).toEqual([]);
  });

  test('is the first one, so what the incident knows is known of it; a bypass begins afresh', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'fact public a blog', 'case add First', 'case 1 bypass Around it');
    expect(lines(core, incident)).toEqual([
      'Case 1 First · received · no embargo · vendor aware, public',
      'Case 2 Around it · received · no embargo · vendor aware',
    ]);
    expect(says(core, incident, 'embargo case 2 propose until in 3d')).toContain(
      'an embargo is proposed',
    );
  });

  test('that is a duplicate waits for its original; two cannot be each other’s', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add First', 'case add Again', 'case 2 duplicate-of 1');
    expect(lines(core, incident)[1]).toMatch(/deferred/);
    expect(says(core, incident, 'case 1 duplicate-of 2')).toMatch(/nor of its own duplicate/);
  });
});

const decisions = (core: Core, incident: string): string[] =>
  core.texts(incident).filter((text) => /added.*: Decide: /.test(text));

describe('What only should be', () => {
  test('is asked once as long as nobody has decided', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add First', 'case 1 validate', 'case 1 accept', 'case 1 fix-ready');
    says(core, incident, 'embargo propose until in 3d', 'embargo propose until in 2d');
    expect(decisions(core, incident)).toHaveLength(1);
    says(core, incident, 'embargo reject the fix is there', 'embargo propose until in 3d');
    expect(decisions(core, incident)).toHaveLength(2);
    expect(core.texts(incident).join('\n')).toMatch(
      /Decide: .* done by .*the proposal was rejected/,
    );
  });

  test('is asked after closing, too, and outlives the incident', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add First', 'case 1 validate', 'case 1 accept');
    says(core, incident, 'embargo propose until in 9d', 'embargo accept', 'case 1 fix-ready');
    says(core, incident, 'stand-down no attack');
    expect(says(core, incident, 'case add Another')).toMatch(/is closed/);
    says(core, incident, 'case 1 fix-deployed');
    expect(decisions(core, incident).at(-1)).toMatch(/^Follow-up \d+ added/);
    expect(core.problems()).toEqual([]);
  });
});

describe('The phases of an incident', () => {
  test('wait for the embargo of each case to be decided, and for its report to be judged', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add First', 'case add Second', 'case add Third');
    says(core, incident, 'case 3 invalidate a test', 'case 3 close a test');
    says(core, incident, 'embargo case 1 none nobody waits');
    expect(says(core, incident, 'advance')).toMatch(/embargo decided for each case \(case 2\)/);
    expect(says(core, incident, 'embargo case 2 propose until in 9d', 'advance')).not.toMatch(
      /embargo/,
    );
    says(core, incident, 'advance --override it is known', 'case 1 validate');
    expect(says(core, incident, 'advance')).toMatch(
      /every case judged, and one of them valid \(case 2\)/,
    );
    expect(says(core, incident, 'case 2 invalidate by design', 'advance')).not.toMatch(/judged/);
    expect(core.problems()).toEqual([]);
  });

  test('make a case public when the release is published, and its embargo ends', async () => {
    await using core = new Core();
    const incident = led(core, { level: 4 });
    const lead = ['case add First', 'embargo propose until in 9d', 'embargo accept'];
    says(core, incident, ...lead, 'role engineering_lead @me');
    for (let phase = 0; phase < 3; phase += 1) says(core, incident, 'advance --override no time');
    says(core, incident, 'go', 'guidance Update now');
    expect(lines(core, incident)).toEqual([
      'Case 1 First · received · embargo over · vendor aware, public',
    ]);
    expect(core.problems()).toEqual([]);
  });

  test('end as a false positive only while no case is valid, and the reports end with it', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add First', 'case add Second', 'case 1 validate');
    expect(says(core, incident, 'false-positive a test')).toMatch(/A case is valid/);
    const other = led(core);
    says(core, other, 'case add First', 'case add Second', 'case 2 invalidate a test');
    says(core, other, 'false-positive a test');
    expect(lines(core, other).map((one) => one.split(' · ')[1])).toEqual(['closed', 'closed']);
    expect(core.problems()).toEqual([]);
  });
});

describe('As it happened', () => {
  test('the Exchange holes of 2021: reported twice, attacked under embargo, released a week early', async () => {
    await using core = new Core({ clock: manualClock('2021-01-05T08:00:00.000Z') }).start();
    const on = async (date: string): Promise<void> => {
      const now = Temporal.Instant.from(core.clock.now());
      await core.later(
        now.until(Temporal.Instant.from(`${date}T08:00:00Z`), { largestUnit: 'hour' }),
      );
    };
    const incident = led(core, { visibility: 'private', title: 'Mail server' });
    says(core, incident, 'case add Server-side request forgery --reporter DEVCORE');
    says(core, incident, 'case 1 validate', 'case 1 accept');
    says(core, incident, 'embargo propose until 2021-04-13 18:00Z', 'embargo accept');

    await on('2021-02-02');
    says(core, incident, 'case add The same, seen in attacks --reporter Volexity');
    says(core, incident, 'case 2 duplicate-of 1', 'fact attacks case 1 --at 2021-01-06T08:00Z');
    const texts = (): string => core.texts(incident).join('\n');
    expect(texts()).toMatch(
      /Case 2 .*: valid\n.*the same as case 1\n.*deferred in favour of case 1/,
    );
    const [n] = /(?<=Task )\d+(?= added.*Decide: end the embargo)/.exec(texts()) ?? [];
    says(core, incident, `waive ${n} limited and targeted`);
    expect(lines(core, incident)[0]).toMatch(/embargo in force until/);

    await on('2021-02-18');
    says(core, incident, 'embargo case 1 revise until 2021-03-09 18:00Z', 'embargo case 1 accept');
    expect(texts()).toContain('the embargo now ends 2021-03-09T18:00:00.000Z');
    says(core, incident, 'case 1 fix-ready');

    await on('2021-03-02');
    says(core, incident, 'fact public case 1 released out of band', 'case 1 fix-deployed');
    expect(texts()).toMatch(/the embargo is over, because the vulnerability is public/);
    expect(lines(core, incident)[0]).toMatch(
      /embargo over · vendor aware, fix ready, fix deployed, public, attacks observed$/,
    );
    await on('2021-03-10');
    expect(texts()).not.toMatch(/its time has come/);
    expect(core.problems()).toEqual([]);
  });

  test('the Internet Explorer hole of 2008: attacks were known first, so no embargo could start', async () => {
    await using core = new Core();
    const incident = led(core, { level: 1 });
    says(core, incident, 'fact attacks in the wild', 'case add Data binding --cve CVE-2008-4844');
    expect(says(core, incident, 'embargo propose until in 7d')).toMatch(
      /No embargo may start for case 1: attacks observed/,
    );
  });
});

describe('An embargoed case', () => {
  test('says nothing outside the incident’s own room', async () => {
    await using core = new Core().start();
    const incident = led(core, { title: 'Trouble with the parser' });
    const secret = 'case add Hidden heap overflow --cve CVE-2026-4444 --reporter Mallory Finder';
    says(core, incident, secret, 'embargo propose until in 2h', 'embargo accept');
    says(core, incident, 'case 1 validate', 'case 1 accept', 'fact attacks one customer');
    await core.later({ hours: 3 });

    const hidden = /Hidden|4444|Mallory/;
    const outside = core.port.taken.filter(({ deed }) => {
      const place = 'to' in deed ? deed.to : undefined;
      return place === null || deed.kind === 'openChannel' || deed.kind === 'topic';
    });
    expect(outside.length).toBeGreaterThan(1);
    expect(
      outside.map(({ deed }) => JSON.stringify(deed)).filter((deed) => hidden.test(deed)),
    ).toEqual([]);
    expect(core.port.taken.map(({ deed }) => told(deed)).join('\n')).toMatch(hidden);
    expect(lines(core, incident)[0]).toContain('embargo over');
    expect(core.problems()).toEqual([]);
  });
});
