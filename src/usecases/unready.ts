// What holds the release of an incident, kind by kind: looked up when somebody says go, and for its checklist.
import { isApproved } from '#machines/document-course.ts';
import { awaitedLocales } from '#machines/document-translations.ts';
import { staleCases } from '#machines/document-gaps.ts';
import type { Unready } from '#machines/incident-types.ts';
import { blockersOf, passState, whyNotPassed } from '#machines/pass.ts';
import type { PartRow } from '#db/parts.ts';
import { factsOf } from './document-facts.ts';

interface Held {
  case: readonly PartRow<'case'>[];
  document: readonly PartRow<'document'>[];
  pass: readonly PartRow<'pass'>[];
}

/** Undefined where the incident has nothing that could hold its release: then it goes on as ever. */
export function unreadyOf(parts: Held): Unready[] | undefined {
  if (parts.pass.length + parts.document.length === 0) return undefined;
  return [...unreadyDocuments(parts), ...unreadyTranslations(parts), ...unreadyPasses(parts)];
}

function unreadyPasses({ pass }: Held): Unready[] {
  return pass.flatMap(({ n, snapshot }) => {
    const words = whyNotPassed(snapshot);
    return words === null ? [] : [{ what: 'pass' as const, n, words, next: nextOfPass(snapshot) }];
  });
}

function nextOfPass(stored: PartRow<'pass'>['snapshot']): string {
  const { n, participants } = stored.context;
  const [blocker] = blockersOf(stored.context);
  if (passState(stored) === 'planned')
    return participants.length === 0 ? `pass ${n} invite <who, who>` : `pass ${n} start`;
  return blocker === undefined ? `pass ${n} done` : `pass ${n} resolve ${blocker.m} <how>`;
}

/** Those that go out with the release: what is out already may be under revision. */
function unreadyDocuments({ document, case: cases }: Held): Unready[] {
  return document.flatMap((one): Unready[] => {
    const { context } = one.snapshot;
    if (one.closed || context.releases.length > 0) return [];
    const why = whyNotReady(one, cases);
    if (why === null) return [];
    const [words, act] = why;
    const { n } = one;
    return [{ what: 'document', n, words: `${context.id} ${words}`, next: `document ${n} ${act}` }];
  });
}

function unreadyTranslations({ document }: Held): Unready[] {
  return document.flatMap(({ n, closed, snapshot: { context } }): Unready[] => {
    const awaited = closed || context.releases.length > 0 ? [] : awaitedLocales(context);
    const [first] = awaited;
    if (first === undefined) return [];
    const words = `${context.id} is not there in ${awaited.join(', ')}`;
    return [{ what: 'translation', n, words, next: `document ${n} translation ${first} done` }];
  });
}

/** In words, and what is to be said to the document. */
function whyNotReady(
  { state, snapshot: { context } }: PartRow<'document'>,
  cases: readonly PartRow<'case'>[],
): readonly [words: string, act: string] | null {
  if (state === 'drafting') return ['is being written', 'submit'];
  const now = cases
    .filter(({ n }) => context.cases.includes(n))
    .map(({ snapshot }) => factsOf(snapshot.context));
  const isStale = staleCases(context, now).length > 0;
  if (state !== 'approved') return ['is not approved', isStale ? 'refresh' : 'approve'];
  if (!isApproved(context)) return ['is not as it was approved', 'return <reason>'];
  return isStale ? ['was approved before the record of its cases changed', 'refresh'] : null;
}
