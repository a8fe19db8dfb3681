// canvases.* and conversations.canvases.create: one canvas in the tab of a channel, edited one change at a time.

import {
  arg,
  jsonObject,
  ownChannel,
  refuse,
  refuseArguments,
  SlackRefusal,
  type Call,
  type Method,
} from '../call.ts';
import { isObject, parseJson, textAt, type Json } from '../json.ts';
import { complaintsAbout } from '../lint.ts';
import type { Canvas, CanvasSection, SlackChannel } from '../model.ts';
import { canvasMarkdown } from '../reading.ts';

const canvasBytesMax = 1024 * 1024;

/** Every block of the document is a section of its own; its id lasts until the section is replaced. */
function sectionsOf(call: Call, markdown: string): CanvasSection[] {
  for (const complaint of complaintsAbout({ text: markdown }))
    call.lint(`${call.method}: ${complaint}`);
  return markdown
    .split(/\n{2,}/u)
    .filter((part) => part.trim() !== '')
    .map((part) => ({ id: `temp:C:${call.workspace.key(28)}`, markdown: part }));
}

function markdownOf(content: Json | undefined, pointer: string): string {
  const markdown = content && textAt(content, 'markdown');
  if (content?.['type'] !== 'markdown' || markdown === undefined)
    refuseArguments(`must be {type: markdown, markdown} [json-pointer:${pointer}]`);
  return markdown;
}

function givenContent(call: Call, tooLarge: string): string {
  if (arg(call, 'document_content') === '') return '';
  const markdown = markdownOf(jsonObject(call, 'document_content'), '/document_content');
  if (Buffer.byteLength(markdown) > canvasBytesMax) refuse(tooLarge);
  return markdown;
}

function refuseWithoutCanvases(call: Call): void {
  if (!call.workspace.hasCanvases) refuse('canvas_disabled_user_team');
}

/** The method's own code for a channel that is not there: Slack lists no channel_not_found for these. */
function tabbedChannel(call: Call, failed: string): SlackChannel {
  const channel = orElse(failed, () => ownChannel(call, 'channel_id', 'restricted_action'));
  if (channel.isArchived) refuse(failed);
  return channel;
}

function orElse<T>(code: string, find: () => T): T {
  try {
    return find();
  } catch (problem) {
    if (problem instanceof SlackRefusal && problem.code === 'channel_not_found') refuse(code);
    throw problem;
  }
}

function canvasOf(call: Call, channel: SlackChannel): Canvas | undefined {
  return [...call.workspace.canvases.values()].find((canvas) => canvas.channel === channel.id);
}

function made(call: Call, markdown: string, channel?: SlackChannel): Json {
  const canvas: Canvas = {
    id: call.workspace.newId('F'),
    title: arg(call, 'title'),
    sections: sectionsOf(call, markdown),
    isLocked: false,
    ...(channel ? { channel: channel.id } : {}),
  };
  call.workspace.canvases.set(canvas.id, canvas);
  return { canvas_id: canvas.id };
}

const createInChannel: Method = (call) => {
  refuseWithoutCanvases(call);
  if (call.workspace.plan === 'free') refuse('team_tier_cannot_create_channel_canvases');
  const channel = tabbedChannel(call, 'channel_canvas_creation_failed');
  if (canvasOf(call, channel)) refuse('channel_canvas_already_exists');
  return made(call, givenContent(call, 'channel_canvas_creation_failed'), channel);
};

/** On the free plan only as the one tab of a channel. */
const create: Method = (call) => {
  refuseWithoutCanvases(call);
  const isFree = call.workspace.plan === 'free';
  const markdown = givenContent(call, 'canvas_creation_failed');
  if (arg(call, 'channel_id') === '') {
    if (isFree) refuse('free_teams_cannot_create_standalone_canvases');
    return made(call, markdown);
  }
  const channel = tabbedChannel(call, 'canvas_creation_failed');
  if (canvasOf(call, channel))
    refuse(isFree ? 'free_team_canvas_tab_already_exists' : 'canvas_creation_failed');
  return made(call, markdown, channel);
};

/** A canvas in a channel that the bot cannot see does not exist for it. */
function visibleCanvas(call: Call): Canvas {
  const canvas = call.workspace.canvases.get(arg(call, 'canvas_id'));
  const channel = call.workspace.channels.get(canvas?.channel ?? '');
  const isHidden = canvas?.channel !== undefined && !(channel && call.workspace.canBotSee(channel));
  if (!canvas || isHidden) refuse('canvas_not_found');
  return canvas;
}

function writableCanvas(call: Call): Canvas {
  const canvas = visibleCanvas(call);
  const channel = call.workspace.channels.get(canvas.channel ?? '');
  const isClosed = channel?.isArchived || channel?.members.has(call.workspace.botUserId) === false;
  if (isClosed) refuse('restricted_action');
  return canvas;
}

const edit: Method = (call) => {
  refuseWithoutCanvases(call);
  const canvas = writableCanvas(call);
  if (call.workspace.plan === 'free' && canvas.channel === undefined)
    refuse('free_teams_cannot_edit_standalone_canvases');
  const changes = parseJson(arg(call, 'changes'));
  const [change] = Array.isArray(changes) && changes.length === 1 ? changes.filter(isObject) : [];
  if (!change) refuseArguments('exactly 1 item required [json-pointer:/changes]');
  if (canvas.isLocked) refuse('canvas_editing_locked');
  apply(call, canvas, change);
  return {};
};

function apply(call: Call, canvas: Canvas, change: Json): void {
  const operation = textAt(change, 'operation') ?? '';
  if (operation === 'rename') {
    canvas.title = markdownOf(objectIn(change, 'title_content'), '/changes/0/title_content');
    return;
  }
  const at = placeOf(canvas, change, operation);
  const added =
    operation === 'delete'
      ? []
      : sectionsOf(
          call,
          markdownOf(objectIn(change, 'document_content'), '/changes/0/document_content'),
        );
  const sections = canvas.sections.toSpliced(at.start, at.count, ...added);
  if (Buffer.byteLength(canvasMarkdown({ ...canvas, sections })) > canvasBytesMax)
    refuse('canvas_too_large');
  canvas.sections = sections;
}

function objectIn(change: Json, key: string): Json | undefined {
  const value = change[key];
  return isObject(value) ? value : undefined;
}

/** Where a change goes, and how many sections it takes away; `replace` without a section takes all. */
function placeOf(
  canvas: Canvas,
  change: Json,
  operation: string,
): { start: number; count: number } {
  const id = textAt(change, 'section_id');
  if (operation === 'insert_at_start') return { start: 0, count: 0 };
  if (operation === 'insert_at_end') return { start: canvas.sections.length, count: 0 };
  if (operation === 'replace' && id === undefined)
    return { start: 0, count: canvas.sections.length };
  if (!['insert_before', 'insert_after', 'replace', 'delete'].includes(operation))
    refuseArguments(`unknown operation "${operation}" [json-pointer:/changes/0/operation]`);
  if (id === undefined)
    refuseArguments('missing required field: section_id [json-pointer:/changes/0]');
  const start = canvas.sections.findIndex((section) => section.id === id);
  if (start === -1) refuse('canvas_editing_failed');
  if (operation === 'insert_before') return { start, count: 0 };
  return operation === 'insert_after' ? { start: start + 1, count: 0 } : { start, count: 1 };
}

const remove: Method = (call) => {
  call.workspace.canvases.delete(writableCanvas(call).id);
  return {};
};

const headings = new Map([
  ['h1', /^# /u],
  ['h2', /^## /u],
  ['h3', /^### /u],
  ['any_header', /^#{1,3} /u],
]);

const lookup: Method = (call) => {
  refuseWithoutCanvases(call);
  const canvas = visibleCanvas(call);
  const criteria = jsonObject(call, 'criteria') ?? {};
  const types = criteria['section_types'];
  const text = textAt(criteria, 'contains_text');
  if (!Array.isArray(types) && text === undefined)
    refuseArguments('needs section_types or contains_text [json-pointer:/criteria]');
  const wanted = Array.isArray(types)
    ? types.map((type) => headings.get(String(type)) ?? refuseArguments('unknown section type'))
    : [/^/u];
  const found = canvas.sections.filter(
    ({ markdown }) =>
      wanted.some((heading) => heading.test(markdown)) && markdown.includes(text ?? ''),
  );
  return { sections: found.map(({ id }) => ({ id })) };
};

export const canvasMethods: Readonly<Record<string, Method>> = {
  'conversations.canvases.create': createInChannel,
  'canvases.create': create,
  'canvases.edit': edit,
  'canvases.delete': remove,
  'canvases.sections.lookup': lookup,
};
