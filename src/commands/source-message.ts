// The message that something was made from: a declaration, a task, an entry. A form carries it as text, and there is
// only so much room in a form.
import type { IsoInstant, PersonId } from '#machines/incident-types.ts';

export interface SourceMessage {
  /** The platform's name of it; opaque here. */
  messageId: string;
  author: PersonId | null;
  text: string;
  /** When it was said. */
  at: IsoInstant;
  link: string | null;
}

/** Characters of the packed text, escaped once more as a string in JSON: the strictest platform keeps 3000. */
const packedMax = 2600;
const cutMark = ' … (cut: read the rest in the message)';

/** As text for a form's subject; a long message is cut at its end, and says so. */
export function packSource(source: SourceMessage): string {
  const pack = (text: string): string => JSON.stringify({ ...source, text });
  const weight = (text: string): number => JSON.stringify(pack(text)).length;
  const whole = source.text.toWellFormed();
  if (weight(whole) <= packedMax) return pack(whole);
  let fits = 0;
  let tooLong = whole.length;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (weight(whole.slice(0, middle) + cutMark) <= packedMax) fits = middle;
    else tooLong = middle;
  }
  return pack(whole.slice(0, fits).replace(/[\ud800-\udbff]$/u, '') + cutMark);
}

/** Undefined for a subject that carries none; incident ids may stand in front of it. */
export function unpackSource(subject: string): SourceMessage | undefined {
  const start = subject.indexOf('{');
  if (start === -1) return undefined;
  try {
    const source: unknown = JSON.parse(subject.slice(start));
    return isSource(source) ? source : undefined;
  } catch {
    return undefined;
  }
}

function isSource(value: unknown): value is SourceMessage {
  if (typeof value !== 'object' || value === null) return false;
  const of = (name: keyof SourceMessage): unknown =>
    name in value ? Reflect.get(value, name) : null;
  return (
    (['messageId', 'text', 'at'] as const).every((name) => typeof of(name) === 'string') &&
    (['author', 'link'] as const).every((name) => of(name) === null || typeof of(name) === 'string')
  );
}
