import { describe, expect, test } from 'vitest';
import { wordsIn } from '#src/disclosure/i18n.ts';

describe('the fixed words of documents', () => {
  const english = wordsIn('en-US');

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
  });

  test('a date is the publisher’s day', () => {
    expect(english.day('2008-10-23T17:00:00.000Z')).toBe('October 23, 2008');
    expect(english.day('2008-10-24T06:59:00.000Z')).toBe('October 23, 2008');
    expect(english.month('2008-11-01T06:59:00.000Z')).toBe('October 2008');
  });

  test('a language without a catalogue is an error', () => {
    expect(() => wordsIn('xx-XX')).toThrow('No catalogue');
  });
});
