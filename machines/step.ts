// The only caller of XState: one pure step of a chart, with everything it wants done returned as data.
import type { AnyActorScope, AnyStateMachine, InputFrom } from 'xstate';
import { createEmptyActor, getNextTransitions, initialTransition } from 'xstate';
import type { Consequence, Effect, EntryDraft } from './effects.ts';
import { incidentMachine } from './incident.ts';
import type { DeclareInput, IncidentContext, IncidentEvent } from './incident-types.ts';
import type { MovedFrom, PartKind, Parts } from './part-types.ts';
import type { TimerMove } from './rule-parts.ts';
import { siblingOf } from './siblings.ts';
import type { Stored } from './stored.ts';
import type { TaskContext, TaskEvent, TaskInput, TaskState } from './task.ts';
import { taskMachine } from './task.ts';

export type { Stored } from './stored.ts';

/** Start (or restart) of a timer: `event` comes back `delayMs` after the step. */
export interface TimerStart<Event> {
  id: string;
  event: Event;
  delayMs: number;
}

export interface Step<Context, Event> {
  snapshot: Stored<Context>;
  entries: EntryDraft[];
  effects: Effect[];
  consequences: Consequence[];
  /** Timer changes in order: a re-entered state cancels and then starts the same id. */
  timers: ({ cancel: string } | { start: TimerStart<Event> } | { move: TimerMove })[];
}

/** Why an event was not taken: the guards that said no, or the states in which it would be possible. */
export type NotAllowed = { guards: string[] } | { onlyIn: string[] };

export type Stepped<Context, Event> =
  | { ok: true; step: Step<Context, Event> }
  | { ok: false; refused: NotAllowed };

/** Starts a new incident; never refused. */
export function declareIncident(input: DeclareInput): Step<IncidentContext, IncidentEvent> {
  return start(incidentMachine, input) as Step<IncidentContext, IncidentEvent>;
}

/** One event of an incident. */
export function stepIncident(
  stored: Stored<IncidentContext>,
  event: IncidentEvent,
): Stepped<IncidentContext, IncidentEvent> {
  return stepMachine(incidentMachine, stored, event) as Stepped<IncidentContext, IncidentEvent>;
}

/** Starts a new task; never refused. */
export function addTask(input: TaskInput): Step<TaskContext, TaskEvent> {
  return start(taskMachine, input) as Step<TaskContext, TaskEvent>;
}

/** One event of a task. */
export function stepTask(
  stored: Stored<TaskContext>,
  event: TaskEvent,
): Stepped<TaskContext, TaskEvent> {
  return stepMachine(taskMachine, stored, event) as Stepped<TaskContext, TaskEvent>;
}

/** Starts a new part; never refused. */
export function startPart<K extends PartKind>(
  kind: K,
  input: Parts[K]['input'],
): Step<Parts[K]['context'], Parts[K]['event']> {
  return start(siblingOf(kind).machine, input) as Step<Parts[K]['context'], Parts[K]['event']>;
}

/** One event of a part. */
export function stepPart<K extends PartKind>(
  kind: K,
  stored: Stored<Parts[K]['context']>,
  event: Parts[K]['event'],
): Stepped<Parts[K]['context'], Parts[K]['event']> {
  return stepMachine(siblingOf(kind).machine, stored, event) as Stepped<
    Parts[K]['context'],
    Parts[K]['event']
  >;
}

/** The first step of a part in the incident that takes it over: it goes on where it was. */
export function takeOverPart<K extends PartKind>(
  kind: K,
  { snapshot, ...from }: MovedFrom & { snapshot: Stored<Parts[K]['context']> },
): Step<Parts[K]['context'], Parts[K]['event']> {
  const entries = [siblingOf(kind).takenOver(snapshot.context, from)];
  const card: Effect = { kind: 'card', card: `${kind}/${snapshot.context.n}` };
  const effects = siblingOf(kind).hasCard(snapshot.context) ? [card] : [];
  const consequences = siblingOf(kind).arrived?.(snapshot.context) ?? [];
  return { snapshot, entries, effects, consequences, timers: [] };
}

function start<M extends AnyStateMachine>(machine: M, input: InputFrom<M>) {
  const [snapshot, actions] = initialTransition(machine, input);
  return read(snapshot, actions);
}

function stepMachine(machine: AnyStateMachine, stored: Stored<unknown>, event: { type: string }) {
  const current = machine.resolveState({ ...stored } as never);
  // XState ignores an event it has no transition for; a person must be told instead.
  if (!current.can(event)) return { ok: false, refused: whyNot(machine, current, event.type) };
  const actions: unknown[] = [];
  const next = machine.transition(current as never, event, noting(actions));
  return { ok: true, step: read(next, actions) };
}

const bystander = createEmptyActor();

/**
 * A scope in which nothing runs: actions are only noted. XState's own `transition()` makes such a scope out of a new
 * actor of the chart each time, which takes longer than the step.
 */
function noting(actions: unknown[]): AnyActorScope {
  return {
    self: bystander,
    system: bystander.system,
    id: '',
    sessionId: '',
    defer: () => {},
    emit: () => {},
    logger: () => {},
    stopChild: () => {},
    actionExecutor: (action) => {
      actions.push(action);
    },
  };
}

/** XState's own names for what an action asks for; its types leave out `xstate.cancel`. */
interface RawAction {
  type: string;
  params: Record<string, unknown>;
}

function read(snapshot: unknown, actions: unknown[]) {
  const { value, context } = snapshot as Stored<unknown>;
  const result = {
    snapshot: { value, context },
    entries: [] as EntryDraft[],
    effects: [] as Effect[],
    consequences: [] as Consequence[],
    timers: [] as Step<unknown, unknown>['timers'],
  };
  for (const { type, params } of actions as RawAction[]) {
    if (type === 'effect') result.effects.push(params as unknown as Effect);
    else if (type === 'consequence') result.consequences.push(params as unknown as Consequence);
    else if (type === 'moveTimer') result.timers.push({ move: params as unknown as TimerMove });
    else if (type === 'xstate.emit')
      result.entries.push((params['event'] as { entry: EntryDraft }).entry);
    else if (type === 'xstate.cancel') result.timers.push({ cancel: String(params['sendId']) });
    // An immediate raise is listed too, though XState has already processed it: only delayed ones are timers.
    else if (type === 'xstate.raise' && typeof params['delay'] === 'number') {
      result.timers.push({
        start: { id: String(params['id']), event: params['event'], delayMs: params['delay'] },
      });
    }
  }
  return result;
}

interface Node {
  path: string[];
  states: Record<string, Node>;
  transitions: Map<string, unknown>;
}

function whyNot(machine: AnyStateMachine, snapshot: unknown, type: string): NotAllowed {
  const candidates = (
    getNextTransitions(snapshot as never) as { eventType: string; guard?: unknown }[]
  ).filter((candidate) => candidate.eventType === type);
  if (candidates.length > 0) {
    const names = candidates.map(({ guard }) =>
      typeof guard === 'string' ? guard : (guard as { type: string }).type,
    );
    return { guards: [...new Set(names)] };
  }
  const onlyIn: string[] = [];
  const visit = (node: Node): void => {
    if (node.transitions.has(type)) onlyIn.push(node.path.join('.'));
    else Object.values(node.states).forEach(visit);
  };
  visit(machine.root);
  return { onlyIn };
}

/** The leaf states of a stored incident, as dotted paths: `active.phase.assess.scoping`. */
export function leaves(value: unknown, prefix = ''): string[] {
  if (typeof value === 'string') return [prefix + value];
  return Object.entries(value as Record<string, unknown>).flatMap(([name, below]) => {
    const path = prefix + name;
    return typeof below === 'object' && below !== null && Object.keys(below).length === 0
      ? [path]
      : leaves(below, `${path}.`);
  });
}

/** The state of a stored task in one word. */
export function taskState(stored: Stored<TaskContext>): TaskState {
  return leaves(stored.value)[0]?.split('.').at(-1) as TaskState;
}
