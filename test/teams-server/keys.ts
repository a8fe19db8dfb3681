// The keys with which Microsoft signs what it sends to bots, and the documents by which bots find them.

import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { Json } from '../slack-server/json.ts';

/** Ways to sign a request that Microsoft would not use. */
export type WrongToken =
  | 'none'
  | 'garbage'
  | 'wrongAudience'
  | 'wrongIssuer'
  | 'wrongKey'
  | 'expired'
  | 'notYetValid'
  | 'algNone'
  /** Signed with a key of Microsoft's that does not vouch for Teams. */
  | 'notEndorsed'
  /** The token's service address is not the activity's. */
  | 'otherServiceUrl';

const issuer = 'https://api.botframework.com';

interface Key {
  kid: string;
  endorsements: readonly string[];
  privateKey: KeyObject;
  publicKey: KeyObject;
}

function newKey(kid: string, endorsements: readonly string[]): Key {
  return { kid, endorsements, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
}

// Made once per process: an RSA key takes its time.
let made: { teams: Key; other: Key; foreign: Key } | undefined;

function keys(): NonNullable<typeof made> {
  made ??= {
    teams: newKey('teams-key', ['msteams', 'webchat']),
    other: newKey('other-key', ['slack', 'webchat']),
    foreign: newKey('teams-key', []),
  };
  return made;
}

/** For `https://login.botframework.com/v1/.well-known/openidconfiguration`. */
export function openIdConfiguration(origin: string): Json {
  return {
    issuer,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${origin}/v1/.well-known/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

export function keySet(): Json {
  return {
    keys: [keys().teams, keys().other].map((key) => ({
      ...key.publicKey.export({ format: 'jwk' }),
      kid: key.kid,
      x5t: key.kid,
      use: 'sig',
      alg: 'RS256',
      endorsements: key.endorsements,
    })),
  };
}

/** The token of one request to the bot; its times are those of the real clock, by which bots check them. */
export async function signed(
  about: { appId: string; serviceUrl: string },
  wrong: WrongToken | undefined,
): Promise<string> {
  if (wrong === 'garbage') return 'not.a.token';
  const now = Math.floor(Date.now() / 1000);
  const from = now + (wrong === 'expired' ? -7200 : wrong === 'notYetValid' ? 7200 : 0);
  const claims = {
    serviceurl: wrong === 'otherServiceUrl' ? 'https://smba.example/other/' : about.serviceUrl,
    nbf: from,
    exp: from + 3600,
    iss: wrong === 'wrongIssuer' ? 'https://sts.example.com' : issuer,
    aud: wrong === 'wrongAudience' ? '00000000-0000-4000-8000-000000000000' : about.appId,
  };
  if (wrong === 'algNone') return new UnsecuredJWT(claims).encode();
  const { teams, other, foreign } = keys();
  const key = wrong === 'wrongKey' ? foreign : wrong === 'notEndorsed' ? other : teams;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, x5t: key.kid, typ: 'JWT' })
    .sign(key.privateKey);
}
