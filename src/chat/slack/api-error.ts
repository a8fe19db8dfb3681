// What a failed call of Slack's Web API means for its delivery: repeat it, or why repeating cannot help and what a
// person can do. Classes as in Slack's method reference; an unknown code is permanent.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Delivery } from '../port.ts';
import { codeOf } from './log.ts';
import { at, textAt } from './read.ts';
import { remedyFor } from './remedies.ts';

export type Problem = {
  /** Slack's error code, or ours where Slack gave none. */
  code: string;
  /** The scope that Slack says is missing. */
  needed?: string;
} & (
  | { class: 'rateLimited' | 'later'; afterMs?: number }
  /** It may have happened: the next attempt looks before it repeats. */
  | { class: 'ambiguous' }
  /** The wish is already fulfilled. */
  | { class: 'alreadySo' }
  /** Nothing works for this workspace until an administrator acts. */
  | { class: 'tenant' }
  | { class: 'permanent' }
);

/** Where Slack limits without saying for how long. */
const unknownLimitMs = 30_000;

const codes = {
  alreadySo: `already_in_channel already_pinned already_reacted already_archived not_archived
    channel_canvas_already_exists`,
  later: `message_limit_exceeded service_unavailable team_added_to_org external_channel_migrating
    canvas_editing_locked too_many_requests`,
  ambiguous: 'fatal_error internal_error request_timeout unreadable_answer',
  tenant: `invalid_auth token_revoked token_expired account_inactive not_authed org_login_required
    ekm_access_denied missing_scope accesslimited`,
} as const;

function isOf(kind: keyof typeof codes, code: string): boolean {
  return codes[kind].split(/\s+/u).includes(code);
}

/** Between two looks whether a workspace takes our token again. */
const tenantWaitMs = 2 * 60_000;
const goneCodes = new Set(['message_not_found', 'edit_window_closed', 'cant_update_message']);
const rateLimitCodes = new Set(['ratelimited', 'rate_limited']);

export function classify(error: unknown): Problem {
  if (error instanceof WebAPIRateLimitedError)
    return { class: 'rateLimited', code: 'ratelimited', afterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) return platformProblem(error);
  if (error instanceof WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    return error.statusCode >= 500 || error.statusCode === 408
      ? { class: 'ambiguous', code }
      : { class: 'permanent', code };
  }
  if (error instanceof WebAPIRequestError) return { class: 'ambiguous', code: 'no_answer' };
  // The SDK throws a bare Error for a 429 that does not say how long.
  return { class: 'later', code: 'no_answer', afterMs: unknownLimitMs };
}

function platformProblem(error: WebAPIPlatformError): Problem {
  const code = codeOf(error);
  if (rateLimitCodes.has(code)) {
    const seconds = at(error.data, 'response_metadata', 'retryAfter');
    const afterMs = typeof seconds === 'number' ? seconds * 1000 : unknownLimitMs;
    return { class: 'rateLimited', code, afterMs };
  }
  const needed = textAt(error.data, 'needed');
  const known = (['alreadySo', 'later', 'ambiguous', 'tenant'] as const).find((kind) =>
    isOf(kind, code),
  );
  return { class: known ?? 'permanent', code, ...(needed === undefined ? {} : { needed }) };
}

/** True when the same call may succeed later without anybody doing anything. */
export function isTransient(problem: Problem): boolean {
  return ['rateLimited', 'later', 'ambiguous'].includes(problem.class);
}

/** The delivery that failed so. `alreadySo` is for the caller: only it knows what is then delivered. */
export function failedDelivery(problem: Problem, botName: string): Delivery {
  if (isTransient(problem)) {
    const afterMs = 'afterMs' in problem ? problem.afterMs : undefined;
    return {
      outcome: 'retryLater',
      reason: problem.code,
      ...(afterMs === undefined ? {} : { afterMs }),
    };
  }
  if (problem.class === 'tenant' && problem.code !== 'missing_scope') {
    // The whole workspace waits for an administrator; what is queued goes out once they have acted.
    const remedy = remedyFor(problem.code, problem.needed, botName);
    return {
      outcome: 'retryLater',
      reason: [problem.code, remedy].join('. '),
      afterMs: tenantWaitMs,
    };
  }
  const refused = failed(problem.code, remedyFor(problem.code, problem.needed, botName));
  // Somebody deleted it, or it is too old to be changed.
  return goneCodes.has(problem.code) ? { ...refused, isGone: true } : refused;
}

export function failed(reason: string, remedy?: string): Extract<Delivery, { outcome: 'failed' }> {
  return { outcome: 'failed', reason, ...(remedy === undefined ? {} : { remedy }) };
}
