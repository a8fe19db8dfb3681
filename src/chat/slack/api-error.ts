// What a failed call of Slack's Web API means for its delivery: repeat it, or why repeating cannot help and what a
// person can do. An unknown code is permanent, and somebody is told; a missing scope stops only what needs it.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { Delivery } from '../port.ts';
import { foreseenRefusals } from './foreseen.ts';
import { codeOf } from './log.ts';
import { at, textAt } from '../../shared/read.ts';
import { Paced } from '#src/shared/pacing.ts';
import { remedyFor } from './remedies.ts';

export type Problem = {
  /** Slack's error code, or ours where Slack gave none. */
  code: string;
  /** The scope that Slack says is missing. */
  needed?: string;
} & (
  | { class: 'rateLimited'; afterMs: number }
  | { class: 'later'; afterMs?: number }
  /** It may have happened: the next attempt looks before it repeats. */
  | { class: 'ambiguous' }
  /** The wish is already fulfilled. */
  | { class: 'alreadySo' }
  /** Nothing works for this workspace until an administrator acts. */
  | { class: 'tenant' }
  | { class: 'permanent' }
  /** Permanent too, but nobody foresaw it. */
  | { class: 'unforeseen' }
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
    ekm_access_denied accesslimited team_access_not_granted`,
} as const;

const classByCode: ReadonlyMap<string, keyof typeof codes> = new Map(
  (['alreadySo', 'later', 'ambiguous', 'tenant'] as const).flatMap((kind) =>
    codes[kind].split(/\s+/u).map((code) => [code, kind] as const),
  ),
);

const goneCodes = new Set(['message_not_found', 'edit_window_closed', 'cant_update_message']);
/** What Slack answers about a channel that is archived, deleted or no longer has the bot in it. */
const roomCodes = new Set(['channel_not_found', 'is_archived', 'is_inactive', 'not_in_channel']);
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
  if (error instanceof WebAPIRequestError) {
    return neverArrived(error)
      ? { class: 'later', code: 'no_connection' }
      : { class: 'ambiguous', code: 'no_answer' };
  }
  if (error instanceof Paced) return { class: 'later', code: 'paced', afterMs: error.afterMs };
  // The SDK throws a bare Error for a 429 that does not say how long.
  if (error instanceof Error && error.message.startsWith('Retry header did not'))
    return { class: 'rateLimited', code: 'ratelimited', afterMs: unknownLimitMs };
  // A mistake of ours, in the middle of anything.
  return { class: 'ambiguous', code: 'failed_here' };
}

const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** There was no connection, so nothing can have happened. */
function neverArrived({ original }: WebAPIRequestError): boolean {
  const causes = [at(original, 'code'), at(original, 'cause', 'code')];
  return causes.some((code) => typeof code === 'string' && noConnection.has(code));
}

function platformProblem(error: WebAPIPlatformError): Problem {
  const code = codeOf(error);
  if (rateLimitCodes.has(code)) {
    const seconds = at(error.data, 'response_metadata', 'retryAfter');
    const afterMs = typeof seconds === 'number' ? seconds * 1000 : unknownLimitMs;
    return { class: 'rateLimited', code, afterMs };
  }
  const needed = textAt(error.data, 'needed');
  const refused = foreseenRefusals.has(code) ? 'permanent' : 'unforeseen';
  const kind = classByCode.get(code) ?? refused;
  return { class: kind, code, ...(needed === undefined ? {} : { needed }) };
}

/** True when the same call may succeed later without anybody doing anything. */
export function isTransient(problem: Problem): boolean {
  return ['rateLimited', 'later', 'ambiguous'].includes(problem.class);
}

/** True when nothing is wrong with what was asked: the whole delivery is to be tried again later. */
export function stopsDelivery(problem: Problem): boolean {
  return problem.class === 'tenant' || isTransient(problem);
}

/** The delivery that failed so. `alreadySo` is for the caller: only it knows what is then delivered. */
export function failedDelivery(
  problem: Problem,
  botName: string,
): Exclude<Delivery, { outcome: 'delivered' }> {
  const remedy = remedyFor(problem.code, problem.needed, botName);
  if (problem.class === 'tenant') {
    const down = { outcome: 'tenantDown' as const, reason: problem.code };
    return remedy === undefined ? down : { ...down, remedy };
  }
  if (isTransient(problem)) {
    const afterMs = 'afterMs' in problem ? problem.afterMs : undefined;
    return {
      outcome: 'retryLater',
      reason: problem.code,
      ...(afterMs === undefined ? {} : { afterMs }),
    };
  }
  const refused = {
    ...failed(problem.code, remedy),
    ...(roomCodes.has(problem.code) ? { isRoomInDoubt: true } : {}),
  };
  if (problem.class === 'unforeseen') return { ...refused, isUnforeseen: true };
  // Somebody deleted it, or it is too old to be changed.
  return goneCodes.has(problem.code) ? { ...refused, isGone: true } : refused;
}

export function failed(reason: string, remedy?: string): Extract<Delivery, { outcome: 'failed' }> {
  return { outcome: 'failed', reason, ...(remedy === undefined ? {} : { remedy }) };
}
