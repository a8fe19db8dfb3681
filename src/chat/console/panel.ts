// What stands beside an incident's channel, in words: phase, checklist, roles, tasks, clocks, timeline.
import type { IncidentView } from '../../commands/view-types.ts';
import { approvalsOf } from '../../messages/approval-card.ts';
import { emNames, rmNames, worldOf } from '../../messages/case-words.ts';
import { renderChecklist } from '../../messages/checklist.ts';
import { whenDue } from '../../messages/clock-words.ts';
import { criteria, missingIn, remedyOf } from '../../messages/criteria.ts';
import { oneLine } from '../../messages/list-items.ts';
import { plainRich, richOf } from '../../messages/rich.ts';
import { levelTag, outcomeName, phaseOrder, roleName } from '../../messages/words.ts';
import type { ConsolePanel } from './deps.ts';
import { nameOf } from './personas.ts';
import type { ApprovalState, CaseState, PanelState, TaskState } from './wire.ts';

const timelineMax = 50;

export function panelState({ incident, entries, timers }: ConsolePanel): PanelState {
  const { context } = incident;
  return {
    incidentId: context.id,
    title: context.title,
    level: context.level,
    levelName: levelTag(context.level),
    visibility: context.visibility,
    tlp: context.tlp,
    drill: context.drill,
    closed: incident.closed,
    outcome: incident.closed ? outcomeName(context.outcome) : null,
    phases: phasesOf(incident),
    subState: leafOf(incident, `active.phase.${context.phase}.`),
    comms: leafOf(incident, 'active.comms.'),
    checklist: incident.closed ? [] : checklistOf(incident),
    steps: incident.closed ? [] : stepsOf(incident),
    roles: rolesOf(incident),
    approvals: approvalsOf(incident)
      .filter(({ closed }) => !closed)
      .map(approvalState),
    cases: incident.cases.map(caseState),
    tasks: incident.tasks.map(taskState),
    clocks: timers.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    waits: incident.clocks.filter(isWithoutTime).map((view) => ({
      label: view.context.name,
      until: plainRich(whenDue(view), nameOf),
    })),
    timeline: entries
      .slice(-timelineMax)
      .toReversed()
      .map(({ seq, occurredAt, actor, kind, text }) => ({
        seq,
        at: occurredAt,
        actor: nameOf(actor),
        kind,
        text: plainRich(richOf(text), nameOf),
      })),
  };
}

function isWithoutTime({ closed, state, context }: IncidentView['clocks'][number]): boolean {
  return !closed && state !== 'proposed' && context.dueAt === null;
}

function phasesOf({ context, closed }: IncidentView): PanelState['phases'] {
  const present = closed ? phaseOrder.length : phaseOrder.indexOf(context.phase);
  return phaseOrder.map((name, index) => ({
    name,
    when: index < present ? 'past' : index === present ? 'now' : 'next',
  }));
}

function checklistOf(incident: IncidentView): PanelState['checklist'] {
  return incident.checklist.map((state) => ({
    text: criteria[state.criterion].text,
    met: state.met,
    what: plainRich(missingIn(state, incident), nameOf),
    remedy: state.met ? '' : remedyOf(state, incident),
  }));
}

function stepsOf(incident: IncidentView): PanelState['steps'] {
  return renderChecklist(incident)
    .blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []))
    .map(({ label, command, disabledReason = '' }) => ({
      label,
      command,
      blockedBy: disabledReason,
    }));
}

/** The part of a state after `region`, e.g. `scoping` of `active.phase.assess.scoping`. */
function leafOf({ states }: IncidentView, region: string): string {
  return states.find((state) => state.startsWith(region))?.slice(region.length) ?? '';
}

/** Those somebody holds, and those the present checklist still asks for. */
function rolesOf({ context, checklist }: IncidentView): PanelState['roles'] {
  const held = Object.entries(context.roles).map(([role, { person, acknowledgedAt }]) => ({
    role: roleName(role),
    person: nameOf(person),
    acknowledged: acknowledgedAt !== null,
  }));
  const wanted = checklist.find(({ criterion }) => criterion === 'rolesClaimed')?.what ?? [];
  return [
    ...held,
    ...wanted.map((role) => ({ role: roleName(role), person: null, acknowledged: false })),
  ];
}

function approvalState({ n, snapshot }: ReturnType<typeof approvalsOf>[number]): ApprovalState {
  const { words, proposedBy, expiresAt } = snapshot.context;
  return {
    n,
    words: plainRich(oneLine(words, 300), nameOf),
    proposedBy: nameOf(proposedBy),
    expiresAt,
  };
}

function caseState({ n, closed, states, context }: IncidentView['cases'][number]): CaseState {
  const { title, cve, movedTo } = context;
  const standing =
    states === null
      ? [`went on in ${movedTo?.incidentId ?? 'another incident'}`]
      : [rmNames[states.rm], emNames[states.em], worldOf(states.cs)];
  return { n, title, cve, closed, standing };
}

function taskState({ n, state, text, context }: IncidentView['tasks'][number]): TaskState {
  return {
    n,
    state,
    text,
    assignee: context.assignee === null ? null : nameOf(context.assignee),
    phase: context.phase,
    dueAt: context.dueAt,
  };
}
