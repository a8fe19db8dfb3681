// Entra's token endpoint for applications, and the documents around it; what it issued is checked by the other parts.

import { randomUUID } from 'node:crypto';
import type { Asked, Part, Reply } from './answers.ts';
import type { TeamsWorld } from './world.ts';

export type Audience = 'https://api.botframework.com' | 'https://graph.microsoft.com';

const lifeSeconds = 3599;

interface Issued {
  audience: string;
  /** Epoch milliseconds of the real clock, by which clients keep tokens too. */
  expiresAt: number;
}

export class Login implements Part {
  /** The application's secret; change it to make the next token fail. */
  secret: string;
  /** Application permissions of Graph that an administrator consented to. */
  granted: Iterable<string> = [];
  readonly #world: TeamsWorld;
  readonly #issued = new Map<string, Issued>();
  readonly #origin: () => string;

  constructor(world: TeamsWorld, secret: string, origin: () => string) {
    this.#world = world;
    this.secret = secret;
    this.#origin = origin;
  }

  /** Every token that was issued is worthless from now on. */
  revokeAll(): void {
    this.#issued.clear();
  }

  /** A token as the endpoint would issue it, for tests that speak to the cloud themselves. */
  issue(audience: Audience): string {
    const claims = {
      aud: audience,
      tid: this.#world.tenantId,
      jti: randomUUID(),
      ...this.#roles(audience),
    };
    const token = `entra.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.token`;
    this.#issued.set(token, { audience, expiresAt: Date.now() + lifeSeconds * 1000 });
    return token;
  }

  /** A token for Graph names what was granted; one without any has no such claim. */
  #roles(audience: Audience): { roles?: readonly string[] } {
    const roles = [...this.granted];
    return audience === graph && roles.length > 0 ? { roles } : {};
  }

  isValid(token: string, audience: Audience): boolean {
    const issued = this.#issued.get(token);
    return issued?.audience === audience && issued.expiresAt > Date.now();
  }

  nameOf({ path }: Asked): { call: string; about: string } {
    return { call: path.at(-1) === 'token' ? 'token' : 'discovery', about: path[0] ?? '' };
  }

  answer(asked: Asked): Reply {
    const [tenant = '', ...rest] = asked.path;
    const what = rest.join('/');
    if (what === 'oauth2/v2.0/token' && asked.method === 'POST')
      return this.#token(tenant, new URLSearchParams(asked.body.toString()));
    if (what === 'v2.0/.well-known/openid-configuration')
      return { status: 200, body: this.#configuration(tenant) };
    if (what === 'discovery/instance') return { status: 200, body: this.#instances(asked) };
    return { status: 404 };
  }

  #token(tenant: string, form: URLSearchParams): Reply {
    if (tenant.toLowerCase() !== this.#world.tenantId)
      return sorry(400, 'invalid_request', 90_002, `Tenant '${tenant}' not found.`);
    if (form.get('grant_type') !== 'client_credentials')
      return sorry(400, 'unsupported_grant_type', 70_003, 'The grant type is not supported.');
    if (form.get('client_id')?.toLowerCase() !== this.#world.appId)
      return sorry(400, 'unauthorized_client', 700_016, 'Application was not found.');
    if (form.get('client_secret') !== this.secret)
      return sorry(401, 'invalid_client', 7_000_215, 'Invalid client secret provided.');
    const audience = audiences.find((one) => form.get('scope')?.startsWith(`${one}/.default`));
    if (!audience)
      return sorry(400, 'invalid_scope', 70_011, 'The provided value for scope is not valid.');
    const body = {
      token_type: 'Bearer',
      expires_in: lifeSeconds,
      ext_expires_in: lifeSeconds,
      access_token: this.issue(audience),
    };
    return { status: 200, body };
  }

  #configuration(tenant: string): unknown {
    const base = `${this.#origin()}/${tenant}`;
    return {
      token_endpoint: `${base}/oauth2/v2.0/token`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      issuer: `${base}/v2.0`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    };
  }

  #instances({ url }: Asked): unknown {
    const host = new URL(url.searchParams.get('authorization_endpoint') ?? url.href).host;
    const tenant = this.#world.tenantId;
    return {
      tenant_discovery_endpoint: `${this.#origin()}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    };
  }
}

const graph = 'https://graph.microsoft.com';
const audiences: readonly Audience[] = ['https://api.botframework.com', graph];

function sorry(status: number, error: string, code: number, text: string): Reply {
  const body = {
    error,
    error_description: `AADSTS${code}: ${text}`,
    error_codes: [code],
    timestamp: new Date().toISOString().replace('T', ' '),
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  };
  return { status, body };
}
