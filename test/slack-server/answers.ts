// How the server answers over HTTP, on good days and on those a test has armed with a fault.

import type { ServerResponse } from 'node:http';
import type { Fault, FaultKind } from './faults.ts';
import type { Json } from './json.ts';

export interface RecordedCall {
  method: string;
  /** Arguments with the JSON in them parsed, for reading in assertions. */
  args: Json;
  /** Epoch milliseconds by the server's clock. */
  at: number;
  ok: boolean;
  error?: string;
  fault?: FaultKind;
  token: string;
}

export function sendJson(
  response: ServerResponse,
  answer: Json,
  workspace: { readonly scopes: ReadonlySet<string> } | undefined,
): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    ...(workspace ? { 'x-oauth-scopes': [...workspace.scopes].join(',') } : {}),
  });
  response.end(JSON.stringify(answer));
}

export function rateLimited(
  record: RecordedCall,
  response: ServerResponse,
  seconds: number | null,
): void {
  Object.assign(record, { error: 'ratelimited' });
  response.writeHead(429, {
    'content-type': 'application/json; charset=utf-8',
    ...(seconds === null ? {} : { 'retry-after': String(seconds) }),
  });
  response.end(JSON.stringify({ ok: false, error: 'ratelimited' }));
}

function upstreamError(status: number): Strike {
  return (_fault, _record, response) => {
    response.writeHead(status, { 'content-type': 'text/plain' }).end('upstream error');
  };
}

type Strike = (fault: Fault, record: RecordedCall, response: ServerResponse) => void;

/** The faults that strike before a call takes effect; undefined for those that strike after it. */
const strikes: Readonly<Record<FaultKind, Strike | undefined>> = {
  ratelimited: (fault, record, response) => {
    rateLimited(record, response, fault.seconds === undefined ? 1 : fault.seconds);
  },
  500: upstreamError(500),
  503: upstreamError(503),
  html: (_fault, _record, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!DOCTYPE html><html><body>Something went wrong</body></html>');
  },
  hang: () => undefined,
  resetBefore: (_fault, _record, response) => {
    response.destroy();
  },
  revoked: (_fault, record, response) => {
    refused(record, response, 'token_revoked');
  },
  error: (fault, record, response) => {
    refused(record, response, fault.error ?? 'internal_error');
  },
  hangAfter: undefined,
  resetAfter: undefined,
};

function refused(record: RecordedCall, response: ServerResponse, error: string): void {
  Object.assign(record, { error });
  sendJson(response, { ok: false, error }, undefined);
}

/** Lets the fault strike if it comes before the effect; false when the call goes on first. */
export function strikeFirst(fault: Fault, record: RecordedCall, response: ServerResponse): boolean {
  const strike = strikes[fault.kind];
  if (fault.isAfterEffect || !strike) return false;
  strike(fault, record, response);
  return true;
}

/** Lets the fault strike after the effect; false when the answer may be sent. */
export function strikeAfter(
  fault: Fault | undefined,
  record: RecordedCall,
  response: ServerResponse,
): boolean {
  if (!fault) return false;
  if (fault.kind === 'resetAfter') response.destroy();
  else strikes[fault.kind]?.(fault, record, response);
  return true;
}
