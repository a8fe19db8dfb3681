// What each failure of Slack's Web API means for a delivery. The codes are those that Slack lists.
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { classify, failedDelivery, isTransient } from '#src/chat/slack/api-error.ts';

/** What deliveries call. */
const delivering =
  `auth.test chat.postMessage chat.update conversations.archive conversations.create
  conversations.history conversations.info conversations.invite conversations.list conversations.open
  conversations.setPurpose conversations.setTopic files.completeUploadExternal files.getUploadURLExternal
  pins.add users.conversations bookmarks.add bookmarks.edit bookmarks.list canvases.edit
  conversations.canvases.create views.publish`.split(/\s+/u);

/** Slack's own lists, where this machine has them. */
const contractFile = new URL(
  '../../../../shared/data/slack/slack-methods.contract.json',
  import.meta.url,
);

function platform(error: string, more: object = {}): WebAPIPlatformError {
  return new WebAPIPlatformError({ ok: false, error, ...more });
}

test.each([
  [
    'alreadySo',
    [
      'already_in_channel',
      'already_pinned',
      'already_archived',
      'already_reacted',
      'not_archived',
      'channel_canvas_already_exists',
    ],
  ],
  [
    'later',
    [
      'message_limit_exceeded',
      'service_unavailable',
      'team_added_to_org',
      'external_channel_migrating',
      'canvas_editing_locked',
      'too_many_requests',
    ],
  ],
  ['ambiguous', ['fatal_error', 'internal_error', 'request_timeout', '<!DOCTYPE html><html>…']],
  [
    'tenant',
    [
      'invalid_auth',
      'token_revoked',
      'token_expired',
      'account_inactive',
      'not_authed',
      'org_login_required',
      'ekm_access_denied',
      'accesslimited',
    ],
  ],
  ['rateLimited', ['ratelimited', 'rate_limited']],
  [
    'permanent',
    [
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'invalid_blocks',
      'msg_too_long',
      'restricted_action',
      'user_not_found',
      'cant_update_message',
      'edit_window_closed',
      'expired_trigger_id',
      'no_text',
      'msg_blocks_too_long',
      'invalid_blocks_format',
      'restricted_action_read_only_channel',
      'missing_scope',
    ],
  ],
  ['unforeseen', ['constructor', 'a_code_of_next_year']],
])('%s', (kind, codes) => {
  const found = codes.map((code) => [code, classify(platform(code)).class]);
  expect(found).toEqual(codes.map((code) => [code, kind]));
});

describe('retrying', () => {
  test.each([
    [
      'after what Slack says',
      new WebAPIRateLimitedError(7),
      { outcome: 'retryLater', reason: 'ratelimited', afterMs: 7000 },
    ],
    [
      'after what Slack says in the body',
      platform('ratelimited', { response_metadata: { retryAfter: 3 } }),
      { outcome: 'retryLater', reason: 'ratelimited', afterMs: 3000 },
    ],
    [
      'after thirty seconds when it says nothing',
      platform('rate_limited'),
      { outcome: 'retryLater', reason: 'rate_limited', afterMs: 30_000 },
    ],
    [
      'also where the SDK has no name for it',
      new Error('Retry header did not contain a valid timeout (url: x, retry-after header: null)'),
      { outcome: 'retryLater', reason: 'ratelimited', afterMs: 30_000 },
    ],
    [
      'a mistake of ours, after whatever it did before',
      new TypeError('x is not a function'),
      { outcome: 'retryLater', reason: 'failed_here' },
    ],
    [
      'a server that broke',
      new WebAPIHTTPError(503, 'Unavailable', {}, 'x'),
      { outcome: 'retryLater', reason: 'http_503' },
    ],
    [
      'no answer',
      new WebAPIRequestError(new Error('socket hang up')),
      { outcome: 'retryLater', reason: 'no_answer' },
    ],
    [
      'no connection: nothing can have happened',
      new WebAPIRequestError(
        Object.assign(new Error('fetch failed'), { cause: { code: 'ECONNREFUSED' } }),
      ),
      { outcome: 'retryLater', reason: 'no_connection' },
    ],
    [
      'a page instead of an answer',
      platform('<html>'),
      { outcome: 'retryLater', reason: 'unreadable_answer' },
    ],
  ])('%s', (_name, error, delivery) => {
    expect(failedDelivery(classify(error), 'ssirp')).toEqual(delivery);
  });
});

test('a failure that repeating cannot mend tells people what to do', () => {
  const missing = failedDelivery(
    classify(platform('missing_scope', { needed: 'pins:write' })),
    'ssirp',
  );
  expect(missing).toMatchObject({ outcome: 'failed', reason: 'missing_scope' });
  expect(missing).toHaveProperty('remedy', expect.stringContaining('pins:write'));
  expect(failedDelivery(classify(platform('not_in_channel')), 'sirbot')).toHaveProperty(
    'remedy',
    expect.stringContaining('/invite @sirbot'),
  );
  expect(failedDelivery(classify(platform('a_code_of_next_year')), 'ssirp')).toEqual({
    outcome: 'failed',
    reason: 'a_code_of_next_year',
    isUnforeseen: true,
  });
  expect(isTransient(classify(new WebAPIHTTPError(404, 'Not Found', {})))).toBe(false);
});

test.skipIf(!existsSync(contractFile))(
  'every code that Slack lists for what the bot calls is foreseen',
  () => {
    const contract = JSON.parse(readFileSync(contractFile, 'utf8')) as Record<
      string,
      { errors: object }
    >;
    const surprising = delivering.flatMap((method) =>
      Object.keys(contract[method]?.errors ?? {}).filter(
        (code) => classify(platform(code)).class === 'unforeseen',
      ),
    );
    expect([...new Set(surprising)]).toEqual([]);
  },
);
