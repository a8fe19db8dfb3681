// A message of ours as Slack's text and blocks. Too much text is shortened, never refused: a late or shortened word in
// an incident is better than none.
import type { Button as SlackButton, KnownBlock, MrkdwnElement } from '@slack/types';
import type { Block, Button, Message, Rich, Tone } from '#src/messages/message.ts';
import { asHeard } from '#src/messages/as-heard.ts';
import { limits } from './limits.ts';
import { clean, fitted, piecesOf, plain, shorten, split, type Readers } from './mrkdwn.ts';

export interface SlackMessage {
  /** Read by notifications and screen readers instead of the blocks. */
  text: string;
  blocks: KnownBlock[];
}

/** The action ids of all our buttons start so. */
export const buttonPrefix = 'say:';

const toneMarks = {
  normal: '',
  muted: '',
  good: '✅ ',
  warning: '⚠️ ',
  bad: '🛑 ',
} as const satisfies Record<Tone, string>;

const listMarks = { done: '✅', missing: '⬜', dot: '•' } as const;

export function renderMessage(message: Message, readers: Readers): SlackMessage {
  const text = fallbackText(message, readers);
  const blocks = message.blocks.flatMap((block) => renderBlock(block, readers));
  const shown = blocks.length > 0 ? blocks : [section(text)];
  return { text, blocks: fitBlocks(shown) };
}

function fallbackText(message: Message, { nameOf }: Readers): string {
  const heard = asHeard(message, (person) => nameOf(person) ?? person.split(':').at(-1) ?? person);
  return fitted(plain(heard), limits.fallbackText) || 'ssirp';
}

function renderBlock(block: Block, readers: Readers): KnownBlock[] {
  switch (block.kind) {
    case 'heading':
      return heading(block.text);
    case 'text':
      return textBlocks(block.text, block.tone ?? 'normal', readers);
    case 'facts':
      return factBlocks(block.facts, readers);
    case 'list':
      return listBlocks(block.items, readers);
    case 'buttons':
      return buttonBlocks(block.buttons);
    case 'divider':
      return [{ type: 'divider' }];
  }
}

/** Sections of one text, however long. */
export function sections(rich: Rich, readers: Readers): KnownBlock[] {
  return split(piecesOf(rich, readers), limits.sectionText).map(section);
}

function heading(text: string): KnownBlock[] {
  const line = shorten(clean(text).replaceAll(/\s+/gu, ' ').trim(), limits.header);
  return line === '' ? [] : [{ type: 'header', text: { type: 'plain_text', text: line } }];
}

function textBlocks(text: Rich, tone: Tone, readers: Readers): KnownBlock[] {
  if (tone !== 'muted') {
    const hasWords = piecesOf(text, readers).join('').trim() !== '';
    return hasWords ? sections([toneMarks[tone], ...text], readers) : [];
  }
  return split(piecesOf(text, readers), limits.contextText).map(context);
}

function factBlocks(
  facts: readonly { label: string; value: Rich }[],
  readers: Readers,
): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let fields: MrkdwnElement[] = [];
  const flush = (): void => {
    if (fields.length > 0) blocks.push({ type: 'section', fields });
    fields = [];
  };
  for (const { label, value } of facts) {
    const said = piecesOf(value, readers);
    const shown = said.join('').trim() === '' ? ['–'] : said;
    const pieces = [...piecesOf([{ bold: label }, '\n'], readers), ...shown];
    const text = pieces.join('').trim();
    if (text.length > limits.fieldText) {
      flush();
      blocks.push(...split(pieces, limits.sectionText).map(section));
      continue;
    }
    fields.push(words(text));
    if (fields.length === limits.fieldsPerSection) flush();
  }
  flush();
  return blocks;
}

type Item = { mark: 'done' | 'missing' | 'dot'; text: Rich };

function listBlocks(items: readonly Item[], readers: Readers): KnownBlock[] {
  const lines = items.flatMap(({ mark, text }, index): Rich => {
    return [index === 0 ? '' : '\n', `${listMarks[mark]} `, ...text];
  });
  return sections(lines, readers);
}

/** Slack has no disabled buttons: such a one says its reason below, and again when it is pressed. */
function buttonBlocks(buttons: readonly Button[]): KnownBlock[] {
  const usable = buttons.filter((button) => valueOf(button).length <= limits.buttonValue);
  const elements = withUniqueIds(usable.map(slackButton));
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < elements.length; at += limits.elementsPerActions) {
    const row = elements.slice(at, at + limits.elementsPerActions);
    blocks.push({ type: 'actions', elements: row });
  }
  const reasons = buttons.flatMap((button) => {
    const reason = valueOf(button).length > limits.buttonValue ? tooLong : button.disabledReason;
    return reason === undefined ? [] : [`${button.label}: ${reason}`];
  });
  return [...blocks, ...split(plain(reasons.join('\n')), limits.contextText).map(context)];
}

const tooLong = 'too long for a button here; type the command instead.';

/** What a press brings back; read by `pressed`. */
function valueOf(button: Button): string {
  return JSON.stringify({ i: button.incidentId, c: button.command });
}

function slackButton(button: Button): SlackButton {
  const label = shorten(clean(button.label).trim(), limits.buttonText) || '…';
  const base: SlackButton = {
    type: 'button',
    action_id: shorten(`${buttonPrefix}${clean(button.id)}`, limits.actionId),
    text: { type: 'plain_text', text: label },
    value: valueOf(button),
  };
  if (button.disabledReason !== undefined) {
    const spoken = clean(`${button.label}, not now: ${button.disabledReason}`);
    return { ...base, accessibility_label: shorten(spoken, limits.buttonText) };
  }
  const heard = shorten(clean(button.spoken ?? ''), limits.buttonText);
  return {
    ...base,
    ...(heard === '' || heard === label ? {} : { accessibility_label: heard }),
    ...(button.style ? { style: button.style } : {}),
  };
}

function withUniqueIds(buttons: readonly SlackButton[]): SlackButton[] {
  const seen = new Set<string>();
  return buttons.map((button, index) => {
    const id = button.action_id ?? buttonPrefix;
    const unique = seen.has(id) ? `${id.slice(0, limits.actionId - 5)}#${index}` : id;
    seen.add(unique);
    return { ...button, action_id: unique };
  });
}

/** `verbatim`: bare addresses and `@channel` in plain text stay plain text. */
function words(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: words(text) };
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [words(text)] };
}

const cutNotice = context('… shortened: this is too long for one Slack message.');

/**
 * At most 50 blocks and 12 000 characters. Buttons are kept as long as there is any room, because a message whose
 * buttons are lost cannot be acted on; the text that no longer fits is left out, and that is said.
 */
function fitBlocks(blocks: readonly KnownBlock[]): KnownBlock[] {
  if (blocks.length <= limits.blocksPerMessage && textLength(blocks) <= limits.textPerMessage)
    return [...blocks];

  const room = {
    blocks: limits.blocksPerMessage - 1,
    text: limits.textPerMessage - textLength(cutNotice),
  };
  const kept = new Set<KnownBlock>();
  const keep = (block: KnownBlock): boolean => {
    const cost = textLength(block);
    if (room.blocks === 0 || cost > room.text) return false;
    room.blocks -= 1;
    room.text -= cost;
    kept.add(block);
    return true;
  };
  for (const block of blocks) if (block.type === 'actions') keep(block);
  for (const block of blocks) {
    if (block.type !== 'actions' && !keep(block)) break;
  }
  return [...blocks.filter((block) => kept.has(block)), cutNotice];
}

/** All texts that a reader would see, as Slack seems to count them. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + textLength(entry), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, entry]: [string, unknown]) =>
      sum + (key === 'text' && typeof entry === 'string' ? entry.length : textLength(entry)),
    0,
  );
}
