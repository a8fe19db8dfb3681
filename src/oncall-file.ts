// Reads the on-call order: YAML in, an order of people for each role or one message per mistake out. The format for
// editors is docs/oncall.schema.json; a test holds the two together.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PersonId, Role } from '#machines/incident-types.ts';
import { roles } from '#machines/incident-types.ts';
import { checkYaml } from './shared/yaml-file.ts';
import type { Result } from './shared/result.ts';
import { err, ok } from './shared/result.ts';

const personHint =
  'must be a person: a user id such as U02DEF, T01ABC:U02DEF in one workspace, the object id of Microsoft Entra, or console:local:ada';
const guid = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const person = z
  .string(personHint)
  .regex(
    new RegExp(
      `^(?:(?:slack:)?T[A-Z0-9]+:[UW][A-Z0-9]+|[UW][A-Z0-9]+|(?:teams:${guid}:)?${guid}|(?:console:local:)?[a-z]+)$`,
    ),
    personHint,
  );
const order = z
  .partialRecord(
    z.enum(roles),
    z
      .array(person)
      .min(1, 'must not be empty')
      .refine((list) => new Set(list).size === list.length, 'names somebody twice'),
  )
  .refine((given) => Object.keys(given).length > 0, 'needs at least one role');
const tenantHint =
  'must be T01ABC of a Slack workspace, the id of a Microsoft tenant, or console:local';
const tenantKey = z
  .string()
  .regex(new RegExp(`^(?:(?:slack:)?T[A-Z0-9]+|(?:teams:)?${guid}|console:local)$`), tenantHint);

const file = z
  .strictObject({
    schema: z.literal('ssirp-oncall/1'),
    roles: order.optional(),
    tenants: z.record(tenantKey, order).optional(),
  })
  .refine(({ roles: all, tenants }) => all !== undefined || tenants !== undefined, {
    error: 'needs roles (for every tenant) or tenants',
  });

export interface OnCall {
  /** The order for a role in a tenant: the first is on call, the others are deputies. Empty: nobody is asked. */
  of: (tenant: string, role: Role) => readonly PersonId[];
  /** Every tenant that the file names, in a key or in front of a person. */
  tenants: readonly string[];
}

export const nobodyOnCall: OnCall = { of: () => [], tenants: [] };

/** The error is one line per mistake: `<file>:<line>: <path>: <what is wrong>`. */
export function parseOnCall(yaml: string, filename: string): Result<OnCall, string> {
  const checked = checkYaml(file, yaml, filename);
  if (!checked.ok) return err(checked.error);
  const { roles: all = {}, tenants = {} } = checked.value.value;
  const own = new Map(Object.entries(tenants).map(([id, given]) => [tenantId(id), given]));
  const named = [all, ...own.values()]
    .flatMap((given) => Object.values(given).flat())
    .map((id) => full(id).split(':'))
    .flatMap((parts) => (parts.length === 3 ? [parts.slice(0, 2).join(':')] : []));
  return ok({
    of: (tenant, role) => idsIn(own.get(tenant)?.[role] ?? all[role] ?? [], tenant),
    tenants: [...new Set([...own.keys(), ...named])],
  });
}

/** Reads the order from disk; throws OnCallProblem with what `parseOnCall` says, or when there is no such file. */
export function loadOnCall(path: string): OnCall {
  if (!existsSync(path)) throw new OnCallProblem('There is no such file.');
  const parsed = parseOnCall(readFileSync(path, 'utf8'), path);
  if (!parsed.ok) throw new OnCallProblem(`The on-call order cannot be used.\n${parsed.error}`);
  return parsed.value;
}

/** A mistake of whoever wrote the order, as a sentence. */
export class OnCallProblem extends Error {}

/** A bare id is somebody of each tenant of its platform, as far as its form tells. */
function idsIn(written: readonly string[], tenant: string): PersonId[] {
  return written.map(full).flatMap((id) => {
    if (id.includes(':')) return [id];
    return platformOf(id) === tenant.split(':')[0] ? [`${tenant}:${id}`] : [];
  });
}

function platformOf(bare: string): string {
  if (isGuid(bare)) return 'teams';
  return /^[UW]/.test(bare) ? 'slack' : 'console';
}

function isGuid(id: string): boolean {
  return new RegExp(`^${guid}$`).test(id);
}

/** As everything else names them: the platform in front, Microsoft's ids in small letters. */
function full(id: string): string {
  if (id.startsWith('T')) return `slack:${id}`;
  return id.startsWith('teams:') || isGuid(id) ? id.toLowerCase() : id;
}

function tenantId(id: string): string {
  return isGuid(id) ? `teams:${id.toLowerCase()}` : full(id);
}
