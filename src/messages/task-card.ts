// The card of one task: what is to be done, by whom, and the buttons that make sense in its state.
import type { IncidentId } from '#machines/incident-types.ts';
import type { TaskState } from '#machines/task.ts';
import type { IncidentView, TaskView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import { holder } from './list-items.ts';
import type { Block, Button, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, link, plainLine, plainRich, rich, richOf, who } from './rich.ts';
import { roleNames, taskStateNames } from './words.ts';

export function renderTaskCard(
  incident: IncidentView,
  n: number,
  nameOf: NameOf = handleOf,
): Message {
  const task = incident.tasks.find((one) => one.n === n);
  if (task === undefined) return gone(incident, n);
  const what = task.context.followUp ? 'Follow-up' : 'Task';
  const head = `${drillMark(incident)}${what} ${n}`;
  const blocks: Block[] = [
    { kind: 'text', text: rich`${bold(head)} · ${taskStateNames[task.state]}`, tone: toneOf(task) },
    { kind: 'text', text: richOf(task.text) },
    { kind: 'facts', facts: factsOf(task) },
    ...ending(task),
    ...buttonBlock(taskButtons(incident.context.id, task)),
  ];
  const summary = `${head}, ${taskStateNames[task.state]}, ${plainRich(holder(task.context), nameOf)}: ${plainLine(task.text, nameOf, 500)}`;
  return compose(summary, blocks);
}

/** A task that another incident took over is no longer here. */
function gone({ context }: IncidentView, n: number): Message {
  return compose(`Task ${n} is no longer part of ${context.id}.`, [
    {
      kind: 'text',
      text: rich`Task ${String(n)} is no longer part of ${context.id}. See ${cmd('tasks all')}.`,
      tone: 'muted',
    },
  ]);
}

/** Buttons by state; pressing one is the same as typing its command. */
export function taskButtons(incidentId: IncidentId, { n, state }: TaskView): Button[] {
  return buttonsIn[state].map((verb) =>
    button(
      incidentId,
      `${verb} ${n}`,
      taskButtonLabels[verb],
      verb === 'ack' ? { style: 'primary' } : {},
    ),
  );
}

type TaskButton = 'ack' | 'start' | 'done' | 'block' | 'assign';

const taskButtonLabels = {
  ack: 'Acknowledge',
  start: 'Start',
  done: 'Done',
  block: 'Block',
  assign: 'Assign',
} as const satisfies Record<TaskButton, string>;

const buttonsIn: Record<TaskState, readonly TaskButton[]> = {
  open: ['ack', 'start', 'done', 'block', 'assign'],
  acknowledged: ['start', 'done', 'block', 'assign'],
  started: ['done', 'block', 'assign'],
  blocked: ['start', 'done', 'assign'],
  done: [],
  waived: [],
};

function buttonBlock(buttons: readonly Button[]): Block[] {
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons }];
}

function toneOf({ state, context }: TaskView): 'normal' | 'good' | 'warning' | 'muted' {
  if (state === 'done') return 'good';
  if (state === 'waived') return 'muted';
  return state === 'blocked' || context.escalation > 0 ? 'warning' : 'normal';
}

function factsOf({ context }: TaskView): { label: string; value: Rich }[] {
  const { assignee, role, dueAt } = context;
  return [
    assignee === null
      ? { label: 'Wanted', value: [role === null ? 'anybody' : roleNames[role]] }
      : { label: 'Assignee', value: [who(assignee)] },
    ...(assignee !== null && role !== null ? [{ label: 'Role', value: [roleNames[role]] }] : []),
    ...(dueAt === null ? [] : [{ label: 'Due', value: [{ at: dueAt }] }]),
    { label: 'Phase', value: [context.phase] },
    ...(context.link === undefined
      ? []
      : [{ label: 'From', value: [link(context.link, 'the message')] }]),
  ];
}

/** How it ended, or what it waits for. */
function ending({ state, context }: TaskView): Block[] {
  const { closedAt, closedBy, reason, n, escalation } = context;
  const when: Rich = closedAt === null ? [] : rich` ${{ at: closedAt }}`;
  if (state === 'done') {
    const by = closedBy === null ? [] : rich` by ${who(closedBy)}`;
    return [{ kind: 'text', text: rich`Done${when}${by}.`, tone: 'good' }];
  }
  if (state === 'waived') {
    return [{ kind: 'text', text: rich`Waived${when}${because(reason)}`, tone: 'muted' }];
  }
  if (state === 'blocked') {
    return [{ kind: 'text', text: rich`Blocked${because(reason)}`, tone: 'warning' }];
  }
  if (state === 'open' && escalation > 0) {
    return [
      {
        kind: 'text',
        text: rich`Not acknowledged in time. Say ${cmd(`ack ${n}`)}.`,
        tone: 'warning',
      },
    ];
  }
  return [];
}

function because(reason: string | null): Rich {
  return reason === null || reason === '' ? ['.'] : rich`: ${richOf(reason)}`;
}
