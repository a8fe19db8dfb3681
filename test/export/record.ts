// A record for export tests, made by the real charts: events in, numbered and hashed entries and journal rows out.
import { approvalState, isApprovalClosed } from '#machines/approval.ts';
import type { ApprovalContext, ApprovalEvent, ApprovalInput } from '#machines/approval-types.ts';
import { differencesOf } from '#machines/assessment.ts';
import { remedyStanding } from '#machines/remedy.ts';
import { caseStates, isCaseClosed, rmState } from '#machines/case-state.ts';
import type { CaseContext, CaseEvent, CaseInput } from '#machines/case-types.ts';
import { clockState, isClockOpen } from '#machines/clock-state.ts';
import type { ClockContext, ClockEvent, ClockInput } from '#machines/clock-types.ts';
import type { EntryDraft } from '#machines/effects.ts';
import type { DeclareInput, IncidentContext, IncidentEvent } from '#machines/incident-types.ts';
import { levelRule } from '#machines/level-rules.ts';
import { regimes } from '#machines/regimes.ts';
import type { Step, Stepped, Stored } from '#machines/step.ts';
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
import { entryHash, firstHash } from '#db/timeline.ts';
import type {
  CaseView,
  ClockView,
  EntryView,
  PartView,
  TaskView,
} from '#src/commands/view-types.ts';
import { exportIncident } from '#src/export/export.ts';
import type { ExportSource, JournalView } from '#src/export/source.ts';

type Without<T> = T extends unknown ? Omit<T, 'at' | 'by'> : never;

const people = new Map([
  ['console:local:ada', { name: 'Ada Lovelace', handle: 'ada' }],
  ['console:local:grace', { name: 'Grace Hopper', handle: 'grace' }],
  ['console:local:alan', { name: 'Alan Turing', handle: 'alan' }],
  ['console:local:unconcerned', { name: 'Someone Else', handle: 'else' }],
]);
export const ada = 'console:local:ada';
export const grace = 'console:local:grace';
export const alan = 'console:local:alan';

export class TestRecord {
  readonly entries: EntryView[] = [];
  readonly journal: JournalView[] = [];
  readonly tasks = new Map<number, Stored<TaskContext>>();
  readonly cases = new Map<number, Stored<CaseContext>>();
  readonly clocks = new Map<number, Stored<ClockContext>>();
  readonly approvals = new Map<number, Stored<ApprovalContext>>();
  #now: string;
  #incident: Stored<IncidentContext>;
  #hash: string;

  constructor(declared: Partial<DeclareInput> = {}) {
    const input: DeclareInput = {
      id: 'INC-2026-0001',
      title: 'Remote code execution in the frobnicator',
      kind: 'vulnerability',
      level: 3,
      visibility: 'private',
      drill: false,
      at: '2026-03-02T14:00:00.000Z',
      by: ada,
      ...declared,
    };
    this.#now = input.at;
    this.#hash = firstHash(input.id);
    this.#incident = this.#take('incident', { type: '@init', input }, declareIncident(input));
  }

  /** Sets the time: `14:05`, or `03-04 09:00` for another day of 2026. */
  at(time: string): this {
    const [clock, day] = time.split(' ').toReversed();
    this.#now = `${day === undefined ? this.#now.slice(0, 10) : `2026-${day}`}T${clock}:00.000Z`;
    return this;
  }

  does(by: string, event: Without<IncidentEvent>): this {
    const full: IncidentEvent = { ...event, at: this.#now, by };
    this.#incident = this.#take(
      'incident',
      { ...full },
      accepted(full.type, stepIncident(this.#incident, full)),
    );
    return this;
  }

  adds(by: string, task: Partial<TaskInput> & { text: string }): this {
    const n = this.tasks.size + 1;
    const { id, phase, level } = this.#incident.context;
    const input: TaskInput = {
      incidentId: id,
      n,
      phase,
      level,
      followUp: false,
      role: null,
      template: null,
      assignee: null,
      dueAt: null,
      at: this.#now,
      by,
      ...task,
    };
    this.tasks.set(n, this.#take(`task/${n}`, { type: '@init', input }, addTask(input)));
    return this;
  }

  task(n: number, by: string, event: Without<TaskEvent>): this {
    const stored = this.tasks.get(n);
    if (stored === undefined) throw new Error(`no task ${n}`);
    const full: TaskEvent = { ...event, at: this.#now, by };
    this.tasks.set(
      n,
      this.#take(`task/${n}`, { ...full }, accepted(full.type, stepTask(stored, full))),
    );
    return this;
  }

  receives(by: string, input: Partial<CaseInput> & { title: string }): this {
    const n = this.cases.size + 1;
    const full: CaseInput = {
      incidentId: this.#incident.context.id,
      n,
      cve: null,
      reporter: null,
      bypassOf: null,
      vendorAware: true,
      at: this.#now,
      by,
      ...input,
    };
    const begun = startPart('case', full);
    this.cases.set(n, this.#take(`case/${n}`, { type: '@init', input: full }, begun));
    return this;
  }

  case(n: number, by: string, event: Without<CaseEvent>): this {
    const stored = this.cases.get(n);
    if (stored === undefined) throw new Error(`no case ${n}`);
    const full = { ...event, at: this.#now, by };
    const step = accepted(full.type, stepPart('case', stored, full));
    this.cases.set(n, this.#take(`case/${n}`, { ...full }, step));
    return this;
  }

  counts(by: string, input: Partial<ClockInput> = {}): this {
    const n = this.clocks.size + 1;
    const full: ClockInput = {
      incidentId: this.#incident.context.id,
      n,
      regime: 'cra',
      obligation: 'earlyWarning',
      group: null,
      caseNumber: null,
      applies: false,
      since: this.#now,
      reason: 'attacks are observed',
      at: this.#now,
      by,
      ...input,
    };
    const begun = startPart('clock', full);
    this.clocks.set(n, this.#take(`clock/${n}`, { type: '@init', input: full }, begun));
    return this;
  }

  clock(n: number, by: string, event: Without<ClockEvent>): this {
    const stored = this.clocks.get(n);
    if (stored === undefined) throw new Error(`no clock ${n}`);
    const full = { ...event, at: this.#now, by };
    const step = accepted(full.type, stepPart('clock', stored, full));
    this.clocks.set(n, this.#take(`clock/${n}`, { ...full }, step));
    return this;
  }

  proposes(by: string, input: Partial<ApprovalInput> & { words: string }): this {
    const n = this.approvals.size + 1;
    const full: ApprovalInput = {
      incidentId: this.#incident.context.id,
      n,
      act: 'override',
      command: { verb: 'override' },
      expiresAt: '2026-03-09T09:00:00.000Z',
      asked: [grace, alan],
      at: this.#now,
      by,
      ...input,
    };
    const begun = startPart('approval', full);
    this.approvals.set(n, this.#take(`approval/${n}`, { type: '@init', input: full }, begun));
    return this;
  }

  approval(n: number, by: string, event: Without<ApprovalEvent>): this {
    const stored = this.approvals.get(n);
    if (stored === undefined) throw new Error(`no approval ${n}`);
    const full = { ...event, at: this.#now, by };
    const step = accepted(full.type, stepPart('approval', stored, full));
    this.approvals.set(n, this.#take(`approval/${n}`, { ...full }, step));
    return this;
  }

  source(over: Partial<ExportSource> = {}): ExportSource {
    const { context, value } = this.#incident;
    const states = leaves(value);
    const closed = states.some((state) => state.startsWith('closed'));
    const tasks = [...this.tasks].map(([n, stored]): TaskView => {
      return { n, state: taskState(stored), text: stored.context.text, context: stored.context };
    });
    return {
      exportedAt: this.#now,
      zones: ['America/Los_Angeles', 'Asia/Tokyo'],
      incident: {
        context,
        states,
        closed,
        checklist: [],
        ruling: levelRule(context),
        tasks,
        cases: [...this.cases].map(([n, stored]): CaseView => ({
          n,
          closed: isCaseClosed(stored),
          states: caseStates(stored),
          context: stored.context,
          differs: differencesOf(stored.context.investigation ?? {}),
          remedy: remedyStanding(stored.context),
        })),
        bookings: [],
        clocks: [...this.clocks].map(([n, stored]): ClockView => ({
          n,
          closed: !isClockOpen(stored),
          state: clockState(stored),
          context: stored.context,
          about: regimes[stored.context.regime],
        })),
        documents: [],
        parts: [
          ...[...this.cases].map(([n, snapshot]): PartView => ({
            kind: 'case',
            n,
            state: rmState(snapshot),
            closed: isCaseClosed(snapshot),
            snapshot,
          })),
          ...[...this.clocks].map(([n, snapshot]): PartView => ({
            kind: 'clock',
            n,
            state: clockState(snapshot),
            closed: !isClockOpen(snapshot),
            snapshot,
          })),
          ...[...this.approvals].map(([n, snapshot]): PartView => ({
            kind: 'approval',
            n,
            state: approvalState(snapshot),
            closed: isApprovalClosed(snapshot),
            snapshot,
          })),
        ],
        lastSeq: 0,
        channel: null,
      },
      people,
      entries: () => this.entries.values(),
      revisions: () =>
        this.entries.filter(({ kind }) => kind === 'correction' || kind === 'withdrawal'),
      journal: () => this.journal.values(),
      ...over,
    };
  }

  #take<Context>(
    instance: string,
    event: JournalView['event'],
    step: Step<Context, unknown>,
  ): Stored<Context> {
    const firstSeq = this.entries.length + 1;
    for (const draft of step.entries) this.#append(draft);
    const lastSeq = this.entries.length;
    const made = lastSeq >= firstSeq;
    this.journal.push({
      n: this.journal.length + 1,
      instance,
      event,
      chartVersion: 1,
      recordedAt: this.#now,
      firstSeq: made ? firstSeq : null,
      lastSeq: made ? lastSeq : null,
    });
    return step.snapshot;
  }

  #append(draft: EntryDraft): void {
    const row = { ...draft, seq: this.entries.length + 1, recordedAt: this.#now };
    this.#hash = entryHash(this.#hash, row);
    this.entries.push({ ...row, hash: this.#hash });
  }
}

export function textOf(format: 'md' | 'html' | 'json' | 'csv', source: ExportSource): string {
  return [...exportIncident(format, source).chunks].join('');
}

function accepted<Context, Event>(
  type: string,
  stepped: Stepped<Context, Event>,
): Step<Context, Event> {
  if (!stepped.ok) throw new Error(`${type} refused: ${JSON.stringify(stepped.refused)}`);
  return stepped.step;
}
