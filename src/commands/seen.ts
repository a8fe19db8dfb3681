// What somebody saw when a form opened: how far the record went, and a digest of each field that was filled in. It
// travels with the form as opaque text, so that it outlives a restart, and says later what others changed meanwhile.
import { digest } from '../shared/digest.ts';

export interface Seen {
  /** The newest entry of the timeline at that moment. */
  seq: number;
  /** Digests by field name; an empty field has none. */
  fields: Readonly<Record<string, string>>;
}

/** As short text: it must fit beside the rest into a platform's memory of an open form. */
export function writeSeen(
  seq: number,
  fields: readonly { name: string; initial?: string }[],
): string {
  const digests = fields.flatMap(({ name, initial = '' }) =>
    initial === '' ? [] : [`${name}=${digestOf(initial)}`],
  );
  return [String(seq), ...digests].join(' ');
}

/** Undefined for a form that shows no state, or that an older version opened. */
export function readSeen(text: string): Seen | undefined {
  const [seq = '', ...digests] = text.split(' ');
  if (!/^\d{1,15}$/.test(seq)) return undefined;
  const fields = digests.map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at), part.slice(at + 1)] as const;
  });
  return { seq: Number(seq), fields: Object.fromEntries(fields) };
}

/** Does this field still hold what it held when the form opened? */
export function isUntouched({ fields }: Seen, name: string, value: string): boolean {
  return value === '' ? fields[name] === undefined : fields[name] === digestOf(value);
}

/** Platforms change white space in what they show in a field. */
function digestOf(value: string): string {
  return digest(value.replaceAll(/\s+/g, ' ').trim());
}
