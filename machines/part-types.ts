// The parts of an incident that have a chart of their own and are kept alike: a kind, a number within the incident.
// A new kind: a line here, one in siblings.ts.
import type { ClockContext, ClockEvent, ClockInput } from './clock-types.ts';
import type { ApprovalContext, ApprovalEvent, ApprovalInput } from './approval-types.ts';
import type { DocumentContext } from './document-types.ts';
import type { DocumentEvent, DocumentInput } from './document-events.ts';
import type { CaseContext, CaseEvent, CaseInput } from './case-types.ts';
import type { TrainContext, TrainEvent, TrainInput } from './train-types.ts';
import type { IncidentId, IsoInstant, PersonId } from './incident-types.ts';
import type { PackageContext, PackageEvent, PackageInput } from './partner-types.ts';
import type { PassContext, PassEvent, PassInput } from './pass-types.ts';
import type { StatementContext, StatementEvent, StatementInput } from './statement-types.ts';

/** Context, events and input of each kind. */
export interface Parts {
  case: { context: CaseContext; event: CaseEvent; input: CaseInput };
  clock: { context: ClockContext; event: ClockEvent; input: ClockInput };
  approval: { context: ApprovalContext; event: ApprovalEvent; input: ApprovalInput };
  package: { context: PackageContext; event: PackageEvent; input: PackageInput };
  pass: { context: PassContext; event: PassEvent; input: PassInput };
  statement: { context: StatementContext; event: StatementEvent; input: StatementInput };
  document: { context: DocumentContext; event: DocumentEvent; input: DocumentInput };
  train: { context: TrainContext; event: TrainEvent; input: TrainInput };
}

export type PartKind = keyof Parts;

/** What every part's context has. */
export interface PartContext {
  incidentId: IncidentId;
  n: number;
}

/** The input of a part once it has its place: TypeScript cannot put together again what Omit took apart. */
export function placed<K extends PartKind>(
  input: Omit<Parts[K]['input'], keyof PartContext>,
  place: PartContext,
): Parts[K]['input'] {
  return { ...input, ...place } as unknown as Parts[K]['input'];
}

/** Which part: `case/1`, as journal and timers name it. */
export type PartInstance = `${PartKind}/${number}`;

/** A part on its way to the incident that its own was merged into. */
export interface Move {
  to: { incidentId: IncidentId; n: number };
  /** The new numbers of all parts of its kind that move with it, by the old ones. */
  numbers: ReadonlyMap<number, number>;
  /** The same of kinds that moved before it, by instance: `case/1` is `case/3` there. */
  renamed: ReadonlyMap<string, string>;
  /** More people see the other incident: nothing goes there that only those of this one may know. */
  isWider: boolean;
}

/** Where a part came from, and who brought it. */
export interface MovedFrom {
  from: { incidentId: IncidentId; n: number };
  at: IsoInstant;
  by: PersonId;
}
