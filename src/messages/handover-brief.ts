// What a successor reads before they say yes: where the incident stands, what is open, what is due, and what happened
// since the last handover.
import type { HandoverBrief } from '#machines/incident-types.ts';
import type { IncidentView } from '../commands/view-types.ts';
import { caseLine } from './case-words.ts';
import { byDue, clockLine } from './clock-words.ts';
import { criterionLine } from './criteria.ts';
import { clipRich } from './fit.ts';
import { levelInWords } from './level-view.ts';
import { oneLine } from './list-items.ts';
import type { Block, Rich } from './message.ts';
import { bold, joined, rich, richOf, who } from './rich.ts';
import { plural, section } from './view-blocks.ts';
import { factNames, factOrder, levelRoles, roleNames } from './words.ts';

interface Briefing {
  blocks: readonly Block[];
  /** The same in sentences, for those who hear it read out. */
  spoken: Rich;
}

export function handoverBriefing(
  brief: HandoverBrief,
  incident: IncidentView,
  now: string,
): Briefing {
  const tasks = brief.tasks.map((task) => taskLine(task, now));
  const overdue = brief.tasks.filter(({ dueAt }) => dueAt !== null && dueAt <= now).length;
  const { lastSitrep, entriesTotal, entries } = brief;
  const sitrep: Rich[] =
    lastSitrep === null
      ? []
      : [
          rich`${{ at: lastSitrep.at }} by ${who(lastSitrep.by)}: ${clipRich(richOf(lastSitrep.text), 900)}`,
        ];
  const missing = incident.checklist
    .filter(({ met }) => !met)
    .map((one) => criterionLine(one, incident));
  const clocks = byDue(incident.clocks.filter(({ closed }) => !closed)).map(clockLine);
  const cases = incident.cases.filter(({ closed }) => !closed).map(caseLine);
  // Where there is no room for all, the oldest are left out.
  const happened = entries
    .toReversed()
    .map(({ seq, text, at }) =>
      clipRich(rich`${bold(String(seq))} · ${{ at }} · ${richOf(text)}`, 400),
    );
  const left = entriesTotal - entries.length;
  const since =
    left > 0
      ? `Since the last handover, the newest ${entries.length} of ${entriesTotal} first`
      : 'Since the last handover, the newest first';
  const counts = `${tasks.length} open ${plural('task', tasks.length)}, ${overdue} overdue; ${clocks.length} ${plural('deadline', clocks.length)}; ${cases.length} open ${plural('case', cases.length)}; ${missing.length} exit ${missing.length === 1 ? 'criterion' : 'criteria'} missing; ${unfilled(incident).length} unfilled ${plural('role', unfilled(incident).length)}`;
  return {
    blocks: [
      { kind: 'facts', facts: standing(incident) },
      ...section('Deadlines, the nearest first', clocks),
      ...section('Cases', cases),
      ...section('Last sitrep', sitrep),
      ...section(`Still needed to leave ${incident.context.phase}`, missing),
      ...section('Open tasks, what is overdue first', tasks),
      ...section(since, happened),
    ],
    spoken: rich` ${counts}. ${joined(
      standing(incident).map(({ label, value }) => rich`${label}: ${value}`),
      '; ',
    )}.${sitrep.length === 0 ? [] : rich` Last sitrep: ${sitrep[0] ?? []}`}`,
  };
}

function unfilled({ context }: IncidentView) {
  return levelRoles[context.level].filter((role) => context.roles[role] === undefined);
}

/** Where it stands, and every clock that runs. */
function standing(incident: IncidentView): { label: string; value: Rich }[] {
  const { context } = incident;
  const known = factOrder.flatMap((name): Rich[] => {
    const at = context.facts[name] ?? null;
    return at === null ? [] : [rich`${factNames[name]} since ${{ at }}`];
  });
  const free = unfilled(incident).map((role) => roleNames[role]);
  const { decision, sitrepDueAt, shiftEndsAt, releaseAt, monitoringUntil } = context;
  const clocks = [
    rich`sitrep due ${{ at: sitrepDueAt }}`,
    ...(shiftEndsAt === null ? [] : [rich`shift ends ${{ at: shiftEndsAt }}`]),
    ...(releaseAt === null ? [] : [rich`release planned ${{ at: releaseAt }}`]),
    ...(monitoringUntil === null ? [] : [rich`watched until ${{ at: monitoringUntil }}`]),
  ];
  const decided =
    decision === null
      ? ['none yet']
      : rich`${decision.remedy === 'fix' ? 'build a fix' : 'advisory only'}${decision.reason === '' ? [] : rich` (${oneLine(decision.reason, 200)})`}`;
  return [
    { label: 'Stands', value: rich`${context.phase}, level ${levelInWords(incident)}` },
    { label: 'TLP', value: [context.tlp === null ? 'not set' : `TLP:${context.tlp}`] },
    { label: 'Clocks', value: joined(clocks, '; ') },
    { label: 'Facts', value: known.length === 0 ? ['none known'] : joined(known, '; ') },
    { label: 'Decision', value: decided },
    { label: 'Unfilled roles', value: [free.length === 0 ? 'none' : free.join(', ')] },
  ];
}

function taskLine(
  { n, text, assignee, dueAt, state }: HandoverBrief['tasks'][number],
  now: string,
): Rich {
  const due =
    dueAt === null
      ? []
      : dueAt <= now
        ? rich` · ${bold('overdue')} since ${{ at: dueAt }}`
        : rich` · due ${{ at: dueAt }}`;
  const whose = assignee === null ? 'nobody has it' : who(assignee);
  return rich`${bold(String(n))} · ${state} · ${oneLine(text, 200)} · ${whose}${due}`;
}
