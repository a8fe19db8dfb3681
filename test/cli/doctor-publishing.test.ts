// What the doctor says of publishing.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from 'openpgp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishingChecks } from '#src/cli/doctor-publishing.ts';

const now = '2026-11-27T10:00:00.000Z';
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ssirp-doctor-'));
  const key = async (name: string, days: number): Promise<void> => {
    const { privateKey } = await generateKey({
      userIDs: [{ name: 'Contoso' }],
      passphrase: 'open sesame',
      date: new Date('2026-11-01T00:00:00Z'),
      keyExpirationTime: days * 86_400,
    });
    writeFileSync(join(folder, name), privateKey);
  };
  await key('good.asc', 365);
  await key('old.asc', 5);
  writeFileSync(join(folder, 'text.asc'), 'no key');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function says(more: string, passphrase: string | null = null): Promise<string[]> {
  const publisher = join(folder, 'publisher.yaml');
  writeFileSync(
    publisher,
    `schema: ssirp-publisher/1
name: Contoso
namespace: https://contoso.example
contact: mailto:psirt@contoso.example
support: Call us.
disclaimer: As is.
baseUrl: https://security.contoso.example
${more}`,
  );
  const checks = await publishingChecks({ publisher }, { signingPassphrase: passphrase }, now);
  return checks.map(({ check, ok, found }) => `${ok ? 'ok' : 'FAIL'} ${check}: ${found}`);
}

test('without a file the example publishes, and nothing leaves the house', async () => {
  expect(
    await publishingChecks({ publisher: undefined }, { signingPassphrase: null }, now),
  ).toEqual([expect.objectContaining({ check: 'publisher', ok: true, isNote: true })]);
});

test('a mistake in the file is said', async () => {
  expect(await says('colour: red')).toEqual([
    expect.stringMatching(/^FAIL publisher: .*unknown key "colour"/s),
  ]);
});

test('a tree that cannot be written is said', async () => {
  writeFileSync(join(folder, 'file'), '');

  expect(await says('directory: made-later')).toEqual([
    'ok publisher: Contoso',
    expect.stringContaining('is made by the first publication'),
  ]);
  expect(await says('directory: file')).toEqual([
    'ok publisher: Contoso',
    expect.stringMatching(/^FAIL publications: .*is no folder/),
  ]);
});

test.each([
  ['good.asc', 'open sesame', /^ok signing key: [0-9A-F]{40}, until 2027-11-01$/],
  ['good.asc', null, /^FAIL signing key: .*set SSIRP_SIGNING_PASSPHRASE/],
  ['good.asc', 'wrong', /^FAIL signing key: .*does not open/],
  ['old.asc', 'open sesame', /^FAIL signing key: it expired on 2026-11-06/],
  ['text.asc', null, /^FAIL signing key: .*no armored OpenPGP private key/],
  ['none.asc', null, /^FAIL signing key: There is no signing key/],
])('of the key %s with the passphrase %s it says what is so', async (key, passphrase, expected) => {
  const lines = await says(`directory: tree\nsigningKeyFile: ${key}`, passphrase);

  expect(lines.at(-1)).toMatch(expected);
});

test('a key that is not the one that is published is said', async () => {
  mkdirSync(join(folder, 'tree/.well-known/csaf'), { recursive: true });
  writeFileSync(join(folder, 'tree/.well-known/csaf/openpgp-key.asc'), 'another');

  const lines = await says('directory: tree\nsigningKeyFile: good.asc', 'open sesame');
  expect(lines.at(-1)).toMatch(/signed by another key/);
});
