// What Slack promises about each Web API method that the bot may call: arguments, scopes, tier and error codes.
// Transcribed from Slack's public method reference; slack-server.test.ts compares it with the contract data.

import { canvasRows } from './contract-canvases.ts';
import { conversationRows } from './contract-conversations.ts';
import { messageRows } from './contract-messages.ts';
import { oauthRows } from './contract-oauth.ts';

export interface MethodContract {
  /** Slack's rate-limit tier; 5 stands for "special". */
  tier: number;
  /** The kind of token it takes from us. */
  token: 'bot' | 'user' | 'app';
  required: readonly string[];
  optional: readonly string[];
  maxLength: Readonly<Record<string, number>>;
  /** A bot token needs one of these; conversation-scopes.ts narrows them by the type of the conversation. */
  scopes: readonly string[];
  errors: readonly string[];
}

/** A MethodContract as it is written down: lists as words. */
export interface Row {
  tier: number;
  /** Default bot. */
  token?: 'user' | 'app';
  required?: string;
  optional?: string;
  maxLength?: Record<string, number>;
  scopes?: string;
  errors?: string;
}

function words(text = ''): readonly string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

export const methodContracts: ReadonlyMap<string, MethodContract> = new Map(
  Object.entries({ ...messageRows, ...conversationRows, ...canvasRows, ...oauthRows }).map(
    ([method, row]) => [
      method,
      {
        tier: row.tier,
        token: row.token ?? 'bot',
        required: words(row.required),
        optional: words(row.optional),
        maxLength: row.maxLength ?? {},
        scopes: words(row.scopes),
        errors: words(row.errors),
      },
    ],
  ),
);

/** Codes that any method may return, listed by Slack for the Web API as a whole. */
export const genericErrors: ReadonlySet<string> = new Set(
  words(`
    not_authed invalid_auth account_inactive token_expired token_revoked no_permission missing_scope
    not_allowed_token_type org_login_required ekm_access_denied team_access_not_granted
    two_factor_setup_required accesslimited unknown_method method_deprecated deprecated_endpoint
    invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data
    invalid_post_type missing_post_type request_timeout service_unavailable internal_error fatal_error
    ratelimited team_added_to_org external_channel_migrating`),
);
