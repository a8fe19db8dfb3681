import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sectionsOf } from '#machines/document-gaps.ts';
import type { DocumentContext, Texts } from '#machines/document-types.ts';
import { markdownFile, markdownPage } from '#src/disclosure/markdown.ts';
import { published } from '#src/disclosure/publication.ts';
import { readMarkdown } from '#src/disclosure/read-markdown.ts';
import type { Reading } from '#src/disclosure/reading.ts';
import { examplePublisher as publisher } from '#src/shared/publisher.ts';
import { advisory, bulletin, publishedBulletin } from '../support/documents.ts';

const fileOf = (document: DocumentContext, locale = 'en-US'): string =>
  markdownFile(document, publisher, { locale, tlp: 'AMBER' });
const read = (file: string, document: DocumentContext, locale = 'en-US'): Reading =>
  readMarkdown(file, document, publisher, locale);
const problemsOf = (reading: Reading): string[] =>
  reading.ok ? [] : reading.problems.map(({ line, problem }) => `${line}: ${problem}`);

describe('a document’s file for editing', () => {
  const file = fileOf(bulletin);

  test('handed in as it is it changes nothing', () => {
    expect(read(file, bulletin)).toEqual({ ok: true, texts: {}, inEnglish: [] });
    expect(read(fileOf(advisory), advisory)).toEqual({ ok: true, texts: {}, inEnglish: [] });
  });

  test('what stands between its marks is what is written', () => {
    const changed = file
      .replace('**immediately**', '**at once**')
      .replace('- [SDL blog](https://blog.example.com/ms08-067)', '');

    expect(read(changed, bulletin)).toEqual({
      ok: true,
      texts: {
        recommendation: 'We recommend that customers apply the update **at once**.',
        references: '',
      },
      inEnglish: [],
    });
  });

  test('a section that nobody wrote yet has its place in it', () => {
    const mark = /(<!-- section knownIssues \S+ -->\n)/;
    const changed = file.replace(mark, '$1\nSetup may ask twice.\n');

    expect(read(changed, bulletin)).toMatchObject({
      ok: true,
      texts: { knownIssues: 'Setup may ask twice.' },
    });
  });

  test('what an editor does to line ends, blanks and tables is no change', () => {
    const changed = `\uFEFF${file}`
      .replaceAll('| --- |', '| :------ |'.replace(':', '-'))
      .replace('| Windows XP | SP2, SP3 |', '| Windows XP   | SP2, SP3  |')
      .replaceAll('\n', '\r\n');

    expect(read(changed, bulletin)).toMatchObject({ ok: true, texts: {} });
  });

  test('a fact is not changed in it: it is named, with its line', () => {
    const changed = file.replace('| Windows XP | SP2, SP3 |', '| Windows XP | SP2 |');

    const [problem, ...more] = problemsOf(read(changed, bulletin));

    expect(more).toEqual([]);
    const line = changed.split('\n').findIndex((one) => one.startsWith('| Windows XP | SP2 |')) + 1;
    expect(problem).toMatch(new RegExp(`^${line}: .*Windows XP.*comes from the record`, 'u'));
  });

  test('an id, a heading and a line of its own outside the marks are refused as well', () => {
    expect(problemsOf(read(file.replace('CWE-121', 'CWE-79'), bulletin))).toHaveLength(1);
    expect(problemsOf(read(file.replace('## Other', '## More'), bulletin))).toHaveLength(1);
    const added = file.replace('## Other', 'By the way.\n\n## Other');
    expect(problemsOf(read(added, bulletin))[0]).toContain('By the way.');
  });

  test('a mark that is gone, doubled or moved is refused with its name', () => {
    const gone = file.replace(/<!-- section summary \S+ -->/, '');
    const [, section = ''] = /(<!-- section faq[^]*<!-- end faq -->)/.exec(file) ?? [];

    expect(problemsOf(read(gone, bulletin)).join('\n')).toContain('summary');
    expect(problemsOf(read(`${file}\n${section}`, bulletin))).toEqual([
      expect.stringContaining('“faq” is here twice'),
    ]);
    const moved = `${file.replace(section, '')}\n${section}`;
    expect(problemsOf(read(moved, bulletin))[0]).toContain('in another place');
  });

  test('headings are the document’s own, but for questions', () => {
    const heading = file.replace('We recommend', '## We recommend');
    const question = file.replace('### What causes it?', '### What caused it?');
    const code = file.replace('We recommend', '```\n# a comment\n```\n\nWe recommend');

    expect(problemsOf(read(heading, bulletin))[0]).toMatch(
      /^\d+: “recommendation” has no headings/u,
    );
    expect(read(question, bulletin).ok).toBe(true);
    expect(read(code, bulletin).ok).toBe(true);
  });

  test('a file of another edition is refused with what changed since and what to carry over', () => {
    const mine = file.replace('**immediately**', '**at once**');
    const now = {
      ...bulletin,
      edition: 4,
      texts: { ...bulletin.texts, summary: 'It is worse than we thought.' },
    };

    expect(problemsOf(read(mine, now))).toEqual([
      '1: The file was made of edition 3, and the document is at 4; changed since: summary. Ask for a new one (`document 1 export md`), and carry over what you wrote (recommendation)',
    ]);
  });

  test('a file of another document, and one that is none, are told apart', () => {
    expect(problemsOf(read(fileOf(advisory), bulletin))[0]).toContain('the file of SA12-004');
    expect(problemsOf(read('# Hello', bulletin))[0]).toContain('no file of SB08-067');
  });

  test('whatever words there are, out and in again is the same', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        '<!-- end summary -->',
        '\\<!-- section faq 1 -->',
        '<!-- document INC-1 1 X en-US edition 1 -->',
        '- a\r\n- b\n\n\n    code',
        '```\n# no heading\n```',
        '| a | b |',
      ),
    );
    const words = fc
      .array(nasty, { maxLength: 3 })
      .map((parts) => parts.join('\n').replaceAll(/^( {0,3})#/gmu, '$1'));
    const sections = sectionsOf(bulletin).filter((name) => name !== 'actions');
    fc.assert(
      fc.property(fc.constantFrom(...sections), words, words, (section, before, after) => {
        const one = (text: string): string =>
          (section === 'title' ? text.replaceAll(/\s+/gu, ' ') : text)
            .replaceAll(/\r\n?/gu, '\n')
            .trim();
        const of = (text: string): DocumentContext => ({
          ...bulletin,
          texts: { ...bulletin.texts, [section]: one(text) },
        });
        const written = of(after);
        // The marks of the older text around the newer words: as if somebody had typed them.
        const markOf = (from: string): string =>
          new RegExp(`<!-- section ${section} .*-->`, 'u').exec(from)?.[0] ?? '';
        const typed = fileOf(written).replace(markOf(fileOf(written)), markOf(fileOf(of(before))));
        const reading = read(typed, of(before));

        expect(read(fileOf(written), written)).toMatchObject({ ok: true, texts: {} });
        const texts: Texts = one(before) === one(after) ? {} : { [section]: one(after) };
        expect(reading).toEqual({ ok: true, texts, inEnglish: [] });
      }),
      { numRuns: 30 },
    );
  });
});

test('as it is read it has no marks, its label, and questions below their headings', () => {
  const publication = published(publishedBulletin, '1.0', publisher);
  if (publication === undefined) throw new Error('not published');

  const page = markdownPage(publication, 'en-US', { isDrill: true });

  expect(page).toMatch(
    /^TLP:CLEAR\n\n\*\*DRILL\*\*\n\n# Security Bulletin SB08-067 – Vulnerability/u,
  );
  expect(page).not.toContain('<!--');
  expect(page).not.toContain('Known Issues');
  expect(page).toContain('##### What causes it?');
  expect(page).toContain('V1.0 (October 23, 2008): Bulletin published.');
});
