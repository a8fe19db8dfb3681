// Reads who publishes: YAML in, a publisher or one message per mistake out. The format for editors is
// docs/publisher.schema.json; a test holds the two together.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { locales } from './shared/locales.ts';
import type { Publisher } from './shared/publisher.ts';
import { examplePublisher } from './shared/publisher.ts';
import type { Result } from './shared/result.ts';
import { err, ok } from './shared/result.ts';
import { checkYaml } from './shared/yaml-file.ts';

// No user, query or fragment: paths are added behind it.
const https = z
  .string('must be an address that starts with https://')
  .regex(
    /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/,
    'must be an address that starts with https://, without user, query or fragment',
  );
const line = z.string().regex(/^\S(.*\S)?$/, 'must be one line of text, no spaces at the ends');
const text = z.string().regex(/\S/, 'must not be empty');
const letters = z
  .string()
  .regex(/^[A-Z]{2,8}$/, 'must be 2 to 8 capital letters, such as SB for SB26-001');
/** Those that documents are published in; all of them are in English anyway. */
const locale = z
  .string()
  .refine((tag) => tag !== 'en-US', 'must not be en-US: what all is written in is always there')
  .refine(
    (tag) => locales.some((known) => known === tag),
    `must be one of ${locales.filter((known) => known !== 'en-US').join(', ')}`,
  );

const file = z
  .strictObject({
    schema: z.literal('ssirp-publisher/1'),
    name: line,
    namespace: https,
    category: z.enum(['vendor', 'coordinator', 'discoverer', 'user', 'other']).optional(),
    contact: z
      .string()
      .regex(
        /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/,
        'must be mailto: and an address, or a page that starts with https://',
      ),
    support: text,
    disclaimer: text,
    series: z
      .strictObject({ bulletin: letters, advisory: letters })
      .refine(
        ({ bulletin, advisory }) => bulletin !== advisory,
        'must not be the same for both: their numbers are counted apart',
      )
      .optional(),
    requiredLocales: z
      .array(locale)
      .refine((list) => new Set(list).size === list.length, 'names a language twice')
      .optional(),
    cna: z
      .strictObject({
        orgId: z
          .string()
          .regex(
            /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
            'must be the UUID that the CVE programme gave, in small letters',
          ),
        shortName: z
          .string()
          .regex(/^[A-Za-z0-9_-]{2,32}$/, 'must be the short name in the CVE programme'),
      })
      .optional(),
    directory: line.optional(),
    baseUrl: https,
    signingKeyFile: line.optional(),
    policyUrl: https.optional(),
  })
  .refine(
    ({ signingKeyFile, directory }) => signingKeyFile === undefined || directory !== undefined,
    {
      path: ['signingKeyFile'],
      error: 'signs what is in the directory, and there is none',
    },
  );

/**
 * The error is one line per mistake: `<file>:<line>: <path>: <what is wrong>`. Paths in the file are taken from
 * where it stands.
 */
export function parsePublisher(yaml: string, filename: string): Result<Publisher, string> {
  const checked = checkYaml(file, yaml, filename);
  if (!checked.ok) return err(checked.error);
  const { schema: _schema, ...given } = checked.value.value;
  const pathOf = (path: string | undefined): string | null =>
    path === undefined ? null : resolve(dirname(filename), path);
  return ok({
    ...given,
    category: given.category ?? 'vendor',
    namespace: withoutSlash(given.namespace),
    series: given.series ?? { bulletin: 'SB', advisory: 'SA' },
    requiredLocales: given.requiredLocales ?? [],
    cna: given.cna ?? null,
    directory: pathOf(given.directory),
    baseUrl: withoutSlash(given.baseUrl),
    signingKeyFile: pathOf(given.signingKeyFile),
    policyUrl: given.policyUrl ?? null,
    isExample: false,
  });
}

/**
 * Reads it from disk, or is the example where nobody has named a file. Throws PublisherProblem with what
 * `parsePublisher` says, or when there is no such file.
 */
export function loadPublisher(path: string | undefined): Publisher {
  if (path === undefined) return examplePublisher;
  if (!existsSync(path)) throw new PublisherProblem('There is no such file.');
  const parsed = parsePublisher(readFileSync(path, 'utf8'), path);
  if (!parsed.ok) throw new PublisherProblem(`The publisher cannot be used.\n${parsed.error}`);
  return parsed.value;
}

/** A mistake of whoever wrote the file, as a sentence. */
export class PublisherProblem extends Error {}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
