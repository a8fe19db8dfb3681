// One line for one thing in a list: an incident, a task, an entry of the timeline.
import type { EntryView, ListedIncident, TaskView } from '../commands/view-types.ts';
import type { Rich } from './message.ts';
import { bold, link, rich, richOf, who } from './rich.ts';
import { clipRich } from './fit.ts';
import { between } from './time.ts';
import { line } from './tidy.ts';
import { levelTag, outcomeName, roleNames, taskStateNames } from './words.ts';

/** `INC-2026-0001 · L1 Critical · assess · title · #channel` */
export function incidentItem(incident: ListedIncident): Rich {
  const { id, level, phase, closed, outcome, title, channelName, channelUrl } = incident;
  if (incident.isHidden === true) return rich`${bold(id)} · restricted, not shown here`;
  const room = channelName === null ? [] : rich` · ${link(channelUrl, `#${channelName}`)}`;
  const state = closed ? outcomeName(outcome) : phase;
  const mark = incident.drill ? 'DRILL · ' : '';
  return rich`${mark}${bold(id)} · ${levelTag(level)} · ${state} · ${oneLine(title, 200)}${room}`;
}

/** `3 · started · text · @ada · due …` */
export function taskItem({ n, state, text, context }: TaskView): Rich {
  const due =
    context.dueAt === null || context.closedAt !== null
      ? []
      : rich` · due ${{ at: context.dueAt }}`;
  const why = context.reason === null ? [] : rich` · ${oneLine(context.reason, 200)}`;
  return rich`${bold(String(n))} · ${taskStateNames[state]} · ${oneLine(text, 400)} · ${holder(context)}${due}${why}`;
}

/** Who has a task, or which role is wanted for it. */
export function holder({ assignee, role }: TaskView['context']): Rich {
  if (assignee !== null) return [who(assignee)];
  return [role === null ? 'nobody yet' : `${roleNames[role]} wanted`];
}

/** One entry; `marked` says what a later entry did to it. */
export function entryItem(
  entry: EntryView,
  marked: { withdrawnBy?: number; correctedBy?: number },
): Rich {
  const { seq, occurredAt, recordedAt, actor, text, link: url } = entry;
  const late =
    between(occurredAt, recordedAt) >= 60_000 ? rich` (recorded ${{ at: recordedAt }})` : [];
  const head = rich`${bold(String(seq))} · ${{ at: occurredAt }}${late} · ${who(actor)}`;
  if (marked.withdrawnBy !== undefined)
    return rich`${head} · withdrawn by entry ${String(marked.withdrawnBy)}`;
  const corrected =
    marked.correctedBy === undefined
      ? []
      : rich` (corrected by entry ${String(marked.correctedBy)})`;
  const source = url === null ? [] : rich` · ${link(url, 'source')}`;
  return rich`${head} · ${clipRich(richOf(text), 500)}${corrected}${source}`;
}

/** User text on one line, people still as mentions. */
export function oneLine(text: string, limit: number): Rich {
  return clipRich(richOf(text.replace(/\s+/gu, ' ')), limit);
}

/** User text on one line without people, for places that show only plain strings. */
export function plainTitle(title: string, limit: number): string {
  return line(title.replace(/<@[^>]*>/gu, '@…'), limit);
}
