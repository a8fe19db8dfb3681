// One person's page: what waits for them, what they are responsible for, when the next clocks ring, and where something
// is going on. It holds moments, never spans of time: nobody redraws it every minute.
import type { DueThing } from '../commands/due.ts';
import type { Glance, HomeView, TaskView } from '../commands/view-types.ts';
import type { HeldRole, IsoInstant, PersonId, Role } from '#machines/incident-types.ts';
import { approvalButtons } from './approval-card.ts';
import { button, compose } from './compose.ts';
import { dueName } from './due-words.ts';
import { glanceItem, nextSitrep } from './glance.ts';
import { oneLine } from './list-items.ts';
import type { Block, Button, Message, Rich } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, link, plainRich, rich, who } from './rich.ts';
import { taskButtons } from './task-card.ts';
import { line } from './tidy.ts';
import { buttonBlock, dots, plural, section, textOnly } from './view-blocks.ts';
import { roleName, taskStateNames } from './words.ts';

const approvalsMax = 4;
const askedMax = 4;
const tasksMax = 6;
const followUpsMax = 4;
const clocksMax = 8;
const incidentsMax = 12;

/** For guests and people of other organizations, who have no part in incidents. */
const forMembers: Rich = [
  'Incidents are led by the members of this workspace. Ask one of them to declare one, or to bring you in.',
];

export function renderHome(home: HomeView, nameOf: NameOf): Message {
  if (!home.isMember) return textOnly(forMembers, nameOf);
  const asked = askedOf(home);
  const open = [...home.mine, ...home.others];
  if (
    home.approvals.length + asked.length + home.tasks.length + home.due.length + open.length ===
    0
  )
    return nothingYet();
  return compose(spokenHome(home, asked, nameOf), [
    { kind: 'heading', text: 'Your page' },
    ...buttonBlock(everywhere()),
    ...askedBlocks('Waits for your approval', approvalsOf(home), {
      most: approvalsMax,
      rest: 'list open',
    }),
    ...askedBlocks('You are asked', asked, { most: askedMax, rest: 'list mine' }),
    ...taskBlocks(home),
    ...section('Your roles', rolesOf(home)),
    ...section('Next clocks', clocksOf(home)),
    ...openBlocks(home, open),
  ]);
}

/** For somebody who has never used it: what it is for, and how to begin. */
function nothingYet(): Message {
  const text = rich`Nothing waits for you, and no incident is open that you may see. If something looks like a security incident, declare it: better one too many than one too late. Press the button, or type ${cmd('declare <title> --level 1-4')} in any channel.`;
  const practice = rich`To practise, declare a drill: ${cmd('declare <title> --drill')}. Your tasks and the clocks of your incidents appear here by themselves.`;
  return compose(`Your page. ${plainRich([...text, ' ', ...practice], (id) => id)}`, [
    { kind: 'heading', text: 'Your page' },
    { kind: 'text', text },
    ...buttonBlock(everywhere()),
    { kind: 'text', text: practice, tone: 'muted' },
  ]);
}

function everywhere(): Button[] {
  return [
    button('', 'declare', 'Declare an incident', { style: 'primary' }),
    button('', 'list', 'All incidents'),
    button('', 'followups', 'All follow-ups'),
    button('', 'calendar', 'My calendar'),
    button('', 'help', 'Help'),
  ];
}

interface Asked {
  text: Rich;
  buttons: readonly Button[];
}

const drillOf = ({ context }: Glance): string => (context.drill ? 'DRILL · ' : '');

const isOverdue = (thing: DueThing): boolean => thing.kind === 'clock' && thing.isOverdue;

/** What somebody waits to hear from this person: a yes to a role, or to taking over, or whether a clock applies. */
function askedOf(home: HomeView): Asked[] {
  return [...rolesAskedOf(home), ...clocksAskedOf(home)];
}

/** What somebody else proposed, and is done when this person approves. */
function approvalsOf({ approvals }: HomeView): Asked[] {
  return approvals.map(({ incident, n, words, by, expiresAt }) => {
    const { id } = incident.context;
    return {
      text: rich`${drillOf(incident)}${bold(`Approval ${n}`)} of ${place(incident)}: ${oneLine(words, 300)} · proposed by ${who(by)}, lapses ${{ at: expiresAt }}: ${cmd(`${id} approve ${n}`)}`,
      buttons: approvalButtons(id, n),
    };
  });
}

/** Legal and the crisis lead decide. */
function clocksAskedOf({ due, person }: HomeView): Asked[] {
  return due.flatMap(({ incident, thing }): Asked[] => {
    const { id, roles } = incident.context;
    const decides = [roles.legal, roles.crisis_lead].some((held) => held?.person === person);
    if (thing.kind !== 'clock' || !thing.isProposed || !decides) return [];
    const { n, name } = thing;
    return [
      {
        text: rich`${drillOf(incident)}Decide whether ${bold(name)} applies to ${place(incident)}: ${cmd(`${id} clock ${n} applies`)}`,
        buttons: [
          button(id, `clock ${n} applies`, 'Applies', { style: 'primary' }),
          button(id, `clock ${n} not-applicable`, 'Does not apply'),
        ],
      },
    ];
  });
}

function rolesAskedOf({ mine, person }: HomeView): Asked[] {
  return mine.flatMap((incident) => {
    const { id, handoverTo, roles } = incident.context;
    const take = { style: 'primary' } as const;
    const handover: Asked[] =
      handoverTo === person
        ? [
            {
              text: rich`${drillOf(incident)}You are asked to take over as ${bold('crisis lead')} of ${place(incident)}: ${cmd(`${id} handover accept`)}`,
              buttons: [
                button(id, 'handover accept', 'Accept', take),
                button(id, 'handover decline', 'Decline'),
              ],
            },
          ]
        : [];
    const offered = heldBy(roles, person)
      .filter(({ held }) => held.acknowledgedAt === null)
      .map(({ role }) => ({
        text: rich`${drillOf(incident)}You are asked to be ${bold(roleName(role))} of ${place(incident)}: ${cmd(`${id} role ${role} @me`)}`,
        buttons: [button(id, `role ${role} @me`, `Take ${roleName(role)}`, take)],
      }));
    return [...handover, ...offered];
  });
}

function heldBy(
  roles: Partial<Record<Role, HeldRole>>,
  person: PersonId,
): { role: string; held: HeldRole }[] {
  return Object.entries(roles).flatMap(([role, held]) =>
    held.person === person ? [{ role, held }] : [],
  );
}

/** The incident by number, with the way there. */
function place({ context, channel }: Glance): Rich {
  const room =
    channel === null || channel.url === null
      ? []
      : rich` (${link(channel.url, `#${channel.name}`)})`;
  return rich`${context.id}${room}`;
}

function askedBlocks(
  title: string,
  asked: readonly Asked[],
  { most, rest }: { most: number; rest: string },
): Block[] {
  if (asked.length === 0) return [];
  return [
    { kind: 'text', text: [bold(title)] },
    ...asked
      .slice(0, most)
      .flatMap(({ text, buttons }): Block[] => [
        { kind: 'text', text, tone: 'warning' },
        ...buttonBlock(buttons),
      ]),
    ...more(asked.length - most, rest),
  ];
}

type OwnTask = HomeView['tasks'][number];

/** Follow-ups apart, and those that are due soonest first: they are not of the hour, and outlive their incidents. */
function tasksOf({ tasks }: HomeView): { response: OwnTask[]; followUps: OwnTask[] } {
  const dueOf = ({ task: { context } }: OwnTask): string => context.dueAt ?? '9';
  return {
    response: tasks.filter(({ task: { context } }) => !context.followUp),
    followUps: tasks
      .filter(({ task: { context } }) => context.followUp)
      .toSorted((a, b) => dueOf(a).localeCompare(dueOf(b))),
  };
}

function taskBlocks(home: HomeView): Block[] {
  const { response, followUps } = tasksOf(home);
  return [
    ...(response.length === 0
      ? [{ kind: 'text' as const, text: ['You have no open tasks.'] }]
      : tasksUnder('Your tasks', response, { most: tasksMax, rest: 'tasks mine' })),
    ...(followUps.length === 0
      ? []
      : tasksUnder('Your follow-ups', followUps, { most: followUpsMax, rest: 'followups mine' })),
  ];
}

function tasksUnder(
  title: string,
  tasks: readonly OwnTask[],
  { most, rest }: { most: number; rest: string },
): Block[] {
  return [
    { kind: 'text', text: [bold(`${title} (${tasks.length})`)] },
    ...tasks.slice(0, most).flatMap(({ incidentId, drill, task }): Block[] => [
      {
        kind: 'text',
        text: rich`${drill ? 'DRILL · ' : ''}${incidentId} · ${ownTask(task)}`,
      },
      ...buttonBlock(taskButtons(incidentId, task)),
    ]),
    ...more(tasks.length - most, rest),
  ];
}

/** As in lists of tasks, but for whose it is: that is known here. */
function ownTask({ n, state, text, context }: TaskView): Rich {
  const due = context.dueAt === null ? [] : rich` · due ${{ at: context.dueAt }}`;
  const why = context.reason === null ? [] : rich` · ${oneLine(context.reason, 200)}`;
  return rich`${context.followUp ? 'follow-up' : 'task'} ${bold(String(n))} · ${taskStateNames[state]} · ${oneLine(text, 300)}${due}${why}`;
}

function rolesOf({ mine, person }: HomeView): Rich[] {
  return mine.flatMap((incident) => {
    const roles = heldBy(incident.context.roles, person)
      .filter(({ held }) => held.acknowledgedAt !== null)
      .map(({ role }) => roleName(role));
    return roles.length === 0
      ? []
      : [rich`${drillOf(incident)}${roles.join(', ')} of ${place(incident)}`];
  });
}

function capital([first = '', ...rest]: Rich): Rich {
  return typeof first === 'string'
    ? [first.slice(0, 1).toUpperCase() + first.slice(1), ...rest]
    : [first, ...rest];
}

/** The moments that this person should know of, the next one first. */
function clocksOf({ mine, tasks, answers, due, person }: HomeView): Rich[] {
  const drills = new Set(
    mine.filter(({ context }) => context.drill).map(({ context }) => context.id),
  );
  const mark = (incidentId: string): string => (drills.has(incidentId) ? 'DRILL · ' : '');
  const clocks = [
    ...answers.map(({ incidentId, to, by: at }) => {
      const what = 'role' in to ? roleName(to.role) : `task ${to.task}`;
      return {
        at,
        text: rich`${mark(incidentId)}Your answer to ${what} of ${incidentId} is expected by ${{ at }}`,
      };
    }),
    ...mine.flatMap((incident) => [
      {
        at: incident.context.sitrepDueAt,
        text: rich`${drillOf(incident)}${capital(nextSitrep(incident))} · ${place(incident)}`,
      },
      ...shiftOf(incident, person),
    ]),
    ...due.map(({ incident, thing, dueAt: at }) => ({
      at,
      text: rich`${drillOf(incident)}${dueName(thing)}${isOverdue(thing) ? ' since' : ''} ${{ at }} · ${place(incident)}`,
    })),
    ...tasks.flatMap(({ incidentId, drill, task: { n, context } }) =>
      context.dueAt === null
        ? []
        : [
            {
              at: context.dueAt,
              text: rich`${drill ? 'DRILL · ' : ''}${context.followUp ? 'Follow-up' : 'Task'} ${String(n)} of ${incidentId} is due ${{ at: context.dueAt }}`,
            },
          ],
    ),
  ];
  return clocks
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .slice(0, clocksMax)
    .map(({ text }) => text);
}

function shiftOf(incident: Glance, person: PersonId): { at: IsoInstant; text: Rich }[] {
  const { shiftEndsAt: at, roles } = incident.context;
  if (at === null || roles.crisis_lead?.person !== person) return [];
  const { id } = incident.context;
  return [
    {
      at,
      text: rich`${drillOf(incident)}Your shift as crisis lead of ${place(incident)} ends ${{ at }}: ${cmd(`${id} handover @user`)}`,
    },
  ];
}

function openBlocks({ moreOpen }: HomeView, open: readonly Glance[]): Block[] {
  if (open.length === 0) return [{ kind: 'text', text: ['No incident is open that you may see.'] }];
  const shown = open.slice(0, incidentsMax);
  return [
    { kind: 'text', text: [bold('Open incidents')] },
    { kind: 'list', items: dots(shown.map((incident) => glanceItem(incident))) },
    ...more(open.length - shown.length + moreOpen, 'list open'),
  ];
}

function more(count: number, where: string): Block[] {
  return count <= 0
    ? []
    : [{ kind: 'text', text: rich`And ${String(count)} more: ${cmd(where)}`, tone: 'muted' }];
}

function spokenHome(home: HomeView, asked: readonly Asked[], nameOf: NameOf): string {
  const { tasks } = home;
  const { response, followUps } = tasksOf(home);
  const shown = [...response.slice(0, tasksMax), ...followUps.slice(0, followUpsMax)];
  const open = [...home.mine, ...home.others];
  const parts = [
    ...approvalsOf(home)
      .slice(0, approvalsMax)
      .map(({ text }) => `Waits for your approval: ${plainRich(text, nameOf)}`),
    ...asked.slice(0, askedMax).map(({ text }) => plainRich(text, nameOf)),
    tasks.length === 0
      ? 'You have no open tasks'
      : `${tasks.length} open ${plural('task', tasks.length)}: ${shown
          .map(({ incidentId, task }) => `${incidentId} ${plainRich(ownTask(task), nameOf)}`)
          .join('; ')}`,
    ...clocksOf(home).map((clock) => plainRich(clock, nameOf)),
    ...open.slice(0, incidentsMax).map((incident) => plainRich(glanceItem(incident), nameOf)),
  ];
  return line(`Your page. ${parts.join('. ')}.`, 2500);
}
