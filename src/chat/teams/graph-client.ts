// One call of Microsoft Graph: bounded in time, never repeated here, and never to another host than the configured one.
import { ApiError } from './connector.ts';
import { listAt, textAt } from '../../shared/read.ts';
import { callService, type ServiceAnswer, type TokenSource, withToken } from './service-call.ts';

const patientMs = 20_000;

export interface GraphClientParts {
  /** With the version, e.g. `https://graph.microsoft.com/v1.0`. */
  baseUrl: string;
  /** A token for Graph, as an application. */
  token: TokenSource<string>;
  timeoutMs?: number;
}

export interface GraphRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base URL, its parts escaped: see `path`. */
  path: string;
  body?: object;
}

export interface GraphClient {
  readonly baseUrl: string;
  /** Rejects with ApiError for what is no success; `name` says which call it was. */
  call(name: string, request: GraphRequest): Promise<ServiceAnswer>;
  /** The items of a list, a page at a time. */
  pages(name: string, path: string): AsyncIterable<readonly unknown[]>;
}

/** Makes a path of its parts, each escaped: ids hold `:` and `@`, and come from outside. Rejects what names none. */
export function path(
  parts: readonly string[],
  query: Readonly<Record<string, string>> = {},
): string {
  if (parts.some((part) => ['', '.', '..'].includes(part)))
    throw new ApiError('path', { status: 400, code: 'BadId' });
  const below = parts.map((part) => `/${encodeURIComponent(part)}`).join('');
  const asked = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return asked.length === 0 ? below : `${below}?${asked.join('&')}`;
}

/** A text of an OData expression. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Accepted, but not there yet: the next try finds it. */
export function unfinished(name: string): ApiError {
  return new ApiError(name, { status: 202, code: 'unfinished' });
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}

export function createGraphClient({
  baseUrl,
  token,
  timeoutMs = patientMs,
}: GraphClientParts): GraphClient {
  const base = baseUrl.replace(/\/+$/u, '');

  const send = async (name: string, url: string, request: GraphRequest): Promise<ServiceAnswer> => {
    const { method = 'GET', body } = request;
    return withToken(token, (own) =>
      callService(name, { url, method, body, token: own, timeoutMs }),
    );
  };

  return {
    baseUrl: base,
    call: (name, request) => send(name, `${base}${request.path}`, request),
    pages: async function* pages(name, first) {
      let url: string | undefined = `${base}${first}`;
      while (url !== undefined) {
        const { body } = await send(name, url, { path: '' });
        yield listAt(body, 'value');
        url = textAt(body, '@odata.nextLink');
        // The token goes with it.
        if (url !== undefined && !url.startsWith(`${base}/`))
          throw new ApiError(name, { status: 502, code: 'foreign_link' });
      }
    },
  };
}
