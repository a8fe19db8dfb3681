// Of a case under an embargo nothing that names it gets out: which words those are, and how they are found.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseContext } from '#machines/case-types.ts';
import { embargoedOf, revealed } from '#machines/embargoed.ts';

const at = '2026-12-01T10:00:00.000Z';
const until = '2026-12-08T18:00:00.000Z';
const held: CaseContext = {
  incidentId: 'INC-2026-0001',
  n: 2,
  title: 'Requests forged by the front end',
  cve: 'CVE-2026-26855',
  reporter: 'Orange Tsai',
  openedAt: at,
  openedBy: 'console:local:ada',
  duplicateOf: null,
  bypassOf: null,
  proposals: [],
  embargoUntil: until,
  isWithoutEmbargo: false,
  history: [],
  movedTo: null,
  investigation: {
    products: [
      { name: 'Mail Server 2019', versions: ['CU8'], isAffected: true },
      { name: 'Mail Server Online', versions: [], isAffected: false },
    ],
  },
};
const secrets = [embargoedOf(held) ?? { n: 0, until: null, words: [] }];

test('A case is secret while its embargo is proposed or in force, and no longer', () => {
  expect(embargoedOf(held)).toMatchObject({ n: 2, until });
  const proposals = [{ until, by: 'console:local:ada', at }];
  expect(embargoedOf({ ...held, embargoUntil: null, proposals })).toMatchObject({ until: null });
  expect(embargoedOf({ ...held, embargoUntil: null })).toBeNull();
  expect(embargoedOf({ ...held, movedTo: { incidentId: 'INC-2026-0002', n: 1 } })).toBeNull();
});

describe('A text reveals', () => {
  test.each([
    ['its CVE, however it is written', 'See cve 2026–26855 for more', ['CVE-2026-26855']],
    ['its title', 'On REQUESTS forged by\nthe front  end.', ['Requests forged by the front end']],
    ['who found it', 'Thanks to Orange Tsai!', ['Orange Tsai']],
    ['an affected product', 'Stop your Mail Server 2019 now', ['Mail Server 2019']],
  ])('%s', (_what, text, words) => {
    expect(revealed(text, secrets)).toEqual([{ n: 2, until, words }]);
  });
});

test('A product that is not affected, and a longer number, reveal nothing', () => {
  expect(revealed('Mail Server Online is up; CVE-2026-268551 is another', secrets)).toEqual([]);
});

test('Whatever stands around a secret word, it is found', () => {
  const around = fc.string().map((text) => `${text} `);
  const word = fc.constantFrom(...(secrets[0]?.words ?? []));
  fc.assert(
    fc.property(around, word, around, (before, secret, after) => {
      expect(revealed(`${before}${secret} ${after}`, secrets)).not.toEqual([]);
    }),
  );
});
