// A message that may stand there already, said so: nobody can look, and twice is better than never.
import type { Message } from './message.ts';

const mark = '(possible repeat)';

export function asPossibleRepeat({ summary, blocks }: Message): Message {
  return {
    summary: `${mark} ${summary}`,
    blocks: [{ kind: 'text', text: [mark], tone: 'muted' }, ...blocks],
  };
}
