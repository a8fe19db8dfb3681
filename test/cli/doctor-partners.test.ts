// What the doctor says of the partner programme.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partnerChecks } from '#src/cli/doctor-partners.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-doctor-'));
  const key = async (name: string, date: string): Promise<void> => {
    const { publicKey } = await generateKey({
      userIDs: [{ name: 'Acme' }],
      date: new Date(date),
      keyExpirationTime: 1_000_000_000,
    });
    writeFileSync(join(folder, name), publicKey);
  };
  await key('good.asc', '2020-01-01T00:00:00Z');
  await key('old.asc', '1980-01-01T00:00:00Z');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function says(partner: string): Promise<string[]> {
  const partners = join(folder, 'partners.yaml');
  writeFileSync(
    partners,
    `schema: ssirp-partners/1
partners:
  - { id: acme, name: Acme AV, tier: entry, contacts: [mapp@acme.example], ndaUntil: '2027-03-31', ${partner} }
`,
  );
  const checks = await partnerChecks({ partners });
  return checks.map(({ check, ok, found }) => `${ok ? 'ok' : 'FAIL'} ${check}: ${found}`);
}

test('nothing where no programme is named', async () => {
  expect(await partnerChecks({ partners: undefined })).toEqual([]);
});

test('a programme whose keys can encrypt is sound', async () => {
  expect(await says('key: good.asc')).toEqual(['ok partners: one']);
});

test('a key that has expired is said', async () => {
  expect(await says('key: old.asc')).toEqual([
    'ok partners: one',
    expect.stringMatching(/^FAIL key of partner acme: .*expired/),
  ]);
});

test('a mistake in the file is said', async () => {
  expect(await says('colour: red')).toEqual([
    expect.stringMatching(/^FAIL partners: .*unknown key "colour"/s),
  ]);
});
