// What a failed call of the bot service, of Graph or of the sign-in means for its delivery: repeat it, or why repeating
// cannot help and what a person can do. What nobody foresaw is permanent, and somebody is told.
import { Paced } from '../../shared/pacing.ts';
import type { Delivery } from '../port.ts';
import { ApiError } from './connector.ts';
import { refusalBy } from './graph-remedies.ts';

export type Problem = {
  /** The service's code, or ours where it gave none. */
  code: string;
  /** What people can do about it. */
  remedy?: string | undefined;
} & (
  | { class: 'throttled'; afterMs: number }
  /** Nothing was done. */
  | { class: 'later'; afterMs?: number }
  /** It may have happened: the next attempt looks before it repeats. */
  | { class: 'ambiguous'; afterMs?: number }
  /** The message, the conversation or the person is not there. */
  | { class: 'gone' }
  /** The bot may not do that there. */
  | { class: 'forbidden' }
  /** Nothing works for this tenant until an administrator acts. */
  | { class: 'tenantDown' }
  | { class: 'permanent' }
  /** Permanent too, but nobody foresaw it. */
  | { class: 'unforeseen' }
);

/** Where a service limits without saying for how long. */
const unknownLimitMs = 30_000;

/** There was no connection, so nothing can have happened. */
const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** What is answered about a conversation that is archived, deleted or no longer has the bot in it. */
const roomCodes = new Set([
  'BotNotInConversationRoster',
  'ConversationNotFound',
  'MessageWritesBlocked',
]);

/** Authentication is off: there is no Graph then. */
const noCredentials = 'no_credentials';

const signIn =
  'Microsoft no longer accepts the bot: check MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and MICROSOFT_APP_PASSWORD (a client secret expires; make a new one in Entra under the app registration), then restart.';
const remedies: Readonly<Record<string, string>> = {
  [noCredentials]:
    'The bot runs without authentication, and so without Microsoft Graph: that is for a local client only.',
  BotDisabledByAdmin:
    'An administrator has blocked the app: allow it in the Teams admin center, under "Manage apps".',
  BotNotInConversationRoster:
    'The app is not in that team or chat any more: add it there again, then retry.',
  ConversationNotFound: 'Somebody deleted that conversation in Teams.',
  ActivityNotFoundInConversation: 'Somebody deleted that message in Teams.',
  MessageWritesBlocked:
    'Nobody may write there: the team or channel is archived, or its settings forbid it. An owner of the team can change that.',
  ConversationBlockedByUser:
    'They have blocked the bot in Teams: ask them to unblock it in their chat with it.',
};

/** Every code that has a sentence: docs/teams.md explains each. */
export const remedyCodes: readonly string[] = Object.keys(remedies);

export function classify(error: unknown): Problem {
  if (error instanceof ApiError) return problemOf(error);
  if (error instanceof Paced) return { class: 'later', code: 'paced', afterMs: error.afterMs };
  // A mistake of ours, in the middle of anything.
  return { class: 'ambiguous', code: 'failed_here' };
}

function problemOf(error: ApiError): Problem {
  const { call, status, retryAfterMs } = error;
  const code = error.code === '' ? `http_${status}` : error.code;
  const after = retryAfterMs === undefined ? {} : { afterMs: retryAfterMs };
  const inDoubt = (doubt: string): Problem =>
    // Without a token nothing was sent to anybody.
    call === 'token' || noConnection.has(code)
      ? { class: 'later', code: doubt, ...after }
      : { class: 'ambiguous', code: doubt, ...after };
  if (status === 0) return inDoubt(noConnection.has(code) ? 'no_connection' : 'no_answer');
  if (status === 429) return { class: 'throttled', code, afterMs: retryAfterMs ?? unknownLimitMs };
  if (isBotRefused(error)) return { class: 'tenantDown', code, remedy: remedies[code] ?? signIn };
  const remedy = remedies[code] ?? refusalBy(error);
  switch (status) {
    // Somebody else wrote at the same moment.
    case 412:
      return { class: 'later', code, ...after };
    case 403:
      return { class: 'forbidden', code, remedy };
    case 404:
    case 410:
      return { class: 'gone', code, remedy };
    case 413:
      return { class: 'permanent', code };
    default:
      // A page of a proxy is no answer, whatever its status.
      return status >= 500 || status === 408 || status < 400
        ? inDoubt(code)
        : { class: 'unforeseen', code, remedy };
  }
}

/** Of the bot as such: its secret, or an administrator's decision. */
function isBotRefused({ call, status, code }: ApiError): boolean {
  return (
    status === 401 ||
    code === 'BotDisabledByAdmin' ||
    (call === 'token' && [400, 403].includes(status) && code !== noCredentials)
  );
}

/** True when the same call may succeed later without anybody doing anything. */
function isTransient(problem: Problem): boolean {
  return ['throttled', 'later', 'ambiguous'].includes(problem.class);
}

/** True when nothing is wrong with what was asked: the whole delivery is to be tried again later. */
export function stopsDelivery(problem: Problem): boolean {
  return problem.class === 'tenantDown' || isTransient(problem);
}

/** The delivery that failed so. */
export function failedDelivery(problem: Problem): Exclude<Delivery, { outcome: 'delivered' }> {
  const { code: reason, remedy } = problem;
  const told = remedy === undefined ? {} : { remedy };
  if (problem.class === 'tenantDown') return { outcome: 'tenantDown', reason, ...told };
  if (isTransient(problem)) {
    const afterMs = 'afterMs' in problem ? problem.afterMs : undefined;
    return { outcome: 'retryLater', reason, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return {
    outcome: 'failed',
    reason,
    ...told,
    ...(roomCodes.has(reason) ? { isRoomInDoubt: true } : {}),
    ...(problem.class === 'unforeseen' ? { isUnforeseen: true } : {}),
  };
}
