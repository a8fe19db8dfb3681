// The living summary: where an incident stands, on one page, for whoever comes late. It is kept current where a
// platform has a document for the room; everything else has the pinned status card.
import type { IncidentView, TaskView } from '../commands/view-types.ts';
import { compose } from './compose.ts';
import { drillMark, statusFacts } from './incident-card.ts';
import { plainTitle, taskItem } from './list-items.ts';
import type { Block, Message, Rich } from './message.ts';
import { bold, link, rich, richOf, who } from './rich.ts';
import { levelRoles, phaseLine, roleNames } from './words.ts';

/** What the summary quotes from the timeline. */
export interface Quoted {
  /** The newest sitrep, and when it was given. */
  sitrep: { text: string; at: string } | null;
  /** Newest last. */
  links: readonly { url: string; text: string }[];
}

const tasksMax = 20;

/** Tells readers what becomes of their changes, and the bot that the page is its own. */
export const summaryMark = 'This page is kept current by the bot';

export function renderLivingSummary(incident: IncidentView, quoted: Quoted): Message {
  const { context, closed } = incident;
  const title = `${drillMark(incident)}${context.id} · ${plainTitle(context.title, 110)}`;
  return compose(`${title}: the summary of the incident`, [
    { kind: 'heading', text: title },
    {
      kind: 'text',
      text: [`${summaryMark}: what is changed here is replaced. Say it in the channel instead.`],
      tone: 'muted',
    },
    { kind: 'text', text: phaseLine(context, closed) },
    { kind: 'facts', facts: statusFacts(incident) },
    ...section('Brief', said(context.brief)),
    ...section('Latest sitrep', sitrepOf(quoted)),
    ...section('Scope', said(context.scope)),
    ...listed(
      'Affected',
      context.affected.map((product) => richOf(product)),
    ),
    ...section('Mitigation', said(context.mitigation?.text ?? null)),
    ...section('Decision', decisionOf(incident)),
    ...section('Guidance', said(context.guidance?.text ?? null)),
    ...listed('Roles', rolesOf(incident)),
    ...listed('Open tasks', openTasks(incident.tasks)),
    ...listed(
      'Links',
      quoted.links.map(({ url, text }) => [link(url, text === '' ? url : text)]),
    ),
  ]);
}

function said(text: string | null): Rich {
  return text === null ? [] : richOf(text);
}

function section(title: string, text: Rich): Block[] {
  if (text.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    { kind: 'text', text },
  ];
}

function listed(title: string, items: readonly Rich[]): Block[] {
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    { kind: 'list', items: items.map((text) => ({ mark: 'dot', text })) },
  ];
}

function sitrepOf({ sitrep }: Quoted): Rich {
  return sitrep === null ? [] : rich`${{ at: sitrep.at }}: ${richOf(sitrep.text)}`;
}

function decisionOf({ context: { decision } }: IncidentView): Rich {
  return decision === null ? [] : rich`${decision.remedy}: ${richOf(decision.reason)}`;
}

function rolesOf({ context }: IncidentView): Rich[] {
  return levelRoles[context.level].map((role) => {
    const held = context.roles[role];
    const holder: Rich =
      held === undefined
        ? ['nobody yet']
        : rich`${who(held.person)}${held.acknowledgedAt === null ? ' (not acknowledged)' : ''}`;
    return rich`${bold(roleNames[role])}: ${holder}`;
  });
}

function openTasks(tasks: readonly TaskView[]): Rich[] {
  const open = tasks.filter(({ state }) => state !== 'done' && state !== 'waived');
  const more = open.length - tasksMax;
  return [
    ...open.slice(0, tasksMax).map(taskItem),
    ...(more > 0 ? [[`and ${more} more: /incident tasks`]] : []),
  ];
}
