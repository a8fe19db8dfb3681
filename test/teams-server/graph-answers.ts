// How Graph answers: errors in their envelope, lists in pages.

import { randomUUID } from 'node:crypto';
import type { Reply } from './answers.ts';
import type { GraphCall } from './graph-route.ts';

/** `inner`: the code inside, which says more. */
export function sorry(status: number, code: string, message: string, inner?: string): Reply {
  const id = randomUUID();
  const innerError = {
    ...(inner === undefined ? {} : { message, code: inner, innerError: {} }),
    date: '2026-11-26T18:00:00',
    'request-id': id,
    'client-request-id': id,
  };
  return { status, body: { error: { code, message, innerError } } };
}

export function badRequest(message: string, inner?: string): Reply {
  return sorry(400, 'BadRequest', message, inner);
}

export function notFound(message: string): Reply {
  return sorry(404, 'NotFound', message);
}

const usualPage = 20;
const largestPage = 50;

/** One page of the items; `path` is where the next one is read. */
export function page(call: GraphCall, path: string, items: readonly object[]): Reply {
  const asked = call.query.get('$top');
  const size = asked === null ? usualPage : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > largestPage)
    return badRequest(`The limit of '${largestPage}' for Top query has been exceeded.`);
  const from = Number(call.query.get('$skiptoken') ?? 0);
  const next = new URLSearchParams(call.query);
  next.set('$skiptoken', String(from + size));
  return {
    status: 200,
    body: {
      value: items.slice(from, from + size),
      ...(from + size < items.length
        ? { '@odata.nextLink': `${call.state.baseUrl}${path}?${next.toString()}` }
        : {}),
    },
  };
}
