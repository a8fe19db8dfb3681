// /publications/…: what everybody may read, as it stands in the tree, and nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicationsRoute } from '#src/http/publications.ts';
import type { Listening } from '#src/http/server.ts';
import { listen } from '#src/http/server.ts';
import { readOpenFile } from '#src/publishing/open-part.ts';
import { openLog } from '#src/shared/log.ts';

let directory: string;
let server: Listening;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ssirp-open-'));
  for (const path of [
    'index.html',
    'bulletins/sb26-001.html',
    'bulletins/sb26-001.html.unfinished',
    'white/2026/sb26-001.json',
    'white/2026/sb26-001.json.sha256',
    '.well-known/security.txt',
    'amber/2026/sb26-002.json',
    'amber/bulletins/sb26-002.html',
    'red/index.html',
    'notes.html',
  ]) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), `this is ${path}`);
  }
  const route = publicationsRoute((path) => readOpenFile(directory, path));
  server = await listen({ host: '127.0.0.1', port: 0, log: openLog('silent') }, [route]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${server.port}/publications/${path}`, init);

test.each([
  ['', 'text/html; charset=utf-8', 'index.html'],
  ['bulletins/sb26-001.html', 'text/html; charset=utf-8', 'bulletins/sb26-001.html'],
  ['white/2026/sb26-001.json', 'application/json', 'white/2026/sb26-001.json'],
  [
    'white/2026/sb26-001.json.sha256',
    'text/plain; charset=utf-8',
    'white/2026/sb26-001.json.sha256',
  ],
  ['.well-known/security.txt', 'text/plain; charset=utf-8', '.well-known/security.txt'],
])('everybody reads “%s” as %s', async (path, type, name) => {
  const answer = await get(path);

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe(type);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await answer.text()).toBe(`this is ${name}`);
});

test.each([
  'amber/2026/sb26-002.json',
  'amber/bulletins/sb26-002.html',
  'red/',
  'white/../amber/2026/sb26-002.json',
  'white/%2e%2e/amber/2026/sb26-002.json',
  'white/..%2famber/2026/sb26-002.json',
  '//etc/passwd',
  'bulletins/sb26-001.html.unfinished',
  'bulletins/',
  'notes.html',
])('nobody reads “%s”', async (path) => {
  const answer = await get(path);

  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe('Not found');
});

test('who has it already is told so, and nobody changes anything', async () => {
  const etag = (await get('index.html')).headers.get('etag') ?? '';

  expect((await get('index.html', { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await get('index.html', { method: 'PUT', body: 'x' })).status).toBe(404);
});
