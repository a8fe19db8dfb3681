// One call of Microsoft Graph: bounded in time, never repeated here, and never to another host than the configured one.
import { ApiError } from './connector.ts';
import { listAt, textAt } from './read.ts';

const patientMs = 20_000;

export interface GraphClientParts {
  /** With the version, e.g. `https://graph.microsoft.com/v1.0`. */
  baseUrl: string;
  /** A token for Graph, as an application. */
  token: () => Promise<string>;
  timeoutMs?: number;
}

export interface GraphRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base URL, its parts escaped: see `path`. */
  path: string;
  body?: object;
}

export interface GraphAnswer {
  status: number;
  /** Undefined where there was none. */
  body: unknown;
}

export interface GraphClient {
  readonly baseUrl: string;
  /** Rejects with ApiError for what is no success; `name` says which call it was. */
  call(name: string, request: GraphRequest): Promise<GraphAnswer>;
  /** The items of a list, a page at a time. */
  pages(name: string, path: string): AsyncIterable<readonly unknown[]>;
}

/** Makes a path of its parts, each escaped: ids hold `:` and `@`, and come from outside. */
export function path(
  parts: readonly string[],
  query: Readonly<Record<string, string>> = {},
): string {
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

  const send = async (name: string, url: string, request: GraphRequest): Promise<GraphAnswer> => {
    const { method = 'GET', body } = request;
    const authorization = `Bearer ${await token()}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        headers: {
          authorization,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      throw new ApiError(name, { status: 0, code: codeOfFailure(error) });
    }
    const parsed = parse(text);
    if (response.ok) return { status: response.status, body: parsed };
    throw new ApiError(name, {
      status: response.status,
      code: codeIn(parsed),
      retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
    });
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isCode = (code: string | undefined): code is string =>
  code !== undefined && /^[\w.-]{1,80}$/u.test(code) && !/^(?:\d+|unknown)$/iu.test(code);

/** The innermost code says most, e.g. `NameAlreadyExists` within `BadRequest`. */
function codeIn(body: unknown): string {
  const codes = [textAt(body, 'error', 'innerError', 'code'), textAt(body, 'error', 'code')];
  return codes.find(isCode) ?? '';
}

/** `ECONNREFUSED` and its like, so that it can be told whether anything arrived. */
function codeOfFailure(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const codes = [textAt(error, 'cause', 'code'), textAt(error, 'code'), error.name];
  return codes.find(isCode) ?? '';
}

/** Seconds, or a date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/u.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
