// Which entries of the record say that somebody outside the room was told something, and to whom.
import { audienceNames } from './audiences.ts';
import { audiences } from './incident-types.ts';
import type { EntryDraft } from './effects.ts';
import type { IsoInstant, PersonId } from './incident-types.ts';

/** What was told to whom, when, by whom, and who agreed. */
export interface Said {
  seq: number;
  at: IsoInstant;
  /** In words, e.g. `customers`. */
  to: string;
  what: string;
  text: string;
  by: PersonId;
  approvedBy: readonly PersonId[];
}

type Entry = Omit<EntryDraft, 'link'> & { seq: number };
type Told = Pick<Said, 'to' | 'what'>;

const ofKind: Readonly<Record<string, (data: Record<string, unknown>) => Told | null>> = {
  holding: () => ({ to: audienceNames.public, what: 'holding statement' }),
  released: ({ documents }) =>
    documents === undefined
      ? { to: audienceNames.public, what: 'release, with customer guidance' }
      : null,
  // Documents are told of by themselves.
  guidance: ({ documents }) =>
    documents === undefined ? { to: audienceNames.public, what: 'customer guidance' } : null,
  stakeholderSitrep: () => ({ to: audienceNames.organization, what: 'sitrep for stakeholders' }),
  'statement.given': ({ audience, n, kind }) => ({
    to: nameOf(audience),
    what: `statement ${String(n)} (${String(kind)})`,
  }),
  'document.published': ({ document, id, version, tlp = 'CLEAR' }) => ({
    to: tlp === 'CLEAR' ? audienceNames.public : `those who may read TLP:${String(tlp)}`,
    what: `${String(document)} ${String(id)}, version ${String(version)}`,
  }),
  'train.notice': () => ({ to: audienceNames.customers, what: 'advance notice of a release' }),
  'package.offered': ({ n, partner }) => ({
    to: `partner ${String(partner)}`,
    what: `package ${String(n)}`,
  }),
  'clock.filed': ({ regime, obligation }) =>
    regime === 'guidance'
      ? null
      : {
          to: regime === 'reporter' ? 'the reporter' : audienceNames.regulators,
          what: `${String(regime)} ${String(obligation)}`,
        },
};

/** The kinds of entries to look for. */
export const saidKinds: readonly string[] = Object.keys(ofKind);

/** What was told outside, in the order of the record. */
export function saidIn(entries: Iterable<Entry>): Said[] {
  const said: Said[] = [];
  for (const entry of entries) {
    const one = saidBy(entry, said.at(-1));
    if (one !== null) said.push(one);
  }
  return said;
}

/**
 * What an entry says was told outside; null for any other. `last`: what was told before it. A holding statement that
 * was given as a statement is one thing with two entries, of which the first says who approved it.
 */
export function saidBy(entry: Entry, last: Said | undefined): Said | null {
  const told = ofKind[entry.kind]?.(entry.data) ?? null;
  if (told === null || isRepeat(last, entry)) return null;
  const { seq, occurredAt: at, actor: by, text, data } = entry;
  return { ...told, seq, at, by, text: wordsOf(data, text), approvedBy: approvedIn(data) };
}

function isRepeat(last: Said | undefined, { kind, seq, text }: Entry): boolean {
  return kind === 'holding' && last?.seq === seq - 1 && text.endsWith(last.text);
}

function nameOf(audience: unknown): string {
  const found = audiences.find((one) => one === audience);
  return found === undefined ? 'outside' : audienceNames[found];
}

/** What was told, without what the record says around it. */
function wordsOf({ text }: Record<string, unknown>, all: string): string {
  return typeof text === 'string' ? text : all.replace(/^[^:]{1,80}: /u, '');
}

function approvedIn({ approved, approvedBy }: Record<string, unknown>): string[] {
  const people: unknown[] = Array.isArray(approved) ? approved : [approvedBy];
  return people.filter((person) => typeof person === 'string');
}
