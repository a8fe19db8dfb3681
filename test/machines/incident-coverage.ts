// Which parts of the incident chart an exploration has seen: every state reached, every transition taken.
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { createActor, SimulatedClock } from 'xstate';
import { incidentMachine } from '#machines/incident.ts';
import type { IncidentEvent, Level, Visibility } from '#machines/incident-types.ts';
import { leaves } from '#machines/step.ts';
import type { IncidentMoment } from '../support/incident-paths.ts';
import { declareInput } from '../support/incident-paths.ts';
import type { Refused, Taken } from './incident-exploration.ts';
import { isWithin, visibilityAt } from './incident-exploration.ts';

/** Passed through at once, by a move without an event. */
const passingStates = ['active.shift.unset', 'active.level.unset'];

/** What can happen to incidents of the other kind only. */
const elsewhere: Record<Visibility, string> = {
  open: 'ACCESS_REVIEW_DUE',
  private: 'STAKEHOLDER_SITREP',
  restricted: 'STAKEHOLDER_SITREP',
};

/** What only drills know: test/usecases/drills.test.ts. */
const ofDrills = ['INJECT', 'INJECT_ANSWERED', 'DRILL_STOPPED'];

/** What the exploration has seen of the chart. */
export class Coverage {
  private readonly level: Level;
  private readonly reached = new Set<string>();
  private readonly parts = chartParts();
  private readonly followed = new Set<string>();
  private readonly takenIn = new Map<string, Set<string>>();
  private readonly pointedTo = new Map<string, Set<string>>();
  private readonly untaken: Set<unknown>;

  constructor(level: Level) {
    this.level = level;
    this.untaken = new Set(this.parts.transitions.keys());
    for (const transition of transitionsTaken(null, null, level)) this.untaken.delete(transition);
  }

  taken({ before, event, after }: Taken): void {
    const from = leaves(before.stored.value);
    for (const leaf of leaves(after.stored.value)) this.reached.add(leaf);
    const places = this.takenIn.get(event.type) ?? new Set();
    for (const leaf of from) places.add(leaf);
    this.takenIn.set(event.type, places);

    if (this.untaken.size === 0 || !this.isNewMove({ before, event, after })) return;
    for (const transition of transitionsTaken(before, event, this.level))
      this.untaken.delete(transition);
  }

  /** The same event between the same two states of a region takes the same transition, near enough. */
  private isNewMove({ before, event, after }: Pick<Taken, 'before' | 'event' | 'after'>): boolean {
    const { at: _at, by: _by, ...told } = event;
    const from = leaves(before.stored.value);
    const to = leaves(after.stored.value);
    const pairs =
      from.length === to.length ? from.map((leaf, n) => `${leaf} ${to[n]}`) : [to.join()];
    const known = this.followed.size;
    for (const pair of pairs) this.followed.add(`${JSON.stringify(told)} ${pair}`);
    return this.followed.size > known;
  }

  refused({ event, refused }: Refused): void {
    if (!('onlyIn' in refused)) return;
    const places = this.pointedTo.get(event.type) ?? new Set();
    for (const path of refused.onlyIn) places.add(path);
    this.pointedTo.set(event.type, places);
  }

  private isElsewhere(type: string): boolean {
    return ofDrills.includes(type) || type === elsewhere[visibilityAt(this.level)];
  }

  emptyPromises(): string[] {
    return [...this.pointedTo].flatMap(([type, places]) =>
      (this.isElsewhere(type) ? [] : [...places])
        .filter((path) => ![...(this.takenIn.get(type) ?? [])].some((leaf) => isWithin(leaf, path)))
        .map((path) => `${type} in ${path}`),
    );
  }

  statesMissing(): string[] {
    return this.parts.states.filter(
      (path) =>
        !passingStates.includes(path) && ![...this.reached].some((leaf) => isWithin(leaf, path)),
    );
  }

  transitionsMissing(): string[] {
    return [...this.parts.transitions].flatMap(([transition, words]) =>
      this.untaken.has(transition) && !this.isElsewhere(transition.eventType) ? [words] : [],
    );
  }
}

/** All states of the chart by path, and all transitions, described. */
export function chartParts(): {
  states: string[];
  transitions: Map<AnyTransitionDefinition, string>;
} {
  const states: string[] = [];
  const transitions = new Map<AnyTransitionDefinition, string>();
  const visit = (node: AnyStateNode): void => {
    if (node.path.length > 0) states.push(node.path.join('.'));
    for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) {
      transitions.set(transition, describeTransition(node, transition));
    }
    for (const child of Object.values(node.states)) visit(child);
  };
  visit(incidentMachine.root);
  return { states, transitions };
}

function describeTransition(
  node: AnyStateNode,
  { eventType, guard, target }: AnyTransitionDefinition,
): string {
  const named = guard as { type: string; params?: object } | string | undefined;
  const condition =
    named === undefined
      ? ''
      : ` [${typeof named === 'string' ? named : `${named.type} ${JSON.stringify(named.params ?? '')}`}]`;
  const to = target?.map(({ path }) => path.join('.')).join(', ') ?? 'stays';
  return `${node.path.join('.') || 'incident'}: ${eventType || 'by itself'}${condition} → ${to}`;
}

/** The transitions XState takes for one event, with those that follow by themselves. */
function transitionsTaken(
  moment: IncidentMoment | null,
  event: IncidentEvent | null,
  level: Level,
): AnyTransitionDefinition[] {
  const taken: AnyTransitionDefinition[] = [];
  const options = {
    clock: new SimulatedClock(),
    inspect: (inspected: { type: string }) => {
      if (inspected.type !== '@xstate.microstep') return;
      taken.push(
        ...(inspected as unknown as { _transitions: AnyTransitionDefinition[] })._transitions,
      );
    },
  };
  const actor =
    moment === null
      ? createActor(incidentMachine, {
          ...options,
          input: declareInput({ level, visibility: visibilityAt(level) }),
        })
      : createActor(incidentMachine, {
          ...options,
          input: declareInput({ level, visibility: visibilityAt(level) }),
          snapshot: {
            status: 'active',
            historyValue: {},
            children: {},
            tags: [],
            ...moment.stored,
          } as never,
        });
  actor.start();
  if (event !== null) actor.send(event);
  actor.stop();
  return taken;
}
