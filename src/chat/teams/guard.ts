// Who is let in. The SDK checks the signature, issuer, audience and service URL of a token; it checks neither the
// tenant nor where answers would be sent, and it takes tokens of other issuers than Teams has. All of it fails closed.
import { digest } from '../../shared/digest.ts';
import { at, isObject, type Json, parseJson, textAt } from '../../shared/read.ts';

export interface Guard {
  /** The one tenant that is served, a GUID in lower case. */
  tenantId: string;
  /** Hosts that are answered; `*.` in front stands for any subdomain. A loopback host may be reached by http too. */
  serviceHosts: readonly string[];
  /** False for a local client, which is believed and may leave out tenant and object ids. */
  isAuthenticated: boolean;
}

const serviceIssuer = 'https://api.botframework.com';
const loopbackHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/**
 * Whether the token claims to be the Bot Connector's. The SDK verifies only afterwards that it is, and for any other
 * issuer it would look for keys elsewhere and learn the issuer for good.
 */
export function isOfService(authorization: string | undefined): boolean {
  const [, payload = ''] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/u.exec(authorization ?? '') ?? [];
  return textAt(parseJson(Buffer.from(payload, 'base64url').toString()), 'iss') === serviceIssuer;
}

/** Whether it comes by a channel that is served; for others the SDK has ways of its own to check a token. */
export function isOfTeams(activity: Json, { isAuthenticated }: Guard): boolean {
  const channel = activity['channelId'];
  return channel === 'msteams' || (channel === 'emulator' && !isAuthenticated);
}

/** Why an authentic activity is refused all the same, as a word for the log; undefined: it is for us. */
export function refusalOf(activity: Json, guard: Guard): string | undefined {
  const url = textAt(activity, 'serviceUrl');
  if (url === undefined || !isServiceUrl(url, guard.serviceHosts)) return 'serviceUrl';
  return isOfTenant(activity, guard) ? undefined : 'tenant';
}

/** Every tenant that is named must be ours, and one must be named. */
function isOfTenant(activity: Json, { tenantId, isAuthenticated }: Guard): boolean {
  if (!isAuthenticated) return true;
  const named = [
    at(activity, 'conversation', 'tenantId'),
    at(activity, 'channelData', 'tenant', 'id'),
    at(activity, 'from', 'tenantId'),
  ].filter((tenant) => tenant !== undefined && tenant !== null);
  return (
    named.length > 0 &&
    named.every((tenant) => typeof tenant === 'string' && tenant.toLowerCase() === tenantId)
  );
}

/** Whether the bot may send its token there. */
export function isServiceUrl(given: string, hosts: readonly string[]): boolean {
  const url = URL.parse(given);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (url.search !== '' || url.hash !== '') return false;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopbackHosts.has(url.hostname)))
    return false;
  return hosts.some((host) =>
    host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  );
}

/**
 * The Entra object id of an account, in lower case; undefined where there is none. Local clients make up ids of any
 * kind: what is no GUID becomes one, always the same.
 */
export function objectIdOf(
  account: unknown,
  { isAuthenticated }: Pick<Guard, 'isAuthenticated'>,
): string | undefined {
  if (!isObject(account)) return undefined;
  const given = textAt(account, 'aadObjectId') ?? textAt(account, 'objectId');
  const id = given?.toLowerCase();
  if (id !== undefined && guid.test(id)) return id;
  if (isAuthenticated) return undefined;
  const other = id ?? textAt(account, 'id')?.toLowerCase();
  if (other === undefined) return undefined;
  return guid.test(other) ? other : madeGuid(other);
}

function madeGuid(text: string): string {
  const hex = ['a', 'b', 'c', 'd'].map((salt) => digest(salt + text).padStart(8, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}
