// What Slack does with the answer to a view_submission: close, clear, replace, push, or show errors beside inputs.

import { viewProblems, wording } from './block-kit.ts';
import { isObject, objectAt, parseJson, textAt, type Json } from './json.ts';
import { pushView, replaceView } from './methods/views.ts';
import type { SlackView } from './model.ts';
import type { Workspace } from './workspace.ts';

export type SubmissionOutcome =
  | { action: 'closed' }
  | { action: 'cleared' }
  | { action: 'updated'; view: SlackView }
  | { action: 'pushed'; view: SlackView }
  /** The form stays open with these texts beside its inputs. */
  | { action: 'errors'; errors: Record<string, string> }
  /** The form stays open with "We had some trouble connecting". */
  | { action: 'failed' };

interface Applied {
  outcome: SubmissionOutcome;
  problems: string[];
}

function failed(...problems: string[]): Applied {
  return { outcome: { action: 'failed' }, problems };
}

export function applySubmission(workspace: Workspace, view: SlackView, body: string): Applied {
  if (body === '') {
    workspace.closeModal(view);
    return { outcome: { action: 'closed' }, problems: [] };
  }
  const answer = parseJson(body);
  if (!isObject(answer)) return failed(`the answer is not JSON: ${body}`);
  const action = textAt(answer, 'response_action') ?? '(none)';
  switch (action) {
    case 'clear':
      workspace.closeAllModals(view.user);
      return { outcome: { action: 'cleared' }, problems: [] };
    case 'errors':
      return showErrors(view, answer);
    case 'update':
    case 'push':
      return showView(workspace, view, { action, next: answer['view'] });
    default:
      return failed(`unknown response_action: ${JSON.stringify(answer['response_action'])}`);
  }
}

function showErrors(view: SlackView, answer: Json): Applied {
  const errors = objectAt(answer, 'errors') ?? {};
  const inputs = new Set(
    view.blocks
      .filter((block) => block['type'] === 'input')
      .map((block) => textAt(block, 'block_id')),
  );
  const entries = Object.entries(errors);
  const problems = entries.flatMap(([blockId, text]) => {
    if (!inputs.has(blockId)) return [`errors name ${blockId}, which is no input block`];
    return typeof text === 'string' && text !== '' ? [] : [`the error of ${blockId} has no text`];
  });
  if (entries.length === 0) problems.push('response_action errors without errors');
  if (problems.length > 0) return failed(...problems);
  return {
    outcome: {
      action: 'errors',
      errors: Object.fromEntries(entries.map(([blockId, text]) => [blockId, String(text)])),
    },
    problems,
  };
}

function showView(
  workspace: Workspace,
  view: SlackView,
  answer: { action: 'update' | 'push'; next: unknown },
): Applied {
  const { action, next } = answer;
  const problems = viewProblems(next, 'modal').map(wording);
  if (!isObject(next) || problems.length > 0) return failed(...problems);
  if (action === 'update') {
    replaceView(workspace, view, next);
    return { outcome: { action: 'updated', view }, problems };
  }
  const pushed = pushView(workspace, view, next);
  if (!pushed) return failed('push_limit_reached');
  return { outcome: { action: 'pushed', view: pushed }, problems };
}
