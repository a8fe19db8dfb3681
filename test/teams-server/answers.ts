// What a part of the cloud is asked and answers, and how faults change the answer on its way over HTTP.

import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { isObject, parseJson, type Json } from '../slack-server/json.ts';
import type { Fault } from './faults.ts';

export interface Asked {
  method: string;
  url: URL;
  /** What follows the part's own prefix, decoded; without empty segments. */
  path: readonly string[];
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The token of the Authorization header, or ''. */
  bearer: string;
}

export interface Reply {
  status: number;
  /** JSON; undefined: an empty body. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** A part of the cloud under a path of its own. */
export interface Part {
  /** What faults and records call it, and what it is about. */
  nameOf(asked: Asked): { call: string; about: string };
  answer(asked: Asked): Reply | Promise<Reply>;
}

/** The JSON object that came; undefined for anything else. */
export function jsonOf(asked: Asked): Json | undefined {
  const json = parseJson(asked.body.toString());
  return isObject(json) ? json : undefined;
}

/** As the Bot Connector and Graph say what is wrong. */
export function refusal(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

export function throttled(seconds: number | null): Reply {
  return {
    ...refusal(429, 'Throttled', 'Too many requests.'),
    ...(seconds === null ? {} : { headers: { 'retry-after': String(seconds) } }),
  };
}

export function send(response: ServerResponse, reply: Reply): void {
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  response.writeHead(reply.status, {
    ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...reply.headers,
  });
  response.end(text);
}

const serviceErrors: Readonly<Record<string, Reply>> = {
  412: refusal(412, 'PreconditionFailed', 'Precondition failed, please try again.'),
  500: refusal(500, 'ServiceError', 'Internal server error.'),
  502: refusal(502, 'ServiceError', 'Service dependency issue.'),
  503: { status: 503 },
  504: { status: 504 },
};

/** Whether the fault keeps the call from taking effect. */
export function strikesFirst(fault: Fault): boolean {
  return !fault.isAfterEffect && fault.kind !== 'hangAfter' && fault.kind !== 'resetAfter';
}

/** Answers, or does not, as the fault has it. */
export function strike(fault: Fault, response: ServerResponse): void {
  switch (fault.kind) {
    case 'hang':
    case 'hangAfter':
      return;
    case 'resetBefore':
    case 'resetAfter':
      response.destroy();
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!DOCTYPE html><html><body>Something went wrong</body></html>');
      return;
    case 'throttled':
      send(response, throttled(fault.seconds === undefined ? 1 : fault.seconds));
      return;
    case 'error':
      send(response, refusal(fault.status ?? 500, fault.code ?? 'ServiceError', 'As armed.'));
      return;
    default:
      send(response, serviceErrors[fault.kind] ?? { status: 500 });
  }
}
