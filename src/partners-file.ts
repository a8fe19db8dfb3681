// Reads the partner programme: YAML in, partners or one message per mistake out. Who is suspended stands in the
// database, because that must take effect at once.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Partner } from '#machines/partner-types.ts';
import { partnerTiers } from '#machines/partner-types.ts';
import { checkYaml } from './shared/yaml-file.ts';
import type { Result } from './shared/result.ts';
import { err, ok } from './shared/result.ts';

const idHint = 'must be lower-case words joined by -';
const mailHint = 'must be one mail address';

const partner = z.strictObject({
  id: z
    .string(idHint)
    .max(40, 'has at most 40 characters')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, idHint),
  name: z
    .string()
    .regex(/^\S(.{0,78}\S)?$/u, 'must be one line of 1 to 80 characters, no spaces at the ends'),
  tier: z.enum(partnerTiers),
  contacts: z
    .array(
      z
        .email(mailHint)
        .max(200, mailHint)
        .transform((address) => address.toLowerCase()),
    )
    .min(1, 'must not be empty')
    .max(20, 'has at most 20 addresses')
    .refine((list) => new Set(list).size === list.length, 'names somebody twice'),
  mustReport: z.boolean().default(false),
  ndaUntil: z.iso.date('must be the last day of the agreement, in quotes: "2027-03-31"'),
  key: z.string().min(1, 'must name a file with an OpenPGP public key').optional(),
});

const file = z
  .strictObject({
    schema: z.literal('ssirp-partners/1'),
    partners: z.array(partner).min(1, 'must not be empty'),
  })
  .superRefine(({ partners }, context) => {
    for (const [index, { id }] of partners.entries()) {
      if (partners.findIndex((other) => other.id === id) === index) continue;
      const message = `the id ${id} is used twice`;
      context.addIssue({ code: 'custom', path: ['partners', index, 'id'], message });
    }
  });

/** `keyOf` reads the key file that a partner names. The error is one line per mistake, with file and line. */
function parsePartners(
  yaml: string,
  filename: string,
  keyOf: (name: string) => Result<string, string>,
): Result<Partner[], string> {
  const checked = checkYaml(file, yaml, filename);
  if (!checked.ok) return err(checked.error);
  const { value, lineOf } = checked.value;
  const partners: Partner[] = [];
  const mistakes: string[] = [];
  for (const [index, { key: keyFile, ...written }] of value.partners.entries()) {
    const key = keyFile === undefined ? ok(null) : keyOf(keyFile);
    if (key.ok) partners.push({ ...written, key: key.value });
    else {
      const line = lineOf(['partners', index, 'key']);
      mistakes.push(`${filename}:${line}: partners[${index}].key: ${key.error}`);
    }
  }
  return mistakes.length > 0 ? err(mistakes.join('\n')) : ok(partners);
}

/** A mistake of whoever wrote the file, as a sentence. */
export class PartnersProblem extends Error {}

/** Reads the file, and the keys beside it; throws PartnersProblem with what `parsePartners` says, or when it is not there. */
export function loadPartners(path: string): Partner[] {
  if (!existsSync(path)) throw new PartnersProblem('There is no such file.');
  const parsed = parsePartners(readFileSync(path, 'utf8'), path, (name) => keyIn(path, name));
  if (!parsed.ok)
    throw new PartnersProblem(`The partner programme cannot be used.\n${parsed.error}`);
  return parsed.value;
}

const keyStart = '-----BEGIN PGP PUBLIC KEY BLOCK-----';

function keyIn(path: string, name: string): Result<string, string> {
  const keyFile = resolve(dirname(path), name);
  if (!existsSync(keyFile)) return err('there is no such file');
  const armored = readFileSync(keyFile, 'utf8').trim();
  return armored.startsWith(keyStart)
    ? ok(armored)
    : err(`must be a file that begins with ${keyStart}`);
}
