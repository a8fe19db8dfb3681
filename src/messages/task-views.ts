// Lists of tasks: those of an incident, and those of the person who asks.
import type { IncidentView, TaskView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { drillMark } from './incident-card.ts';
import { taskItem } from './list-items.ts';
import type { Message } from './message.ts';
import type { NameOf } from './rich.ts';
import { cmd, rich } from './rich.ts';
import { line } from './tidy.ts';
import { buttonBlock, firstItems, plural, spoken, textOnly } from './view-blocks.ts';

export function tasksView(
  incident: IncidentView,
  which: string,
  tasks: readonly TaskView[],
  nameOf: NameOf,
): Message {
  const { id } = incident.context;
  if (tasks.length === 0) {
    const kind = which === 'all' ? '' : `${line(which, 20)} `;
    return textOnly(
      rich`${id} has no ${kind}tasks. Add one: ${cmd('task add <text> @user')}. All tasks: ${cmd('tasks all')}.`,
    );
  }
  const items = tasks.map(taskItem);
  const open = tasks.filter(({ state }) => state === 'open').slice(0, 4);
  return compose(
    `${drillMark(incident)}${id}, ${tasks.length} ${plural('task', tasks.length)} (${line(which, 20)}): ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: `${drillMark(incident)}Tasks · ${id} · ${which}` },
      ...firstItems(items, rich`See them by phase, e.g. ${cmd('tasks assess')}.`),
      ...buttonBlock(open.map(({ n }) => button(id, `ack ${n}`, `Acknowledge ${n}`))),
    ],
  );
}

export function myTasksView(
  tasks: readonly { incidentId: string; drill: boolean; task: TaskView }[],
  nameOf: NameOf,
): Message {
  if (tasks.length === 0) {
    return textOnly(rich`You have no open tasks. Incidents you are in: ${cmd('list mine')}.`);
  }
  const items = tasks.map(
    ({ incidentId, drill, task }) =>
      rich`${drill ? 'DRILL · ' : ''}${incidentId} · ${taskItem(task)}`,
  );
  const open = tasks.filter(({ task }) => task.state === 'open').slice(0, 4);
  return compose(
    `You have ${tasks.length} open ${plural('task', tasks.length)}: ${spoken(items, nameOf)}`,
    [
      { kind: 'heading', text: 'Your tasks' },
      ...firstItems(
        items,
        rich`For the rest, see ${cmd('tasks mine')} in each incident's channel.`,
      ),
      ...buttonBlock(
        open.map(({ incidentId, task }) =>
          button(incidentId, `ack ${task.n}`, `Acknowledge ${incidentId} ${task.n}`),
        ),
      ),
    ],
  );
}
