// A person's home page: what waits for them, what they hold, and what goes on that they may see. It names moments,
// never spans of time: nobody redraws it every minute.
import type { HomeView } from '../commands/outcome.ts';
import { button, compose } from './compose.ts';
import { incidentItem, taskItem } from './list-items.ts';
import type { Block, Button, Message, Rich } from './message.ts';
import { bold, cmd, rich, richOf, who } from './rich.ts';
import { line } from './tidy.ts';
import { plural } from './view-blocks.ts';
import { roleNames } from './words.ts';

/** Tasks with buttons of their own; the others stand in a list. */
const tasksWithButtons = 6;
const tasksListed = 20;

export function renderHome({ tasks, roles, incidents, more }: HomeView): Message {
  const asked = roles.filter(({ acknowledged }) => !acknowledged);
  const summary = `Your page: ${tasks.length} open ${plural('task', tasks.length)}, ${asked.length} ${plural('role', asked.length)} to answer, ${incidents.length + more} open ${plural('incident', incidents.length + more)}.`;
  return compose(summary, [
    { kind: 'heading', text: 'Your tasks' },
    ...taskBlocks(tasks),
    ...(roles.length === 0 ? [] : roleBlocks(roles)),
    { kind: 'heading', text: 'Open incidents' },
    ...incidentBlocks(incidents, more),
    {
      kind: 'buttons',
      buttons: [
        button('', 'declare', 'Declare an incident', { style: 'danger' }),
        button('', 'list mine', 'My incidents'),
        button('', 'help', 'Help'),
      ],
    },
  ]);
}

/** For guests and people of other organizations, who have no part in incidents. */
export function renderClosedHome(): Message {
  const words =
    'Incidents are led by the members of this workspace. Ask one of them to declare one, or to bring you in.';
  return compose(words, [{ kind: 'text', text: [words] }]);
}

function taskBlocks(tasks: HomeView['tasks']): Block[] {
  if (tasks.length === 0) return [{ kind: 'text', text: ['Nothing waits for you.'], tone: 'good' }];
  const rest = tasks.slice(tasksWithButtons, tasksWithButtons + tasksListed);
  const hidden = tasks.length - tasksWithButtons - rest.length;
  return [
    ...tasks.slice(0, tasksWithButtons).flatMap(({ incidentId, task }): Block[] => [
      { kind: 'text', text: rich`${bold(incidentId)} · ${taskItem(task)}` },
      { kind: 'buttons', buttons: taskButtons(incidentId, task) },
    ]),
    ...(rest.length === 0
      ? []
      : [
          {
            kind: 'list' as const,
            items: rest.map(({ incidentId, task }) => ({
              mark: 'dot' as const,
              text: rich`${incidentId} · ${taskItem(task)}`,
            })),
          },
        ]),
    ...(hidden > 0
      ? [{ kind: 'text' as const, text: rich`and ${String(hidden)} more: ${cmd('tasks mine')}` }]
      : []),
  ];
}

function taskButtons(
  incidentId: string,
  { n, state }: HomeView['tasks'][number]['task'],
): Button[] {
  return [
    ...(state === 'open'
      ? [button(incidentId, `ack ${n}`, 'Acknowledge', { style: 'primary' })]
      : []),
    ...(state === 'open' || state === 'acknowledged' || state === 'blocked'
      ? [button(incidentId, `start ${n}`, 'Start')]
      : []),
    button(incidentId, `done ${n}`, 'Done'),
    ...(state === 'blocked' ? [] : [button(incidentId, `block ${n}`, 'Block')]),
    button(incidentId, `assign ${n}`, 'Assign'),
  ];
}

function roleBlocks(roles: HomeView['roles']): Block[] {
  const asked = roles.filter(({ acknowledged }) => !acknowledged);
  return [
    { kind: 'heading', text: 'Your roles' },
    {
      kind: 'list',
      items: roles.map(({ incidentId, title, role, acknowledged }) => ({
        mark: acknowledged ? ('done' as const) : ('missing' as const),
        text: rich`${bold(roleNames[role])} of ${incidentId} (${richOf(line(title, 120))})${acknowledged ? '' : ', not answered yet'}`,
      })),
    },
    ...(asked.length === 0
      ? []
      : [
          {
            kind: 'buttons' as const,
            buttons: asked
              .slice(0, 5)
              .map(({ incidentId, role }) =>
                button(incidentId, `role ${role} @me`, `Take ${roleNames[role]} of ${incidentId}`),
              ),
          },
        ]),
  ];
}

function incidentBlocks(incidents: HomeView['incidents'], more: number): Block[] {
  if (incidents.length === 0) {
    return [
      {
        kind: 'text',
        text: rich`No incident is open that you can see. Declare early: ${cmd('declare <title>')}, or the button below. To practise, see ${cmd('help')}.`,
      },
    ];
  }
  return [
    {
      kind: 'list',
      items: incidents.map((one) => ({
        mark: 'dot' as const,
        text: rich`${incidentItem(one.incident)}${onDuty(one)}`,
      })),
    },
    ...(more > 0
      ? [{ kind: 'text' as const, text: rich`and ${String(more)} more: ${cmd('list')}` }]
      : []),
  ];
}

/** Who is on, and until when; when the next sitrep is due. */
function onDuty({
  lead,
  commsLead,
  sitrepDueAt,
  shiftEndsAt,
}: HomeView['incidents'][number]): Rich {
  const leads: Rich = lead === null ? ['nobody yet'] : [who(lead)];
  const comms: Rich = commsLead === null ? [] : rich`, comms ${who(commsLead)}`;
  const shift: Rich = shiftEndsAt === null ? [] : rich`, shift until ${{ at: shiftEndsAt }}`;
  return rich` · lead ${leads}${comms}${shift} · next sitrep ${{ at: sitrepDueAt }}`;
}
