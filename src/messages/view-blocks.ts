// Blocks that several views share: lists that stop where a message is full, sections, one-sentence answers.
import { compose, firstThatFit } from './compose.ts';
import { weightOfRich } from './fit.ts';
import type { Block, Button, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, handleOf, plainRich, rich } from './rich.ts';
import { line } from './tidy.ts';

/** Characters of a list within one message; headings, hints and buttons need the rest. */
export const listMax = 6000;

/** A list as far as it fits, and where to see the rest. */
export function firstItems(items: readonly Rich[], rest: Rich): Block[] {
  const shown = firstThatFit(items, (item) => weightOfRich(item) + 4, listMax);
  const left = items.length - shown.length;
  const more: Block[] =
    left === 0 ? [] : [{ kind: 'text', text: rich`${String(left)} more. ${rest}`, tone: 'muted' }];
  return [{ kind: 'list', items: dots(shown) }, ...more];
}

/** A titled list; nothing when it is empty. */
export function section(title: string, items: readonly Rich[]): Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'text', text: [bold(title)] },
        { kind: 'list', items: dots(items) },
      ];
}

/** Plain bullets. */
export const dots = (items: readonly Rich[]): Extract<Block, { kind: 'list' }>['items'] =>
  items.map((text) => ({ mark: 'dot', text }));

/** List items as one line of a summary, for those who hear it read out. */
export function spoken(items: readonly Rich[], nameOf: NameOf): string {
  return line(items.map((item) => plainRich(item, nameOf)).join('; '), 1500);
}

/** No block where there is no button. */
export function buttonBlock(buttons: readonly Button[]): Block[] {
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
}

/** An answer of one sentence. */
export function textOnly(text: Rich, nameOf: NameOf = handleOf): Message {
  return compose(plainRich(text, nameOf), [{ kind: 'text', text }]);
}

/** `task` or `tasks`, `try` or `tries`. */
export function plural(word: string, count: number): string {
  if (count === 1) return word;
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}
