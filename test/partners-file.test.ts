// The file of the partner programme: what it takes, and one message for each mistake.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPartners, PartnersProblem } from '#src/partners-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'partners-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(text: string): string {
  const path = join(folder, 'partners.yaml');
  writeFileSync(path, text);
  return path;
}

const acme = `schema: ssirp-partners/1
partners:
  - id: acme
    name: Acme AV
    tier: standard
    contacts: [Alice@Acme.Example]
    ndaUntil: "2027-03-31"
`;

describe('The partner programme', () => {
  test('names partners with their terms; addresses in small letters', () => {
    expect(loadPartners(written(acme))).toEqual([
      {
        id: 'acme',
        name: 'Acme AV',
        tier: 'standard',
        contacts: ['alice@acme.example'],
        mustReport: false,
        ndaUntil: '2027-03-31',
        key: null,
      },
    ]);
  });

  test('reads the key of a partner from beside the file', () => {
    const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n-----END PGP PUBLIC KEY BLOCK-----';
    writeFileSync(join(folder, 'acme.asc'), `${key}\n`);

    expect(loadPartners(written(`${acme}    key: acme.asc\n`))[0]?.key).toBe(key);
  });

  test.each([
    ['tier: gold', 'tier: standard', '5: partners[0].tier: must be one of ans, entry'],
    ['contacts: [alice]', 'contacts: [Alice@Acme.Example]', 'must be one mail address'],
    ['ndaUntil: "31.3.2027"', 'ndaUntil: "2027-03-31"', 'must be the last day of the agreement'],
    ['id: Acme AV', 'id: acme', 'must be lower-case words'],
    ['key: none.asc\n    tier: standard', 'tier: standard', 'key: there is no such file'],
    ['nda: "2027-03-31"', 'ndaUntil: "2027-03-31"', 'unknown key "nda"'],
  ])('says what is wrong with %s', (wrong, right, message) => {
    const load = () => loadPartners(written(acme.replace(right, wrong)));

    expect(load).toThrow(PartnersProblem);
    expect(load).toThrow(message);
  });

  test('has each id once', () => {
    const [, , ...one] = acme.split('\n');
    expect(() => loadPartners(written(`${acme}${one.join('\n')}`))).toThrow('used twice');
  });
});
