// What a test reads off a workspace: channels, messages and views as people would see them.

import { isObject, objectAt, objectsAt, textAt, type Json } from './json.ts';
import type {
  Bookmark,
  Canvas,
  Ephemeral,
  NewChannel,
  NewUser,
  SlackChannel,
  SlackFile,
  SlackMessage,
  SlackUser,
  SlackView,
} from './model.ts';
import type { Workspace } from './workspace.ts';

/** Anything with text and blocks: a message, an ephemeral, an answer to a command, a view. */
export interface Readable {
  text?: string;
  blocks?: readonly Json[];
  attachments?: readonly Json[];
}

function blocksOf(readable: Readable): Json[] {
  const attached = readable.attachments ?? [];
  return [...(readable.blocks ?? []), ...attached.flatMap((one) => objectsAt(one, 'blocks'))];
}

export interface FoundElement {
  blockId: string;
  actionId: string;
  /** A button's value, or the value of an option of a menu. */
  value: string | undefined;
  element: Json;
}

export class WorkspaceReader {
  readonly workspace: Workspace;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  addUser(user: NewUser): SlackUser {
    return this.workspace.addUser(user);
  }

  addChannel(channel: NewChannel): SlackChannel {
    return this.workspace.addChannel(channel);
  }

  /** By name or id; a test that asks for a channel expects it to be there. */
  channel(nameOrId: string): SlackChannel {
    const found =
      this.workspace.channels.get(nameOrId) ??
      [...this.workspace.channels.values()].find((channel) => channel.name === nameOrId);
    if (!found) throw new Error(`there is no channel ${nameOrId}`);
    return found;
  }

  hasChannel(nameOrId: string): boolean {
    return [...this.workspace.channels.values()].some(
      (channel) => channel.id === nameOrId || channel.name === nameOrId,
    );
  }

  /** Oldest first, thread replies among them. */
  messages(nameOrId: string): readonly SlackMessage[] {
    return this.channel(nameOrId).messages;
  }

  lastMessage(nameOrId: string): SlackMessage {
    const last = this.messages(nameOrId).at(-1);
    if (!last) throw new Error(`nobody has written in ${nameOrId}`);
    return last;
  }

  replies(nameOrId: string, threadTs: string): readonly SlackMessage[] {
    return this.messages(nameOrId).filter(
      (message) => message.thread_ts === threadTs && message.ts !== threadTs,
    );
  }

  /** What the bot and this user have written to each other. */
  directMessages(userId: string): readonly SlackMessage[] {
    const im = [...this.workspace.channels.values()].find(
      (channel) => channel.kind === 'im' && channel.members.has(userId),
    );
    return im?.messages ?? [];
  }

  ephemerals(userId: string, nameOrId?: string): readonly Ephemeral[] {
    const channel = nameOrId === undefined ? undefined : this.channel(nameOrId).id;
    return this.workspace.ephemerals.filter(
      (one) => one.user === userId && (channel === undefined || one.channel === channel),
    );
  }

  pinned(nameOrId: string): readonly SlackMessage[] {
    const channel = this.channel(nameOrId);
    return channel.pins.flatMap((pin) => this.workspace.messageAt(channel, pin.ts) ?? []);
  }

  bookmarks(nameOrId: string): readonly Bookmark[] {
    return this.channel(nameOrId).bookmarks;
  }

  /** The canvas in the channel's tab, as people read it; undefined when there is none. */
  canvas(nameOrId: string): (Canvas & { markdown: string }) | undefined {
    const { id } = this.channel(nameOrId);
    const canvas = [...this.workspace.canvases.values()].find((one) => one.channel === id);
    return canvas && { ...canvas, markdown: canvasMarkdown(canvas) };
  }

  /** Completed uploads with their bytes in `content`, of one channel or of all. */
  files(nameOrId?: string): readonly SlackFile[] {
    const channel = nameOrId === undefined ? undefined : this.channel(nameOrId).id;
    return [...this.workspace.files.values()].filter(
      (file) => file.isComplete && (channel === undefined || file.channel === channel),
    );
  }

  view(id: string): SlackView {
    const found = this.workspace.views.get(id);
    if (!found) throw new Error(`there is no open view ${id}`);
    return found;
  }

  /** The modals a user has open, the visible one last. */
  openViews(userId: string): readonly SlackView[] {
    return (this.workspace.modals.get(userId) ?? []).map((id) => this.view(id));
  }

  home(userId: string): SlackView | undefined {
    return this.workspace.views.get(this.workspace.homes.get(userId) ?? '');
  }
}

export function canvasMarkdown(canvas: Canvas): string {
  return canvas.sections.map((section) => section.markdown).join('\n\n');
}

/** mrkdwn comes with &, < and > escaped; plain text is shown as it is, so double escaping stays visible. */
function shown(text: Json): string {
  const raw = textAt(text, 'text') ?? '';
  return text['type'] === 'mrkdwn' ? unescape(raw) : raw;
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const textKeys = ['title', 'label', 'text', 'hint', 'placeholder', 'description'] as const;
const listKeys = ['fields', 'elements', 'options', 'option_groups', 'rows'] as const;

const leaves: ReadonlyMap<string, (node: Json) => string> = new Map(
  Object.entries({
    user: (node: Json) => `<@${textAt(node, 'user_id') ?? ''}>`,
    channel: (node: Json) => `<#${textAt(node, 'channel_id') ?? ''}>`,
    usergroup: (node: Json) => `<!subteam^${textAt(node, 'usergroup_id') ?? ''}>`,
    broadcast: (node: Json) => `<!${textAt(node, 'range') ?? ''}>`,
    emoji: (node: Json) => `:${textAt(node, 'name') ?? ''}:`,
    link: (node: Json) => textAt(node, 'text') ?? textAt(node, 'url') ?? '',
    image: (node: Json) => textAt(node, 'alt_text') ?? '',
    date: (node: Json) => textAt(node, 'fallback') ?? '',
    mrkdwn: shown,
    text: shown,
    plain_text: shown,
    raw_text: shown,
    markdown: shown,
  }),
);

function leafText(node: Json): string | undefined {
  return leaves.get(textAt(node, 'type') ?? '')?.(node);
}

/** Parts of a sentence stay on one line, everything else gets its own. */
function separatorOf(node: Json): string {
  const inline = ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'];
  return inline.includes(textAt(node, 'type') ?? '') ? '' : '\n';
}

function textOfNode(node: unknown): string {
  if (Array.isArray(node)) return joined(node.map(textOfNode), '\n');
  if (!isObject(node)) return '';
  const leaf = leafText(node);
  if (leaf !== undefined) return leaf;
  return joined(
    [
      ...textKeys.map((key) => textOfNode(node[key])),
      ...listKeys.map((key) => {
        const list = node[key];
        return Array.isArray(list) ? joined(list.map(textOfNode), separatorOf(node)) : '';
      }),
      textOfNode(node['element']),
      textOfNode(node['accessory']),
    ],
    '\n',
  );
}

function joined(parts: readonly string[], separator: string): string {
  return parts.filter((part) => part !== '').join(separator);
}

/**
 * What a reader sees: the blocks, or the text where there are none. Mentions stay in Slack's notation (`<@U1>`);
 * use mentionsIn to tell them from text that only looks like one.
 */
export function textOf(readable: Readable): string {
  const blocks = textOfNode(blocksOf(readable));
  const isTextShown = (readable.blocks ?? []).length === 0;
  return joined([isTextShown ? unescape(readable.text ?? '') : '', blocks], '\n');
}

/** The live mentions, links and channel-wide calls (`<@U1>`, `<!here>`, `<https://…>`) that Slack would act on. */
export function mentionsIn(readable: Readable): string[] {
  const found: string[] = readable.text?.match(/<[@#!h][^<>]*>/gu) ?? [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isObject(node)) return;
    if (node['type'] === 'mrkdwn') found.push(...(textAt(node, 'text')?.match(/<[^<>]+>/gu) ?? []));
    if (['user', 'usergroup', 'broadcast', 'channel'].includes(textAt(node, 'type') ?? ''))
      found.push(leafText(node) ?? '');
    if (node['type'] === 'link') found.push(`<${textAt(node, 'url') ?? ''}>`);
    Object.values(node).forEach(visit);
  };
  visit(blocksOf(readable));
  return found;
}

/** Every interactive element with the block it stands in. */
export function elementsOf(readable: Readable): FoundElement[] {
  return blocksOf(readable).flatMap((block) => {
    const accessory = objectAt(block, 'accessory');
    const element = objectAt(block, 'element');
    const own = [
      ...(block['type'] === 'actions' ? objectsAt(block, 'elements') : []),
      ...(accessory ? [accessory] : []),
      ...(element ? [element] : []),
    ];
    return own
      .filter((one) => one['type'] !== 'image')
      .map((one) => ({
        blockId: textAt(block, 'block_id') ?? '',
        actionId: textAt(one, 'action_id') ?? '',
        value: textAt(one, 'value'),
        element: one,
      }));
  });
}

function labelOf(labelled: Json): string {
  return textAt(objectAt(labelled, 'text') ?? {}, 'text') ?? '';
}

/** The button with this label, or the menu with an option of this label (then `value` is the option's). */
export function findButton(readable: Readable, label: string): FoundElement {
  for (const found of elementsOf(readable)) {
    if (found.element['type'] === 'button' && labelOf(found.element) === label) return found;
    const options = [
      ...objectsAt(found.element, 'options'),
      ...objectsAt(found.element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
    ];
    const option = options.find((candidate) => labelOf(candidate) === label);
    if (option) return { ...found, value: textAt(option, 'value') };
  }
  const labels = elementsOf(readable).map((found) => labelOf(found.element));
  throw new Error(`there is no button "${label}"; there are: ${labels.join(', ')}`);
}

/** The labels of all buttons, in reading order. */
export function buttonsOf(readable: Readable): string[] {
  return elementsOf(readable)
    .filter((found) => found.element['type'] === 'button')
    .map((found) => labelOf(found.element));
}
