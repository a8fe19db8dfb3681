// What the postmortem says, in Markdown and HTML alike.
import { describe, expect, test } from 'vitest';
import type { EntryView } from '#src/commands/view-types.ts';
import { startDecisionTrack } from '#src/export/decision-track.ts';
import { exportIncident } from '#src/export/export.ts';
import { ada, grace, TestRecord, textOf } from './record.ts';
import {
  approvalsIncident,
  casesIncident,
  clocksIncident,
  longIncident,
  youngIncident,
} from './stories.ts';

const headings = [
  'Summary',
  'Response metrics',
  'Sequence of events',
  'Technical summary',
  'Technical lapses',
  'Procedural failures',
  'Manual errors',
  'Process flaws',
  'Communication glitches',
  'Findings and follow-ups',
  'Decisions',
  'Two-person approvals',
  'Cases',
  'Clocks',
  'Told outside',
  'Overrides and waivers',
  'Corrections and withdrawals',
  'Facts',
  'Roles and people',
  'Tasks',
  'Integrity',
];
const long = longIncident();
const page = textOf('md', long.source());

function sectionOf(text: string, heading: string): string {
  return text.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
}

test.for(['md', 'html'] as const)('the headings of %s are fixed', (format) => {
  const young = youngIncident();
  for (const record of [long, young]) {
    const text = textOf(format, record.source());
    const found = [...text.matchAll(/^(?:## |<h2>)([^<\n]+)/gm)].map(([, heading]) => heading);
    const isDrill = record === young;
    expect(found).toEqual(isDrill ? headings.toSpliced(2, 0, 'Score of the drill') : headings);
  }
});

describe('the lapses are filled in from the record', () => {
  test.for([
    [
      'Technical lapses',
      'The fuzzer never made nested frobs',
      'the parser still reads past the end',
    ],
    [
      'Procedural failures',
      'Nobody from legal was on call',
      'legal is asleep',
      'has not acknowledged',
      'escalated to',
    ],
    [
      'Manual errors',
      'Code execution through a nested frob',
      'Entry 29, withdrawn by Grace Hopper',
    ],
    ['Process flaws', 'Two approvals by phone'],
    ['Communication glitches', 'channel was archived', 'sent 1 h 55 min late', 'Not delivered'],
    [
      'Findings and follow-ups',
      'Drills should include',
      'Fuzz nested frobs',
      '2026-04-01 00:00 UTC',
    ],
    [
      'Overrides and waivers',
      'approvals given by phone',
      'telemetry is quiet',
      'rated in the case tool',
    ],
  ])('%s', ([heading, ...said]) => {
    for (const words of said) expect(sectionOf(page, heading ?? '')).toContain(words);
  });
});

describe('decisions stand with whoever agreed to them', () => {
  const rows = sectionOf(page, 'Decisions')
    .split('\n')
    .filter((line) => line.startsWith('| 2026-'));
  const rowOf = (words: string): string => rows.find((line) => line.includes(words)) ?? '';

  test.for([
    ['Decision: build a fix: the workaround breaks imports', '| –'],
    ['Left remediate by override', '| nobody: an override'],
    [
      'Install 4.2.1.',
      'Alan Turing (communications), Ada Lovelace (crisis lead), Grace Hopper (engineering lead), Alan Turing (comms lead)',
    ],
    // The approval of the fix that failed does not count for the next one.
    [
      'Install 4.2.2',
      '| Ada Lovelace (crisis lead), Grace Hopper (engineering lead), Alan Turing (comms lead)',
    ],
    ['monitoring window is waived', '| –'],
    ['Incident closed', '| –'],
  ])('%s', ([what, approved]) => {
    expect(rowOf(what ?? '')).toContain(approved);
  });

  test('what needed two names both, and what was never done says why', () => {
    const text = textOf('md', approvalsIncident().source());
    const outcomes = sectionOf(text, 'Two-person approvals').split('\n').slice(4);

    for (const [row, words] of [
      [
        0,
        'Ada Lovelace | Grace Hopper, Alan Turing | approved 2026-03-02 14:25 UTC by Grace Hopper, after 15 min |',
      ],
      [1, 'declined 2026-03-02 14:30 UTC by Grace Hopper: not \\| tested |'],
      [2, 'taken back 2026-03-02 14:30 UTC by Ada Lovelace: a typing error |'],
      [3, 'overtaken 2026-03-02 14:30 UTC: the incident is in remediate now; nothing was done |'],
      [4, 'expired 2026-03-02 18:30 UTC; nothing was done |'],
      [6, 'waits until 2026-03-09 09:00'],
    ] as const)
      expect(outcomes[row]).toContain(words);
    expect(sectionOf(text, 'Decisions')).toMatch(/by override.*\| Grace Hopper \(second person\)/);
    expect(sectionOf(text, 'Decisions')).toMatch(
      /Switch it off \| Ada.*Alan Turing \(second person\)/,
    );
    expect(sectionOf(text, 'Overrides and waivers')).toContain('(approved by Grace Hopper)');
  });

  test('one that is withdrawn says so', () => {
    const record = new TestRecord()
      .does(ada, { type: 'DECIDE', remedy: 'advisory-only', reason: 'no fix' })
      .does(ada, { type: 'WITHDRAW', seq: 3, old: '' });

    expect(sectionOf(textOf('md', record.source()), 'Decisions')).toMatch(
      /no fix \(withdrawn by entry \d+\)/,
    );
  });

  test.for([
    ['noGo', ['legal by grace', 'second person by carl']],
    ['regressed', ['legal by grace', 'second person by carl']],
    ['fixFailed', ['second person by carl']],
    ['reopened', ['second person by carl']],
  ])('%s takes back what it undoes of what was agreed before', ([kind, left]) => {
    const track = startDecisionTrack();
    const take = (entry: Partial<EntryView>): void =>
      track.take({
        seq: 1,
        occurredAt: '2026-03-02T14:00:00.000Z',
        recordedAt: '2026-03-02T14:00:00.000Z',
        actor: 'grace',
        kind: '',
        text: '',
        data: {},
        link: null,
        hash: '',
        ...entry,
      });
    take({ kind: 'approved', data: { as: 'legal' } });
    take({ kind: 'go', data: { roles: ['crisis_lead'], approvedBy: 'ben' } });
    take({ kind: kind as string });
    take({ kind: 'released', data: { approvedBy: 'carl' } });

    const { approvals } = track.decisions.at(-1) ?? {};
    expect(approvals?.map(({ by, as }) => `${as} by ${by}`)).toEqual(left);
  });
});

test('lessons stand under the phase in which they were told', () => {
  const lesson = { type: 'FINDING', category: 'lesson' } as const;
  const record = new TestRecord()
    .does(ada, { ...lesson, text: 'Call the vendor first' })
    .does(ada, { type: 'STAND_DOWN', reason: 'a test system' })
    .does(grace, { ...lesson, text: 'Name test systems as such' });
  const text = sectionOf(textOf('md', record.source()), 'Findings and follow-ups');

  expect(text).toMatch(/Lessons from mobilize[^#]*Call the vendor first/);
  expect(text).toMatch(/Lessons after closing[^#]*Name test systems/);
  expect(text).not.toContain('Lessons from assess');
  expect(sectionOf(page, 'Findings and follow-ups')).toMatch(/Lessons from review[^#]*Drills/);
});

test('follow-ups say what became of them', () => {
  const dueAt = '2026-03-03T00:00:00.000Z';
  const followUp = (text: string) => ({ text, followUp: true, assignee: grace, dueAt });
  const record = new TestRecord()
    .adds(ada, followUp('In time'))
    .adds(ada, followUp('Late'))
    .adds(ada, followUp('Not needed'))
    .adds(ada, followUp('Left'))
    .at('15:00')
    .task(1, grace, { type: 'DONE', note: '' })
    .task(3, ada, { type: 'WAIVE', reason: 'bought instead' })
    .at('03-05 10:00')
    .task(2, grace, { type: 'DONE', note: '' });
  const rows = sectionOf(textOf('md', record.source()), 'Findings and follow-ups').split('\n');
  const stateOf = (text: string): string =>
    rows
      .find((line) => line.includes(text))
      ?.split(' | ')
      .at(-1) ?? '';

  expect(stateOf('In time')).toMatch(/^done 2026-03-02 15:00 UTC by Grace Hopper \|$/);
  expect(stateOf('Late')).toMatch(/^done 2026-03-05 10:00 UTC by Grace Hopper, late \|$/);
  expect(stateOf('Not needed')).toMatch(/^waived .*: bought instead \|$/);
  expect(stateOf('Left')).toMatch(/^open, overdue \|$/);
});

test('an empty heading says so', () => {
  const young = textOf('md', youngIncident().source());

  expect(sectionOf(young, 'Manual errors')).toContain('Nothing recorded.');
  expect(sectionOf(young, 'Summary')).toContain('**Status:** Open, in mobilize');
});

test('the label and the drill stand on top', () => {
  expect(page.startsWith('**TLP:AMBER**\n')).toBe(true);
  const young = youngIncident().source();
  expect(textOf('md', young)).toMatch(/^\*\*TLP not set\*\*\n\n# .*\n\n> \*\*DRILL/);
  expect(textOf('html', young)).toContain('<strong>DRILL</strong>');
});

test('times are UTC and the configured zones', () => {
  expect(page).toContain('2026-03-04 17:30 UTC (09:30 Los Angeles, 03-05 02:30 Tokyo)');
  expect(textOf('md', long.source({ zones: [] }))).toContain('**Closed:** 2026-03-04 17:30 UTC\n');
});

test('people have names, and handles where names are shared', () => {
  const record = new TestRecord().does(ada, {
    type: 'ROLE_ASSIGNED',
    role: 'crisis_lead',
    person: grace,
  });
  const source = record.source({
    people: new Map([
      [ada, { name: 'Kim', handle: 'kim1' }],
      [grace, { name: 'Kim', handle: 'kim2' }],
    ]),
  });

  expect(textOf('md', source)).toContain(
    'Kim (kim1): Kim (kim2) was asked to take the role crisis lead',
  );
  expect(textOf('md', record.source({ people: new Map() }))).toContain('ada: grace was asked');
});

test('what was told late stands where it happened, and says so', () => {
  const events = sectionOf(page, 'Sequence of events')
    .split('\n')
    .filter((line) => line.startsWith('- **'));
  const at = events.map((line) => line.slice(4, 20));

  expect(at).toEqual(at.toSorted());
  expect(events).toHaveLength(long.entries.length);
  expect(events[0]).toContain('2026-03-02 11:30 UTC');
  expect(events[0]).toContain('recorded 2026-03-02 16:00 UTC');
});

test('an instant in the future does not move what follows', () => {
  const record = new TestRecord();
  const note = { type: 'NOTE', link: null, author: null } as const;
  record
    .does(ada, { ...note, text: 'slip', occurredAt: '2027-01-01T00:00:00.000Z' })
    .does(ada, { ...note, text: 'after', occurredAt: '2026-03-02T14:00:00.000Z' });
  const events = sectionOf(textOf('md', record.source()), 'Sequence of events');

  expect(events.indexOf('after')).toBeLessThan(events.indexOf('slip'));
  expect(events.match(/, recorded/g)).toHaveLength(1);
});

test('corrected and withdrawn entries show as they were, marked', () => {
  expect(page).toMatch(/crafted frob file\. \*\(corrected by entry 69\)\*/);
  expect(page).toMatch(/\*\(withdrawn by entry 70\)\*/);
  expect(sectionOf(page, 'Summary')).toContain(
    '(corrected by entry 69: Code execution through a nested frob.)',
  );
});

test('long lists are cut and say so; the events are complete', () => {
  const record = new TestRecord();
  for (let n = 0; n < 250; n += 1) {
    record.does(ada, { type: 'FINDING', category: 'manual', text: `finding number ${n}` });
  }
  const text = textOf('md', record.source());

  expect(sectionOf(text, 'Manual errors')).toContain('The first 200 of 250');
  expect(sectionOf(text, 'Sequence of events')).toContain('finding number 249');
});

test('the drawing shows each stay, each task, and is told in words', () => {
  const html = textOf('html', long.source());

  expect(
    html.match(/<rect class="(?:mobilize|assess|remediate|communicate|review)"/g),
  ).toHaveLength(8);
  expect(html).toContain(
    '<title>Assess, round 2: 2026-03-03 15:00 UTC to 2026-03-03 17:00 UTC, 2 h</title>',
  );
  expect(html).toContain('<title>Task 5, Build and review the fix: added 2026-03-02 18:20 UTC');
  expect(html).toContain('aria-labelledby="drawing-title drawing-text"');
  expect(html).toContain('<summary>The phases as a table</summary>');
});

test.for([
  ['md', 'INC-2026-0001-postmortem.md', 'text/markdown; charset=utf-8'],
  ['html', 'INC-2026-0001-postmortem.html', 'text/html; charset=utf-8'],
  ['json', 'INC-2026-0001.json', 'application/json; charset=utf-8'],
  ['csv', 'INC-2026-0001-timeline.csv', 'text/csv; charset=utf-8; header=present'],
] as const)('the file of %s has its name and type', ([format, filename, contentType]) => {
  expect(exportIncident(format, long.source())).toMatchObject({ filename, contentType });
});

test('CSV has a row per entry, with what became of it', () => {
  const rows = textOf('csv', long.source()).split('\r\n');

  expect(rows[0]).toBe(
    '\uFEFFseq,occurredAt,recordedAt,actor,actorId,kind,text,link,correctedBy,withdrawnBy,hash',
  );
  expect(rows).toHaveLength(long.entries.length + 2);
  expect(rows[16]).toContain('crafted frob file.,,69,,');
  expect(rows[29]).toContain('https://chat.example/m/17,,70,');
});

describe('the cases', () => {
  const cases = sectionOf(textOf('md', casesIncident().source()), 'Cases');

  test('say how bad each is, what each team found, and what both settled', () => {
    expect(cases).toContain(
      'important | off \\| by default | critical (table 1: server, elevation',
    );
    expect(cases).toContain(
      '.0 critical, base 9.8 | CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U | CWE-787 |',
    );
    expect(cases).toMatch(/Frob\\\|nicator: 4\.0, 4\.2 \| Frobnicator: 5 \|/);
    expect(cases).toMatch(/Response team: Ada Lovelace.* \| critical \|.*all \\\*four\\\* samples/);
    expect(cases).toMatch(/Product team: Grace Hopper.* \| important \|.*off by default/);
    expect(cases).toMatch(/\| severity \| Ada Lovelace, .* \| Grace Hopper, .* \| reproduced \|/);
  });

  test('say how each is remedied: vehicle, exploitability, mitigations, variants', () => {
    expect(cases).toMatch(
      /\| 1 \| Out-of-Cycle \| exploitation none known, utility efficient.* \| monthly release of 2026.04.14 17:00.*\(proposed: out of band\) \| test .*pass/,
    );
    expect(cases).toMatch(
      /\| 2 Exploitation Less Likely \| 1 Exploitation More Likely \| hard \| –/,
    );
    expect(cases).toMatch(
      /\| 1 \| Workaround 1 \| Switch .*frobs.* off \| Server 2016 \| works \| no search/,
    );
    expect(cases).toMatch(/\| 1 \| no more \| fuzzed all parsers/);
  });

  test('stand with report, embargo and what is known', () => {
    expect(cases).toMatch(
      /\| 1 \| Nested \\\*frobs\\\* overflow \| CVE.2026.1111 \| Grace \| accepted \| embargo over \| vendor aware, fix ready, public \|/,
    );
    expect(cases).toMatch(/\| 2 \| Frobs again \(the same as case 1\) .* deferred \| no embargo/);
  });

  test('have their moves, with the instant at which each happened', () => {
    expect(cases).toMatch(/\| 1 \| Embargo \| embargo accepted \| 2026.03.02 14:10/);
    expect(cases).toMatch(/\| 1 \| World \| public \| 2026.03.02 15:20/);
    expect(cases).toMatch(/\| 1 \| Embargo \| embargo ended \| 2026.03.02 15:30/);
  });

  test('have the history of their embargoes, with who proposed and agreed, until when', () => {
    expect(cases).toMatch(
      /\| 2026.03.02 14:10 UTC \| Case 1 .*an embargo is proposed: until 2026.03.10 18:00 UTC \| Ada Lovelace \| \d+ \|/,
    );
    expect(cases).toMatch(
      /\| 2026.03.02 15:30 UTC \| Case 1 .*the embargo is over, because .*public.* \| SSIRP bot/,
    );
  });

  test('are among the decisions where somebody decided, and not what followed by itself', () => {
    const decided = sectionOf(textOf('md', casesIncident().source()), 'Decisions')
      .split('\n')
      .flatMap((row) => /Case (\d .*?) \| (?:Ada|SSIRP)/u.exec(row)?.[1] ?? []);

    expect(decided).toEqual([
      expect.stringContaining('embargo until 2026'),
      expect.stringContaining('deferred in favour of case 1'),
      expect.stringContaining('decided to release with the monthly release'),
    ]);
  });

  test('are scored by the desired orders that their course kept', () => {
    expect(cases).toMatch(
      /\| 1 \| 8 of 12 \| .*fix ready before public.* \| fix deployed before public/,
    );
  });
});

describe('the clocks', () => {
  const record = clocksIncident();
  const text = textOf('md', record.source());
  const row = (n: number): string =>
    sectionOf(text, 'Clocks')
      .split('\n')
      .find((line) => line.startsWith(`| ${n} |`)) ?? '';

  test.for([
    [1, /attacks are observed \| 2026.03.02 15:00 UTC \(awareness of the exploitation\)/],
    [1, /2026.03.03 11:30 UTC by Alan Turing \| SRP.77 \| met, 3 h 30 min before it was due \|/],
    [2, /\| SRP.78 \| missed, done 1 h late \|/],
    [
      3,
      /not yet \| no time \| – \| – \| waits: 14 d once a corrective or mitigating measure is available to users \|/,
    ],
    [4, /does not apply, Alan Turing: no personal data \|/],
    [5, /missed, waived later, Alan Turing: the delisting made it moot \|/],
    [6, /missed, not done, 6 d 19 h overdue \|/],
  ] as const)('clock %i', ([n, words]) => {
    expect(row(n)).toMatch(words);
  });

  test('that were missed are procedural failures', () => {
    const missed = sectionOf(text, 'Procedural failures').split('### Clocks missed')[1] ?? '';
    expect(missed).toContain('CRA notification: missed, done 1 h late');
    expect(missed).not.toContain('early warning');
  });

  test('are decided on by people, by law only', () => {
    const decided = sectionOf(text, 'Decisions');
    expect(decided).toMatch(/CRA early warning.*applies.*\| Alan Turing/);
    expect(decided).toMatch(/GDPR.*does not apply: no personal data.*\| Alan Turing/);
    expect(decided).not.toContain('first public guidance');
  });

  test('count as met, missed and running, the same in JSON', () => {
    expect(sectionOf(text, 'Response metrics')).toMatch(
      /\| Clocks met \| 1 \| .*\n\| Clocks missed \| 3 \| .*\n\| Clocks running \| 0 \|/,
    );
    const { metrics, parts } = JSON.parse(textOf('json', record.source())) as {
      metrics: { clocks: unknown };
      parts: unknown[];
    };
    expect(metrics.clocks).toEqual({ met: 1, missed: 3, running: 0 });
    expect(parts).toHaveLength(6);
  });

  test('stand in the timeline of the spreadsheet with what was said of them', () => {
    expect(textOf('csv', record.source())).toMatch(
      /clock\.filed,"?Clock 2 \(CRA notification\): done, as Alan Turing says, after it was due/,
    );
  });
});
