// What the record says when a statement is drafted, and what of it an audience may hear.
import type { CaseContext, RmState } from './case-types.ts';
import type { ClockContext } from './clock-types.ts';
import type { IncidentContext } from './incident-types.ts';

export interface DraftSource {
  incident: IncidentContext;
  cases: readonly { context: CaseContext; rm: RmState }[];
  /** Open ones. */
  clocks: readonly ClockContext[];
  /** The duty that a regulator's text is for. */
  clock: ClockContext | null;
}

/** What may be told of cases: `cases` are those the audience may hear of. */
export interface Tellable extends DraftSource {
  products: string[];
  cves: string[];
  /** What customers can do, as the record has it. */
  measures: string[];
}
