// Real mentions in a card. Teams knows them only where it also reads Markdown, so they stand by themselves in one line
// that holds names and nothing else; in the text people stand by name.
import type { PersonId } from '#machines/incident-types.ts';
import type { Block, Message, Rich } from '../../messages/message.ts';
import type { CardJson } from '../adaptive-card.ts';

export interface Mention {
  aadObjectId: string;
  name: string;
}

/** Undefined for somebody who cannot be mentioned here: not of this tenant, or not in the conversation. */
export type MentionOf = (person: PersonId) => Mention | undefined;

/** The line that mentions who stands in the message, with what Teams must know beside it; null for nobody. */
export function mentionsIn(
  message: Message,
  mentionOf: MentionOf,
): { line: CardJson; entities: CardJson[] } | null {
  const people = [...new Set(message.blocks.flatMap(peopleIn))];
  const marks = new Map<string, Mention>();
  for (const person of people) {
    const mention = mentionOf(person);
    if (mention !== undefined) marks.set(markOf(mention.name, marks), mention);
  }
  if (marks.size === 0) return null;
  return {
    line: {
      type: 'TextBlock',
      text: `Mentioned: ${[...marks.keys()].join(', ')}`,
      wrap: true,
      size: 'Small',
      isSubtle: true,
    },
    entities: [...marks].map(([text, { aadObjectId, name }]) => ({
      type: 'mention',
      text,
      mentioned: { id: aadObjectId, name: plainName(name) },
    })),
  };
}

function peopleIn(block: Block): PersonId[] {
  switch (block.kind) {
    case 'text':
      return peopleOf(block.text);
    case 'facts':
      return block.facts.flatMap(({ value }) => peopleOf(value));
    case 'list':
      return block.items.flatMap(({ text }) => peopleOf(text));
    case 'heading':
    case 'buttons':
    case 'divider':
      return [];
  }
}

const peopleOf = (text: Rich): PersonId[] =>
  text.flatMap((span) => (typeof span !== 'string' && 'person' in span ? [span.person] : []));

/** Of two people with the same name each needs a mark of their own. */
function markOf(name: string, taken: ReadonlyMap<string, unknown>): string {
  const plain = plainName(name);
  let mark = `<at>${plain}</at>`;
  for (let count = 2; taken.has(mark); count += 1) mark = `<at>${plain} (${count})</at>`;
  return mark;
}

/** A directory's name without what Markdown or the mark itself would read. */
function plainName(name: string): string {
  const plain = name
    .toWellFormed()
    .replaceAll(/[^\p{L}\p{M}\p{N} .,'’()-]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, 60);
  return plain === '' ? 'somebody' : plain.toWellFormed();
}
