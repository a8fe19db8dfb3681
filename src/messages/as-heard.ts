// A message as it is heard: notifications and screen readers get text only, so that nothing may stand in blocks alone.
import type { Block, Message } from './message.ts';
import type { NameOf } from './rich.ts';
import { plainRich } from './rich.ts';
import { tidyLines } from './tidy.ts';

/** Its sentence first, then a line for each thing that its blocks say beyond it. */
export function asHeard(message: Message, nameOf: NameOf): string {
  const lines = [message.summary];
  let heard = letters(message.summary);
  for (const line of message.blocks.flatMap((block) => linesOf(block, nameOf))) {
    const said = letters(line);
    if (heard.includes(said)) continue;
    lines.push(line);
    heard += ` ${said}`;
  }
  return lines.join('\n');
}

/** What is shown by a mark or by its place is said in a word. */
const markWords = { done: 'Done: ', missing: 'Missing: ', dot: '' } as const;

function linesOf(block: Block, nameOf: NameOf): string[] {
  switch (block.kind) {
    case 'heading':
      return [block.text];
    case 'text':
      return [tidyLines(plainRich(block.text, nameOf))];
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${plainRich(value, nameOf)}`);
    case 'list':
      return block.items.map(({ mark, text }) => `${markWords[mark]}${plainRich(text, nameOf)}`);
    case 'buttons':
      return block.buttons.flatMap(({ label, disabledReason }) =>
        disabledReason === undefined ? [] : [`${label}: ${disabledReason}`],
      );
    case 'divider':
      return [];
  }
}

/** Letters and digits alone: marks and spaces are not heard. */
function letters(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
