// The bot's tokens: asked for once, kept, and what is told when Microsoft gives none.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '#src/chat/teams/connector.ts';
import { createTokens, type Proof } from '#src/chat/teams/tokens.ts';
import { TeamsServer } from '../../teams-server/server.ts';

const secret = 'hush-0123456789abcdef';

let cloud: TeamsServer;

beforeEach(async () => {
  cloud = await TeamsServer.start({ secret });
});

afterEach(async () => {
  await cloud.close();
});

function tokens(access: Proof = { by: 'secret', password: secret }) {
  const { appId, tenantId } = cloud.world;
  return createTokens({ appId, tenantId, access, loginUrl: cloud.origin });
}

async function errorOf(work: Promise<unknown>): Promise<ApiError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}

describe('A token by the client secret', () => {
  test('is one for the bot service and another for Graph, each kept', async () => {
    const source = tokens();
    const [bot, graph] = [await source.bot(), await source.graph()];

    expect(cloud.login.isValid(bot ?? '', 'https://api.botframework.com')).toBe(true);
    expect(cloud.login.isValid(graph, 'https://graph.microsoft.com')).toBe(true);
    expect([await source.bot(), await source.graph()]).toEqual([bot, graph]);
    expect(cloud.calls.map(({ call }) => call)).toEqual(['token', 'token']);
  });

  test('wanted by many at once is asked for once', async () => {
    const source = tokens();
    const got = await Promise.all(Array.from({ length: 9 }, () => source.bot()));

    expect(new Set(got).size).toBe(1);
    expect(cloud.callsOf('token')).toHaveLength(1);
  });

  test('is refused for a wrong secret: with the number of the reason, without its words', async () => {
    const error = await errorOf(tokens({ by: 'secret', password: 'old-secret' }).bot());

    expect(error).toMatchObject({ call: 'token', status: 401, code: 'AADSTS7000215' });
    expect(error.message).toBe('token: 401 AADSTS7000215');
  });

  test.each([
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['resetBefore', { status: 0 }],
    ['html', { status: 200 }],
  ] as const)('that fails with %s is asked for again the next time', async (kind, facts) => {
    const source = tokens();
    cloud.fault('token', kind);

    expect(await errorOf(source.bot())).toMatchObject({ call: 'token', ...facts });
    expect(await source.bot()).toMatch(/^entra/u);
    expect(cloud.callsOf('token')).toHaveLength(2);
  });

  test('is not asked for while the service wants to be left alone', async () => {
    const source = tokens();
    cloud.fault('token', 'throttled', 1, { seconds: 60 });
    const limited = { call: 'token', status: 429, retryAfterMs: 60_000 };

    expect(await errorOf(source.bot())).toMatchObject(limited);
    expect(await errorOf(source.bot())).toMatchObject(limited);
    expect(cloud.callsOf('token')).toHaveLength(1);
  });
});

describe('A managed identity', () => {
  test('gives the token without a secret', async () => {
    const seen: string[] = [];
    const azure = createServer((request, response) => {
      seen.push(`${request.url} ${String(request.headers['x-identity-header'])}`);
      const inAnHour = Math.floor(Date.now() / 1000) + 3600;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ access_token: 'managed', expires_on: inAnHour, token_type: 'Bearer' }),
      );
    });
    await new Promise<void>((resolve) => {
      azure.listen(0, '127.0.0.1', resolve);
    });
    const { port } = azure.address() as AddressInfo;
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', 'proof');
    try {
      const source = tokens({ by: 'managedIdentity' });
      expect([await source.bot(), await source.bot()]).toEqual(['managed', 'managed']);
    } finally {
      vi.unstubAllEnvs();
      azure.close();
    }

    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain(`client_id=${cloud.world.appId}`);
    expect(seen[0]).toContain('resource=https://api.botframework.com');
    expect(seen[0]).toMatch(/ proof$/u);
  });
});

describe('Without authentication', () => {
  test('the bot has no token, and Graph is closed to it', async () => {
    const source = tokens({ by: 'nothing' });

    expect(await source.bot()).toBeUndefined();
    expect(await errorOf(source.graph())).toMatchObject({ status: 403, code: 'no_credentials' });
    expect(cloud.calls).toEqual([]);
  });
});
