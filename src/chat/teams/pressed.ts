// What a button of ours says. Its data lie on the client and may be forged: they are a typed command, no more.
import { textAt } from '../../shared/read.ts';

/** Commands that only show something: their answer is what the person wanted to see. */
export const shows: ReadonlySet<string> = new Set(
  'home status timeline checklist health roles tasks list help export who'.split(' '),
);

/** Its incident, where it names one, then its command; undefined for what is none of our buttons. */
export function pressed(data: unknown): { text: string; verb: string } | undefined {
  const command = textAt(data, 'c');
  if (command === undefined) return undefined;
  const text = `${textAt(data, 'i') ?? ''} ${command}`.trim();
  return { text, verb: command.trim().split(/\s/u, 1)[0] ?? '' };
}
