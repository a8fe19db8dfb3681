// One call of the Bot Connector. The token goes to hosts of the service only, wherever an address came from.
import { ApiError } from './connector.ts';
import { isServiceUrl } from './guard.ts';
import type { Json } from '../../shared/read.ts';
import { callService, type TokenSource, withToken } from './service-call.ts';

export interface ConnectorParts {
  /** The bot's token; undefined where authentication is off. */
  token: TokenSource<string | undefined>;
  serviceHosts: readonly string[];
  /** How long an answer is waited for. */
  timeoutMs?: number;
}

export interface ConnectorRequest {
  serviceUrl: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Its parts, which are escaped here: ids come from outside. */
  path: readonly string[];
  query?: string;
  body?: Json;
}

/** Resolves with the body of the answer; rejects with ApiError. `name` says which call it was. */
export type ConnectorCall = (name: string, request: ConnectorRequest) => Promise<unknown>;

const patientMs = 8000;

export function createConnectorCall(parts: ConnectorParts): ConnectorCall {
  const { token, serviceHosts, timeoutMs = patientMs } = parts;
  return async (name, { serviceUrl, method, path, query = '', body }) => {
    if (!isServiceUrl(serviceUrl, serviceHosts))
      throw new ApiError(name, { status: 403, code: 'ServiceUrlRefused' });
    const below = path.map((part) => `/${encodeURIComponent(part)}`).join('');
    const url = `${serviceUrl.replace(/\/+$/u, '')}${below}${query}`;
    const answer = await withToken(token, (own) =>
      callService(name, { url, method, body, token: own, timeoutMs }),
    );
    return answer.body;
  };
}

export function conversation({ conversationId }: { conversationId: string }): string[] {
  return ['v3', 'conversations', conversationId];
}
