// Clocks as people meet them: proposed by what happens, decided by legal or the lead, submitted by a person, warned of
// in the room and in person, and going on after the incident.
import { describe, expect, test } from 'vitest';
import { clockLine } from '#src/messages/clock-words.ts';
import { renderCard } from '#src/messages/cards.ts';
import { handleOf, plainRich, plainText } from '#src/messages/rich.ts';
import type { IncidentView } from '#src/commands/view-types.ts';
import { incidentView } from '#src/usecases/view.ts';
import { loadIncident } from '#db/incidents.ts';
import { timersOf } from '#db/timers.ts';
import { about, Core, id, start, tenant, told } from '../support/core.ts';
import { answerTo, led, says } from './typed.ts';

const saysAs = (by: string, core: Core, incident: string, ...typed: string[]): string =>
  answerTo(core, incident, typed, by).summary;

function view(core: Core, incident: string): IncidentView {
  const row = loadIncident(core.store.db, incident);
  if (row === undefined) throw new Error(`no ${incident}`);
  return incidentView(core.store.db, row, tenant);
}

const lines = (core: Core, incident: string): string[] =>
  view(core, incident).clocks.map((one) => plainRich(clockLine(one), handleOf));

/** So many hours after the start, as people read it. */
const said = (hours: number): string =>
  `${Temporal.Instant.from(start).add({ hours }).toString().slice(0, 16).replace('T', ' ')} UTC`;

const guidance = 'guidance Block port 443';

const card = (core: Core, incident: string, n: number): string =>
  plainText(renderCard(`clock/${n}`, view(core, incident), core.clock.now()), handleOf);

describe('A clock of the law', () => {
  test('is proposed by facts and levels, and by nothing twice', async () => {
    await using core = new Core();
    const incident = led(core, { kind: 'service', level: 3 });
    expect(lines(core, incident)).toEqual([]);
    says(core, incident, 'level 2', 'level 1', 'fact attacks', 'level 2 contained', 'level 1');
    const regimes = view(core, incident).clocks.map(
      ({ context, state }) => `${context.regime} ${state}`,
    );
    expect(Object.fromEntries(regimes.map((one) => one.split(' ')))).toEqual({
      nis2: 'proposed',
      'cra-incident': 'proposed',
      gdpr: 'proposed',
      guidance: 'running',
      sec: 'proposed',
      cra: 'proposed',
    });
    expect(regimes).toHaveLength(3 + 3 + 2 + 1 + 2 + 3);
    const calm = led(core, { kind: 'vulnerability', level: 2 });
    expect(lines(core, calm)).toEqual([
      `Clock 1 first public guidance · running · due ${said(24)}`,
    ]);
    expect(core.problems()).toEqual([]);
  });

  test('is decided by legal or the lead, from when it became known', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, guidance, 'fact attacks two customers');
    expect(card(core, incident, 1)).toContain('Legal or the crisis lead decides');
    expect(saysAs('ben', core, incident, 'clock 1 applies')).toMatch(/legal|lead/);
    expect(says(core, incident, 'clock cra applies --since 09:00 reliable evidence')).toContain(
      `Clock 2 (CRA notification): applies (reliable evidence), due`,
    );
    expect(
      view(core, incident)
        .clocks.slice(0, 2)
        .map(({ context }) => context.dueAt),
    ).toEqual(['2026-03-03T09:00:00.000Z', '2026-03-05T09:00:00.000Z']);
    expect(lines(core, incident)[2]).toBe(
      'Clock 3 CRA final report · waiting · 14 d once a corrective or mitigating measure is available to users',
    );
    expect(card(core, incident, 1)).toMatch(/no API.*submits|submit nothing/);
    expect(says(core, incident, 'clock cra applies')).toMatch(/was said already/);
    expect(says(core, incident, 'clock cra not-applicable')).toMatch(/Does not apply/);
    says(core, incident, 'clock cra not-applicable no product of ours');
    expect(lines(core, incident)).toEqual([
      'Clock 1 CRA early warning · does not apply: no product of ours',
      'Clock 2 CRA notification · does not apply: no product of ours',
      'Clock 3 CRA final report · does not apply: no product of ours',
    ]);
    expect(core.problems()).toEqual([]);
  });

  test('is done when a person says so, and starts what waits for it', async () => {
    await using core = new Core();
    const incident = led(core, { kind: 'service', level: 2 });
    expect(says(core, incident, 'clock 1 filed CSIRT-1')).toMatch(/Nobody has decided yet/);
    says(core, incident, 'clock nis2 applies', 'clock 1 filed CSIRT-1');
    await core.later({ hours: 50 });
    expect(says(core, incident, 'clock 2 filed CSIRT-2')).toContain(
      'Clock 3 (NIS2 final report): runs, due',
    );
    expect(says(core, incident, 'clock 3 progress CSIRT-3')).toContain(
      'a progress report was given',
    );
    expect(says(core, incident, 'clock 3 waive it is over')).toContain('waived: it is over');
    expect(says(core, incident, 'clock 3 since 1h ago')).toMatch(/take it up again/);
    expect(says(core, incident, 'clock 99')).toMatch(/has no clock 99/);
    expect(core.problems()).toEqual([]);
  });

  test('of a final report starts with the release; a mitigation asks whether it may start', async () => {
    await using core = new Core();
    const incident = led(core, { level: 3 });
    says(
      core,
      incident,
      guidance,
      'fact attacks',
      'clock cra applies',
      'mitigation Block port 443',
    );
    expect(core.texts(incident)).toContain(
      'Clock 3 (CRA final report): counts from when the mitigation is available to users; if it is: clock 3 since <time>',
    );
    says(core, incident, 'clock 3 since now');
    expect(lines(core, incident)[2]).toContain('running · due');
    expect(core.problems()).toEqual([]);
  });

  test('may be proposed by everybody, and is proposed once at a time', async () => {
    await using core = new Core();
    const incident = led(core);
    saysAs('ben', core, incident, 'clock sec propose the board asked');
    expect(lines(core, incident)).toEqual([
      'Clock 1 SEC Form 8-K · to be decided · 4 business days from then',
      'Clock 2 SEC amendment of Form 8-K · to be decided · 4 business days once information that was missing is available',
    ]);
    expect(saysAs('ben', core, incident, 'clock sec propose again')).toMatch(/proposed already/);
    says(core, incident, 'clock 1 applies --since 2026-01-05T15:00Z');
    expect(view(core, incident).clocks[0]?.context.dueAt).toBe('2026-01-09T22:30:00.000Z');
  });
});

describe('A clock of our own', () => {
  test('asks for guidance by level, and is done once it is out', async () => {
    await using core = new Core();
    const incident = led(core, { level: 3 });
    says(core, incident, 'decide fix we can');
    expect(lines(core, incident)[0]).toMatch(
      /^Clock 1 first public guidance · to be decided · due/,
    );
    says(core, incident, 'clock 1 applies', 'guidance Block port 443');
    expect(lines(core, incident)[0]).toMatch(
      /^Clock 1 first public guidance · done .*, as @ada says/,
    );
    // What was said of it at a quieter level does not hold at a stricter one.
    const quiet = led(core, { level: 3 });
    says(core, quiet, 'decide fix we can', 'clock 1 not-applicable nothing is public');
    await core.later({ hours: 2 });
    says(core, quiet, 'level 2');
    expect(lines(core, quiet)).toEqual([
      `Clock 1 first public guidance · running · due ${said(26)}`,
    ]);
    const over = led(core, { level: 2 });
    says(core, over, 'stand-down a false alarm');
    expect(lines(core, over)).toEqual([
      'Clock 1 first public guidance · waived: the incident is over',
    ]);
    expect(
      timersOf(core.store.db, over).filter(({ instance }) => instance.startsWith('clock/')),
    ).toEqual([]);
  });

  test('promises a reporter an answer and then news, until the case is closed', async () => {
    await using core = new Core();
    const incident = led(core);
    says(core, incident, 'case add Overflow --reporter Grace', 'case add Found by us');
    expect(lines(core, incident)).toEqual([
      `Clock 1 answer to the reporter of case 1 · running · due ${said(24)}`,
    ]);
    expect(says(core, incident, 'case 2 answered')).toMatch(/has no reporter/);
    says(core, incident, 'case 1 answered');
    expect(lines(core, incident)[1]).toBe(
      `Clock 2 news for the reporter of case 1 · running · due ${said(7 * 24)}`,
    );
    await core.later({ hours: 24 });
    says(core, incident, 'clock 2 filed we met', 'case 1 invalidate by design');
    expect(lines(core, incident)[2]).toContain(`due ${said(8 * 24)}`);
    says(core, incident, 'case 1 close done');
    expect(lines(core, incident)[2]).toContain('waived: the case is closed');
    expect(core.problems()).toEqual([]);
  });
});

/** Every warning that was sent, as `where: text`. */
const warnings = (core: Core): string[] =>
  core.port.taken
    .map(({ deed }) => told(deed))
    .filter((text) => /Clock \d+ of .*(?:time|quarter)/.test(text));

describe('A warning', () => {
  test('goes to the room, the lead and legal, in every zone, and once a day when it is late', async () => {
    await using core = new Core().start();
    const incident = led(core);
    core.done('ada', about(incident, { verb: 'role', roles: ['legal'], person: id('ben') }));
    says(core, incident, guidance, 'fact attacks', 'clock cra applies');
    says(core, incident, 'clock 2 not-applicable another has it');
    await core.later({ hours: 13 });
    expect(warnings(core)).toHaveLength(3);
    expect(warnings(core)[0]).toContain(
      'CRA early warning. Half of its time is over: it is due 2026-03-03 10:00 UTC, 11:00 Berlin (in 12 h).',
    );
    await core.later({ hours: 12 });
    expect(warnings(core)).toHaveLength(9);
    expect(view(core, incident).clocks[0]?.context.warned).toBe('passed');
    await core.later({ hours: 24 });
    expect(warnings(core)).toHaveLength(12);
    expect(core.texts(incident).filter((text) => /its time has passed/.test(text))).toHaveLength(1);
    says(core, incident, 'clock 1 filed SRP-1');
    await core.later({ hours: 48 });
    expect(warnings(core)).toHaveLength(12);
    expect(core.problems()).toEqual([]);
  });

  test('asks for a decision while there is none, and survives a restart', async () => {
    const core = new Core();
    const incident = led(core);
    says(core, incident, guidance, 'fact attacks');
    await core.stop();
    await using later = new Core({ store: core.store, clock: core.clock }).start();
    await later.later({ hours: 12 });
    expect(warnings(later)).toHaveLength(2);
    expect(warnings(later)[0]).toContain('Nobody has decided whether it applies');
    expect(later.problems()).toEqual([]);
  });
});

describe('Clocks and the course of an incident', () => {
  test('an overdue one keeps it from review, and closing says which go on', async () => {
    await using core = new Core().start();
    const incident = led(core);
    says(core, incident, guidance, 'fact attacks', 'clock cra applies');
    for (const why of ['one', 'two', 'three']) says(core, incident, `advance --override ${why}`);
    await core.later({ hours: 25 });
    expect(view(core, incident).checklist).toContainEqual({
      criterion: 'clocksInTime',
      met: false,
      what: ['1'],
    });
    expect(says(core, incident, 'checklist')).toContain('no clock overdue (clock 1)');
    says(core, incident, 'clock 1 filed SRP-1', 'advance --override we watch no longer');
    says(core, incident, 'postmortem We were quick');
    const before = core.texts(incident).length;
    says(core, incident, 'close');
    expect(
      core
        .texts(incident)
        .slice(before)
        .filter((text) => text.startsWith('Clock')),
    ).toEqual([
      expect.stringMatching(/^Clock 2 \(CRA notification\): goes on after the incident: due/),
      expect.stringMatching(/^Clock 3 \(CRA final report\): goes on after the incident: it waits/),
    ]);
    const had = warnings(core).length;
    await core.later({ hours: 72 });
    // Half and last quarter of clock 2 and its end, each in person alone.
    expect(
      warnings(core)
        .slice(had)
        .every((text) => text.startsWith('tell')),
    ).toBe(true);
    expect(says(core, incident, 'clock 2 filed SRP-2')).toContain('after it was due');
    expect(core.problems()).toEqual([]);
  });

  test('they go along when incidents are merged, and nothing is proposed anew', async () => {
    await using core = new Core();
    const [source, target] = [led(core), led(core)];
    says(core, target, 'case add Ours', 'decide fix soon');
    says(core, source, 'case add Theirs --reporter Grace', 'fact attacks', 'level 3 limited');
    says(core, source, 'clock cra applies', `merge ${target} the same`);
    expect(lines(core, target).map((one) => one.replace(/ · due.*/, ''))).toEqual([
      'Clock 1 first public guidance · running',
      'Clock 2 answer to the reporter of case 2 · running',
      'Clock 3 first public guidance · running',
      'Clock 4 CRA early warning · running',
      'Clock 5 CRA notification · running',
      'Clock 6 CRA final report · waiting · 14 d once a corrective or mitigating measure is available to users',
    ]);
    expect(view(core, target).clocks.map(({ context }) => context.group)).toEqual([
      1, 2, 3, 4, 4, 4,
    ]);
    expect(says(core, source, 'clock 1 waive x')).toMatch(/went on in another incident/);
    expect(core.problems()).toEqual([]);
  });

  test('the list names sitrep and embargo, too, and the status card what is due next', async () => {
    await using core = new Core();
    const incident = led(core, { level: 2 });
    says(core, incident, 'case add Hole', 'embargo propose until in 9d', 'embargo accept');
    says(core, incident, 'clock sec propose');
    const list = says(core, incident, 'clock');
    // What waits has no time: it comes after what is due.
    expect(list).toMatch(/^INC-\S+ has 3 open clocks: Clock 1 first public guidance/);
    expect(list).toContain(`Clock 1 first public guidance · running · due ${said(24)}`);
    expect(list).toContain('Next sitrep 2026-03-02 12:00 UTC');
    expect(list).toContain('Embargo of case 1 ends 2026-03-11 10:00 UTC');
    const status = plainText(renderCard('status', view(core, incident), start), handleOf);
    expect(status).toContain(`Clocks: first public guidance due ${said(24)}`);
  });

  test('a drill says so, and what is private stays in its room', async () => {
    await using core = new Core().start();
    const incident = led(core, { visibility: 'private', drill: true });
    says(core, incident, 'fact attacks');
    await core.later({ hours: 20 });
    expect(card(core, incident, 1)).toMatch(/DRILL/);
    expect(warnings(core).length).toBeGreaterThan(0);
    for (const text of warnings(core)) expect(text).toMatch(/DRILL/);
    const announced = core.outbox().filter(({ lane }) => lane.startsWith('announcements'));
    expect(JSON.stringify(announced)).not.toContain('clock');
    expect(core.problems()).toEqual([]);
  });
});
