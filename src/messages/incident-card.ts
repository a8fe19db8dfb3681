// The status card: where an incident stands, at a glance. Posted in its channel and kept up to date there.
import type { IncidentView } from '../commands/view-types.ts';
import { byDue, whenDue } from './clock-words.ts';
import { button, compose } from './compose.ts';
import { plainTitle } from './list-items.ts';
import { levelInWords, levelName } from './level-view.ts';
import type { Block, Button, Message, Rich, Span, Tone } from './message.ts';
import { atName, cmd, handleOf, joined, link, plainLine, rich, who } from './rich.ts';
import type { NameOf } from './rich.ts';
import {
  actNames,
  factNames,
  factOrder,
  kindNames,
  levelNames,
  levelRoles,
  phaseLine,
  phaseWord,
} from './words.ts';

export function renderIncidentCard(incident: IncidentView, nameOf: NameOf = handleOf): Message {
  return compose(summaryOf(incident, nameOf), incidentBlocks(incident));
}

/** The card's blocks, for the status view too. */
export function incidentBlocks(incident: IncidentView): Block[] {
  const { context, closed } = incident;
  return [
    {
      kind: 'heading',
      text: `${drillMark(incident)}${context.id} · ${plainTitle(context.title, 110)}`,
    },
    ...drillBlock(incident),
    { kind: 'text', text: phaseLine(context, closed), tone: closed ? 'good' : 'normal' },
    { kind: 'facts', facts: statusFacts(incident) },
    { kind: 'buttons', buttons: buttonsOf(incident) },
  ];
}

/** Every card of a drill says so first: nobody may take it for the real thing. */
export function drillMark({ context }: IncidentView): string {
  return context.drill ? 'DRILL · ' : '';
}

/** How many of the level's roles are held. */
function rolesInWords({ context }: IncidentView): string {
  const needed = levelRoles[context.level];
  const held = needed.filter((role) => context.roles[role] !== undefined);
  const silent = held.filter((role) => context.roles[role]?.acknowledgedAt === null);
  const unfilled = needed.length - held.length;
  return [
    `${held.length} of ${needed.length} held`,
    ...(unfilled > 0 ? [`${unfilled} unfilled`] : []),
    ...(silent.length > 0 ? [`${silent.length} not acknowledged`] : []),
  ].join(', ');
}

const commsWords: Readonly<Record<string, string>> = {
  quiet: 'nothing said outside yet',
  holding: 'holding statement given',
  advising: 'customer guidance out',
  released: 'released',
};

function drillBlock({ context }: IncidentView): Block[] {
  const tone: Tone = 'warning';
  return context.drill
    ? [{ kind: 'text', text: ['DRILL. This is an exercise, not a real incident.'], tone }]
    : [];
}

function summaryOf(incident: IncidentView, nameOf: NameOf): string {
  const { context, closed } = incident;
  const lead = context.roles.crisis_lead;
  const led =
    lead === undefined ? 'no crisis lead yet' : `crisis lead ${atName(lead.person, nameOf)}`;
  const level = `level ${context.level} ${levelNames[context.level]}`;
  return `${drillMark(incident)}${context.id}, ${level}, ${phaseWord(context, closed)}, ${led}: ${plainLine(context.title, nameOf, 200)}`;
}

/** Where the incident stands, as facts: for the card and for the summary. */
export function statusFacts(incident: IncidentView): { label: string; value: Rich }[] {
  const { context, closed, channel } = incident;
  const lead = context.roles.crisis_lead;
  const always = [
    { label: 'Level', value: [closed ? levelName(context.level) : levelInWords(incident)] },
    { label: 'Kind', value: [kindNames[context.kind]] },
    { label: 'Crisis lead', value: [lead === undefined ? 'nobody yet' : who(lead.person)] },
    { label: 'Roles', value: [rolesInWords(incident)] },
    { label: 'Communications', value: [commsOf(incident)] },
    { label: 'Facts', value: factList(incident) },
    { label: 'TLP', value: [context.tlp === null ? 'not set' : `TLP:${context.tlp}`] },
    { label: 'Tasks', value: [taskCounts(incident)] },
  ];
  return [
    ...always,
    ...caseCounts(incident),
    ...nextClocks(incident),
    ...openApprovals(incident),
    ...(closed ? [] : [{ label: 'Next sitrep', value: sitrepDue(incident) }]),
    ...accessReview(incident),
    ...(channel === null
      ? []
      : [{ label: 'Channel', value: [link(channel.url, `#${channel.name}`)] }]),
  ];
}

/** Numbers and no titles: an embargoed case says nothing where more people look than know of it. */
function caseCounts({ cases: all }: IncidentView): { label: string; value: Rich }[] {
  const cases = all.filter(({ states }) => states !== null);
  if (cases.length === 0) return [];
  const open = cases.filter((one) => !one.closed).length;
  const embargoed = cases.filter(({ context }) => context.embargoUntil !== null).length;
  const value = `${open} open, ${cases.length - open} closed${embargoed === 0 ? '' : `, ${embargoed} under embargo`}`;
  return [{ label: 'Cases', value: rich`${value}: ${cmd('cases')}` }];
}

/** The three that are due next; of those that wait or are to be decided without a time only how many. */
function nextClocks({ clocks }: IncidentView): { label: string; value: Rich }[] {
  const open = byDue(clocks.filter(({ closed }) => !closed));
  const [first] = open;
  if (first === undefined) return [];
  const next = open.filter(({ context }) => context.dueAt !== null).slice(0, 3);
  const left = open.length - next.length;
  const more: Rich[] = left === 0 ? [] : [[`${left} more`]];
  const items = next.map((view): Rich => {
    const asked = view.state === 'proposed' ? ' (to be decided)' : '';
    return rich`${view.context.name}${asked} ${whenDue(view)}`;
  });
  return [
    { label: 'Clocks', value: rich`${joined([...items, ...more], '; ')}: ${cmd('clock list')}` },
  ];
}

const approvalsMax = 3;

/** By act and number: what exactly is proposed stands on its own card. */
function openApprovals({ parts }: IncidentView): { label: string; value: Rich }[] {
  const open = parts.flatMap((part) => (part.kind === 'approval' && !part.closed ? [part] : []));
  if (open.length === 0) return [];
  const items = open.slice(0, approvalsMax).map(({ n, snapshot }): Rich => {
    const { act, expiresAt } = snapshot.context;
    return rich`approval ${String(n)}, ${actNames[act]}, until ${{ at: expiresAt }}`;
  });
  const left = open.length - items.length;
  const more: Rich[] = left === 0 ? [] : [[`${left} more`]];
  return [
    {
      label: 'Waits for a second person',
      value: rich`${joined([...items, ...more], '; ')}: ${cmd('approvals')}`,
    },
  ];
}

/** Only while somebody has to look at it. */
function accessReview({ context }: IncidentView): { label: string; value: Rich }[] {
  const at = context.accessReviewDueAt ?? null;
  if (at === null) return [];
  return [
    { label: 'Access review', value: rich`due since ${{ at }}: ${cmd(`${context.id} who`)}` },
  ];
}

function commsOf({ states, context }: IncidentView): string {
  const state = states
    .find((path) => path.startsWith('active.comms.'))
    ?.split('.')
    .at(-1);
  if (state !== undefined) return commsWords[state] ?? state;
  if (context.releasedAt !== null) return 'released';
  return context.guidance === null ? 'nothing released' : 'customer guidance out';
}

function factList({ context }: IncidentView): Rich {
  const known = factOrder.flatMap((name): Rich[] => {
    const at = context.facts[name] ?? null;
    return at === null ? [] : [rich`${factNames[name]} since ${{ at }}`];
  });
  return known.length === 0 ? ['none known'] : joined(known, '; ');
}

function sitrepDue({ context, states }: IncidentView): Rich {
  const due: Span = { at: context.sitrepDueAt };
  return states.includes('active.cadence.overdue') ? rich`overdue since ${due}` : [due];
}

/** `3 open, 2 acknowledged, 1 blocked, 5 done`; every state that no task is in is left out. */
function taskCounts({ tasks }: IncidentView): string {
  const order = ['open', 'acknowledged', 'started', 'blocked', 'done', 'waived'] as const;
  const counts = order.flatMap((state) => {
    const count = tasks.filter((task) => task.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return counts.length === 0 ? 'none yet' : counts.join(', ');
}

function buttonsOf({ context: { id }, closed }: IncidentView): Button[] {
  return [
    ...(closed ? [] : [button(id, 'sitrep', 'Sitrep', { style: 'primary' })]),
    button(id, 'tasks', 'Tasks'),
    ...(closed ? [] : [button(id, 'checklist', 'Checklist')]),
    button(id, 'timeline', 'Timeline'),
  ];
}
