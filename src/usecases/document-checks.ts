// What is asked of a document before it is handed in, approved or published: the record of its cases as it is now, and
// the checks of what would be published.
import type { StaleCase } from '#machines/document-events.ts';
import { staleCases } from '#machines/document-gaps.ts';
import type { CaseFacts, DocumentContext } from '#machines/document-types.ts';
import type { Db } from '#db/open.ts';
import { loadPart } from '#db/parts.ts';
import type { Problem } from '../disclosure/problem.ts';
import { factsOf } from './document-facts.ts';
import type { Work } from './work.ts';

export interface Checks {
  stale: StaleCase[];
  problems: Problem[];
  /** Cases under an embargo in force. */
  embargoed: number[];
}

export function checksOf(
  { tx, rules }: Pick<Work, 'tx' | 'rules'>,
  context: DocumentContext,
): Checks {
  return {
    stale: staleCases(context, factsNow(tx, context)),
    problems: rules.checks(context),
    embargoed: context.cases.filter((n) => isEmbargoed(tx, context.incidentId, n)),
  };
}

/** What the record says of its cases now. */
export function factsNow(
  db: Db,
  { incidentId, cases }: Pick<DocumentContext, 'incidentId' | 'cases'>,
): CaseFacts[] {
  return cases.flatMap((n) => {
    const found = loadPart(db, incidentId, 'case', n);
    return found === undefined ? [] : [factsOf(found.snapshot.context)];
  });
}

function isEmbargoed(db: Db, incidentId: string, n: number): boolean {
  const context = loadPart(db, incidentId, 'case', n)?.snapshot.context;
  return context !== undefined && context.embargoUntil !== null;
}
