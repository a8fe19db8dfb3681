// Whatever is typed, by mistake or in malice: a command or a short answer, soon.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verbs } from '#src/commands/grammar.ts';
import { parse } from '#src/commands/parse.ts';

const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/Los_Angeles',
  'Asia/Kolkata',
  'Pacific/Apia',
  'UTC',
);
const now = fc
  .integer({ min: Date.UTC(1999, 0), max: Date.UTC(2037, 0) })
  .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms).toString({ fractionalSecondDigits: 3 }));

const names = fc.constantFrom(...verbs.flatMap((row) => row.names));
const words = fc.oneof(
  fc.constantFrom(
    '--level',
    '--at',
    '--at=',
    '--by',
    '--phase',
    '--kind',
    '--override',
    '--root-cause',
    '—level',
    '–at',
    '--private',
    '--',
    '1',
    '2',
    '#3',
    '0',
    '-1',
    '99999999999',
    'INC-1',
    'inc-2026-0001',
    'me',
    '@me',
    'none',
    'open',
    'accept',
    'all',
    'add',
    'reopen',
    'waive',
    'failed',
    'fix',
    'public',
    'comms',
    'assess',
    'crisis_lead',
    'scribe,',
    ',',
    'RED',
    'md',
    'lesson',
    'now',
    'in',
    '2h',
    'ago',
    '14:05',
    '02:30',
    'UTC',
    'z',
    'tomorrow',
    '2026-02-30',
    '2026-10-25',
    '9999-12-31',
    '0000-01-01',
    'pm',
    '<@slack:T1:UBOB>',
    '<@>',
    '<!channel>',
    '<!here>',
    '<#C1|x>',
    '@everyone',
    'https://example.com',
    'javascript:alert(1)',
    '\u202Egnp.exe',
    '\u0000',
    '\uD800',
    '\uFEFF',
    '\u200B',
    '\u2028',
    '\n',
    '\r\n',
    '\t',
    '"',
    '“',
    '”',
    "'; drop table incidents; --",
    '${7*7}',
    '__proto__',
    'constructor',
    'toString',
    'İ',
    'K',
    '𝔘',
    '👩‍💻',
    '`',
    '*x*',
    '/incident',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
  names,
);
const glue = fc.constantFrom(' ', ' ', ' ', '\n', '  ', '', '\u00A0');
const line = fc
  .tuple(
    fc.oneof(names, names, words),
    fc.array(fc.tuple(glue, words), { maxLength: 12, size: 'max' }),
  )
  .map(([verb, rest]) => verb + rest.flat().join(''));

function checkAnswer(text: string, context: { now: string; zone: string }): void {
  const parsed = parse(text, context);
  if (parsed.ok) {
    if (!('verb' in parsed.value)) throw new Error(`no command: ${JSON.stringify(text)}`);
    // Times that do not sort as text would break every timeline.
    for (const [name, value] of Object.entries(parsed.value)) {
      if ((name !== 'at' && name !== 'by') || value === null) continue;
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value)))
        throw new Error(`${name} ${String(value)}`);
    }
    return;
  }
  const { problem, usage, nearest } = parsed.error;
  if (problem === '' || problem.length > 500)
    throw new Error(`problem of ${problem.length} characters`);
  if (usage === null && nearest.length > 3) throw new Error('too many nearest verbs');
}

test('10,000 lines of anything are commands or briefly answered mistakes', () => {
  expect(() => {
    fc.assert(
      fc.property(line, now, zone, (text, at, where) => {
        checkAnswer(text, { now: at, zone: where });
      }),
      { numRuns: 10_000 },
    );
  }).not.toThrow();
});

const context = { now: '2026-11-22T12:00:00.000Z', zone: 'Europe/Berlin' };
const size = 50_000;
const fillings: [name: string, text: string][] = [
  ['one word', 'x'.repeat(size)],
  ['words', 'ab '.repeat(size / 3)],
  ['line breaks', `x${'\n'.repeat(size)}x`],
  ['line breaks before a text', `${'\n'.repeat(size)}x`],
  ['spaces', `x${' '.repeat(size)}x`],
  ['words and then mentions', 'a '.repeat(size / 4) + '<@u> '.repeat(size / 10)],
  ['commas', 'a, '.repeat(size / 3)],
  ['roles', 'scribe, '.repeat(size / 8)],
  ['flags', '--at '.repeat(size / 5)],
  ['joined flags', '--by=x '.repeat(size / 7)],
  ['quotes', '“'.repeat(size)],
  ['times', '14:05 '.repeat(size / 6)],
  ['zones', 'z'.repeat(size)],
  ['digits', '9'.repeat(size)],
  ['dashes', ' —a'.repeat(size / 3)],
  ['the channel', '<!channel>'.repeat(size / 10)],
];

test.each(fillings)('50 kB of %s are answered at once by every verb', (_name, filling) => {
  const heads = [
    '',
    'task add',
    'task add --by',
    'due 3',
    'note --at',
    'declare --kind',
    'fact --at',
  ];
  const lines = [...heads, ...verbs.map(({ names: [name] }) => name)].map(
    (head) => `${head} ${filling}`,
  );
  const times = lines.map((text) => {
    const begun = performance.now();
    checkAnswer(text, context);
    return performance.now() - begun;
  });

  // Milliseconds by far; the bound leaves room for a busy machine.
  expect(Math.max(...times)).toBeLessThan(1_000);
});
