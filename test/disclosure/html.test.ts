import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { DocumentContext } from '#machines/document-types.ts';
import { htmlPage } from '#src/disclosure/html.ts';
import { draft, published } from '#src/disclosure/publication.ts';
import { examplePublisher as publisher } from '#src/shared/publisher.ts';
import { advisory, bulletin, publishedAdvisory, publishedBulletin } from '../support/documents.ts';

const pageOf = (document: DocumentContext, isDrill = false): string => {
  const [last] = document.releases.toReversed();
  const publication =
    last === undefined ? draft(document, publisher) : published(document, last.version, publisher);
  if (publication === undefined) throw new Error('not published');
  return htmlPage(publication, 'en-US', { isDrill });
};

test('a bulletin has the parts of Microsoft’s, in their order', () => {
  const headings = [...pageOf(publishedBulletin).matchAll(/<h[23] id[^>]*>([^<]*)</gu)];

  expect(headings.map(([, text]) => text)).toEqual([
    'General Information',
    'Executive Summary',
    'Recommendation',
    'Affected and Non-Affected Software',
    'Frequently Asked Questions (FAQ) Related to This Security Update',
    'Vulnerability Information',
    'Severity Ratings and Vulnerability Identifiers',
    'Issue References',
    'Exploitability Index',
    'Remote Code Execution – CVE-2008-4250',
    'Update Information',
    'Detection and Deployment Tools and Guidance',
    'Security Update Deployment',
    'Other Information',
    'Acknowledgments',
    'References',
    'Support',
    'Disclaimer',
    'Revisions',
  ]);
});

test('its header says what it is, how grave, since when, which version, and who may read it', () => {
  const [header = ''] = /<header>[^]*<\/header>/u.exec(pageOf(publishedBulletin)) ?? [];

  for (const said of ['Security Bulletin SB08-067', 'Critical', 'October 23, 2008', '1.0'])
    expect(header).toContain(said);
  expect(header).toContain('TLP:CLEAR');
  expect(header).not.toContain('Updated');
});

test('a later version says when it was updated, and how the document came to be so', () => {
  const [first] = publishedBulletin.releases;
  if (first === undefined) throw new Error('not published');
  const at = '2008-10-30T17:00:00.000Z';
  const second = { ...first, version: '1.1', at, reason: 'Corrected a file version.' };
  const page = pageOf({ ...publishedBulletin, releases: [first, second] });

  expect(page).toContain('<dt>Updated</dt><dd>October 30, 2008</dd>');
  expect(page).toContain('V1.0 (October 23, 2008): Bulletin published.');
  expect(page).toContain('V1.1 (October 30, 2008): Corrected a file version.');
});

test('a draft, a drill, and what was withdrawn say so above everything, and on each printed page', () => {
  expect(pageOf(bulletin)).toMatch(/@top-right \{ content: "TLP:CLEAR · DRAFT – not published"/u);
  expect(pageOf(bulletin)).not.toContain('<dt>Published</dt>');
  expect(pageOf(publishedBulletin)).not.toContain('class="mark"');
  expect(pageOf(publishedBulletin, true)).toContain('<strong>DRILL</strong>');
  const withdrawn = { by: 'ada', at: '2008-11-01T00:00:00.000Z', reason: 'wrong' };
  expect(pageOf({ ...publishedBulletin, withdrawn })).toContain('<strong>Withdrawn</strong>');
});

test('what is not for everybody, or not out, is for no search engine', () => {
  expect(pageOf(publishedBulletin)).not.toContain('noindex');
  expect(pageOf(bulletin)).toContain('noindex');
});

test('an advisory whose bulletin is out only points to it', () => {
  const page = pageOf({ ...publishedAdvisory, supersededBy: { n: 2, id: 'SB12-063' } });

  expect(page).toContain('Superseded by SB12-063');
  expect(page).toContain('Security bulletin SB12-063 addresses this issue.');
  expect(page).not.toContain('Suggested Actions');
  expect(pageOf(publishedAdvisory)).toContain('Suggested Actions');
});

test('sections without words are not there', () => {
  const page = pageOf({ ...advisory, texts: { title: 'Only a title' } });

  expect(page).not.toContain('Executive Summary');
  expect(page).toContain('Affected Software');
});

test('nothing that somebody wrote does anything on the page', () => {
  const nasty =
    '<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/x.png) <https://ok.example>';
  const page = pageOf({
    ...bulletin,
    texts: {
      title: '</title><script>',
      summary: nasty,
      'case/1/faq': '### <b>Why?</b>\n\n</main>',
    },
    facts: bulletin.facts.map((facts) => ({
      ...facts,
      products: [{ name: '"><img src=x onerror=alert(1)>', versions: ['</td>'], isAffected: true }],
    })),
    updates: bulletin.updates.map((update) => ({ ...update, url: 'javascript:alert(1)' })),
  });

  expect(page).not.toMatch(/<(?:script|img|b)[ >]/u);
  expect(page).not.toMatch(/(?:href|src)="(?!#|https:)/u);
  expect(page.match(/<\/main>/gu)).toHaveLength(1);
  expect(page).toContain('href="https://ok.example" rel="noopener noreferrer"');
});

test('the page lets in its own style and nothing else', () => {
  const page = pageOf(publishedBulletin);
  const [, css = ''] = /<style>([^]*)<\/style>/u.exec(page) ?? [];
  const hash = createHash('sha256').update(css).digest('base64');

  expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash}';`);
  expect(page).not.toMatch(/style="|<script|onclick/u);
});

test('why there was a version is said in the language of the page', () => {
  const [first] = publishedBulletin.releases;
  if (first === undefined) throw new Error('nothing is out');
  const translations = { 'de-DE': { ...bulletin.texts, revision: 'Ein Link war falsch.' } };
  const second = { ...first, version: '1.1', reason: 'A link was wrong.', translations };
  const third = { ...second, version: '2.0', reason: 'Bulletin withdrawn.' };
  const document = { ...publishedBulletin, releases: [first, second, third] };
  const publication = published(document, '2.0', publisher);
  if (publication === undefined) throw new Error('it is not out');
  const page = htmlPage(publication, 'de-DE', { isDrill: false });

  expect(page).toContain('Ein Link war falsch.');
  expect(page).toContain('Bulletin zurückgezogen.');
  expect(page).not.toContain('A link was wrong.');
});
