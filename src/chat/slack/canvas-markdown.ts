// A message as the markdown of a canvas. What people wrote is text there, never markup: no mention, no picture, no
// link that unfolds. People are named, not called: a canvas that is kept current would call them again and again.
import type { Block, Message, Rich, Span } from '#src/messages/message.ts';
import { clean, webAddress, type Readers } from './mrkdwn.ts';

export function canvasMarkdown({ blocks }: Message, readers: Readers): string {
  return blocks.flatMap((block) => blockLines(block, readers)).join('\n\n');
}

function blockLines(block: Block, readers: Readers): string[] {
  switch (block.kind) {
    case 'heading':
      return [`## ${word(block.text)}`];
    case 'text':
      return [richText(block.text, readers)];
    case 'facts':
      return [
        block.facts
          .map(({ label, value }) => `- **${word(label)}:** ${inLine(richText(value, readers))}`)
          .join('\n'),
      ];
    case 'list':
      return [
        block.items
          .map(({ mark, text }) => `- ${marks[mark]}${inLine(richText(text, readers))}`)
          .join('\n'),
      ];
    case 'buttons':
      return [];
    case 'divider':
      return ['---'];
  }
}

const marks = { done: '[x] ', missing: '[ ] ', dot: '' } as const;

function richText(text: Rich, readers: Readers): string {
  return text.map((span) => spanText(span, readers)).join('');
}

function spanText(span: Span, { nameOf }: Readers): string {
  if (typeof span === 'string') return escaped(span);
  if ('bold' in span) return `**${word(span.bold)}**`;
  if ('code' in span) return `\`${inLine(clean(span.code)).replaceAll('`', 'ˋ')}\``;
  if ('person' in span)
    return escaped(`@${nameOf(span.person) ?? span.person.split(':').at(-1) ?? span.person}`);
  if ('link' in span) {
    const address = webAddress(span.link);
    return address === undefined
      ? word(span.text)
      : `[${word(span.text)}](${address.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(' ', '%20')})`;
  }
  return escaped(`${span.at.slice(0, 16).replace('T', ' ')} UTC`);
}

/** On one line, for headings and labels. */
function word(text: string): string {
  return inLine(escaped(text));
}

function inLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

/** Every mark of markdown loses its meaning, and an address in a text loses its scheme's end: nothing unfolds. */
function escaped(text: string): string {
  return clean(text)
    .replaceAll(/[\\`*_{}[\]()#+!|<>~]/gu, (mark) => `\\${mark}`)
    .replaceAll(/^(\s*)(\d+)([.)])/gmu, '$1$2\\$3')
    .replaceAll(/^(\s*)([-=])/gmu, '$1\\$2')
    .replaceAll(/\b(https?|ftp):\/\//giu, '$1:\u200b//');
}
