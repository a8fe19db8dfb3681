// `ssirp import`: what is taken from KEV and EPSS files, and that a bad one changes nothing.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Store } from '#db/open.ts';
import { openStore } from '#db/open.ts';
import { epssOf, kevOf, threatFeed } from '#db/threat.ts';
import { importCommand } from '#src/cli/import.ts';
import { readEpss, readKev } from '#src/cli/threat-files.ts';
import type { Get } from '#src/cli/threat-source.ts';
import { bytesOf } from '#src/cli/threat-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'ssirp-import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const listed = (cveID: string, more: Record<string, unknown> = {}) => ({
  cveID,
  vendorProject: 'Contoso',
  product: 'Mail',
  vulnerabilityName: 'Contoso Mail Code Execution',
  dateAdded: '2026-03-02',
  shortDescription: 'Contoso Mail runs what is sent to it.',
  requiredAction: 'Apply updates.',
  dueDate: '2026-03-23',
  knownRansomwareCampaignUse: 'Unknown',
  notes: '',
  cwes: ['CWE-502'],
  ...more,
});
const catalogue = (entries: unknown[], more: Record<string, unknown> = {}) =>
  JSON.stringify({
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '2026.03.02',
    dateReleased: '2026-03-02T17:04:19.9796Z',
    count: entries.length,
    vulnerabilities: entries,
    ...more,
  });
const scores = [
  '#model_version:v2025.03.14,score_date:2026-03-02T12:55:00Z',
  'cve,epss,percentile',
  'CVE-2026-1111,0.91234,0.99871',
  'CVE-2026-2222,0.00042,0.05',
  '',
].join('\n');

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  // Broken in the middle of a line and of a letter, as a network does.
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += 37) yield bytes.slice(from, from + 37);
}

let databases = 0;
let path = '';

beforeEach(() => {
  databases += 1;
  path = join(folder, `${databases}.db`);
  openStore(path)[Symbol.dispose]();
});

/** As on the command line: exit code and what was printed. */
async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  vi.stubEnv('DATABASE_URL', path);
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out.push(String(text));
    return true;
  });
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err.push(String(text));
    return true;
  });
  try {
    const values = words.includes('--json') ? { json: true } : {};
    const positionals = words.filter((word) => !word.startsWith('--'));
    const code = await importCommand.run({ values, positionals });
    return { code, out: out.join(''), err: err.join('') };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
    vi.unstubAllEnvs();
  }
}

function stored<T>(look: (store: Store) => T): T {
  using store = openStore(path, { readOnly: true });
  return look(store);
}

describe('ssirp import kev', () => {
  test('takes the catalogue, and says at the next one what is new', async () => {
    const first = [listed('CVE-2021-26855', { dateAdded: '2021-11-03', dueDate: '2021-04-16' })];
    expect(await run('kev', written('first.json', catalogue(first)))).toEqual({
      code: 0,
      out: 'KEV catalogue 2026.03.02 of 2026-03-02T17:04:19.979Z: 1 CVEs, the first import.\nIt names no CVE of a case of ours.\n',
      err: '',
    });
    const more = [...first, listed('CVE-2026-1111', { knownRansomwareCampaignUse: 'Known' })];
    const later = { catalogVersion: '2026.03.03', dateReleased: '2026-03-03T17:00:00Z' };
    const second = await run('kev', written('second.json', catalogue(more, later)), '--json');
    expect(JSON.parse(second.out)).toEqual({
      feed: 'kev',
      version: '2026.03.03',
      publishedAt: '2026-03-03T17:00:00.000Z',
      count: 2,
      before: '2026.03.02',
      added: ['CVE-2026-1111'],
      cases: [],
    });
    expect(stored(({ db }) => kevOf(db, 'CVE-2021-26855'))).toEqual({
      cve: 'CVE-2021-26855',
      added: '2021-11-03',
      due: '2021-04-16',
      ransomware: false,
    });
    expect(stored(({ db }) => kevOf(db, 'CVE-2026-1111')?.ransomware)).toBe(true);
  });

  test('refuses what is older than what it has', async () => {
    await run('kev', written('new.json', catalogue([listed('CVE-2026-1111')])));
    const older = { catalogVersion: '2026.02.01', dateReleased: '2026-02-01T17:00:00Z' };
    const file = written('old.json', catalogue([listed('CVE-2026-2222')], older));
    expect(await run('kev', file)).toEqual({
      code: 1,
      out: '',
      err: 'It is older than what is stored (2026.03.02 of 2026-03-02T17:04:19.979Z). Nothing was changed.\n',
    });
    expect(stored(({ db }) => kevOf(db, 'CVE-2026-1111'))).toBeDefined();
  });

  test.each([
    ['half a file', catalogue([listed('CVE-2026-1111')]).slice(0, 300), /no JSON, or not all/],
    ['another file', scores, /no JSON/],
    ['a list that is not whole', catalogue([listed('CVE-2026-1111')], { count: 2 }), /not whole/],
    ['an empty catalogue', catalogue([]), /vulnerabilities: has no entries/],
    [
      'a day that is none',
      catalogue([listed('CVE-2026-1111', { dueDate: '2026-02-30' })]),
      /vulnerabilities\.0\.dueDate: must be a day such as 2026-03-02/,
    ],
    ['an id that is none', catalogue([listed('2026-1111')]), /cveID: must be a CVE id/],
    [
      'an entry twice',
      catalogue([listed('CVE-2026-1111'), listed('CVE-2026-1111')]),
      /CVE-2026-1111 is there twice/,
    ],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x00), /no text/],
  ])('takes nothing of %s, and says why', async (_what, content, why) => {
    await run('kev', written('good.json', catalogue([listed('CVE-2021-26855')])));
    const { code, out, err } = await run('kev', written('bad.json', content));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/bad\.json was not imported\. /);
    expect(err).toMatch(why);
    expect(stored(({ db }) => [threatFeed(db, 'kev')?.count, kevOf(db, 'CVE-2021-26855')])).toEqual(
      [1, expect.anything()],
    );
  });

  test('names a file that is not there, and its own usage', async () => {
    expect((await run('kev', join(folder, 'none.json'))).err).toMatch(/There is no file/);
    await expect(run('cvss', 'x')).rejects.toThrow('kev or epss');
    await expect(run('kev')).rejects.toThrow('name one file or address');
  });

  const sample = new URL('../../../shared/data/cve/kev-sample.json', import.meta.url);
  test.skipIf(!existsSync(sample))('takes a part of the real catalogue', async () => {
    const { rows, version } = await readKev(once(readFileSync(sample, 'utf8')));
    expect({ version, count: rows.length }).toEqual({ version: '2025.08.25', count: 61 });
    expect(rows.find(({ cve }) => cve === 'CVE-2021-26855')).toEqual({
      cve: 'CVE-2021-26855',
      added: '2021-11-03',
      due: '2021-04-16',
      ransomware: true,
    });
  });
});

describe('ssirp import epss', () => {
  test('takes scores, packed or not', async () => {
    const { code, out } = await run('epss', written('scores.csv.gz', gzipSync(scores)));
    expect({ code, out }).toEqual({
      code: 0,
      out: 'EPSS scores, model v2025.03.14 of 2026-03-02T12:55:00.000Z: 2 CVEs, the first import.\nIt names no CVE of a case of ours.\n',
    });
    expect((await run('epss', written('scores.csv', scores.replaceAll('\n', '\r\n')))).code).toBe(
      0,
    );
    expect(stored(({ db }) => epssOf(db, 'CVE-2026-1111'))).toEqual({
      cve: 'CVE-2026-1111',
      score: 0.91234,
      percentile: 0.99871,
    });
  });

  test('reads the dates of earlier years, too', async () => {
    for (const date of ['2022-02-04', '2023-03-07T00:00:00+0000'])
      expect(
        (await readEpss(once(scores.replace('2026-03-02T12:55:00Z', date)))).publishedAt,
      ).toMatch(/^202[23]-0[23]-0[47]T00:00:00\.000Z$/);
  });

  test.each([
    ['no comment', scores.split('\n').slice(1).join('\n'), /Line 1/],
    ['other columns', scores.replace('percentile', 'rank'), /Line 2/],
    ['a score above 1', scores.replace('0.91234', '1.91234'), /Line 3/],
    ['a score that is missing', scores.replace('0.00042', ''), /Line 4/],
    ['a fourth cell', scores.replace('0.05', '0.05,1'), /Line 4/],
    ['no rows', scores.split('\n').slice(0, 2).join('\n'), /no scores/],
    ['half a packed file', gzipSync(scores).subarray(0, 60), /cannot be unpacked to its end/],
  ])('takes nothing with %s, and says where', async (_what, content, where) => {
    const { code, err } = await run('epss', written('bad.csv', content));
    expect(code).toBe(1);
    expect(err).toMatch(where);
    expect(stored(({ db }) => threatFeed(db, 'epss'))).toBeUndefined();
  });
});

const answers =
  (...all: Response[]): Get =>
  () => {
    const next = all.shift();
    return next === undefined ? Promise.reject(new TypeError('reset')) : Promise.resolve(next);
  };
const moved = (location: string) => new Response(null, { status: 302, headers: { location } });
const silent: Get = (_url, { signal }) =>
  new Promise((_done, fail) => {
    signal.addEventListener('abort', () => fail(new Error('aborted')));
  });

describe('An address', () => {
  const limits = { maxBytes: 1000, timeoutMs: 1000 };
  async function read(url: string, get: Get): Promise<number> {
    let size = 0;
    for await (const chunk of bytesOf(url, limits, get)) size += chunk.length;
    return size;
  }

  test('is followed where it leads, if that is https', async () => {
    const there = answers(moved('/feeds/kev.json'), new Response('twelve bytes'));
    expect(await read('https://cisa.example/kev', there)).toBe(12);
  });

  test.each([
    ['plain http', 'http://cisa.example/kev', answers(), /no https address/],
    ['another scheme', 'file:///etc/passwd', answers(), /no https address/],
    [
      'one that leads to http',
      'https://cisa.example/kev',
      answers(moved('http://cisa.example/kev')),
      /http:\/\/cisa\.example\/kev is no https address/,
    ],
    [
      'one that leads in circles',
      'https://cisa.example/kev',
      () => Promise.resolve(moved('/kev')),
      /more than 5 times/,
    ],
    [
      'one that has nothing',
      'https://cisa.example/kev',
      answers(new Response('', { status: 404 })),
      /status 404/,
    ],
    ['one that is down', 'https://cisa.example/kev', answers(), /cannot be reached/],
    [
      'too much',
      'https://cisa.example/kev',
      answers(new Response('x'.repeat(1001))),
      /larger than/,
    ],
    [
      'too much, unpacked',
      'https://cisa.example/kev',
      answers(new Response(gzipSync('x'.repeat(5000)))),
      /larger than/,
    ],
  ])('is not taken from: %s', async (_what, url, get, why) => {
    await expect(read(url, get)).rejects.toThrow(why);
  });

  test('that does not answer is given up', async () => {
    const slow = bytesOf('https://cisa.example/kev', { maxBytes: 10, timeoutMs: 5 }, silent);
    await expect(slow.next()).rejects.toThrow(/did not answer in full within 0\.005 seconds/);
  });
});
