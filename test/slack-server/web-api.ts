// Decides one Web API call from token to answer: who asks, with which scopes and arguments, and what the method says.
// It answers only with error codes that Slack lists for the method.

import { argumentProblems } from './argument-types.ts';
import { refuse, refuseArguments, SlackRefusal, type Call, type Method } from './call.ts';
import { genericErrors, methodContracts, type MethodContract } from './contract.ts';
import { missingScopes } from './conversation-scopes.ts';
import type { Json } from './json.ts';
import { canvasMethods } from './methods/canvases.ts';
import { channelMethods } from './methods/channels.ts';
import { channelReadingMethods } from './methods/channel-reading.ts';
import { fileMethods } from './methods/files.ts';
import { markMethods } from './methods/marks.ts';
import { messageMethods } from './methods/messages.ts';
import { peopleMethods } from './methods/people.ts';
import { viewMethods } from './methods/views.ts';

const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...canvasMethods,
    ...channelMethods,
    ...channelReadingMethods,
    ...fileMethods,
    ...markMethods,
    ...messageMethods,
    ...peopleMethods,
    ...viewMethods,
  }),
);

/** Arguments that any method takes without its contract saying so; Bolt adds team_id to every call. */
const universalArguments = new Set(['token', 'team_id']);

/** Refusals that say the call was wrong in itself, whatever the state of the workspace: they fail a test. */
const malformed = new Set(
  `invalid_arguments unknown_method invalid_post_type invalid_blocks invalid_blocks_format no_text
   msg_too_long msg_blocks_too_long markdown_text_conflict too_many_attachments invalid_metadata_format
   invalid_metadata_schema metadata_too_large view_too_large too_long invalid_name_required
   invalid_name_maxlength invalid_name_specials invalid_name_punctuation invalid_types invalid_cursor
   invalid_ts_latest invalid_ts_oldest bad_timestamp no_item_specified invalid_name invalid_link
   invalid_emoji invalid_bookmark_type canvas_too_large no_user users_list_not_supplied`.split(
    /\s+/u,
  ),
);

/** Slack's answer, always with `ok`. Never throws for what a caller can get wrong. */
export function answerCall(call: Call): Json {
  try {
    return { ok: true, ...decided(call) };
  } catch (problem) {
    if (!(problem instanceof SlackRefusal)) throw problem;
    const listed = methodContracts.get(call.method)?.errors ?? [];
    const isListed = genericErrors.has(problem.code) || listed.includes(problem.code);
    if (!isListed && call.method !== 'api.test')
      throw new Error(`${call.method} must not answer ${problem.code}`, { cause: problem });
    if (malformed.has(problem.code) && call.method !== 'api.test')
      call.lint(`${call.method}: ${problem.code} ${JSON.stringify(problem.details)}`);
    return { ok: false, error: problem.code, ...problem.details };
  }
}

function decided(call: Call): Json {
  const method = methods.get(call.method);
  const contract = methodContracts.get(call.method);
  if (!method || !contract) refuse('unknown_method', { req_method: call.method });
  if (call.method !== 'api.test') refuseScopes(call, contract);
  checkArguments(call, contract);
  return method(call);
}

function refuseScopes(call: Call, contract: MethodContract): void {
  const missing = missingScopes(call, contract);
  if (!missing) return;
  refuse('missing_scope', {
    needed: missing.join(','),
    provided: [...call.workspace.scopes].join(','),
  });
}

function checkArguments(call: Call, contract: MethodContract): void {
  const missing = contract.required.filter((name) => call.args[name] === undefined);
  if (missing.length > 0)
    refuseArguments(...missing.map((name) => `missing required field: ${name}`));

  const problems = argumentProblems(call.args, contract.maxLength);
  if (problems.length > 0) refuseArguments(...problems);

  const known = new Set([...contract.required, ...contract.optional]);
  for (const name of Object.keys(call.args)) {
    if (!known.has(name) && !universalArguments.has(name))
      call.lint(`${call.method}: unknown argument ${name}`);
  }
}

/** What a token may be used for, by its first letters. */
function kindOf(token: string): 'bot' | 'user' | 'app' {
  if (token.startsWith('xapp-')) return 'app';
  return token.startsWith('xoxp-') ? 'user' : 'bot';
}

/** The workspace's token must be known, alive and of a kind that the method takes, before anything else is looked at. */
export function authProblem(
  method: string,
  token: string,
  workspace: { isTokenRevoked: boolean; formerTokens: ReadonlySet<string> } | undefined,
): string | undefined {
  if (token === '') return 'not_authed';
  const kind = kindOf(token);
  if (kind !== (methodContracts.get(method)?.token ?? 'bot')) return 'not_allowed_token_type';
  if (!workspace) return 'invalid_auth';
  const isDead = workspace.isTokenRevoked || workspace.formerTokens.has(token);
  return isDead ? 'token_revoked' : undefined;
}
