// What a person is handed for programs: one file that passes every test, or why there is none.
import { beforeAll, expect, test } from 'vitest';
import type { DocumentContext } from '#machines/document-types.ts';
import { machineExport } from '#src/disclosure/machine-export.ts';
import type { MachineFormat } from '#src/disclosure/machine-files.ts';
import { validateCsaf } from '#src/disclosure/validate-csaf.ts';
import type { Publisher } from '#src/shared/publisher.ts';
import { examplePublisher } from '#src/shared/publisher.ts';
import { advisory, bulletin, publishedBulletin, serverFacts } from '../support/documents.ts';

const publisher: Publisher = {
  ...examplePublisher,
  cna: { orgId: 'f38d906d-7342-40ea-92c1-6c4a2c6478c8', shortName: 'example' },
};

const given = (
  format: MachineFormat,
  document: DocumentContext = publishedBulletin,
  locale = 'en-US',
  by = publisher,
) => machineExport(document, by, { format, locale });

beforeAll(() => {
  validateCsaf('{}', '');
}, 60_000);

test.each([
  ['csaf', 'sb08-067.json'],
  ['vex', 'sb08-067-vex.json'],
  ['cve', 'CVE-2008-4250.json'],
  ['osv', 'CVE-2008-4250.osv.json'],
] as const)('%s is the file %s', (format, filename) => {
  expect(given(format)).toMatchObject({ ok: true, value: { filename } });
});

test('what is not out yet is marked as a draft', () => {
  expect(given('csaf', bulletin)).toMatchObject({
    value: { text: expect.stringContaining('"status": "draft"') as string },
  });
});

test('several CVE records are a list', () => {
  const facts = [serverFacts, { ...serverFacts, n: 2, cve: 'CVE-2008-4251' }];
  const texts = { ...bulletin.texts, 'case/2/description': 'It happens again.' };
  const result = given('cve', { ...bulletin, cases: [1, 2], facts, texts });

  expect(result).toMatchObject({ ok: true, value: { filename: 'sb08-067-cve.json' } });
  expect(result.ok ? JSON.parse(result.value.text) : []).toHaveLength(2);
});

test('what fails a test is not handed over, and the test is named', () => {
  const facts = [{ ...serverFacts, cwes: ['CWE-99999'] }];

  expect(given('csaf', { ...bulletin, facts })).toMatchObject({
    ok: false,
    error: [{ check: 'CSAF 6.1.11', where: 'sb08-067.json /vulnerabilities/0/cwe/id' }],
  });
});

test('where there is nothing to hand over, it is said why', () => {
  const why = (result: ReturnType<typeof given>): string =>
    result.ok ? 'handed over' : (result.error[0]?.message ?? '');

  expect(why(given('csaf', bulletin, 'de-DE'))).toContain('not translated');
  expect(why(given('vex', { ...advisory, cases: [], facts: [] }))).toContain('no product');
  expect(why(given('cve', bulletin, 'en-US', examplePublisher))).toContain('no CNA');
  expect(why(given('cve', { ...bulletin, tlp: 'AMBER' }))).toContain('TLP:AMBER');
  expect(why(given('osv', { ...bulletin, facts: [{ ...serverFacts, cve: null }] }))).toContain(
    'none of its cases',
  );
});
