// Links to packages over HTTP: looking opens nothing, the button does, and nobody learns more than that.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkOf, partnerRoute } from '#src/http/partners.ts';
import type { Listening } from '#src/http/server.ts';
import { listen } from '#src/http/server.ts';
import { askingPage, closedPage, contentPolicy, packagePage } from '#src/partners/package-page.ts';
import { packageText } from '#src/partners/package-text.ts';
import { marksIn, newMark } from '#src/shared/copy-mark.ts';
import type { PackageCopy } from '#src/usecases/package-link.ts';

const copy: PackageCopy = {
  contact: 'alice@acme.example',
  mark: newMark(() => 'abcdefghijklmnop'),
  isDrill: false,
  context: {
    incidentId: 'INC-2026-0001',
    n: 1,
    partner: { id: 'acme', name: 'Acme <b>AV</b>', tier: 'standard', mustReport: false },
    content: [
      {
        n: 1,
        summary: { severity: 'critical', products: ['Server'] },
        description: 'A path overflows a buffer.',
        detection: '<script>alert(1)</script>',
      },
    ],
    edition: 1,
    preparedAt: '2026-03-02T10:00:00.000Z',
    preparedBy: 'console:local:ada',
    approved: null,
    offered: null,
    recipients: [],
    closed: null,
    movedTo: null,
  },
};

let web: Listening;
let opened: string[] = [];
beforeAll(async () => {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const route = partnerRoute({
    now: () => '2026-03-02T10:00:00.000Z',
    isLink: (secret) => secret === 'good' || secret === 'ended',
    open: (secret, from) => {
      opened.push(from);
      return secret === 'good' ? packagePage(copy) : null;
    },
    askingPage: askingPage(),
    closedPage: closedPage(),
    contentPolicy,
  });
  web = await listen({ host: '127.0.0.1', port: 0, log }, [route]);
});
afterAll(() => web[Symbol.asyncDispose]());

const ask = (secret: string, method = 'GET', headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${web.port}/partners/${secret}`, { method, headers });

describe('A link', () => {
  test('asks whoever looks, and opens at the button', async () => {
    opened = [];
    const page = await ask('good');
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('<form method="post">');
    expect(text).not.toMatch(/Acme|Server|alice|INC-/);
    expect(opened).toEqual([]);

    const got = await ask('good', 'POST', { 'x-forwarded-for': '10.0.0.1, 203.0.113.77' });
    expect(await got.text()).toContain('A path overflows a buffer.');
    expect(opened).toEqual(['203.0.113.0/24']);
    expect(got.headers.get('cache-control')).toBe('no-store');
    expect(got.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('that nobody was given is no page; one that ended says no more than that', async () => {
    expect((await ask('guessed')).status).toBe(404);
    expect((await ask('guessed', 'POST')).status).toBe(404);
    const ended = await ask('ended', 'POST');
    expect(ended.status).toBe(410);
    expect(await ended.text()).not.toMatch(/Acme|suspend/);
  });

  test('is not tried for ever', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.9' };
    const tries = await Promise.all(
      Array.from({ length: 90 }, () => ask('guessed', 'GET', headers)),
    );
    expect(tries.map(({ status }) => status)).toContain(429);
  });
});

describe('A copy', () => {
  test('is markup in nothing that people wrote', () => {
    expect(packagePage(copy)).not.toMatch(/<script|<b>/);
  });

  test('is known again by a line of its prose, by one section, and by what nobody sees', () => {
    const text = packageText(copy);
    const [head = ''] = text.split('\n').filter((line) => line.includes('Copy of'));
    const [hidden = ''] = text.split('\n').filter((line) => line.includes('Severity: critical'));

    expect(marksIn(text)).toEqual([copy.mark]);
    expect(marksIn(text.slice(text.indexOf('### Detection')))).toEqual([copy.mark]);
    expect(marksIn(head)).toEqual([copy.mark]);
    expect(hidden).not.toContain(copy.mark);
    expect(marksIn(hidden)).toEqual([copy.mark]);
    expect(marksIn('nothing of ours')).toEqual([]);
  });

  test('has nothing unseen in what is to be copied', () => {
    const text = packageText(copy);
    expect(text).toContain('\n<script>alert(1)</script>\n');
  });
});

test.each([
  ['192.0.2.55', undefined, '192.0.2.0/24'],
  ['::ffff:192.0.2.55', undefined, '192.0.2.0/24'],
  ['2001:db8:1:2::7', undefined, '2001:db8:1::/48'],
  ['192.0.2.55', '198.51.100.1', '192.0.2.0/24'],
  ['127.0.0.1', 'nonsense', 'an unknown network'],
])('%s (forwarded for %s) is recorded as %s', (remoteAddress, forwarded, network) => {
  const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } };
  expect(networkOf(request as never)).toBe(network);
});
