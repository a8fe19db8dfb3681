// Our spans as Slack's mrkdwn: what is markup, and what can never become markup.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rich } from '#src/messages/message.ts';
import {
  mrkdwn,
  piecesOf,
  shorten,
  slackUser,
  split,
  type Readers,
} from '#src/chat/slack/mrkdwn.ts';

const readers: Readers = {
  team: 'T1',
  nameOf: (person) => (person === 'slack:T2:U7' ? 'Mallory <!here>' : undefined),
};

test.each<[string, Rich, string]>([
  [
    'text is escaped',
    ['a < b && c > d <!channel> <@U1>'],
    'a &lt; b &amp;&amp; c &gt; d &lt;!channel&gt; &lt;@U1&gt;',
  ],
  ['bold', [{ bold: 'INC-1' }], '*INC-1*'],
  ['bold keeps to its line and its own mark', [{ bold: ' a*b\n<c> ' }, 'x'], ' *a∗b &lt;c&gt;* x'],
  ['code', [{ code: 'rm `x` <y>' }], '`rm ˋxˋ &lt;y&gt;`'],
  ['somebody here is mentioned', [{ person: 'slack:T1:U7' }], '<@U7>'],
  ['somebody elsewhere is named', [{ person: 'slack:T2:U7' }], 'Mallory &lt;!here&gt;'],
  ['nobody known is an id', [{ person: 'teams:X:ada' }, { person: 'ssirp' }], 'adassirp'],
  [
    'no id can smuggle a mention in',
    [{ person: 'slack:T1:U7|x> <!channel' }],
    'U7|x&gt; &lt;!channel',
  ],
  [
    'a link',
    [{ link: 'https://x.test/a?b=1&c=|<', text: 'see | <it>' }],
    '<https://x.test/a?b=1&amp;c=%7C%3C|see ¦ &lt;it&gt;>',
  ],
  ['a script is no link', [{ link: 'javascript:alert(1)', text: 'click' }], 'click'],
  ['neither is what is no address', [{ link: 'not an address', text: '' }], 'not an address'],
  [
    'a moment, local and UTC',
    [{ at: '2026-11-22T14:05:59.123Z' }],
    '<!date^1795356359^{date_short_pretty} {time}|2026-11-22 14:05 UTC> (14:05 UTC)',
  ],
  ['no moment', [{ at: 'soon <' }], 'soon &lt;'],
  ['marks that turn the reading order are dropped', ['a\u202eb\u0000c\r\nd'], 'abc\nd'],
])('%s', (_name, rich, shown) => {
  expect(mrkdwn(rich, readers)).toBe(shown);
});

test('only ids of this workspace are users of this workspace', () => {
  expect(slackUser('slack:T1:U7', 'T1')).toBe('U7');
  expect(slackUser('slack:T1:W7', 'T1')).toBe('W7');
  for (const other of ['slack:T2:U7', 'teams:T1:U7', 'slack:T1:ada', 'slack:T1:U7:x', 'U7', ''])
    expect(slackUser(other, 'T1')).toBeUndefined();
});

test('shortening keeps within the limit and never cuts a character in half', () => {
  expect(shorten('incident', 4)).toBe('inc…');
  expect(shorten('a😀b', 3)).toBe('a…');
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '<!channel>',
    '<@U1>',
    '&amp;',
    '<https://x.test|y>',
    '*_~`',
    '```',
    '\ud800',
    '😀'.repeat(300),
  ),
  fc.string({ maxLength: 80 }).map((text) => text.repeat(60)),
);
const span = fc.oneof(
  hostile,
  hostile.map((bold) => ({ bold })),
  hostile.map((code) => ({ code })),
  hostile.map((person) => ({ person })),
  fc.record({ link: fc.oneof(hostile, fc.webUrl({ withQueryParameters: true })), text: hostile }),
  hostile.map((at) => ({ at })),
);

test('whatever is said, nothing but our own markup is markup', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 5 }), (rich) => {
      const texts = split(piecesOf(rich, readers), 3000);
      const markup = texts.join('').match(/<[^>]*>?/gu) ?? [];
      for (const mark of markup) expect(mark).toMatch(/^<(?:https?:[^<>|]*\|[^<>|]*|@U\w+)>$/u);
    }),
    { numRuns: 200 },
  );
});

function bare(text: string): string {
  return text.replaceAll(/\s/gu, '');
}

test('splitting loses nothing but space, and cuts neither markup nor entities', () => {
  fc.assert(
    fc.property(
      fc.array(span, { maxLength: 6 }),
      fc.integer({ min: 2600, max: 3000 }),
      (rich, max) => {
        const pieces = piecesOf(rich, readers);
        const texts = split(pieces, max);
        expect(bare(texts.join(''))).toBe(bare(pieces.join('')));
        for (const text of texts) {
          expect(text.length).toBeLessThanOrEqual(max);
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toMatch(/&(?!(?:amp|lt|gt);)/u);
        }
      },
    ),
    { numRuns: 100 },
  );
});
