// People whom the platform of the readers does not know stand in a message by name: it could not mention them.
import type { PersonId } from '#machines/incident-types.ts';
import type { Block, Form, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { atName } from './rich.ts';

export interface Readers {
  /** Is the person at home on another platform? */
  isElsewhere: (person: PersonId) => boolean;
  nameOf: NameOf;
}

export function messageFor(message: Message, readers: Readers): Message {
  return { ...message, blocks: message.blocks.map((block) => blockFor(block, readers)) };
}

export function formFor(form: Form, readers: Readers): Form {
  const { intro, notice } = form;
  return {
    ...form,
    ...(intro === undefined ? {} : { intro: richFor(intro, readers) }),
    ...(notice === undefined ? {} : { notice: notice.map((text) => richFor(text, readers)) }),
  };
}

function blockFor(block: Block, readers: Readers): Block {
  switch (block.kind) {
    case 'text':
      return { ...block, text: richFor(block.text, readers) };
    case 'facts':
      return {
        ...block,
        facts: block.facts.map((fact) => ({ ...fact, value: richFor(fact.value, readers) })),
      };
    case 'list':
      return {
        ...block,
        items: block.items.map((item) => ({ ...item, text: richFor(item.text, readers) })),
      };
    default:
      return block;
  }
}

function richFor(text: Rich, { isElsewhere, nameOf }: Readers): Rich {
  return text.map((span) =>
    typeof span === 'object' && 'person' in span && isElsewhere(span.person)
      ? atName(span.person, nameOf)
      : span,
  );
}
