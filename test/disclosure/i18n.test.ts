import { describe, expect, test } from 'vitest';
import { locales } from '#src/shared/locales.ts';
import { catalogues } from '#src/disclosure/catalogues.ts';
import { wordsIn } from '#src/disclosure/i18n.ts';

const english = wordsIn('en-US');

describe('the fixed words of documents', () => {
  test('values stand in a phrase as they are, whatever is in them', () => {
    const id = '<b>{{kind}}</b> $t(summary)';

    expect(english.say('heading', { kind: 'Bulletin', id })).toBe(`Bulletin ${id}`);
  });

  test('a value that is missing is an error, never a gap in published text', () => {
    expect(() => english.say('heading', { kind: 'Bulletin' })).toThrow('missing');
  });

  test('numbers choose the form of plural', () => {
    expect(english.say('vulnerabilities', { count: 1 })).toBe('1 vulnerability');
    expect(english.say('vulnerabilities', { count: 0 })).toBe('0 vulnerabilities');
    expect(wordsIn('pl-PL').say('vulnerabilities', { count: 3 })).toBe('3 luki w zabezpieczeniach');
    expect(wordsIn('pl-PL').say('vulnerabilities', { count: 5 })).toBe('5 luk w zabezpieczeniach');
    expect(wordsIn('ar-SA').say('vulnerabilities', { count: 2 })).toBe('ثغرتان أمنيتان');
  });

  test('a language without a catalogue is an error', () => {
    expect(() => wordsIn('xx-XX')).toThrow('No catalogue');
  });
});

describe('dates', () => {
  test('are those of the publisher’s day', () => {
    expect(english.day('2008-10-23T17:00:00.000Z')).toBe('October 23, 2008');
    expect(english.day('2008-10-24T06:59:00.000Z')).toBe('October 23, 2008');
    expect(english.month('2008-11-01T06:59:00.000Z')).toBe('October 2008');
  });

  test.each(locales)('%s: the Gregorian year in Latin digits', (locale) => {
    expect(wordsIn(locale).day('2008-10-23T17:00:00.000Z')).toMatch(/\b23\b|23日|23일/u);
    expect(wordsIn(locale).month('2008-10-23T17:00:00.000Z')).toContain('2008');
  });
});

describe('right to left', () => {
  test('what is put into a phrase keeps its own direction', () => {
    const hebrew = wordsIn('he-IL');

    expect(hebrew.direction).toBe('rtl');
    expect(hebrew.say('mark.superseded', { id: 'SB26-001' })).toBe(
      'הוחלף על-ידי \u2068SB26-001\u2069',
    );
  });
});

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/gu) ?? []).toSorted().join(' ');
const plural = /_(?:zero|one|two|few|many|other)$/u;
const isSentence = (text: string) => text.length > 40;

describe.each(locales)('the catalogue of %s', (locale) => {
  const catalogue: Record<string, string> = catalogues[locale];
  const entries = Object.entries(catalogue);

  test('has each word of the English one and no other', () => {
    const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const expected = Object.keys(catalogues['en-US']).flatMap((key) => {
      if (!plural.test(key)) return [key];
      return key.endsWith('_other') ? forms.map((form) => key.replace(plural, `_${form}`)) : [];
    });

    expect(Object.keys(catalogue).toSorted()).toEqual(expected.toSorted());
    expect(entries.filter(([, text]) => text.trim() !== text || text === '')).toEqual([]);
  });

  test('puts the same values in', () => {
    const source: Record<string, string> = catalogues['en-US'];
    const wrong = entries.filter(
      ([key, text]) => !plural.test(key) && placeholders(text) !== placeholders(source[key] ?? ''),
    );

    expect(wrong).toEqual([]);
  });

  test('leaves no sentence in English, and names of standards as they are', () => {
    const source: Record<string, string> = catalogues['en-US'];
    const untranslated = entries.filter(
      ([key, text]) => locale !== 'en-US' && isSentence(text) && text === source[key],
    );
    const renamed = entries.filter(([key, text]) =>
      ['CVE', 'CVSS'].some((name) => source[key]?.includes(name) === true && !text.includes(name)),
    );

    expect(untranslated).toEqual([]);
    expect(renamed).toEqual([]);
  });

  test('tells each severity, impact and rating from the others', () => {
    for (const group of ['severity.', 'impact.', 'exploitability.', 'denial.', 'restart.']) {
      const words = entries.filter(([key]) => key.startsWith(group)).map(([, text]) => text);
      expect(words).toEqual([...new Set(words)]);
    }
  });
});

const severities = (locale: string) =>
  (['critical', 'important', 'moderate', 'low'] as const).map((severity) =>
    wordsIn(locale).say(`severity.${severity}`),
  );

test('severities are called as in Microsoft’s localized bulletins', () => {
  expect(severities('de-DE')).toEqual(['Kritisch', 'Hoch', 'Mittel', 'Niedrig']);
  expect(severities('ja-JP')).toEqual(['緊急', '重要', '警告', '注意']);
  expect(severities('nl-NL')).toEqual(['Kritiek', 'Belangrijk', 'Gemiddeld', 'Laag']);
});
