// The follow-ups of all incidents that somebody may see: what is due, whose it is, and what can be done about it.
import type { View } from '../commands/outcome.ts';
import type { TaskView } from '../commands/view-types.ts';
import { button, compose } from './compose.ts';
import { taskItem } from './list-items.ts';
import type { Button, Message, Rich } from './message.ts';
import { cmd, rich } from './rich.ts';
import type { Telling } from './sayings.ts';
import { buttonBlock, firstItems, plural, spoken, textOnly } from './view-blocks.ts';

type FollowUps = Extract<View, { view: 'followUps' }>;

const none: Readonly<Record<FollowUps['which'], string>> = {
  open: 'No follow-up is open',
  mine: 'You have no open follow-ups',
  overdue: 'No follow-up is overdue',
  all: 'There are no follow-ups',
};
const buttonsMax = 2;

export function followUpsView(
  { which, person, isCut, followUps }: FollowUps,
  { nameOf, now }: Telling,
): Message {
  if (followUps.length === 0) {
    const add = rich` Add one in an incident: ${cmd('followup <text> @user --by time')}.`;
    return textOnly(rich`${none[which]}.${which === 'overdue' ? [] : add}`);
  }
  const items = followUps.map(
    ({ incidentId, drill, task }): Rich =>
      rich`${drill ? 'DRILL · ' : ''}${incidentId} · ${taskItem(task)}${isOverdue(task, now) ? ' · OVERDUE' : ''}`,
  );
  const own = followUps.filter(({ task }) => isPending(task) && task.context.assignee === person);
  return compose(
    `${isCut ? 'The first ' : ''}${followUps.length} ${plural('follow-up', followUps.length)} (${which}): ${spoken(items, nameOf)}`,
    [
      {
        kind: 'heading',
        text: `Follow-ups · ${which}${isCut ? ` · the first ${followUps.length}` : ''}`,
      },
      ...firstItems(items, rich`See ${cmd('followups mine')} or ${cmd('followups overdue')}.`),
      ...buttonBlock(
        own
          .slice(0, buttonsMax)
          .flatMap(({ incidentId, task: { n } }): Button[] => [
            button(incidentId, `done ${n}`, `Done ${incidentId} ${n}`),
            button(incidentId, `due ${n}`, `More time ${incidentId} ${n}`),
          ]),
      ),
    ],
  );
}

function isPending({ state }: TaskView): boolean {
  return state !== 'done' && state !== 'waived';
}

function isOverdue(task: TaskView, now: string): boolean {
  return isPending(task) && task.context.dueAt !== null && task.context.dueAt < now;
}
