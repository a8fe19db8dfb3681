// Who publishes, as it is written, and what is said of each mistake in it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { loadPublisher, parsePublisher, PublisherProblem } from '#src/publisher-file.ts';
import { examplePublisher } from '#src/shared/publisher.ts';

const least = `
schema: ssirp-publisher/1
name: Contoso
namespace: https://contoso.example
contact: mailto:psirt@contoso.example
support: Call us.
disclaimer: As is.
baseUrl: https://security.contoso.example/
`;
const most = `${least}
category: coordinator
series: { bulletin: CB, advisory: CA }
requiredLocales: [de-DE, zh-TW]
cna: { orgId: 8254265b-2729-46b6-b9e3-3dfca2d5bfca, shortName: contoso }
directory: tree
signingKeyFile: keys/signing.asc
policyUrl: https://contoso.example/disclosure
`;

/** As editors and CI check it. */
const fits = new Ajv({ strict: false }).compile(
  JSON.parse(
    readFileSync(fileURLToPath(new URL('../docs/publisher.schema.json', import.meta.url)), 'utf8'),
  ) as object,
);

function read(yaml: string) {
  const parsed = parsePublisher(yaml, '/etc/ssirp/publisher.yaml');
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

describe('Who publishes', () => {
  test('needs name, addresses and words; the rest has defaults', () => {
    expect(fits(parse(least))).toBe(true);
    expect(read(least)).toEqual({
      name: 'Contoso',
      namespace: 'https://contoso.example',
      category: 'vendor',
      contact: 'mailto:psirt@contoso.example',
      support: 'Call us.',
      disclaimer: 'As is.',
      series: { bulletin: 'SB', advisory: 'SA' },
      requiredLocales: [],
      cna: null,
      directory: null,
      baseUrl: 'https://security.contoso.example',
      signingKeyFile: null,
      policyUrl: null,
      isExample: false,
    });
  });

  test('may say everything, with paths from where the file stands', () => {
    expect(fits(parse(most))).toBe(true);
    expect(read(most)).toMatchObject({
      category: 'coordinator',
      series: { bulletin: 'CB', advisory: 'CA' },
      requiredLocales: ['de-DE', 'zh-TW'],
      cna: { shortName: 'contoso' },
      directory: '/etc/ssirp/tree',
      signingKeyFile: '/etc/ssirp/keys/signing.asc',
      policyUrl: 'https://contoso.example/disclosure',
    });
  });

  test.each([
    ['no contact', least.replace(/contact.*/, ''), /contact: is missing/],
    ['a contact without mailto', least.replace('mailto:', ''), /:5: contact: must be mailto:/],
    [
      'an address that is not https',
      least.replace('https://security', 'http://security'),
      /:8: baseUrl: must be an address that starts with https/,
    ],
    ['an unknown key', `${least}\ncolour: red`, /unknown key "colour"/],
    ['a wrong category', `${least}\ncategory: translator`, /category: must be one of vendor/],
    ['English to wait for', `${least}\nrequiredLocales: [en-US]`, /must not be en-US/],
    ['a language twice', `${least}\nrequiredLocales: [de-DE, de-DE]`, /names a language twice/],
    ['a language without country', `${least}\nrequiredLocales: [de]`, /must be one of ar-SA/],
    [
      'a language of which there are no words',
      `${least}\nrequiredLocales: [de-AT]`,
      /must be one of ar/,
    ],
    ['a CNA that is no UUID', `${least}\ncna: { orgId: x, shortName: contoso }`, /UUID/],
    ['a key and no tree', `${least}\nsigningKeyFile: key.asc`, /signs what is in the directory/],
  ])('with %s is refused, here and by the schema', (_what, yaml, says) => {
    const parsed = parsePublisher(yaml, 'publisher.yaml');

    expect(parsed.ok ? '' : parsed.error).toMatch(says);
    expect(fits(parse(yaml))).toBe(false);
  });

  test('counts bulletins and advisories apart', () => {
    const parsed = parsePublisher(`${least}\nseries: { bulletin: SB, advisory: SB }`, 'x.yaml');

    expect(parsed.ok ? '' : parsed.error).toMatch(/series: must not be the same for both/);
  });

  test('is the example until a file is named, and a file that is not there is said', () => {
    expect(loadPublisher(undefined)).toBe(examplePublisher);
    expect(() => loadPublisher('/nowhere/publisher.yaml')).toThrow(
      new PublisherProblem('There is no such file.'),
    );
  });
});
