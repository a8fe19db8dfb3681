import { expect, test } from 'vitest';
import { localeOf } from '#src/shared/locales.ts';

test.each([
  ['de-DE', 'de-DE'],
  ['de-de', 'de-DE'],
  ['de_DE', 'de-DE'],
  [' de ', 'de-DE'],
  ['pt-br', 'pt-BR'],
])('%s means %s', (text, locale) => {
  expect(localeOf(text)).toBe(locale);
});

test.each(['pt', 'zh', 'de-AT', 'xx', ''])(
  '%s is no language of ours, or more than one',
  (text) => {
    expect(localeOf(text)).toBeUndefined();
  },
);
