// Charts told event by event, with their timers kept as the database keeps them: a timer that fires is gone before
// its event is told, and comes at its own instant. Holds no expectations; those are in the tests.
import type {
  DeclareInput,
  IncidentContext,
  IncidentEvent,
  IsoInstant,
  Level,
  Phase,
  Role,
} from '#machines/incident-types.ts';
import type { NotAllowed, Step, Stepped, Stored } from '#machines/step.ts';
import {
  addTask,
  declareIncident,
  leaves,
  stepIncident,
  stepTask,
  taskState,
} from '#machines/step.ts';
import type { TaskContext, TaskEvent, TaskInput, TaskState } from '#machines/task.ts';

export const minute = 60_000;
export const hour = 60 * minute;

export const start = '2026-11-22T10:00:00.000Z';
export const ada = 'console:local:ada';
export const bob = 'console:local:bob';
export const cleo = 'console:local:cleo';

export const nothingOutside = { followUpsNotOwned: [] };

/** `at`, so many milliseconds later. */
export function later(at: IsoInstant, ms: number): IsoInstant {
  return Temporal.Instant.from(at)
    .add({ milliseconds: ms })
    .toString({ fractionalSecondDigits: 3 });
}

/** An event without its stamp; the story stamps it with its own clock and with Ada. */
export type Told<E> = E extends unknown
  ? Omit<E, 'at' | 'by'> & { at?: IsoInstant; by?: string }
  : never;

interface Stamped {
  type: string;
  at: IsoInstant;
  by: string;
}

export interface Timer<Event> {
  dueAt: IsoInstant;
  event: Event;
}

/** A chart at one moment; never changed, so that many paths can go on from it. */
export interface Moment<Context, Event> {
  stored: Stored<Context>;
  now: IsoInstant;
  timers: ReadonlyMap<string, Timer<Event>>;
  step: Step<Context, Event>;
}

export type Going<Context, Event> =
  | { ok: true; moment: Moment<Context, Event> }
  | { ok: false; refused: NotAllowed };

function begun<Context, Event>(step: Step<Context, Event>, at: IsoInstant): Moment<Context, Event> {
  return { stored: step.snapshot, now: at, timers: timersAfter(new Map(), step, at), step };
}

function timersAfter<Context, Event>(
  before: ReadonlyMap<string, Timer<Event>>,
  { timers }: Step<Context, Event>,
  at: IsoInstant,
): ReadonlyMap<string, Timer<Event>> {
  const rows = new Map(before);
  for (const change of timers) {
    if ('cancel' in change) rows.delete(change.cancel);
    else if ('move' in change) {
      const { id, delayMs, only } = change.move;
      const timer = rows.get(id);
      const dueAt = later(at, delayMs);
      if (timer !== undefined && (only === 'sooner' ? dueAt < timer.dueAt : dueAt > timer.dueAt))
        rows.set(id, { ...timer, dueAt });
    } else {
      const { id, event, delayMs } = change.start;
      rows.set(id, { dueAt: later(at, delayMs), event });
    }
  }
  return rows;
}

function go<Context, Event extends Stamped>(
  step: (stored: Stored<Context>, event: Event) => Stepped<Context, Event>,
  { stored, timers }: Moment<Context, Event>,
  event: Event,
): Going<Context, Event> {
  const stepped = step(stored, event);
  if (!stepped.ok) return stepped;
  return {
    ok: true,
    moment: {
      stored: stepped.step.snapshot,
      now: event.at,
      timers: timersAfter(timers, stepped.step, event.at),
      step: stepped.step,
    },
  };
}

export type IncidentMoment = Moment<IncidentContext, IncidentEvent>;

export function declaredMoment(input: Partial<DeclareInput> = {}): IncidentMoment {
  const whole = declareInput(input);
  return begun(declareIncident(whole), whole.at);
}

export function declareInput(input: Partial<DeclareInput> = {}): DeclareInput {
  return {
    id: 'INC-2026-0001',
    title: 'Remote code execution in Contoso VPN',
    kind: 'vulnerability',
    level: 4,
    visibility: 'open',
    drill: false,
    at: start,
    by: ada,
    ...input,
  };
}

export function goOn(
  moment: IncidentMoment,
  event: IncidentEvent,
): Going<IncidentContext, IncidentEvent> {
  return go(stepIncident, moment, event);
}

/** The event of a timer as the scheduler tells it, with the timer's row gone; undefined when it is not set. */
export function timerOf<Context, Event extends Stamped>(
  moment: Moment<Context, Event>,
  id: string,
): { moment: Moment<Context, Event>; event: Event } | undefined {
  const timer = moment.timers.get(id);
  if (timer === undefined) return undefined;
  const timers = new Map(moment.timers);
  timers.delete(id);
  const at = timer.dueAt > moment.now ? timer.dueAt : moment.now;
  return { moment: { ...moment, timers }, event: { ...timer.event, at, by: 'ssirp' } };
}

abstract class Story<Context, Event extends Stamped> {
  protected abstract readonly step: (
    stored: Stored<Context>,
    event: Event,
  ) => Stepped<Context, Event>;
  moment: Moment<Context, Event>;

  constructor(moment: Moment<Context, Event>) {
    this.moment = moment;
  }

  get context(): Context {
    return this.moment.stored.context;
  }

  get now(): IsoInstant {
    return this.moment.now;
  }

  /** What the last event put on the record. */
  get entries(): string[] {
    return this.moment.step.entries.map(({ text }) => text);
  }

  /** What the last event said to the channel or to a person, by kind. */
  get said(): string[] {
    return this.moment.step.effects.flatMap((effect) =>
      effect.kind === 'say' || effect.kind === 'tell' ? [effect.say.kind] : [],
    );
  }

  get timers(): string[] {
    return [...this.moment.timers.keys()].toSorted();
  }

  /** Milliseconds until a timer fires; undefined when it is not set. */
  dueIn(id: string): number | undefined {
    const timer = this.moment.timers.get(id);
    if (timer === undefined) return undefined;
    const from = Temporal.Instant.from(this.now).epochMilliseconds;
    return Temporal.Instant.from(timer.dueAt).epochMilliseconds - from;
  }

  /** Lets time pass; timers wait for `fire`. */
  wait(ms: number): this {
    this.moment = { ...this.moment, now: later(this.now, ms) };
    return this;
  }

  take(...events: Told<Event>[]): this {
    for (const event of events) {
      const went = go(this.step, this.moment, this.stamped(event));
      if (!went.ok) throw new Error(`${event.type} is refused: ${JSON.stringify(went.refused)}`);
      this.moment = went.moment;
    }
    return this;
  }

  refusal(event: Told<Event>): NotAllowed | 'taken' {
    const went = go(this.step, this.moment, this.stamped(event));
    return went.ok ? 'taken' : went.refused;
  }

  /** A timer fires at its instant; answers whether the chart took it. */
  fire(id: string): boolean {
    const due = timerOf(this.moment, id);
    if (due === undefined) throw new Error(`no timer ${id}`);
    const went = go(this.step, due.moment, { ...due.event, ...this.lookedUp() });
    this.moment = went.ok ? went.moment : { ...due.moment, now: due.event.at };
    return went.ok;
  }

  protected lookedUp(): object {
    return {};
  }

  private stamped(event: Told<Event>): Event {
    return { at: this.now, by: ada, ...event } as unknown as Event;
  }
}

export class IncidentStory extends Story<IncidentContext, IncidentEvent> {
  protected override readonly step = stepIncident;

  constructor(input: Partial<DeclareInput> = {}) {
    super(declaredMoment(input));
  }

  get states(): string[] {
    return leaves(this.moment.stored.value);
  }

  /** The leaf of one region, such as `mobilize.alerting`; the whole path of a closed incident. */
  state(region: 'phase' | 'comms' | 'cadence' | 'shift' | 'level' = 'phase'): string {
    const prefix = `active.${region}.`;
    const found = this.states.find((path) => path.startsWith(prefix));
    return found?.slice(prefix.length) ?? this.states.join(' ');
  }

  /** Everybody asked has said yes: Ada holds these roles. */
  claimed(...roles: Role[]): this {
    for (const role of roles) this.take({ type: 'ROLE_ASSIGNED', role, person: ada });
    return this;
  }

  advance(): this {
    return this.take({ type: 'ADVANCE', outside: nothingOutside });
  }

  /** Skips whatever is missing, to begin a test in a later phase. */
  overriddenTo(phase: Phase): this {
    while (this.context.phase !== phase) {
      this.take({ type: 'OVERRIDE', reason: 'test', outside: nothingOutside });
    }
    return this;
  }
}

/** Roles that must be held at each level, written down from the role table of SSIRP. */
export const rolesAt: Record<Level, Role[]> = {
  4: ['crisis_lead', 'engineering_lead'],
  3: ['crisis_lead', 'engineering_lead', 'comms_lead'],
  2: [
    'crisis_lead',
    'engineering_lead',
    'comms_lead',
    'case_manager',
    'product_lead',
    'detection_lead',
    'support_liaison',
    'legal',
    'scribe',
    'deputy',
  ],
  1: [
    'crisis_lead',
    'engineering_lead',
    'comms_lead',
    'case_manager',
    'product_lead',
    'detection_lead',
    'support_liaison',
    'legal',
    'scribe',
    'deputy',
    'field_liaison',
    'exec_liaison',
  ],
};

export type TaskMoment = Moment<TaskContext, TaskEvent>;

function taskInput(input: Partial<TaskInput> = {}): TaskInput {
  return {
    incidentId: 'INC-2026-0001',
    n: 7,
    text: 'Write the advisory',
    phase: 'assess',
    level: 3,
    followUp: false,
    role: null,
    template: null,
    assignee: bob,
    dueAt: null,
    at: start,
    by: ada,
    ...input,
  };
}

export function addedMoment(input: Partial<TaskInput> = {}): TaskMoment {
  const whole = taskInput(input);
  return begun(addTask(whole), whole.at);
}

export function taskOn(moment: TaskMoment, event: TaskEvent): Going<TaskContext, TaskEvent> {
  return go(stepTask, moment, event);
}

/** A task whose incident has a crisis lead and, unless set to null, a deputy. */
export class TaskStory extends Story<TaskContext, TaskEvent> {
  protected override readonly step = stepTask;
  deputy: string | null = cleo;
  lead: string | null = ada;

  constructor(input: Partial<TaskInput> = {}) {
    super(addedMoment(input));
  }

  get state(): TaskState {
    return taskState(this.moment.stored);
  }

  protected override lookedUp(): object {
    return { deputy: this.deputy, lead: this.lead };
  }
}
