import { describe, expect, test } from 'vitest';
import { wantedTranslation } from '#machines/document-translations.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import { markdownFile } from '#src/disclosure/markdown.ts';
import { readMarkdown } from '#src/disclosure/read-markdown.ts';
import type { Reading } from '#src/disclosure/reading.ts';
import { examplePublisher as publisher } from '#src/shared/publisher.ts';
import { bulletin, publishedBulletin } from '../support/documents.ts';

const fileOf = (document: DocumentContext, locale = 'en-US'): string =>
  markdownFile(document, publisher, { locale, tlp: 'AMBER' });
const read = (file: string, document: DocumentContext, locale = 'en-US'): Reading =>
  readMarkdown(file, document, publisher, locale);
const problemsOf = (reading: Reading): string[] =>
  reading.ok ? [] : reading.problems.map(({ line, problem }) => `${line}: ${problem}`);

describe('a document’s file in another language', () => {
  const translated: DocumentContext = {
    ...bulletin,
    translations: {
      'de-DE': {
        state: 'translating',
        required: true,
        owner: null,
        texts: { title: 'Sicherheitslücke im Serverdienst' },
        edition: 3,
        changed: [],
        waived: null,
      },
    },
  };
  const file = fileOf(translated, 'de-DE');

  test('shows the English where nothing is translated yet, and does not take it for a translation', () => {
    expect(file).toContain('Sicherheitslücke im Serverdienst');
    expect(file).toContain('This security update resolves');

    const reading = read(
      file.replace('We recommend that', 'Wir empfehlen, dass'),
      translated,
      'de-DE',
    );

    expect(reading).toMatchObject({
      ok: true,
      texts: { recommendation: expect.stringMatching(/^Wir empfehlen/u) as unknown },
    });
    expect(reading.ok && reading.inEnglish).toContain('summary');
    expect(reading.ok && reading.inEnglish).not.toContain('knownIssues');
  });

  test('what another translator changed meanwhile is not written over', () => {
    const mine = file.replace('im Serverdienst', 'im Server-Dienst');
    const german = translated.translations['de-DE'];
    if (german === undefined) throw new Error('no German');
    const now = {
      ...translated,
      translations: { 'de-DE': { ...german, texts: { title: 'Lücke im Serverdienst' } } },
    };

    expect(problemsOf(read(mine, now, 'de-DE'))[0]).toContain('Somebody else changed “title”');
  });

  test('names the language that it is in', () => {
    expect(problemsOf(read(file, translated))[0]).toContain('in de-DE, and not in en-US');
  });
});

test('why there is another version is translated in the file, and stands in the revisions', () => {
  const revised: DocumentContext = {
    ...publishedBulletin,
    revision: { major: false, reason: 'A link was wrong.' },
    translations: { 'de-DE': wantedTranslation },
  };
  const file = fileOf(revised, 'de-DE');
  const changed = file.replace(
    /(<!-- section revision .*-->\n\n)A link was wrong\./u,
    '$1Ein Link war falsch.',
  );

  expect(fileOf(revised)).not.toContain('section revision');
  expect(read(changed, revised, 'de-DE')).toMatchObject({
    ok: true,
    texts: { revision: 'Ein Link war falsch.' },
  });
});
