import fc from 'fast-check';
import { expect, test } from 'vitest';
import { link, plainRich, richOf } from '#src/messages/rich.ts';
import { clip, tidy, tidyLines, weightOf } from '#src/messages/tidy.ts';
import { ada, hostileText, telling } from './situation.ts';

test('people in record text become mentions, whatever their platform', () => {
  expect(richOf(`<@${ada}> asked <@console:local:grace> and <@teams:T1:29:1aB-c_d>.`)).toEqual([
    { person: ada },
    ' asked ',
    { person: 'console:local:grace' },
    ' and ',
    { person: 'teams:T1:29:1aB-c_d' },
    '.',
  ]);
});

test('the bot is named, not mentioned', () => {
  expect(richOf('closed by <@ssirp>')).toEqual(['closed by ssirp']);
});

test('moments in record text are those of the reader, unless there is no such moment', () => {
  expect(richOf('until 2026-12-04T21:13:17.815Z, not 2026-06-31T10:00:00.000Z')).toEqual([
    'until ',
    { at: '2026-12-04T21:13:17.815Z' },
    ', not 2026-06-31T10:00:00.000Z',
  ]);
});

test('what only looks like a mention stays text', () => {
  expect(richOf('<!channel> <@U1> <@> <#C1>')).toEqual(['<!channel> <@U1> <@> <#C1>']);
});

test('plain text has people by name and moments in UTC', () => {
  const text = [...richOf(`<@${ada}>`), ' since ', { at: '2026-11-22T14:05:00.000Z' }];
  expect(plainRich(text, telling.nameOf)).toBe('@Ada since 2026-11-22 14:05 UTC');
});

test('a title becomes one line that reads from left to right', () => {
  expect(tidy('a\u202Egpj.exe\r\n\u0007b\u2028c')).toBe('agpj.exe b c');
});

test('text of several lines keeps them', () => {
  expect(tidyLines('one\r\ntwo\u0000\n\n\n\nthree\u2067')).toBe('one\ntwo \n\nthree');
});

test('a link that a browser would run is shown as text', () => {
  expect(link('javascript:alert(1)', 'source')).toBe('source');
  expect(link('//evil.example', 'source')).toBe('source');
  expect(link('https://example.com/<b>', 'source')).toEqual({
    link: 'https://example.com/%3Cb%3E',
    text: 'source',
  });
});

test('cutting never exceeds the limit and never splits a character', () => {
  fc.assert(
    fc.property(hostileText(500), fc.integer({ min: 5, max: 300 }), (text, limit) => {
      const cut = clip(text.toWellFormed(), limit);
      expect(weightOf(cut)).toBeLessThanOrEqual(limit);
      expect(cut.isWellFormed()).toBe(true);
    }),
  );
});
