// views.*: modals on their stack of three, the home tab, and the triggers that a modal costs.

import { arg, jsonObject, refuse, refuseArguments, type Call, type Method } from '../call.ts';
import { viewBytesMax, viewProblems, wording } from '../block-kit.ts';
import { objectsAt, textAt, type Json } from '../json.ts';
import { complaintsAbout } from '../lint.ts';
import type { SlackView, Trigger } from '../model.ts';
import { viewJson } from '../wire.ts';
import type { Workspace } from '../workspace.ts';

const stackMax = 3;

/** The view argument, refused as Slack refuses it: too large first, then every broken rule. */
function viewOf(call: Call, type: 'modal' | 'home', replaced?: SlackView): Json {
  if (Buffer.byteLength(arg(call, 'view')) > viewBytesMax) refuse('view_too_large');
  const view = jsonObject(call, 'view');
  if (!view) refuseArguments('must be a valid view [json-pointer:/view]');
  const problems = viewProblems(view, type).map(wording);
  if (problems.length > 0) refuseArguments(...problems);
  for (const complaint of complaintsAbout({ blocks: objectsAt(view, 'blocks') }))
    call.lint(`${call.method}: ${complaint}`);

  const externalId = textAt(view, 'external_id') ?? '';
  const others = [...call.workspace.views.values()].filter((other) => other !== replaced);
  if (externalId !== '' && others.some((other) => other.external_id === externalId))
    refuse('duplicate_external_id');
  return view;
}

/** Takes the trigger: it works once and for three seconds. */
function spend(call: Call): Trigger {
  if (arg(call, 'trigger_id') === '')
    refuseArguments('missing required field: trigger_id [json-pointer:/trigger_id]');
  const trigger = call.workspace.triggers.get(arg(call, 'trigger_id'));
  if (!trigger) refuse('invalid_trigger_id');
  if (trigger.isUsed) refuse('exchanged_trigger_id');
  if (call.workspace.now() > trigger.expiresAt) refuse('expired_trigger_id');
  trigger.isUsed = true;
  return trigger;
}

const open: Method = (call) => {
  const source = viewOf(call, 'modal');
  const { user } = spend(call);
  const view = call.workspace.makeView(user, source);
  call.workspace.closeAllModals(user);
  call.workspace.modals.set(user, [view.id]);
  return { view: viewJson(call.workspace, view) };
};

/** Also what `response_action: push` does. Undefined when the stack is full. */
export function pushView(
  workspace: Workspace,
  onto: SlackView,
  source: Json,
): SlackView | undefined {
  const stack = workspace.modals.get(onto.user) ?? [];
  if (stack.length >= stackMax) return undefined;
  const view = workspace.makeView(onto.user, source, {
    root_view_id: onto.root_view_id,
    previous_view_id: onto.id,
  });
  workspace.modals.set(onto.user, [...stack, view.id]);
  return view;
}

const push: Method = (call) => {
  const source = viewOf(call, 'modal');
  const trigger = spend(call);
  const onto = call.workspace.visibleModal(trigger.user);
  if (trigger.viewId === undefined || !onto) refuse('not_found');
  const view = pushView(call.workspace, onto, source) ?? refuse('push_limit_reached');
  return { view: viewJson(call.workspace, view) };
};

const update: Method = (call) => {
  const view = [...call.workspace.views.values()].find((candidate) =>
    arg(call, 'view_id') === ''
      ? arg(call, 'external_id') !== '' && candidate.external_id === arg(call, 'external_id')
      : candidate.id === arg(call, 'view_id'),
  );
  if (!view) refuse('not_found');
  const source = viewOf(call, view.type, view);
  if (arg(call, 'hash') !== '' && arg(call, 'hash') !== view.hash) refuse('hash_conflict');
  replaceView(call.workspace, view, source);
  return { view: viewJson(call.workspace, view) };
};

/** New content under the same id. What was typed stays for blocks that keep their id, as at Slack. */
export function replaceView(workspace: Workspace, view: SlackView, source: Json): void {
  Object.assign(view, workspace.viewContent(source));
  const kept = new Set(view.blocks.map((block) => textAt(block, 'block_id')));
  view.values = Object.fromEntries(
    Object.entries(view.values).filter(([blockId]) => kept.has(blockId)),
  );
}

const publish: Method = (call) => {
  if (!call.workspace.hasHomeTab) refuse('not_enabled');
  const user = arg(call, 'user_id');
  if (!call.workspace.users.has(user)) refuseArguments('invalid `user_id` [json-pointer:/user_id]');
  const existing = call.workspace.views.get(call.workspace.homes.get(user) ?? '');
  const source = viewOf(call, 'home', existing);
  if (existing && arg(call, 'hash') !== '' && arg(call, 'hash') !== existing.hash)
    refuse('hash_conflict');
  if (existing) replaceView(call.workspace, existing, source);
  const view = existing ?? call.workspace.makeView(user, source);
  call.workspace.homes.set(user, view.id);
  return { view: viewJson(call.workspace, view) };
};

export const viewMethods: Readonly<Record<string, Method>> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
