// What people ask to see. Empty views say what to do next.
import type { View } from '../commands/outcome.ts';
import type { EntryView, IncidentView, ListedIncident } from '../commands/view-types.ts';
import { approvalsView, renderApprovalCard } from './approval-card.ts';
import { helpFor, overview } from '../commands/help.ts';
import { whoView } from './access-view.ts';
import { packagesView, renderPackageCard } from './package-card.ts';
import { partnersView, partnerView } from './partner-views.ts';
import { renderClockCard } from './clock-card.ts';
import { clocksView } from './clocks-view.ts';
import { casesView, renderCaseCard } from './case-card.ts';
import { renderChecklist } from './checklist.ts';
import { button, compose } from './compose.ts';
import { deliveriesView } from './deliveries-view.ts';
import { documentsView, renderDocumentCard } from './document-card.ts';
import { translationView } from './translation-view.ts';
import { followUpsView } from './follow-ups-view.ts';
import { healthView } from './health-view.ts';
import { renderHome } from './home.ts';
import { incidentBlocks, renderIncidentCard } from './incident-card.ts';
import { levelView } from './level-view.ts';
import { incidentItem } from './list-items.ts';
import type { Block, Message, Span } from './message.ts';
import type { NameOf } from './rich.ts';
import { bold, cmd, handleOf, joined, plainRich, rich } from './rich.ts';
import { reliabilityView, remedyView } from './remedy-view.ts';
import { passesView, renderPassCard } from './pass-card.ts';
import { rolesView } from './roles-view.ts';
import { saidView } from './said-view.ts';
import type { Telling } from './sayings.ts';
import { scoreView } from './score-card.ts';
import { renderStatementCard, statementFields, statementsView } from './statement-card.ts';
import { myTasksView, tasksView } from './task-views.ts';
import { line } from './tidy.ts';
import { timelineBlocks, timelineView } from './timeline-view.ts';
import { renderTrainCard } from './train-card.ts';
import { trainsView } from './trains-view.ts';
import { dots, firstItems, plural, textOnly } from './view-blocks.ts';
import { levelTag } from './words.ts';

export function renderView(view: View, telling: Telling): Message {
  switch (view.view) {
    case 'status':
      return statusView(view.incident, view.last, telling.nameOf);
    case 'timeline':
      return timelineView(view, telling.nameOf);
    case 'checklist':
      return renderChecklist(view.incident);
    case 'roles':
      return rolesView(view.incident, view.next, telling.nameOf);
    case 'level':
      return levelView(view.incident, view.last);
    case 'score':
      return scoreView(view.incident, view.score);
    case 'tasks':
      return tasksView(view.incident, view.which, view.tasks, telling.nameOf);
    case 'clocks':
      return clocksView(view.incident, telling.nameOf);
    case 'clock':
      return renderClockCard(view.incident, view.n, telling.nameOf);
    case 'documents':
      return documentsView(view.incident, telling.nameOf);
    case 'document':
      return renderDocumentCard(view.incident, view.n, telling.nameOf);
    case 'translation':
      return translationView(view.incident, { ...view, nameOf: telling.nameOf });
    case 'cases':
      return casesView(view.incident, telling.nameOf);
    case 'case':
      return renderCaseCard(view.incident, view.n, telling.nameOf);
    case 'remedy':
      return remedyView(view.incident, view.n);
    case 'reliability':
      return reliabilityView(view);
    case 'train':
      return renderTrainCard(view.incident, view.n, telling.nameOf);
    case 'trains':
      return trainsView(view);
    case 'partners':
      return partnersView(view.partners, telling.nameOf);
    case 'partner':
      return partnerView(view.partner, view.packages, telling.nameOf);
    case 'packages':
      return packagesView(view.incident, telling.nameOf);
    case 'package':
      return renderPackageCard(view.incident, view.n, telling.nameOf);
    case 'approvals':
      return approvalsView(view.incident, telling.nameOf);
    case 'approval':
      return renderApprovalCard(view.incident, view.n, telling.nameOf);
    case 'passes':
      return passesView(view.incident, telling.nameOf);
    case 'pass':
      return renderPassCard(view.incident, view.n, telling.nameOf);
    case 'statements':
      return statementsView(view.incident, telling.nameOf);
    case 'statement':
      return renderStatementCard(view.incident, view.n, telling.nameOf);
    case 'statementFields':
      return statementFields(view.incident, view.n, view.fields);
    case 'said':
      return saidView(view.incident, view, telling.nameOf);
    case 'deliveries':
      return deliveriesView(view);
    case 'myTasks':
      return myTasksView(view.tasks, telling.nameOf);
    case 'followUps':
      return followUpsView(view, telling);
    case 'home':
      return renderHome(view.home, telling.nameOf);
    case 'list':
      return listView(view.which, view.incidents);
    case 'health':
      return healthView(view, telling.now);
    case 'who':
      return whoView(view, telling);
    case 'help':
      return helpView(view.topic);
  }
}

function statusView(incident: IncidentView, last: readonly EntryView[], nameOf: NameOf): Message {
  const { summary } = renderIncidentCard(incident, nameOf);
  const entries = timelineBlocks(last);
  const newest: Block[] =
    entries.length === 0 ? [] : [{ kind: 'text', text: [bold('Newest entries')] }, ...entries];
  return compose(summary, [...incidentBlocks(incident), ...newest]);
}

function listView(which: string, incidents: readonly ListedIncident[]): Message {
  if (incidents.length === 0) {
    const none =
      which === 'mine'
        ? 'You are in no open incident'
        : which === 'open'
          ? 'No open incidents'
          : 'No incidents yet';
    return textOnly(rich`${none}. Declare one: ${cmd('declare <title> --level 1-4')}.`);
  }
  const names = incidents.map(({ id, level, closed, phase, drill, isHidden = false }) =>
    isHidden
      ? `${id} restricted`
      : `${drill ? 'DRILL · ' : ''}${id} ${levelTag(level)} ${closed ? 'closed' : phase}`,
  );
  return compose(
    `${incidents.length} ${plural('incident', incidents.length)}: ${names.join('; ')}`,
    [
      { kind: 'heading', text: `Incidents · ${which}` },
      ...firstItems(
        incidents.map(incidentItem),
        rich`Older ones: name the incident, e.g. ${cmd(`${incidents.at(-1)?.id ?? ''} status`)}.`,
      ),
    ],
  );
}

/** All verbs by section: with every usage it would not fit into a message. */
function helpOverview(): Message {
  const parts = overview();
  const how = rich`How a command is written and what it does: ${cmd('help <command>')}, or a whole part of them: ${cmd(`help ${parts[0]?.section ?? ''}`)}.`;
  const items = parts.map(
    (part) =>
      rich`${bold(part.title)}: ${joined(part.verbs.map((verb): Span => ({ code: verb })))}`,
  );
  return compose(
    `Commands. ${items.map((item) => plainRich(item, handleOf)).join('. ')}. ${plainRich(how, handleOf)}`,
    [
      { kind: 'heading', text: 'Commands' },
      { kind: 'list', items: dots(items) },
      { kind: 'text', text: how },
      {
        kind: 'buttons',
        buttons: parts.map((part) => button('', `help ${part.section}`, part.title)),
      },
    ],
  );
}

function helpView(topic: string | null): Message {
  if (topic === null) return helpOverview();
  const { title, lines, nearest } = helpFor(topic);
  const hint =
    nearest.length === 0
      ? []
      : rich`Did you mean ${joined(nearest.slice(0, 5).map((verb) => cmd(`help ${line(verb, 40)}`)))}? `;
  if (lines.length === 0)
    return textOnly(rich`${line(title, 120)}. ${hint}All commands: ${cmd('help')}.`);
  const items = lines.map(
    ({ usage, text }) => rich`${{ code: line(usage, 1000) }} ${line(text, 700)}`,
  );
  return compose(`${line(title, 120)}: ${lines.map(({ usage }) => line(usage, 300)).join('; ')}`, [
    { kind: 'heading', text: title },
    { kind: 'list', items: dots(items) },
    ...(hint.length === 0 ? [] : [{ kind: 'text' as const, text: hint }]),
  ]);
}
