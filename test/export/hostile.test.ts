// Whatever people write, an export shows it and does nothing else.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inline, lines } from '#src/export/markdown-text.ts';
import { ada, TestRecord, textOf } from './record.ts';

const nasty = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!-- --><style>*{display:none}</style></bdi></td></table>',
  '# Heading\n## Another\n===\n---',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png)',
  'https://evil.example www.evil.example ann@evil.example <https://evil.example>',
  '| a | b |\n|---|---|\n1. one\n- two\n> three\n```\ncode\n```',
  '=HYPERLINK("https://evil.example","x")',
  'user\u202Etxt.exe\u2066\u200B\u0000\u0007 \uD800',
  '\\\\ \\[x\\](y) `a` **b** ~~c~~ &lt; &#60; $x$ {{y}}',
].join('\n\n');

function hostile(): TestRecord {
  return new TestRecord({ title: nasty })
    .does(ada, { type: 'ROLE_ASSIGNED', role: 'crisis_lead', person: 'slack:T1:"><b>U9' })
    .does(ada, { type: 'BRIEF', text: nasty })
    .does(ada, { type: 'FINDING', category: 'manual', text: nasty })
    .does(ada, {
      type: 'NOTE',
      text: nasty,
      occurredAt: '2026-03-02T14:00:00.000Z',
      link: 'javascript:alert(1)',
      author: null,
    })
    .does(ada, {
      type: 'NOTE',
      text: nasty,
      occurredAt: '2026-03-02T14:00:00.000Z',
      link: 'https://user:pw@ok.example/a"b\'<c>?d=e&f=(g)|h',
      author: null,
    })
    .does(ada, { type: 'LINK', url: 'data:text/html,<script>1</script>', text: nasty })
    .adds(ada, { text: nasty })
    .task(1, ada, { type: 'BLOCK', reason: nasty })
    .does(ada, { type: 'DELIVERY_FAILED', what: nasty, reason: nasty, partly: false });
}

const source = hostile().source({
  people: new Map([[ada, { name: `=Ada</bdi><script>\u202E${nasty}`, handle: '"><i>' }]]),
});

describe('HTML', () => {
  const page = textOf('html', source);
  // What stands in quoted attributes is text; tags are looked for around it.
  const tags = [...page.matchAll(/<\/?([a-z0-9]+)((?:\s+[a-z:-]+(?:="[^"<>]*")?)*)\s*\/?>/gi)];

  test('no tag comes from the record', () => {
    const known = new Set(
      'html head meta title style body header footer main nav section p span strong em h1 h2 h3 a ul li dl dt dd table thead tbody tr th td div small time bdi s pre code figure figcaption details summary svg desc g path rect circle text'.split(
        ' ',
      ),
    );
    expect(tags.map(([, name]) => name).filter((name) => !known.has(name ?? ''))).toEqual([]);
    // Every `<` is part of a tag we know, or of the doctype.
    expect(page.split('<').length - 2).toBe(tags.length);
  });

  test('no attribute runs anything or loads anything', () => {
    const attributes = tags.flatMap(([, , found]) => [...(found ?? '').matchAll(/([a-z:-]+)=/gi)]);
    const names = new Set(attributes.map(([, name]) => name));
    expect(
      [...names].filter((name) => /^(on|src|srcset|action|xlink|style$)/.test(name ?? '')),
    ).toEqual([]);
  });

  test('links lead to http and https, or within the page', () => {
    const targets = [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href ?? '');
    expect(targets.filter((href) => !/^(https?:\/\/|#)/.test(href))).toEqual([]);
    const outside = targets.filter((href) => !href.startsWith('#'));
    expect(outside).toEqual(['https://ok.example/a%22b&#39;%3Cc%3E?d=e&amp;f=(g)|h']);
  });

  test('nothing hides or turns the reading order', () => {
    expect(page).toContain('user[U+202E]txt.exe[U+2066][U+200B][U+0000][U+0007]');
    expect(page).toMatch(/\[U\+D800\]/);
    expect(page).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\0]/);
  });

  test('the policy forbids scripts', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline';`);
  });
});

describe('Markdown', () => {
  const page = textOf('md', source);

  test('only our own headings, and none of the record', () => {
    const headings = page.split('\n').filter((line) => /^\s{0,3}(#|=+$|-+$)/.test(line));
    const others = headings.filter((line) => !line.startsWith('# INC-2026-0001: '));
    expect(others.filter((line) => /Heading|Another|===/.test(line))).toEqual([]);
    expect(headings.filter((line) => line.startsWith('# '))).toHaveLength(1);
  });

  test('no addresses that a renderer would make links of', () => {
    const own = page.replaceAll(/\[source\]\(<[^<>\s]*>\)/g, '');
    expect(own).not.toMatch(/:\/\/|www\.|\w@\w/);
  });

  test('only the http link can be followed', () => {
    expect(page.match(/(?<!\\)\]\(/g)).toHaveLength(1);
    expect(page).toContain("(<https://ok.example/a%22b'%3Cc%3E?d=e&f=%28g%29%7Ch>)");
  });

  test('any text keeps within its line and its markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        for (const shown of [inline(text), lines(text, '  ')]) {
          const bare = shown.replaceAll(/\\[!-/:-@[-`{-~]/g, '').replaceAll('\\\n', '\n');
          expect(bare).not.toMatch(/[\\`*_[\]{}<>|~&$#]/);
          expect(bare).not.toMatch(/^ {0,3}(?:[-+=]|\d{1,9}[.)])/m);
          expect(bare).not.toMatch(/:\/\/|\bwww\.|[\w.+-]@\w/i);
        }
      }),
    );
  });
});

describe('CSV', () => {
  test('no cell is a formula', () => {
    const formulas = new TestRecord({ title: '=1+1' });
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) {
      formulas.does(ada, {
        type: 'NOTE',
        text,
        occurredAt: '2026-03-02T14:00:00.000Z',
        link: '=evil()',
        author: null,
      });
    }
    const sheet = textOf(
      'csv',
      formulas.source({ people: new Map([[ada, { name: '=Ada', handle: 'a' }]]) }),
    );
    const cells = sheet
      .slice(1)
      .split(/\r\n|,/)
      .map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(sheet).toContain("'=1+1");
    expect(sheet).toContain("'=Ada");
    expect(sheet).toContain("'=evil()");
  });
});

test('a title of 50 kB is short in headings and whole in the summary', () => {
  const title = `${'very '.repeat(10_000)}long`;
  const long = new TestRecord({ title }).source();
  const markdownHeading = textOf('md', long)
    .split('\n')
    .find((line) => line.startsWith('# '));
  expect(markdownHeading?.length).toBeLessThan(200);
  expect(/<h1>.*<\/h1>/s.exec(textOf('html', long))?.[0].length).toBeLessThan(300);
  expect(textOf('md', long)).toContain(`**Title:** ${title}`);
});
