// The tree of published files: what is in it, that it is there whole or not at all, and that programs can rely on it.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DocumentContext } from '#machines/document-types.ts';
import type { Problem } from '#src/disclosure/problem.ts';
import type { PressParts } from '#src/publishing/press.ts';
import { createPress } from '#src/publishing/press.ts';
import type { Signer } from '#src/publishing/signer.ts';
import { openSigner } from '#src/publishing/signer.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import { advisory, publishedAdvisory, publishedBulletin } from '../support/documents.ts';

const passphrase = 'correct horse';
let keys: string;
let signer: Signer;
beforeAll(async () => {
  keys = mkdtempSync(join(tmpdir(), 'ssirp-keys-'));
  const { privateKey } = await generateKey({
    userIDs: [{ name: 'Example PSIRT', email: 'psirt@example.com' }],
    passphrase,
    date: new Date('2008-01-01T00:00:00Z'),
  });
  writeFileSync(join(keys, 'key.asc'), privateKey);
  signer = await openSigner(join(keys, 'key.asc'), passphrase);
});
afterAll(() => rmSync(keys, { recursive: true }));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ssirp-tree-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function pressOf(given: Partial<PressParts> = {}) {
  return createPress({
    directory,
    publisher: { ...examplePublisher, directory },
    signer: null,
    now: () => '2008-10-23T17:00:30.000Z',
    check: () => [],
    ...given,
  });
}

const filesNow = (): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(directory.length + 1))
    .toSorted();
const read = (path: string): string => readFileSync(join(directory, path), 'utf8');
const json = (path: string) => JSON.parse(read(path)) as Record<string, never>;
const everything = (): Record<string, string> =>
  Object.fromEntries(filesNow().map((path) => [path, read(path)]));

function revised(document: DocumentContext, at: string, more: Partial<DocumentContext> = {}) {
  const [first] = document.releases;
  if (first === undefined) throw new Error('nothing to revise');
  const again = { ...first, version: '1.1', at, reason: 'Link corrected.' };
  return { ...document, ...more, releases: [first, { ...again, tlp: more.tlp ?? first.tlp }] };
}

describe('A published document', () => {
  const all = [publishedBulletin, publishedAdvisory];

  test('is there for programs, with its hashes, in index, changes and feed', async () => {
    const { problems } = await pressOf().publish(all, all);

    expect(problems).toEqual([]);
    const file = 'white/2008/sb08-067.json';
    expect(filesNow()).toEqual(
      expect.arrayContaining([
        file,
        `${file}.sha256`,
        `${file}.sha512`,
        'white/2008/sa12-004.json',
      ]),
    );
    for (const algorithm of ['sha256', 'sha512']) {
      const hash = createHash(algorithm).update(read(file)).digest('hex');
      expect(read(`${file}.${algorithm}`)).toBe(`${hash}  sb08-067.json\n`);
    }
    expect(read('white/index.txt').split('\n')).toContain('2008/sb08-067.json');
    expect(read('white/changes.csv').split('\r\n')).toContain(
      '"2008/sb08-067.json","2008-10-23T17:00:00.000Z"',
    );
    const { feed } = json('white/csaf-feed-tlp-white.json') as unknown as {
      feed: { updated: string; entry: { id: string; title: string; content: { src: string } }[] };
    };
    expect(feed.updated).toBe('2008-10-23T17:00:00.000Z');
    expect(feed.entry.find(({ id }) => id === 'SB08-067')).toMatchObject({
      title: publishedBulletin.texts.title,
      content: { src: 'https://psirt.example.com/white/2008/sb08-067.json' },
    });
    expect(read('white/category.json')).toContain('"term": "Windows XP"');
  });

  test('can be found from the address that every provider has', async () => {
    await pressOf().publish(all, all);

    const metadata = json('.well-known/csaf/provider-metadata.json');
    expect(metadata).toMatchObject({
      canonical_url: 'https://psirt.example.com/.well-known/csaf/provider-metadata.json',
      role: 'csaf_provider',
      last_updated: '2008-10-23T17:00:00.000Z',
    });
    expect(read('.well-known/security.txt').split('\n')).toEqual([
      'Contact: mailto:psirt@example.com',
      'Expires: 2009-04-21T17:00:00Z',
      'Preferred-Languages: en',
      'Canonical: https://psirt.example.com/.well-known/security.txt',
      'CSAF: https://psirt.example.com/.well-known/csaf/provider-metadata.json',
      '',
    ]);
  });

  test('published again writes nothing', async () => {
    const press = pressOf({ signer });
    const { written } = await press.publish(all, all);
    const before = everything();

    expect(written.length).toBeGreaterThan(10);
    expect(await press.publish(all, all)).toEqual({ written: [], problems: [] });
    expect(everything()).toEqual(before);
    expect(await press.compare(all)).toEqual({ drift: [], problems: [] });
  });

  test('is signed by the key, whose public half stands beside the metadata', async () => {
    await pressOf({ signer }).publish(all, all);

    const content = readFileSync(join(directory, 'white/2008/sb08-067.json'));
    const signature = read('white/2008/sb08-067.json.asc');
    expect(await signer.isSignature(signature, content)).toBe(true);
    expect(await signer.isSignature(signature, Buffer.from('something else'))).toBe(false);
    expect(read('.well-known/csaf/openpgp-key.asc')).toContain('BEGIN PGP PUBLIC KEY');
    expect(read('.well-known/csaf/openpgp-key.asc')).not.toContain('PRIVATE');
    expect(json('.well-known/csaf/provider-metadata.json')).toMatchObject({
      role: 'csaf_trusted_provider',
      public_openpgp_keys: [{ fingerprint: signer.fingerprint }],
    });
  });

  test('without a key any more has no signature that no longer holds', async () => {
    await pressOf({ signer }).publish(all, all);
    await pressOf().publish(all, all);

    expect(filesNow().filter((path) => path.endsWith('.asc'))).toEqual([
      '.well-known/csaf/openpgp-key.asc',
    ]);
  });

  test('that fails a check is not written at all, and nothing speaks of it', async () => {
    const problem: Problem = { check: 'CSAF 6.1.9', where: 'x', message: 'wrong score' };
    const press = pressOf({
      check: ({ document }) => (document.id === 'SA12-004' ? [problem] : []),
    });

    expect(await press.publish([publishedAdvisory], [publishedAdvisory])).toEqual({
      written: ['.well-known/security.txt'],
      problems: [problem],
    });
    await press.publish([publishedBulletin], all);
    expect(read('white/index.txt')).not.toContain('sa12-004');
    expect(Object.values(everything()).join('\n')).not.toContain('SA12-004');
  });

  test('whose revision fails a check stays as it was, and the feed says so', async () => {
    await pressOf().publish(all, all);
    const later = revised(publishedBulletin, '2008-11-01T17:00:00.000Z');
    const problem: Problem = { check: 'CSAF 6.1.9', where: 'x', message: 'wrong score' };

    await pressOf({ check: () => [problem] }).publish([later], [later, publishedAdvisory]);

    expect(read('white/changes.csv')).toContain('"2008/sb08-067.json","2008-10-23T17:00:00.000Z"');
    expect(json('white/2008/sb08-067.json')).toMatchObject({
      document: { tracking: { version: '1.0.0' } },
    });
  });

  test('revised is first among the changes', async () => {
    const later = revised(publishedAdvisory, '2008-12-01T17:00:00.000Z');
    await pressOf().publish(all, all);
    await pressOf().publish([later], [publishedBulletin, later]);

    expect(read('white/changes.csv').split('\r\n')[0]).toBe(
      '"2008/sa12-004.json","2008-12-01T17:00:00.000Z"',
    );
  });

  test('under AMBER stands apart, and what all may read does not speak of it', async () => {
    const secret = {
      ...publishedAdvisory,
      tlp: 'AMBER' as const,
      releases: publishedAdvisory.releases.map((one) => ({ ...one, tlp: 'AMBER' as const })),
    };
    await pressOf().publish([publishedBulletin, secret], [publishedBulletin, secret]);

    const open = Object.entries(everything()).filter(([path]) => !path.startsWith('amber/'));
    expect(filesNow()).toContain('amber/2008/sa12-004.json');
    expect(JSON.stringify(open)).not.toMatch(/SA12-004|Internet Explorer|CVE-2012-4969/i);
    expect(json('.well-known/csaf/provider-metadata.json')).toMatchObject({
      distributions: [{}, { rolie: { feeds: [{ tlp_label: 'WHITE' }, { tlp_label: 'AMBER' }] } }],
    });
  });

  test('that became AMBER is no longer where all may read it', async () => {
    await pressOf({ signer }).publish(all, all);
    const later = revised(publishedAdvisory, '2008-12-01T17:00:00.000Z', { tlp: 'AMBER' });
    await pressOf({ signer }).publish([later], [publishedBulletin, later]);

    expect(filesNow().filter((path) => path.includes('sa12-004'))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^white/)]),
    );
  });
});

test('Whenever the process dies, the next try completes the tree, and nobody reads half a file', async () => {
  const all = [publishedBulletin, publishedAdvisory];
  await pressOf().publish(all, all);
  const whole = everything();

  // Dies while the n-th file is written: what was to come is not there, and beside it lies what was begun.
  const paths = Object.keys(whole);
  for (const [n, path] of [...paths.entries()].filter(([at]) => at % 5 === 0)) {
    rmSync(directory, { recursive: true });
    await pressOf().publish([publishedBulletin], [publishedBulletin]);
    for (const later of paths.slice(n)) rmSync(join(directory, later), { force: true });
    if (existsSync(join(directory, path, '..')))
      writeFileSync(join(directory, `${path}.unfinished`), 'half');

    await pressOf().publish(all, all);

    expect(everything()).toEqual(whole);
  }
});

describe('The tree', () => {
  const all = [publishedBulletin];

  test('that somebody changed is named by the comparison, and mended by publishing', async () => {
    await pressOf().publish(all, all);
    writeFileSync(join(directory, 'white/index.txt'), 'forged');
    writeFileSync(join(directory, 'white/2008/stranger.json'), '{}');
    rmSync(join(directory, 'white/2008/sb08-067.json.sha256'));

    const { drift } = await pressOf().compare(all);
    expect(drift).toEqual(
      expect.arrayContaining([
        { path: 'white/index.txt', is: 'different' },
        { path: 'white/2008/sb08-067.json.sha256', is: 'missing' },
        { path: 'white/2008/stranger.json', is: 'unexpected' },
      ]),
    );
    await pressOf().publish(all, all);
    expect((await pressOf().compare(all)).drift).toEqual([
      { path: 'white/2008/stranger.json', is: 'unexpected' },
    ]);
  });

  test('has a security.txt that is renewed before it ends', async () => {
    await pressOf().publish(all, all);
    const written = read('.well-known/security.txt');
    const at = (now: string) => pressOf({ now: () => now }).publish([], all);

    expect(await at('2009-02-01T00:00:00.000Z')).toMatchObject({ written: [] });
    expect(await at('2009-03-01T00:00:00.000Z')).toMatchObject({
      written: ['.well-known/security.txt'],
    });
    expect(read('.well-known/security.txt')).not.toBe(written);
  });

  test('before anything is published says whom to tell of a vulnerability', async () => {
    await pressOf().publish([{ ...advisory, releases: [] }], [advisory]);

    expect(filesNow()).toEqual(['.well-known/security.txt']);
    expect(read('.well-known/security.txt')).not.toContain('CSAF');
  });
});
