// Other sites and other machines cannot reach the console through somebody's browser.
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConsoleHarness } from './harness.ts';

let console: ConsoleHarness;
beforeEach(async () => {
  console = await ConsoleHarness.start();
});
afterEach(async () => {
  await console[Symbol.asyncDispose]();
});

/** fetch would set some of these headers itself. */
async function statusOf(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<number> {
  const { port } = new URL(console.url);
  return await new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const say = JSON.stringify({ as: 'ada', channel: 'general', text: 'hi', requestId: 'request-1' });
const json = { 'content-type': 'application/json' };
const port = (): string => new URL(console.url).port;

test.each([
  ['a foreign name that points here', () => 'evil.example:' + port(), 403],
  ['another port', () => '127.0.0.1:1', 403],
  ['localhost', () => 'localhost:' + port(), 200],
  ['the IPv6 loopback', () => '[::1]:' + port(), 200],
])('the host header is %s', async (_what, host, status) => {
  expect(await statusOf('GET', '/', { host: host() })).toBe(status);
});

test.each([
  ['its own origin', () => ({ ...json, origin: console.url }), 200],
  ['no origin but the browser vouches', () => ({ ...json, 'sec-fetch-site': 'same-origin' }), 200],
  ['another origin', () => ({ ...json, origin: 'https://evil.example' }), 403],
  ['another port as origin', () => ({ ...json, origin: 'http://127.0.0.1:1' }), 403],
  [
    'an origin that contradicts the browser',
    () => ({ ...json, origin: console.url, 'sec-fetch-site': 'cross-site' }),
    403,
  ],
  ['no sign of where it is from', () => json, 403],
  ['a form instead of JSON', () => ({ origin: console.url, 'content-type': 'text/plain' }), 415],
])('a post comes with %s', async (_what, headers, status) => {
  expect(await statusOf('POST', '/console/say', headers(), say)).toBe(status);
});

test.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
  'what a proxy brings from elsewhere (%s) is refused',
  async (header) => {
    const headers = { host: `127.0.0.1:${port()}`, [header]: '203.0.113.7' };
    expect(await statusOf('GET', '/', headers)).toBe(403);
  },
);

test('a body of more than 1 MB is refused, announced or not', async () => {
  const large = JSON.stringify({ text: 'x'.repeat(1_100_000) });
  const headers = { ...json, origin: console.url };

  expect(
    await statusOf(
      'POST',
      '/console/say',
      { ...headers, 'content-length': String(large.length) },
      large,
    ),
  ).toBe(413);
  expect(
    await statusOf('POST', '/console/say', { ...headers, 'transfer-encoding': 'chunked' }, large),
  ).toBe(413);
});

test.each(['PUT', 'DELETE', 'OPTIONS'])('%s is not served', async (method) => {
  expect(await statusOf(method, '/console/say', {})).toBe(405);
});

test.each(['{', '[]', '"x"', 'null'])('the body %s is refused', async (body) => {
  expect(await statusOf('POST', '/console/say', { ...json, origin: console.url }, body)).toBe(400);
});

test('state is not given to pages of other sites', async () => {
  expect(
    await statusOf('GET', '/console/state', {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'cors',
    }),
  ).toBe(403);
});

test.each([
  '../chat.ts',
  '..%2fchat.ts',
  'lit-html/../../package.json',
  'tsconfig.json',
  'lit-html/package.json',
])('the asset %s does not exist', async (path) => {
  expect(await statusOf('GET', `/console/assets/${path}`, {})).toBe(404);
});

test('the page allows no script but its own', async () => {
  const response = await fetch(console.url);

  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  expect(await response.text()).not.toMatch(/<script(?![^>]*\bsrc=)/);
});
