// The charts of an incident's parts, by kind: everything that the rest of the program must know of one to store it,
// replay it, fire its timers and take it along to another incident. Every one of them takes the event MOVED.
import type { AnyStateMachine } from 'xstate';
import {
  approvalChartVersion,
  approvalMachine,
  approvalMoved,
  approvalState,
  approvalTakenOver,
  isApprovalClosed,
} from './approval.ts';
import { caseChartVersion, caseMachine } from './case.ts';
import { caseArrived, caseMoved, caseTakenOver, isCaseClosed, rmState } from './case-state.ts';
import { clockChartVersion, clockMachine } from './clock.ts';
import { clockMoved, clockState, clockTakenOver, isClockOpen } from './clock-state.ts';
import { documentChartVersion, documentMachine } from './document.ts';
import {
  documentMoved,
  documentState,
  documentTakenOver,
  isDocumentClosed,
} from './document-state.ts';
import type { Consequence, EntryDraft } from './effects.ts';
import type { ClockChanges } from './clock-triggers.ts';
import { clocksOfCase } from './clock-triggers.ts';
import type { IsoInstant } from './incident-types.ts';
import { packageChartVersion, packageMachine } from './package.ts';
import { isPackageClosed, packageMoved, packageState, packageTakenOver } from './package-state.ts';
import {
  isPassClosed,
  passChartVersion,
  passMachine,
  passMoved,
  passState,
  passTakenOver,
} from './pass.ts';
import type { Move, MovedFrom, PartContext, PartKind, Parts } from './part-types.ts';
import {
  isStatementClosed,
  statementChartVersion,
  statementMachine,
  statementMoved,
  statementState,
  statementTakenOver,
} from './statement.ts';
import type { Stored } from './stored.ts';
import { trainChartVersion, trainMachine } from './train.ts';
import { isOnItsWay, trainMoved, trainState, trainTakenOver } from './train-state.ts';

interface Sibling<Context extends PartContext> {
  machine: AnyStateMachine;
  /** Stored with every journal row of the kind. */
  chartVersion: number;
  /** The state in one word, for lists: `moved` once it went on in another incident. */
  stateOf: (stored: Stored<Context>) => string;
  /** Is there nothing left to be done with it? */
  isClosed: (stored: Stored<Context>) => boolean;
  /** By what it is found over all incidents: the CVE of a case, the id of a document. */
  keyOf: (context: Context) => string | null;
  /** As it goes on in the other incident. */
  moved: (context: Context, move: Move) => Context;
  /** Has it a card of its own, in any room of its incident? */
  hasCard: (context: Context) => boolean;
  /** Which clocks a step of it starts, stops or settles; `before` null: its first. */
  clocks?: (before: Context | null, after: Context, at: IsoInstant) => ClockChanges;
  /** Its first entry there. */
  takenOver: (context: Context, from: MovedFrom) => EntryDraft;
  /** What that incident must know of it at once. */
  arrived?: (context: Context) => Consequence[];
}

const siblings: { [K in PartKind]: Sibling<Parts[K]['context']> } = {
  case: {
    machine: caseMachine,
    chartVersion: caseChartVersion,
    stateOf: rmState,
    isClosed: isCaseClosed,
    keyOf: ({ cve }) => cve,
    moved: caseMoved,
    hasCard: () => true,
    clocks: clocksOfCase,
    takenOver: caseTakenOver,
    arrived: caseArrived,
  },
  clock: {
    machine: clockMachine,
    chartVersion: clockChartVersion,
    stateOf: clockState,
    isClosed: (stored) => !isClockOpen(stored),
    keyOf: ({ regime }) => regime,
    moved: clockMoved,
    // The first clock of a regime shows all of them.
    hasCard: ({ hasCard, n, group }) => hasCard && n === group,
    takenOver: clockTakenOver,
  },
  approval: {
    machine: approvalMachine,
    chartVersion: approvalChartVersion,
    stateOf: approvalState,
    isClosed: isApprovalClosed,
    keyOf: ({ act }) => act,
    moved: approvalMoved,
    // Only what was decided goes along.
    hasCard: () => false,
    takenOver: approvalTakenOver,
  },
  package: {
    machine: packageMachine,
    chartVersion: packageChartVersion,
    stateOf: packageState,
    isClosed: isPackageClosed,
    keyOf: ({ partner }) => partner.id,
    moved: packageMoved,
    hasCard: () => true,
    takenOver: packageTakenOver,
  },
  pass: {
    machine: passMachine,
    chartVersion: passChartVersion,
    stateOf: passState,
    isClosed: isPassClosed,
    keyOf: ({ name }) => name,
    moved: passMoved,
    hasCard: () => true,
    takenOver: passTakenOver,
  },
  statement: {
    machine: statementMachine,
    chartVersion: statementChartVersion,
    stateOf: statementState,
    isClosed: isStatementClosed,
    keyOf: ({ kind }) => kind,
    moved: statementMoved,
    hasCard: () => true,
    takenOver: statementTakenOver,
  },
  document: {
    machine: documentMachine,
    chartVersion: documentChartVersion,
    stateOf: documentState,
    isClosed: isDocumentClosed,
    keyOf: ({ id }) => id,
    moved: documentMoved,
    hasCard: () => true,
    takenOver: documentTakenOver,
  },
  train: {
    machine: trainMachine,
    chartVersion: trainChartVersion,
    stateOf: trainState,
    isClosed: (stored) => !isOnItsWay(stored),
    keyOf: ({ releaseAt }) => releaseAt,
    moved: trainMoved,
    hasCard: () => true,
    takenOver: trainTakenOver,
  },
};

export const partKinds = Object.keys(siblings) as readonly PartKind[];

export function siblingOf<K extends PartKind>(kind: K): Sibling<Parts[K]['context']> {
  return siblings[kind];
}

/** `case/1` → its kind and number; undefined for the incident itself, a task, and anything unknown. */
export function partOf(instance: string): { kind: PartKind; n: number } | undefined {
  const [kind = '', n = ''] = instance.split('/');
  const found = partKinds.find((known) => known === kind);
  return found !== undefined && /^[1-9]\d*$/.test(n) ? { kind: found, n: Number(n) } : undefined;
}
