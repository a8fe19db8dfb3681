// CSAF documents of the samples: what they say, and that the mandatory tests of the standard find nothing wrong in them
// and everything in what was spoiled.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CaseFacts, DocumentContext, Release, Translation } from '#machines/document-types.ts';
import type { Tlp } from '#machines/incident-types.ts';
import type { Csaf, Vulnerability } from '#src/disclosure/csaf-types.ts';
import { checkDocument } from '#src/disclosure/check.ts';
import { csafOf, vexOf } from '#src/disclosure/csaf.ts';
import { jsonText } from '#src/disclosure/json-text.ts';
import { csafPath } from '#src/disclosure/paths.ts';
import type { Publication } from '#src/disclosure/publication.ts';
import { draft, published } from '#src/disclosure/publication.ts';
import { validateCsaf } from '#src/disclosure/validate-csaf.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import {
  advisory,
  bulletin,
  publishedAdvisory,
  publishedBulletin,
  serverFacts,
} from '../support/documents.ts';

// The validator compiles its schemas once; no test is to be slow for it.
beforeAll(() => {
  validateCsaf('{}', '');
}, 60_000);

const [firstRelease] = publishedBulletin.releases;
if (firstRelease === undefined) throw new Error('the sample is not published');

function out(document: DocumentContext, version = '1.0'): Publication {
  const publication = published(document, version, examplePublisher);
  if (publication === undefined) throw new Error(`${version} is not published`);
  return publication;
}

/** The bulletin as it was published, but for what is given. */
function released(given: Partial<Release>): Publication {
  return out({ ...publishedBulletin, releases: [{ ...firstRelease, ...given } as Release] });
}

const withFacts = (given: Partial<CaseFacts>): Publication =>
  released({ facts: [{ ...serverFacts, ...given }] });

const english = (publication: Publication): Csaf => csafOf(publication, 'en-US');

function onlyVulnerability(document: Csaf | undefined): Vulnerability {
  const [vulnerability, ...more] = document?.vulnerabilities ?? [];
  if (vulnerability === undefined || more.length > 0) throw new Error('not one vulnerability');
  return vulnerability;
}

/** Which checks fail. */
const failed = (document: Csaf | undefined): string[] => [
  ...new Set(validateCsaf(jsonText(document), 'file.json').map(({ check }) => check)),
];

/** What is wrong in the bulletin with such facts. */
const problems = (facts: Partial<CaseFacts>, given: Partial<DocumentContext> = {}): string[] =>
  checkDocument(
    { ...bulletin, facts: [{ ...serverFacts, ...facts }], ...given },
    examplePublisher,
  ).map(({ check, where }) => `${check}: ${where}`);

describe('an advisory or a bulletin', () => {
  test('that is complete can be published', () => {
    expect(checkDocument(bulletin, examplePublisher)).toEqual([]);
    expect(checkDocument(advisory, examplePublisher)).toEqual([]);
    expect(failed(english(draft(bulletin, examplePublisher)))).toEqual([]);
  });

  test('says which versions are affected, which mend them, and how', () => {
    const { product_status: status, remediations } = onlyVulnerability(
      english(out(publishedBulletin)),
    );

    expect(status).toEqual({
      known_affected: [
        'Windows_XP:SP2',
        'Windows_XP:SP3',
        'Windows_Server_2003:SP1',
        'Windows_Server_2003:SP2',
      ],
      fixed: ['Windows_XP:5.1.2600.3462', 'Windows_Server_2003:5.2.3790.4392'],
      known_not_affected: ['Windows_7:*'],
      under_investigation: [],
    });
    expect(remediations?.map(({ category }) => category)).toEqual([
      'vendor_fix',
      'vendor_fix',
      'mitigation',
      'workaround',
    ]);
    expect(remediations?.[0]).toMatchObject({
      product_ids: ['Windows_XP:SP2', 'Windows_XP:SP3'],
      url: 'https://updates.example.com/958644',
      restart_required: { category: 'system' },
    });
  });

  test('of a product without versions counts all before the fix as affected', () => {
    const one = withFacts({ products: [{ name: 'Windows XP', versions: [], isAffected: true }] });

    expect(onlyVulnerability(english(one)).product_status).toMatchObject({
      known_affected: ['Windows_XP:<5.1.2600.3462'],
      fixed: ['Windows_XP:5.1.2600.3462'],
    });
    expect(failed(english(one))).toEqual([]);
  });

  test('takes an update for its product in whatever case that is typed', () => {
    const products = [{ name: 'WINDOWS XP', versions: ['SP2'], isAffected: true }];

    expect(onlyVulnerability(english(withFacts({ products }))).product_status).toEqual({
      known_affected: ['WINDOWS_XP:SP2'],
      fixed: ['WINDOWS_XP:5.1.2600.3462'],
      known_not_affected: [],
      under_investigation: [],
    });
  });

  test('takes versions that people write as a range for one', () => {
    const one = withFacts({
      products: [{ name: 'VPN', versions: ['4.2 and earlier', '5.0'], isAffected: true }],
    });

    expect(english(one).product_tree?.branches[0]?.branches?.[0]?.branches).toMatchObject([
      { category: 'product_version_range', name: '4.2 and earlier' },
      { category: 'product_version', name: '5.0' },
    ]);
    expect(failed(english(one))).toEqual([]);
  });

  test('never gives one id to two products', () => {
    const products = ['A b', 'A_b', 'A%5Fb', 'A:b'].map((name) => ({
      name,
      versions: [],
      isAffected: true,
    }));

    expect(
      new Set(onlyVulnerability(english(withFacts({ products }))).product_status?.known_affected)
        .size,
    ).toBe(4);
  });

  test('without an update is expected to change, and says that there is none', () => {
    const document = english(out(publishedAdvisory));

    expect(document.document.tracking.status).toBe('interim');
    expect(onlyVulnerability(document).remediations?.map(({ category }) => category)).toEqual([
      'workaround',
      'none_available',
    ]);
    expect(english(out(publishedBulletin)).document.tracking.status).toBe('final');
  });

  test('about no product is informational', () => {
    const none = { ...advisory, cases: [], facts: [] };
    const document = english(draft(none, examplePublisher));

    expect(document.document.category).toBe('csaf_informational_advisory');
    expect(document.vulnerabilities).toBeUndefined();
    expect(vexOf(draft(none, examplePublisher))).toBeUndefined();
    expect(checkDocument(none, examplePublisher)).toEqual([]);
  });

  test('whose vulnerability has no CVE names it by its own id, not by the number of the case', () => {
    const one = released({ facts: [{ ...serverFacts, n: 7, cve: null }] });
    const document = english({ ...one, document: { ...one.document, cases: [7] } });

    expect(onlyVulnerability(document)).toMatchObject({
      ids: [{ system_name: 'Example Corporation', text: 'SB08-067/1' }],
    });
    expect(onlyVulnerability(document).cve).toBeUndefined();
  });

  test('tells the exploitability as Microsoft does for programs', () => {
    const one = withFacts({ exploitability: { latest: 2, older: null, dos: 'temporary' } });
    const later = { ...one, release: { ...one.release, at: '2026-11-10T18:00:00.000Z' } };

    expect(
      onlyVulnerability(english(later)).threats?.find(
        ({ category }) => category === 'exploit_status',
      )?.details,
    ).toBe(
      'Publicly Disclosed:No;Exploited:Yes;Latest Software Release:Exploitation Less Likely;DOS:Temporary',
    );
  });

  test.each<[Tlp, string, string | undefined]>([
    ['CLEAR', 'WHITE', undefined],
    ['GREEN', 'GREEN', undefined],
    ['AMBER', 'AMBER', undefined],
    ['AMBER+STRICT', 'AMBER', 'TLP:AMBER+STRICT'],
    ['RED', 'RED', undefined],
  ])('under TLP:%s is %s in CSAF 2.0', (tlp, label, text) => {
    const one = released({ tlp });

    expect(english(one).document.distribution).toMatchObject({ text, tlp: { label } });
    expect(csafPath(one, 'SB08-067')).toBe(`${label.toLowerCase()}/2008/sb08-067.json`);
    expect(failed(english(one))).toEqual([]);
  });

  test.each([
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', '3.0', 9.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P', '3.1', 9.8],
    ['AV:N/AC:L/Au:N/C:C/I:C/A:C', '2.0', 10],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', '4.0', 9.3],
  ] as const)('carries the score of %s', (vector, version, base) => {
    const one = withFacts({ cvss: { version, vector, base, score: base, severity: 'critical' } });
    const { scores, notes } = onlyVulnerability(english(one));

    // CSAF 2.0 has no place for version 4 but a note.
    expect(scores).toHaveLength(version === '4.0' ? 0 : 1);
    expect(JSON.stringify(version === '4.0' ? notes : scores)).toContain(vector);
    expect(failed(english(one))).toEqual([]);
  });
});

describe('revisions and translations', () => {
  const revised = {
    ...publishedBulletin,
    releases: [
      firstRelease,
      { ...firstRelease, version: '1.1', at: '2008-11-12T18:00:00.000Z', reason: 'FAQ added.' },
    ],
  };

  test('each version lists those before it, and the file keeps its name', () => {
    const later = out(revised, '1.1');

    expect(english(later).document.tracking).toMatchObject({
      version: '1.1.0',
      initial_release_date: '2008-10-23T17:00:00.000Z',
      current_release_date: '2008-11-12T18:00:00.000Z',
      revision_history: [
        { number: '1.0.0', legacy_version: '1.0', summary: 'Bulletin published.' },
        { number: '1.1.0', legacy_version: '1.1', summary: 'FAQ added.' },
      ],
    });
    expect(english(out(revised)).document.tracking.revision_history).toHaveLength(1);
    expect(failed(english(later))).toEqual([]);
    const next = { ...revised, revision: { reason: 'New update.', major: true } };
    expect(english(draft(next, examplePublisher)).document.tracking).toMatchObject({
      version: '2.0.0',
      status: 'draft',
    });
    expect(checkDocument(next, examplePublisher)).toEqual([]);
  });

  test('a superseded advisory points at its bulletin', () => {
    const superseded = {
      ...publishedAdvisory,
      supersededBy: { n: 2, id: 'SB12-063' },
    };

    const { document } = english(out(superseded));

    expect(document.tracking.status).toBe('final');
    expect(document.notes?.[0]?.text).toContain('SB12-063');
    expect(document.references).toContainEqual({
      category: 'external',
      summary: 'SB12-063',
      url: 'https://psirt.example.com/bulletins/sb12-063.html',
    });
  });

  test('a translation is a document of its own that names its original', () => {
    const one = released({
      translations: { 'de-DE': { ...bulletin.texts, title: 'Sicherheitsanfälligkeit' } },
    });
    const german = csafOf(one, 'de-DE');

    expect(german.document).toMatchObject({
      lang: 'de-DE',
      source_lang: 'en-US',
      title: 'Sicherheitsanfälligkeit',
      tracking: { id: 'SB08-067-de-DE' },
    });
    expect(german.document.references.map(({ url }) => url)).toContain(
      'https://psirt.example.com/white/2008/sb08-067.json',
    );
    expect(failed(german)).toEqual([]);
  });

  test('a translation that lacks the title is not published', () => {
    const translation: Translation = {
      state: 'ready',
      required: true,
      owner: null,
      texts: { summary: 'Kurz.' },
      changed: [],
      edition: 3,
      waived: null,
    };

    expect(
      checkDocument({ ...bulletin, translations: { 'de-DE': translation } }, examplePublisher),
    ).toContainEqual({
      check: 'CSAF schema',
      where: 'sb08-067-de-de.json /document/title',
      message: expect.any(String) as string,
    });
  });
});

describe('a VEX document', () => {
  test('says of each product how it stands, and why or what to do', () => {
    const vex = vexOf(out(publishedAdvisory));

    expect(vex?.document).toMatchObject({ category: 'csaf_vex', tracking: { id: 'SA12-004-VEX' } });
    expect(failed(vex)).toEqual([]);
    expect(failed(vexOf(out(publishedBulletin)))).toEqual([]);
  });

  test('gives the reasons that VEX knows, and names what is still looked at', () => {
    const one = withFacts({
      vex: [
        { product: 'windows 7', versions: [], says: 'vulnerable_code_not_present' },
        { product: 'Windows Vista', versions: ['SP1'], says: 'under_investigation' },
      ],
    });
    const vex = vexOf(one);

    expect(onlyVulnerability(vex)).toMatchObject({
      flags: [{ label: 'vulnerable_code_not_present', product_ids: ['Windows_7:*'] }],
      product_status: { under_investigation: ['Windows_Vista:SP1'] },
    });
    expect(onlyVulnerability(vex).threats?.map(({ product_ids: ids }) => ids)).not.toContainEqual([
      'Windows_7:*',
    ]);
    expect(vex?.document.tracking.status).toBe('interim');
    expect([...failed(vex), ...failed(english(one))]).toEqual([]);
  });

  test('about what is only looked at yet has no other standing', () => {
    const looked = { product: 'VPN', versions: [], says: 'under_investigation' } as const;
    const vex = vexOf(withFacts({ products: [], vex: [looked] }));

    expect(onlyVulnerability(vex).product_status).toMatchObject({ under_investigation: ['VPN:*'] });
    expect(failed(vex)).toEqual([]);
  });

  test('without an action for an affected product is refused', () => {
    const vex = vexOf(out(publishedAdvisory));
    const spoiled = { ...vex, vulnerabilities: [{ ...onlyVulnerability(vex), remediations: [] }] };

    expect(failed(spoiled as Csaf)).toContain('CSAF 6.1.27.10');
  });

  test('without a reason why a product is not affected is refused', () => {
    const vex = vexOf(out(publishedAdvisory));
    const spoiled = { ...vex, vulnerabilities: [{ ...onlyVulnerability(vex), threats: [] }] };

    expect(failed(spoiled as Csaf)).toContain('CSAF 6.1.27.9');
  });
});

describe('what the record has wrong is refused with the test that found it', () => {
  test('a score that is not that of its vector', () => {
    const cvss = { ...serverFacts.cvss, base: 7.5 } as CaseFacts['cvss'];

    expect(problems({ cvss })).toContain(
      'CSAF 6.1.9: sb08-067.json /vulnerabilities/0/scores/0/cvss_v3/baseScore',
    );
  });

  test('a version that is affected and mends itself', () => {
    const products = [{ name: 'Windows XP', versions: ['5.1.2600.3462'], isAffected: true }];

    expect(problems({ products })).toContainEqual(expect.stringMatching(/^CSAF 6\.1\.6: /));
  });

  test('a product that is affected and not affected', () => {
    const both = [true, false].map((isAffected) => ({ name: 'VPN', versions: [], isAffected }));

    expect(problems({ products: both })).toContainEqual(expect.stringMatching(/^CSAF 6\.1\.6: /));
  });

  test('a weakness that there is not', () => {
    expect(problems({ cwes: ['CWE-99999'] })).toContain(
      'CSAF 6.1.11: sb08-067.json /vulnerabilities/0/cwe/id',
    );
  });

  test('the same CVE for two vulnerabilities', () => {
    const facts = [serverFacts, { ...serverFacts, n: 2 }];

    expect(problems({}, { facts, cases: [1, 2] })).toContainEqual(
      expect.stringMatching(/^CSAF 6\.1\.23: /),
    );
  });

  test('no description', () => {
    const texts = { ...bulletin.texts, 'case/1/description': '', 'case/1/faq': '' };

    expect(problems({}, { texts })).toContainEqual(expect.stringMatching(/^CSAF /));
  });

  test('a version that is not the latest revision', () => {
    const document = english(out(publishedBulletin));
    const spoiled = structuredClone(document);
    spoiled.document.tracking.version = '2.0.0';

    expect(failed(spoiled)).toEqual(['CSAF 6.1.16']);
  });
});

const examples = new URL('../../../shared/data/csaf/csaf_2.0/examples/csaf/', import.meta.url);

describe.skipIf(!existsSync(examples))(
  'the examples of the standard (where they are at hand)',
  () => {
    test('pass the same tests', () => {
      const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.json'),
      );

      expect(files).toHaveLength(19);
      for (const name of files)
        expect(validateCsaf(readFileSync(new URL(name, examples), 'utf8'), name)).toEqual([]);
    });
  },
);
