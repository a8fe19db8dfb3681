// The bot's tokens for Microsoft's services: by its client secret, or by the identity that Azure manages for it. They
// are kept until shortly before they end; a failure is an ApiError of the call `token`.
import {
  ConfidentialClientApplication,
  type INetworkModule,
  ManagedIdentityApplication,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import { ApiError } from './connector.ts';
import { parseJson, textAt } from '../../shared/read.ts';
import { codeOfFailure, retryAfterMs, type TokenSource } from './service-call.ts';

/** `nothing`: authentication is off. */
export type Proof =
  | { by: 'secret'; password: string }
  | { by: 'managedIdentity' }
  | { by: 'nothing' };

export interface TokensParts {
  appId: string;
  tenantId: string;
  access: Proof;
  /** In place of https://login.microsoftonline.com. */
  loginUrl: string;
}

/** Both reject with ApiError, and send nothing while the service asked to be left alone. */
export interface Tokens {
  /** For the Bot Connector; undefined where authentication is off. */
  bot: TokenSource<string | undefined>;
  /** For Microsoft Graph. */
  graph: TokenSource<string>;
}

const patientMs = 8000;
const login = 'https://login.microsoftonline.com';

export function createTokens(parts: TokensParts): Tokens {
  const { access } = parts;
  if (access.by === 'nothing') {
    return {
      bot: async () => undefined,
      graph: async () => {
        // Not of the sign-in: that the bot has none is no reason to hold everything back.
        throw new ApiError('graph', { status: 403, code: 'no_credentials' });
      },
    };
  }
  return {
    bot: createSource('https://api.botframework.com', access, parts),
    graph: createSource('https://graph.microsoft.com', access, parts),
  };
}

function createSource(
  resource: string,
  access: Exclude<Proof, { by: 'nothing' }>,
  parts: TokensParts,
): TokenSource<string> {
  const network = createNetwork(parts.loginUrl);
  const acquire = acquirer(resource, access, parts, network);
  const kept = shared(() => asked(acquire.kept, network));
  const renewed = shared(() => asked(acquire.renewed, network));
  return async (refused) => {
    const token = await kept();
    return token === refused ? renewed() : token;
  };
}

/** Whoever asks while it is asked already gets the same answer. */
function shared(ask: () => Promise<string>): () => Promise<string> {
  let asking: Promise<string> | undefined;
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

type Acquire = () => Promise<{ accessToken: string } | null>;

interface Acquiring {
  /** The one before, as long as it is good by the clock. */
  kept: Acquire;
  renewed: Acquire;
}

async function asked(acquire: Acquire, network: Network): Promise<string> {
  try {
    const token = (await acquire())?.accessToken ?? '';
    if (token !== '') return token;
  } catch (error) {
    throw network.failure ?? new ApiError('token', { status: 0, code: codeOfFailure(error) });
  }
  // Of a failure on the service's side the library makes an answer without a token.
  throw network.failure ?? new ApiError('token', { status: 200, code: 'unreadable_answer' });
}

function acquirer(
  resource: string,
  access: Exclude<Proof, { by: 'nothing' }>,
  { appId, tenantId }: TokensParts,
  network: Network,
): Acquiring {
  const system = { networkClient: network, disableInternalRetries: true };
  if (access.by === 'managedIdentity') {
    const identity = new ManagedIdentityApplication({
      managedIdentityIdParams: { userAssignedClientId: appId },
      system,
    });
    return {
      kept: () => identity.acquireToken({ resource }),
      renewed: () => identity.acquireToken({ resource, forceRefresh: true }),
    };
  }
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: appId,
      clientSecret: access.password,
      authority: `${login}/${tenantId}`,
    },
    system,
  });
  const scopes = [`${resource}/.default`];
  return {
    kept: () => client.acquireTokenByClientCredential({ scopes }),
    renewed: () => client.acquireTokenByClientCredential({ scopes, skipCache: true }),
  };
}

/** The library's own network errors say nothing; what went wrong last is kept here. */
interface Network extends INetworkModule {
  failure: ApiError | undefined;
}

function createNetwork(loginUrl: string): Network {
  const base = loginUrl.replace(/\/+$/u, '');
  const send = async <T>(
    method: 'GET' | 'POST',
    url: string,
    options: NetworkRequestOptions = {},
  ): Promise<NetworkResponse<T>> => {
    network.failure = undefined;
    const to = url.startsWith(`${login}/`) ? `${base}${url.slice(login.length)}` : url;
    try {
      const response = await fetch(to, {
        method,
        ...(options.headers === undefined ? {} : { headers: options.headers }),
        ...(options.body === undefined ? {} : { body: options.body }),
        redirect: 'error',
        signal: AbortSignal.timeout(patientMs),
      });
      const body = parseJson(await response.text()) ?? {};
      network.failure = response.ok ? undefined : failureOf(response, body);
      // Told of it, the library would not ask again for a minute.
      if (network.failure !== undefined && response.status >= 500) throw network.failure;
      return {
        headers: Object.fromEntries(response.headers),
        // What the library reads of it, it checks.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        body: body as T,
        status: response.status,
      };
    } catch (error) {
      network.failure ??= new ApiError('token', { status: 0, code: codeOfFailure(error) });
      throw error;
    }
  };
  const network: Network = {
    failure: undefined,
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
  return network;
}

/** Entra's own words are not kept: they name the app and the tenant. */
function failureOf({ status, headers }: Response, body: unknown): ApiError {
  const [number] = /AADSTS\d+/u.exec(textAt(body, 'error_description') ?? '') ?? [];
  const word = textAt(body, 'error') ?? '';
  const code = number ?? (/^\w{1,80}$/u.test(word) ? word : '');
  const after = retryAfterMs(headers.get('retry-after'));
  return new ApiError('token', { status, code, retryAfterMs: after });
}
