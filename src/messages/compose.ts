// The last step of every message: whatever the text, the result obeys the limits of every platform.
import type { IncidentId } from '#machines/incident-types.ts';
import { clipRich, splitRich, weightOfRich } from './fit.ts';
import type { Block, Button, Message } from './message.ts';
import { clip, line, tidy, weightOf } from './tidy.ts';

/** Characters, counted with markup escaped; blocks and buttons by number. The strictest platform is Slack. */
const limits = {
  summary: 3000,
  text: 2900,
  pieces: 12,
  heading: 150,
  label: 70,
  spoken: 75,
  disabledReason: 500,
  factLabel: 70,
  factValue: 1500,
  facts: 10,
  listItem: 1000,
  buttons: 5,
  blocks: 40,
  total: 10_000,
} as const;

/** A message that fits; `summary` says all of it in one plain sentence. */
export function compose(summary: string, blocks: readonly Block[]): Message {
  const short = clip(tidy(summary), limits.summary);
  return {
    summary: short === '' ? 'ssirp' : short,
    blocks: withinTotal(blocks.flatMap(fitted), limits.total - weightOf(short)),
  };
}

/** A button that says a command; its id comes from the command, so two equal ones cannot be in one message. */
export function button(
  incidentId: IncidentId,
  command: string,
  label: string,
  more: Pick<Button, 'style' | 'disabledReason'> = {},
): Button {
  const id = `${incidentId}-${command}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return {
    id,
    label,
    spoken: spokenLabel(label, command, incidentId),
    command,
    incidentId,
    ...more,
  };
}

/** `Done: task 3 of INC-2026-0001` */
function spokenLabel(label: string, command: string, incidentId: IncidentId): string {
  if (label.includes(incidentId)) return label;
  const [, task] = /^(?:ack|start|done|block|waive|assign|due) (\d+)/.exec(command) ?? [];
  const about = task === undefined ? incidentId : `task ${task} of ${incidentId}`;
  return line(`${label}: ${about}`, limits.spoken);
}

function fitted(block: Block): Block[] {
  switch (block.kind) {
    case 'heading': {
      const text = line(block.text, limits.heading);
      return text === '' ? [] : [{ ...block, text }];
    }
    case 'text':
      return splitRich(block.text, limits.text, limits.pieces)
        .filter((text) => weightOfRich(text) > 0)
        .map((text) => ({ ...block, text }));
    case 'facts':
      return fittedFacts(block.facts);
    case 'list':
      return fittedList(block.items);
    case 'buttons':
      return chunks(block.buttons.map(fittedButton), limits.buttons, () => 0).map((buttons) => ({
        kind: 'buttons' as const,
        buttons,
      }));
    case 'divider':
      return [block];
  }
}

function fittedButton(one: Button): Button {
  const fits = { ...one, label: line(one.label, limits.label) };
  if (one.disabledReason === undefined) return fits;
  return { ...fits, disabledReason: line(one.disabledReason, limits.disabledReason) };
}

type Facts = Extract<Block, { kind: 'facts' }>['facts'];
type Items = Extract<Block, { kind: 'list' }>['items'];

const weightOfFact = ({ label, value }: Facts[number]): number =>
  weightOf(label) + weightOfRich(value) + 4;
const weightOfItem = ({ text }: Items[number]): number => weightOfRich(text) + 4;

function fittedFacts(facts: Facts): Block[] {
  const short = facts.map(({ label, value }) => ({
    label: line(label, limits.factLabel),
    value: weightOfRich(value) === 0 ? ['–'] : clipRich(value, limits.factValue),
  }));
  return chunks(short, limits.facts, weightOfFact).map((some) => ({ kind: 'facts', facts: some }));
}

function fittedList(items: Items): Block[] {
  const short = items.map((item) => ({ ...item, text: clipRich(item.text, limits.listItem) }));
  return chunks(short, 50, weightOfItem).map((some) => ({ kind: 'list', items: some }));
}

/** Groups of at most `countMax` items that together weigh no more than one text block. */
function chunks<T>(items: readonly T[], countMax: number, weigh: (item: T) => number): T[][] {
  const groups: T[][] = [];
  let weight = 0;
  for (const item of items) {
    const last = groups.at(-1);
    weight += weigh(item);
    if (last === undefined || last.length >= countMax || weight > limits.text) {
      groups.push([item]);
      weight = weigh(item);
    } else last.push(item);
  }
  return groups;
}

/** Headings and buttons stay: without them a long text would take away what can be done about it. */
function withinTotal(blocks: readonly Block[], total: number): Block[] {
  const kept = blocks.filter(isFixed);
  let room = total - kept.reduce((sum, block) => sum + weightOfBlock(block), 0);
  let count = limits.blocks - kept.length;
  return blocks
    .flatMap((block) => {
      if (isFixed(block)) return [block];
      const fits = count > 0 ? cutBlock(block, room) : null;
      room -= fits === block ? weightOfBlock(block) : room;
      count -= 1;
      return fits === null ? [] : [fits];
    })
    .slice(0, limits.blocks);
}

const isFixed = ({ kind }: Block): boolean => kind === 'heading' || kind === 'buttons';

function weightOfBlock(block: Block): number {
  switch (block.kind) {
    case 'heading':
      return weightOf(block.text);
    case 'text':
      return weightOfRich(block.text);
    case 'facts':
      return block.facts.reduce((sum, fact) => sum + weightOfFact(fact), 0);
    case 'list':
      return block.items.reduce((sum, item) => sum + weightOfItem(item), 0);
    case 'buttons':
      return block.buttons.reduce(
        (sum, { label, disabledReason = '' }) => sum + weightOf(label) + weightOf(disabledReason),
        0,
      );
    case 'divider':
      return 0;
  }
}

/** The block itself when it fits, what fits of it, or null. */
function cutBlock(block: Block, room: number): Block | null {
  if (weightOfBlock(block) <= room) return block;
  if (room < 50) return null;
  switch (block.kind) {
    case 'text':
      return { ...block, text: clipRich(block.text, room) };
    case 'list': {
      const items = firstThatFit(block.items, weightOfItem, room - 20);
      return { ...block, items: [...items, { mark: 'dot', text: ['…'] }] };
    }
    case 'facts': {
      const facts = firstThatFit(block.facts, weightOfFact, room);
      return facts.length === 0 ? null : { ...block, facts };
    }
    case 'heading':
    case 'buttons':
    case 'divider':
      return null;
  }
}

/** The first items that together weigh no more than `room`. */
export function firstThatFit<T>(
  items: readonly T[],
  weigh: (item: T) => number,
  room: number,
): T[] {
  let left = room;
  const end = items.findIndex((item) => (left -= weigh(item)) < 0);
  return items.slice(0, end === -1 ? items.length : end);
}
