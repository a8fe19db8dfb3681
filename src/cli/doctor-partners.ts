// What `ssirp doctor` says of the partner programme: whether its file can be read, and each key can encrypt.
import { resolve } from 'node:path';
import type { Partner } from '#machines/partner-types.ts';
import type { Config } from '../config.ts';
import { whyNoKey } from '../partners/encrypt.ts';
import { loadPartners, PartnersProblem } from '../partners-file.ts';
import type { Check } from './check.ts';

/** None where nobody has named a programme. */
export async function partnerChecks({
  partners: path,
}: Pick<Config, 'partners'>): Promise<Check[]> {
  if (path === undefined) return [];
  const check = 'partners';
  try {
    const partners = loadPartners(resolve(path));
    const found = partners.length === 1 ? 'one' : String(partners.length);
    const keys = await Promise.all(partners.map(keyCheck));
    return [{ check, ok: true, found }, ...keys.flat()];
  } catch (error) {
    if (error instanceof PartnersProblem) return [{ check, ok: false, found: error.message }];
    throw error;
  }
}

/** Said only where it is of no use. */
async function keyCheck({ id, key }: Partner): Promise<Check[]> {
  const why = key === null ? null : await whyNoKey(key);
  if (why === null) return [];
  const remedy = 'Ask the partner for a key that counts; until then its mail cannot go out.';
  return [{ check: `key of partner ${id}`, ok: false, found: why, remedy }];
}
