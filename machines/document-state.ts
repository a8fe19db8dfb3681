// Reads the stored state of a document, and takes it along when its incident is merged into another.
import { tlpLabels } from './audiences.ts';
import { documentEntry } from './document-entries.ts';
import type {
  DocumentContext,
  DocumentState,
  Section,
  Texts,
  Translation,
} from './document-types.ts';
import type { EntryDraft } from './effects.ts';
import type { Tlp } from './incident-types.ts';
import type { Move, MovedFrom } from './part-types.ts';
import type { Stored } from './stored.ts';

export function documentState({ value }: Pick<Stored<DocumentContext>, 'value'>): DocumentState {
  return value as DocumentState;
}

/** Superseded, withdrawn, or gone on elsewhere: what is published may always be revised. */
export function isDocumentClosed(stored: Pick<Stored<DocumentContext>, 'value'>): boolean {
  return ['superseded', 'withdrawn', 'moved'].includes(documentState(stored));
}

/** Words of a private incident stay there but for what was published; there they are written anew. */
export function documentMoved(
  context: DocumentContext,
  { to, numbers, renamed, isWider }: Move,
): DocumentContext {
  const { cases, facts, texts, updates, impacts, translations, releases } = context;
  const there = (n: number): number => caseThere(renamed, n);
  const inNumbers = (written: Texts): Texts => renumbered(written, there);
  const linked = (other: { n: number; id: string } | null) =>
    other === null ? null : { ...other, n: numbers.get(other.n) ?? other.n };
  return {
    ...context,
    ...to,
    cases: cases.map(there),
    facts: isWider ? [] : facts.map((one) => ({ ...one, n: there(one.n) })),
    texts: isWider ? {} : inNumbers(texts),
    updates: isWider ? [] : updates,
    impacts: Object.fromEntries(
      Object.entries(impacts).map(([n, impact]) => [String(there(Number(n))), impact]),
    ),
    translations: Object.fromEntries(
      Object.entries(translations).map(([locale, one]): [string, Translation] => [
        locale,
        isWider ? anew(one) : { ...one, texts: inNumbers(one.texts) },
      ]),
    ),
    releases: releases.map((release) => ({
      ...release,
      texts: inNumbers(release.texts),
      facts: release.facts.map((one) => ({ ...one, n: there(one.n) })),
      translations: Object.fromEntries(
        Object.entries(release.translations).map(([locale, one]) => [locale, inNumbers(one)]),
      ),
    })),
    ...(isWider ? { edition: context.edition + 1, approved: null } : {}),
    supersededBy: linked(context.supersededBy),
    supersedes: linked(context.supersedes),
  };
}

/** Its words stayed behind. */
function anew(one: Translation): Translation {
  const state = one.state === 'waived' ? one.state : 'wanted';
  return { ...one, state, texts: {}, changed: [], edition: null };
}

/**
 * The label under which those who work on it read it now. What is not out may still be secret: it is TLP:AMBER at
 * least, and as strict as its incident, whatever it will be.
 */
export function labelNow(
  { tlp, releases, revision }: Pick<DocumentContext, 'tlp' | 'releases' | 'revision'>,
  incident: Tlp | null,
): Tlp {
  if (releases.length > 0 && revision === null) return tlp;
  return tlpLabels.find((one) => [tlp, incident, 'AMBER'].includes(one)) ?? 'AMBER';
}

function caseThere(renamed: Move['renamed'], n: number): number {
  return Number(renamed.get(`case/${n}`)?.slice('case/'.length) ?? n);
}

function renumbered(texts: Texts, there: (n: number) => number): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([section, text]) => [
      section.replace(/^case\/(\d+)\//u, (_all, n: string) => `case/${there(Number(n))}/`),
      text,
    ]),
  ) as Record<Section, string>;
}

export function documentTakenOver(c: DocumentContext, { from, at, by }: MovedFrom): EntryDraft {
  const did = `taken over, until now document ${from.n} of ${from.incidentId}`;
  return documentEntry(c, { at, by }, 'takenOver', did, { from: from.incidentId, was: from.n });
}
