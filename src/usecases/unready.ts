// What holds the release of an incident, kind by kind: looked up when somebody says go, and for its checklist.
import { isApproved } from '#machines/document-course.ts';
import { awaitedLocales } from '#machines/document-translations.ts';
import { staleCases } from '#machines/document-gaps.ts';
import type { Unready } from '#machines/incident-types.ts';
import { whyNotPassed } from '#machines/pass.ts';
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
    return words === null ? [] : [{ what: 'pass' as const, n, words }];
  });
}

/** Those that go out with the release: what is out already may be under revision. */
function unreadyDocuments({ document, case: cases }: Held): Unready[] {
  return document.flatMap((one): Unready[] => {
    const { context } = one.snapshot;
    if (one.closed || context.releases.length > 0) return [];
    const words = whyNotReady(one, cases);
    return words === null ? [] : [{ what: 'document', n: one.n, words: `${context.id} ${words}` }];
  });
}

function unreadyTranslations({ document }: Held): Unready[] {
  return document.flatMap(({ n, closed, snapshot: { context } }): Unready[] => {
    const awaited = closed || context.releases.length > 0 ? [] : awaitedLocales(context);
    const words = `${context.id} is not there in ${awaited.join(', ')}`;
    return awaited.length === 0 ? [] : [{ what: 'translation', n, words }];
  });
}

function whyNotReady(
  { state, snapshot: { context } }: PartRow<'document'>,
  cases: readonly PartRow<'case'>[],
): string | null {
  if (state !== 'approved') return state === 'inReview' ? 'is not approved' : 'is being written';
  if (!isApproved(context)) return 'is not as it was approved';
  const now = cases
    .filter(({ n }) => context.cases.includes(n))
    .map(({ snapshot }) => factsOf(snapshot.context));
  return staleCases(context, now).length === 0
    ? null
    : 'was approved before the record of its cases changed';
}
