// Decides one Web API call from token to answer: who asks, with which scopes and arguments, and what the method says.
// It answers only with error codes that Slack lists for the method.

import { refuse, refuseArguments, SlackRefusal, type Call, type Method } from './call.ts';
import { genericErrors, methodContracts, type MethodContract } from './contract.ts';
import { missingScopes } from './conversation-scopes.ts';
import { lengthOf } from './shape-rules.ts';
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

  const tooLong = Object.entries(contract.maxLength).filter(
    ([name, max]) => lengthOf(call.args[name] ?? '') > max,
  );
  if (tooLong.length > 0) {
    refuseArguments(
      ...tooLong.map(
        ([name, max]) => `must be less than ${max + 1} characters [json-pointer:/${name}]`,
      ),
    );
  }

  const known = new Set([...contract.required, ...contract.optional]);
  for (const name of Object.keys(call.args)) {
    if (!known.has(name) && !universalArguments.has(name))
      call.lint(`${call.method}: unknown argument ${name}`);
  }
}

/** The workspace's token must be known and alive before anything else is looked at. */
export function authProblem(
  token: string,
  workspace: { isTokenRevoked: boolean } | undefined,
): string | undefined {
  if (token === '') return 'not_authed';
  if (token.startsWith('xapp-') || token.startsWith('xoxp-')) return 'not_allowed_token_type';
  if (!workspace) return 'invalid_auth';
  return workspace.isTokenRevoked ? 'token_revoked' : undefined;
}
