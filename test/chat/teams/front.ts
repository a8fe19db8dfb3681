// The bot's front door by itself: a real HTTP server with the listener, keys that are served over HTTP, tokens that
// are really signed, and in place of the bot what was taken.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import type { Answer, Inbound } from '#src/chat/teams/connector.ts';
import { createRequestListener } from '#src/chat/teams/request-listener.ts';
import { createTeamsAi } from '#src/chat/teams/teams-ai.ts';

export const appId = '11111111-2222-4333-8444-555555555555';
export const tenantId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
export const ada = '0ada0000-1111-4222-8333-444444444444';
export const serviceUrl = 'https://smba.trafficmanager.net/emea/';
export const channelId = '19:general@thread.tacv2';
export const bot = { id: `28:${appId}`, name: 'ssirp' };

type Json = Record<string, unknown>;
type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

const issuer = 'https://api.botframework.com';
const pairs = {
  teams: await generateKeyPair('RS256', { extractable: true }),
  slack: await generateKeyPair('RS256', { extractable: true }),
  foreign: await generateKeyPair('RS256', { extractable: true }),
};
/** `foreign` signs in the name of the key for Teams and is served nowhere. */
export const keys: Readonly<Record<keyof typeof pairs, Key>> = {
  teams: pairs.teams.privateKey,
  slack: pairs.slack.privateKey,
  foreign: pairs.foreign.privateKey,
};

/** The claims of a token of the Bot Connector, some of them other or (undefined) left out. */
export function claims(other: Json = {}): Json {
  const now = Math.floor(Date.now() / 1000);
  const all: Json = {
    iss: issuer,
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now - 60,
    exp: now + 3600,
  };
  return Object.fromEntries(
    Object.entries({ ...all, ...other }).filter(([, value]) => value !== undefined),
  );
}

export async function token(other: Json = {}, key: keyof typeof keys = 'teams'): Promise<string> {
  return new SignJWT(claims(other))
    .setProtectedHeader({ alg: 'RS256', kid: key === 'slack' ? 'slack' : 'teams', typ: 'JWT' })
    .sign(keys[key]);
}

export function unsigned(): string {
  return new UnsecuredJWT(claims()).encode();
}

/** What Ada writes in a channel, as Teams sends it. */
export function message(other: Json = {}): Json {
  return {
    type: 'message',
    id: '1700000000001',
    timestamp: '2026-11-26T12:00:00.000Z',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:ada', name: 'Ada Lovelace', aadObjectId: ada },
    recipient: bot,
    conversation: {
      id: `${channelId};messageid=1700000000000`,
      conversationType: 'channel',
      isGroup: true,
      tenantId,
    },
    channelData: {
      tenant: { id: tenantId },
      team: { id: channelId },
      channel: { id: channelId },
    },
    text: '<at>ssirp</at>&nbsp;status',
    textFormat: 'plain',
    entities: [{ type: 'mention', mentioned: bot, text: '<at>ssirp</at>' }],
    ...other,
  };
}

export function invoke(name: string, value: unknown, other: Json = {}): Json {
  const activity = { ...message(), type: 'invoke', name, value, ...other };
  return Object.fromEntries(Object.entries(activity).filter(([key]) => !ofMessages.has(key)));
}

const ofMessages = new Set(['text', 'textFormat', 'entities']);

export interface Front extends AsyncDisposable {
  /** What was let through, in order. */
  taken: Inbound[];
  logged: unknown[];
  /** What Microsoft's side was asked for: keys, and below `service` all that a bot may call. */
  asked: string[];
  /** A service URL on that side, for fronts that answer 127.0.0.1. */
  service: string;
  /** Set to make the key service fail. */
  keysStatus: number;
  send(
    body: unknown,
    options?: {
      bearer?: string | undefined;
      path?: string;
      method?: string;
      raw?: string;
      headers?: Record<string, string>;
    },
  ): Promise<{ status: number; body: string }>;
}

/** `take` decides what is answered; it is none otherwise. */
export async function openFront(
  settings: {
    take?: (inbound: Inbound) => Answer | Promise<Answer>;
    isAuthenticated?: boolean;
    serviceHosts?: readonly string[];
  } = {},
): Promise<Front> {
  const asked: string[] = [];
  const taken: Inbound[] = [];
  const logged: unknown[] = [];
  const state = { keysStatus: 200 };
  const log = pino(
    { base: null, timestamp: false },
    { write: (line) => logged.push(JSON.parse(line)) },
  );
  const jwks = await Promise.all(
    (['teams', 'slack'] as const).map(async (kid) => ({
      ...(await exportJWK(pairs[kid].publicKey)),
      kid,
      use: 'sig',
      endorsements: [kid === 'teams' ? 'msteams' : 'slack'],
    })),
  );
  const keyService = await serve((request, response) => {
    asked.push(request.url ?? '');
    const { port } = keyService;
    const isKeys = request.url === '/keys';
    const served = isKeys ? { keys: jwks } : { issuer, jwks_uri: `http://127.0.0.1:${port}/keys` };
    response.writeHead(state.keysStatus, { 'content-type': 'application/json' });
    response.end(JSON.stringify(served));
  });
  const isAuthenticated = settings.isAuthenticated ?? true;
  const ai = createTeamsAi({
    appId,
    tenantId,
    isAuthenticated,
    serviceHosts: settings.serviceHosts ?? ['smba.trafficmanager.net', '*.botframework.com'],
    openIdUrl: `http://127.0.0.1:${keyService.port}/openid`,
    take: async (inbound) => {
      const answer = (await settings.take?.(inbound)) ?? { kind: 'none' };
      taken.push(inbound);
      return answer;
    },
    log,
  });
  const listener = createRequestListener({ ai, log });
  const server = await serve((request, response) => void listener(request, response));
  return {
    taken,
    logged,
    asked,
    service: `http://127.0.0.1:${keyService.port}/teams/`,
    get keysStatus() {
      return state.keysStatus;
    },
    set keysStatus(status) {
      state.keysStatus = status;
    },
    send: async (body, { bearer, path = '/api/messages', method = 'POST', raw, headers } = {}) => {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
        ...(method === 'GET' ? {} : { body: raw ?? JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.text() };
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([server, keyService].map((one) => one.close()));
    },
  };
}

async function serve(
  listener: RequestListener,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
