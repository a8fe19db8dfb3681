// One call of a Microsoft service: bounded in time, never repeated, never redirected. What is no success is an ApiError.
import { ApiError } from './connector.ts';
import { parseJson, textAt } from '../../shared/read.ts';

export interface ServiceRequest {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Undefined where authentication is off. */
  token: string | undefined;
  /** Sent as JSON. */
  body?: object | undefined;
  timeoutMs: number;
}

export interface ServiceAnswer {
  status: number;
  /** Undefined where it was no JSON. */
  body: unknown;
}

/** `refused`: a token that the service no longer takes, so that another is asked for. */
export type TokenSource<Token> = (refused?: string) => Promise<Token>;

/** Makes the call; refused for its token it has done nothing, and is made again with a new one. */
export async function withToken<Token extends string | undefined, Answer>(
  token: TokenSource<Token>,
  call: (token: Token) => Promise<Answer>,
): Promise<Answer> {
  const kept = await token();
  try {
    return await call(kept);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    const renewed = await token(kept);
    if (renewed === kept) throw error;
    return call(renewed);
  }
}

/** Rejects with ApiError; `name` says which call it was. */
export async function callService(name: string, request: ServiceRequest): Promise<ServiceAnswer> {
  const { url, method, token, body, timeoutMs } = request;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
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
  const answer = parseJson(text);
  // The page of a proxy says nothing of what was done.
  if (response.ok && text !== '' && answer === undefined)
    throw new ApiError(name, { status: response.status, code: 'unreadable_answer' });
  if (response.ok) return { status: response.status, body: answer };
  throw new ApiError(name, {
    status: response.status,
    code: codeIn(answer),
    retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
  });
}

const isCode = (code: string | undefined): code is string =>
  code !== undefined && /^[\w.-]{1,80}$/u.test(code) && !/^(?:\d+|unknown)$/iu.test(code);

/** The innermost code says most, e.g. `NameAlreadyExists` within `BadRequest`. */
function codeIn(body: unknown): string {
  const codes = [textAt(body, 'error', 'innerError', 'code'), textAt(body, 'error', 'code')];
  return codes.find(isCode) ?? '';
}

/** `ECONNREFUSED` and its like, so that it can be told whether anything arrived. */
export function codeOfFailure(error: unknown): string {
  const name = error instanceof Error ? error.name : undefined;
  return [textAt(error, 'cause', 'code'), textAt(error, 'code'), name].find(isCode) ?? '';
}

/** Seconds, or a date. */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/u.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
