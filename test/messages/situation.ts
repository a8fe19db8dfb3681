// Incidents for the tests of messages, made by the real charts, and hostile text to put into them.
import fc from 'fast-check';
import { remedyStanding } from '#machines/remedy.ts';
import { approvalState, isApprovalClosed } from '#machines/approval.ts';
import type { DocumentEvent, DocumentInput } from '#machines/document-events.ts';
import { isDocumentClosed } from '#machines/document-state.ts';
import type { DocumentContext } from '#machines/document-types.ts';
import { documentView } from '#src/usecases/view.ts';
import { bulletin } from '../support/documents.ts';
import type { ApprovalContext, ApprovalEvent, ApprovalInput } from '#machines/approval-types.ts';
import { isPackageClosed, packageState } from '#machines/package-state.ts';
import type { PackageContext, PackageEvent, PackageInput } from '#machines/partner-types.ts';
import { caseStates, isCaseClosed } from '#machines/case-state.ts';
import type { CaseContext, CaseEvent, CaseInput } from '#machines/case-types.ts';
import { clockState, isClockOpen } from '#machines/clock-state.ts';
import type { ClockContext, ClockEvent, ClockInput } from '#machines/clock-types.ts';
import { isPassClosed, passState } from '#machines/pass.ts';
import type { PassContext, PassEvent, PassInput } from '#machines/pass-types.ts';
import { isStatementClosed, statementState } from '#machines/statement.ts';
import type {
  StatementContext,
  StatementEvent,
  StatementInput,
} from '#machines/statement-types.ts';
import { checklist } from '#machines/criteria.ts';
import type {
  DeclareInput,
  IncidentContext,
  IncidentEvent,
  Phase,
  Role,
} from '#machines/incident-types.ts';
import { roles } from '#machines/incident-types.ts';
import { levelRule } from '#machines/level-rules.ts';
import { regimes } from '#machines/regimes.ts';
import type { Stored } from '#machines/step.ts';
import {
  addTask,
  declareIncident,
  leaves,
  startPart,
  stepIncident,
  stepPart,
  stepTask,
  taskState,
} from '#machines/step.ts';
import type { TaskContext, TaskEvent, TaskInput } from '#machines/task.ts';
import { isOnItsWay, trainState } from '#machines/train-state.ts';
import type { TrainContext, TrainEvent, TrainInput } from '#machines/train-types.ts';
import type { EntryView, IncidentView, TaskView } from '#src/commands/view-types.ts';
import type { Telling } from '#src/messages/sayings.ts';
import { bookingView } from '#src/usecases/booking-view.ts';

export const now = '2026-11-22T14:05:00.000Z';
export const ada = 'slack:T1:UADA';
export const bob = 'slack:T1:UBOB';
const names: Record<string, string> = { [ada]: 'Ada', [bob]: 'Bob' };
export const telling: Telling = { now, nameOf: (id) => names[id] ?? 'somebody' };

type Unstamped<E> = E extends unknown ? Omit<E, 'at' | 'by'> & { at?: string; by?: string } : never;

/** One incident that events can be told to, seen as messages see it. */
export class Situation {
  private stored: Stored<IncidentContext>;
  private tasks: Stored<TaskContext>[] = [];
  private cases: Stored<CaseContext>[] = [];
  private trains: Stored<TrainContext>[] = [];
  private clocks: Stored<ClockContext>[] = [];
  private approvals: Stored<ApprovalContext>[] = [];
  private documents: Stored<DocumentContext>[] = [];
  private passes: Stored<PassContext>[] = [];
  private statements: Stored<StatementContext>[] = [];
  private packages: Stored<PackageContext>[] = [];

  constructor(input: Partial<DeclareInput> = {}) {
    this.stored = declareIncident({
      id: 'INC-2026-0001',
      title: 'Remote code execution in Contoso VPN',
      kind: 'vulnerability',
      level: 3,
      visibility: 'open',
      drill: false,
      at: now,
      by: ada,
      ...input,
    }).snapshot;
  }

  take(...events: Unstamped<IncidentEvent>[]): this {
    for (const event of events) {
      const stamped = { at: now, by: ada, ...event };
      const stepped = stepIncident(this.stored, stamped);
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      this.stored = stepped.step.snapshot;
    }
    return this;
  }

  /** What the chart says to an event that it does not take. */
  refusal(event: Unstamped<IncidentEvent>): { guards: string[] } | { onlyIn: string[] } {
    const stepped = stepIncident(this.stored, { at: now, by: ada, ...event });
    if (stepped.ok) throw new Error(`${event.type} was taken`);
    return stepped.refused;
  }

  task(input: Partial<TaskInput> = {}, ...events: Unstamped<TaskEvent>[]): this {
    const { id: incidentId, phase, level } = this.stored.context;
    let stored = addTask({
      incidentId,
      n: this.tasks.length + 1,
      text: 'Write the advisory',
      phase,
      level,
      followUp: false,
      role: null,
      template: null,
      assignee: null,
      dueAt: null,
      at: now,
      by: ada,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepTask(stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.tasks.push(stored);
    return this;
  }

  case(input: Partial<CaseInput> = {}, ...events: Unstamped<CaseEvent>[]): this {
    let stored = startPart('case', {
      incidentId: this.stored.context.id,
      n: this.cases.length + 1,
      title: 'Heap overflow in the parser',
      cve: null,
      reporter: null,
      bypassOf: null,
      vendorAware: true,
      at: now,
      by: ada,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('case', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.cases.push(stored);
    return this;
  }

  train(input: Partial<TrainInput> = {}, ...events: Unstamped<TrainEvent>[]): this {
    let stored = startPart('train', {
      incidentId: this.stored.context.id,
      n: this.trains.length + 1,
      releaseAt: '2026-12-08T18:00:00.000Z',
      cases: [1],
      rereleaseOf: null,
      reason: '',
      at: now,
      by: ada,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('train', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.trains.push(stored);
    return this;
  }

  clock(input: Partial<ClockInput> = {}, ...events: Unstamped<ClockEvent>[]): this {
    let stored = startPart('clock', {
      incidentId: this.stored.context.id,
      n: this.clocks.length + 1,
      regime: 'cra',
      obligation: 'earlyWarning',
      group: null,
      caseNumber: null,
      applies: false,
      since: now,
      reason: 'attacks are observed',
      at: now,
      by: ada,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('clock', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.clocks.push(stored);
    return this;
  }

  approval(input: Partial<ApprovalInput> = {}, ...events: Unstamped<ApprovalEvent>[]): this {
    let stored = startPart('approval', {
      incidentId: this.stored.context.id,
      n: this.approvals.length + 1,
      act: 'disclosure',
      command: { verb: 'guidance', text: 'Close the port' },
      words: 'publish this guidance: Close the port',
      asked: [ada, bob],
      expiresAt: '2027-01-01T00:00:00.000Z',
      at: now,
      by: bob,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('approval', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.approvals.push(stored);
    return this;
  }

  statement(input: Partial<StatementInput> = {}, ...events: Unstamped<StatementEvent>[]): this {
    const { id: incidentId, tlp, drill } = this.stored.context;
    let stored = startPart('statement', {
      incidentId,
      n: this.statements.length + 1,
      kind: 'guidance',
      tlp,
      text: 'Close the port',
      withheld: ['case 1: under embargo'],
      drill,
      clock: null,
      at: now,
      by: ada,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('statement', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.statements.push(stored);
    return this;
  }

  document(input: Partial<DocumentInput> = {}, ...events: Unstamped<DocumentEvent>[]): this {
    const n = this.documents.length + 1;
    let stored = startPart('document', {
      incidentId: this.stored.context.id,
      n,
      kind: 'bulletin',
      id: `SB26-00${n}`,
      cases: [1],
      texts: bulletin.texts,
      facts: bulletin.facts,
      tlp: 'CLEAR',
      requiredLocales: [],
      at: now,
      by: ada,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('document', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.documents.push(stored);
    return this;
  }

  pass(input: Partial<PassInput> = {}, ...events: Unstamped<PassEvent>[]): this {
    let stored = startPart('pass', {
      incidentId: this.stored.context.id,
      n: this.passes.length + 1,
      name: 'March updates',
      until: '2027-01-01T00:00:00.000Z',
      updates: ['KB5001'],
      at: now,
      by: ada,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('pass', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.passes.push(stored);
    return this;
  }

  package(input: Partial<PackageInput> = {}, ...events: Unstamped<PackageEvent>[]): this {
    let stored = startPart('package', {
      incidentId: this.stored.context.id,
      n: this.packages.length + 1,
      partner: { id: 'acme', name: 'Acme AV', tier: 'standard', mustReport: false },
      content: [{ n: 1, summary: { severity: 'critical', products: ['VPN'] }, detection: 'Look' }],
      at: now,
      by: bob,
      ...input,
    }).snapshot;
    for (const event of events) {
      const stepped = stepPart('package', stored, { at: now, by: ada, ...event });
      if (!stepped.ok) throw new Error(`${event.type}: ${JSON.stringify(stepped.refused)}`);
      stored = stepped.step.snapshot;
    }
    this.packages.push(stored);
    return this;
  }

  staffed(): this {
    for (const role of roles) this.take({ type: 'ROLE_ASSIGNED', role, person: ada });
    return this;
  }

  /** Goes on to a phase the short way, with overrides. */
  in(phase: Phase): this {
    while (this.stored.context.phase !== phase) {
      this.take({ type: 'OVERRIDE', reason: 'test', outside: { followUpsNotOwned: [] } });
    }
    return this;
  }

  get view(): IncidentView {
    const { context, value } = this.stored;
    const states = leaves(value);
    return {
      context,
      states,
      closed: states.some((path) => path.startsWith('closed')),
      checklist: checklist(context.phase, context, { followUpsNotOwned: [] }),
      ruling: levelRule(context),
      tasks: this.tasks.map(taskView),
      cases: this.cases.map((stored) => ({
        n: stored.context.n,
        closed: isCaseClosed(stored),
        states: caseStates(stored),
        context: stored.context,
        remedy: remedyStanding(stored.context),
      })),
      clocks: this.clocks.map((stored) => ({
        n: stored.context.n,
        closed: !isClockOpen(stored),
        state: clockState(stored),
        context: stored.context,
        about: regimes[stored.context.regime],
      })),
      documents: this.documents.map((snapshot) =>
        documentView({ n: snapshot.context.n, closed: isDocumentClosed(snapshot), snapshot }, null),
      ),
      bookings: this.trains.map((snapshot) => bookingView({ n: snapshot.context.n, snapshot })),
      parts: [
        ...this.trains.map((snapshot) => ({
          kind: 'train' as const,
          n: snapshot.context.n,
          state: trainState(snapshot),
          closed: !isOnItsWay(snapshot),
          snapshot,
        })),
        ...this.approvals.map((snapshot) => ({
          kind: 'approval' as const,
          n: snapshot.context.n,
          state: approvalState(snapshot),
          closed: isApprovalClosed(snapshot),
          snapshot,
        })),
        ...this.passes.map((snapshot) => ({
          kind: 'pass' as const,
          n: snapshot.context.n,
          state: passState(snapshot),
          closed: isPassClosed(snapshot),
          snapshot,
        })),
        ...this.statements.map((snapshot) => ({
          kind: 'statement' as const,
          n: snapshot.context.n,
          state: statementState(snapshot),
          closed: isStatementClosed(snapshot),
          snapshot,
        })),
        ...this.packages.map((snapshot) => ({
          kind: 'package' as const,
          n: snapshot.context.n,
          state: packageState(snapshot),
          closed: isPackageClosed(snapshot),
          snapshot,
        })),
      ],
      lastSeq: 0,
      channel: { name: 'inc-2026-0001-vpn', url: 'https://chat.example/C1' },
    };
  }
}

function taskView(stored: Stored<TaskContext>): TaskView {
  const { n, text } = stored.context;
  return { n, text, state: taskState(stored), context: stored.context };
}

export function entryView(seq: number, text: string, more: Partial<EntryView> = {}): EntryView {
  return {
    seq,
    occurredAt: now,
    recordedAt: now,
    actor: ada,
    kind: 'note',
    text,
    data: {},
    link: null,
    hash: '',
    ...more,
  };
}

const nasty = [
  '<!channel>',
  '<@slack:T1:UADA>',
  '<https://evil.example|click>',
  '[x](HTTPS://evil.example/a.b?c=d)',
  'http://evil.example/x ',
  'javascript:alert(1)',
  '@here ',
  '\u200B',
  '&amp;',
  '\u202E',
  '\u2066',
  '\u200F',
  '\u0000',
  '\u001B[31m',
  '\r\n',
  '\n\n\n',
  '\u2028',
  '👩‍👩‍👧',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '\uD800',
  'e\u0301',
  '`*_~',
  'ß',
  '漢字',
  'word ',
  'x',
  '&',
  '<',
];

/** Text as an enemy or a cat on the keyboard would write it, up to `maxLength` pieces. */
export const hostileText = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc
      .array(fc.constantFrom(...nasty), { minLength: 1, maxLength })
      .map((pieces) => pieces.join('')),
    fc
      .tuple(fc.constantFrom(...nasty), fc.integer({ min: 1, max: maxLength }))
      .map(([piece, times]) => piece.repeat(times)),
    fc.string({ unit: 'binary', minLength: 1, maxLength }),
  );

export const aRole: fc.Arbitrary<Role> = fc.constantFrom(...roles);
