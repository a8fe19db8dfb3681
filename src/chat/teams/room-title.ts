// The post that an incident's thread stands below: its name, and what is so now.
import type { Message } from '../../messages/message.ts';

/** `name` is null where it is not known any more; the topic names the incident too. */
export function roomTitle(name: string | null, topic: string): Message {
  return {
    summary: name === null ? topic : `${name}: ${topic}`,
    blocks: [
      { kind: 'heading', text: name ?? topic },
      ...(name === null || topic === '' ? [] : [{ kind: 'text' as const, text: [topic] }]),
    ],
  };
}
