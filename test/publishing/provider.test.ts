// Provider metadata against the schema of the standard, where that is at hand.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { metadataFiles } from '#src/publishing/provider.ts';
import type { Signer } from '#src/publishing/signer.ts';
import { examplePublisher } from '#src/shared/publisher.ts';

const schemas = new URL('../../../shared/data/csaf/csaf_2.0/json_schema/', import.meta.url);
const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(name, schemas), 'utf8')) as object;

const signer: Signer = {
  fingerprint: 'AB'.repeat(20),
  publicKey: '',
  expiresAt: null,
  sign: () => Promise.resolve(''),
  isSignature: () => Promise.resolve(true),
};

test.skipIf(!existsSync(schemas))(
  'it is valid with a key and without (../shared/data/csaf, skipped where that is absent)',
  async () => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    for (const host of ['cvss-v2.0', 'cvss-v3.0', 'cvss-v3.1'])
      ajv.addSchema({ $id: `https://www.first.org/cvss/${host}.json` });
    ajv.addSchema(schema('csaf_json_schema.json'));
    const isValid = ajv.compile(schema('provider_json_schema.json'));

    for (const key of [signer, null]) {
      const lastAt = '2026-03-02T10:00:00.000Z';
      const files = metadataFiles(examplePublisher, { labels: ['white'], lastAt, signer: key });
      const made = await files.at(-1)?.make?.();
      isValid(JSON.parse(Buffer.from(made ?? []).toString()));

      expect(isValid.errors ?? []).toEqual([]);
    }
  },
);
