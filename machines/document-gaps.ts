// What a document still lacks before it may be handed in, and where the record has gone on since it was drafted.
import type { CaseFacts, DocumentContext, Section } from './document-types.ts';
import { caseSections, wholeSections } from './document-types.ts';
import type { StaleCase } from './document-events.ts';

export type DocumentFact = 'cve' | 'severity' | 'cvss' | 'impact' | 'products';

export type DocumentGap =
  | { what: 'section'; section: Section }
  | { what: 'fact'; n: number; fact: DocumentFact }
  | { what: 'update'; product: string };

type Draft = Pick<DocumentContext, 'kind' | 'cases' | 'texts' | 'facts' | 'updates'>;

/** The sections of a document in the order in which they are read. */
export function sectionsOf({ cases }: Pick<DocumentContext, 'cases'>): Section[] {
  return [
    ...wholeSections,
    ...cases.flatMap((n) => caseSections.map((section): Section => `case/${n}/${section}`)),
  ];
}

/**
 * What is missing. A bulletin of Microsoft's kind names for each vulnerability its CVE, severity, CVSS, impact and
 * products, and for each affected product the update; an advisory comes before these are known, but says what
 * customers can do. Mitigations and workarounds may be empty: that none was found is said by itself.
 */
export function gapsIn(draft: Draft): DocumentGap[] {
  const isBulletin = draft.kind === 'bulletin';
  const sections: Section[] = [
    'title',
    'summary',
    ...(isBulletin ? [] : ['actions' as const]),
    ...draft.cases.map((n): Section => `case/${n}/description`),
  ];
  const wanted: DocumentFact[] = isBulletin
    ? ['cve', 'severity', 'cvss', 'impact', 'products']
    : ['products'];
  return [
    ...sections
      .filter((section) => (draft.texts[section] ?? '') === '')
      .map((section): DocumentGap => ({ what: 'section', section })),
    ...draft.facts.flatMap((facts) =>
      wanted
        .filter((fact) => lacks(facts, fact))
        .map((fact): DocumentGap => ({ what: 'fact', n: facts.n, fact })),
    ),
    ...(isBulletin ? withoutUpdate(draft) : []).map((product): DocumentGap => ({
      what: 'update',
      product,
    })),
  ];
}

function lacks(facts: CaseFacts, fact: DocumentFact): boolean {
  return fact === 'products'
    ? !facts.products.some(({ isAffected }) => isAffected)
    : facts[fact] === null;
}

/** Affected products, each once, in the order in which the cases name them. */
export function affectedOf({ facts }: Pick<DocumentContext, 'facts'>): string[] {
  const named = facts.flatMap(({ products }) =>
    products.filter(({ isAffected }) => isAffected).map(({ name }) => name),
  );
  return named.filter((name, index) => named.findIndex((one) => isSame(one, name)) === index);
}

function withoutUpdate(draft: Draft): string[] {
  return affectedOf(draft).filter(
    (name) => !draft.updates.some(({ product }) => isSame(product, name)),
  );
}

/** Products go by their name, in whatever case it is typed. */
export function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Where `now` says something else than the document, the impact apart where its author has decided on it. */
export function staleCases(
  { facts, impacts }: Pick<DocumentContext, 'facts' | 'impacts'>,
  now: readonly CaseFacts[],
): StaleCase[] {
  return now.flatMap((latest) => {
    const before = facts.find(({ n }) => n === latest.n);
    if (before === undefined) return [{ n: latest.n, what: ['case'] }];
    const what = (Object.keys(latest) as (keyof CaseFacts)[]).filter(
      (name) =>
        !(name === 'impact' && impacts[String(latest.n)] !== undefined) &&
        JSON.stringify(before[name]) !== JSON.stringify(latest[name]),
    );
    return what.length === 0 ? [] : [{ n: latest.n, what }];
  });
}

/** What the record says, with what the author has decided on. */
export function withImpacts(
  facts: readonly CaseFacts[],
  impacts: DocumentContext['impacts'],
): CaseFacts[] {
  return facts.map((one) => ({ ...one, impact: impacts[String(one.n)] ?? one.impact }));
}

/** Reporters whom the acknowledgments name. */
export function thankedReporters({
  facts,
  texts,
}: Pick<DocumentContext, 'facts' | 'texts'>): string[] {
  const thanks = texts.acknowledgments ?? '';
  const names = facts.flatMap(({ reporter }) => (reporter === null ? [] : [reporter]));
  return [...new Set(names)].filter((name) => thanks.includes(name));
}
