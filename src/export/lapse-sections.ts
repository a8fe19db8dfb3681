// The five headings of what went wrong, and the findings: filled from the record and from what people found.
import type { FindingCategory } from '#machines/incident-types.ts';
import type { TaskView } from '#src/commands/view-types.ts';
import { missedClocks } from './clock-section.ts';
import { correctionsBlock, stated } from './corrections.ts';
import { lessonBlocks } from './decision-sections.ts';
import type { Block, Line, Material, Section } from './report.ts';
import { listBlock, section } from './report.ts';
import { affectedOf, decisionOf } from './summary-section.ts';
import { duration, msOf } from './times.ts';
import { none, taskStateNames } from './wording.ts';

export function technicalSummary(material: Material): Section {
  const { source, digest, names, times } = material;
  const { context } = source.incident;
  const { mitigation, guidance } = context;
  return section('Technical summary', [
    {
      kind: 'pairs',
      rows: [
        ['Scope', stated(material, 'scope', context.scope)],
        ['Affected products', stated(material, 'affected', affectedOf(context))],
        [
          'Mitigation',
          stated(material, 'mitigation', mitigation === null ? null : mitigationText(mitigation)),
        ],
        ['Remedy', stated(material, 'decision', decisionOf(context))],
        ['Fix ready', context.fixReadyAt === null ? none : times.full(context.fixReadyAt)],
        ['Released', context.releasedAt === null ? none : times.full(context.releasedAt)],
        [
          'Guidance in force',
          guidance === null
            ? none
            : `Revision ${guidance.revision}: ${names.inText(guidance.text)}`,
        ],
      ],
    },
    listBlock(material, 'Steps of the fix', digest.lists.of('fixSteps')),
    listBlock(material, 'Statements and guidance', digest.lists.of('publications')),
  ]);
}

export function lapseSections(material: Material): Section[] {
  const { lists } = material.digest;
  const list = (caption: string, name: Parameters<typeof lists.of>[0]): Block =>
    listBlock(material, caption, lists.of(name));
  const found = (category: Exclude<FindingCategory, 'lesson'>): Block =>
    list('Findings', `finding.${category}`);
  return [
    section('Technical lapses', [found('technical'), list('Failed fixes', 'failedFixes')]),
    section('Procedural failures', [
      found('procedure'),
      list('Phases left by override', 'overrides'),
      list('Back to an earlier phase', 'regressions'),
      list('Roles not acknowledged in time', 'unacknowledgedRoles'),
      list('Roles unclaimed', 'staffing'),
      list('Tasks escalated', 'escalations'),
      missedClocks(material),
    ]),
    section('Manual errors', [
      found('manual'),
      correctionsBlock(material, 'Entries corrected or withdrawn'),
    ]),
    section('Process flaws', [
      found('process'),
      list('Tasks past their due date', 'pastDue'),
      list('Tasks blocked', 'blockedTasks'),
      list('No-go for release', 'noGos'),
    ]),
    section('Communication glitches', [
      found('communication'),
      overdueSitreps(material),
      list('Messages not delivered', 'undelivered'),
    ]),
    section('Findings and follow-ups', [...lessonBlocks(material), followUps(material)]),
  ];
}

function mitigationText({ text, exists }: { text: string; exists: boolean }): string {
  return exists ? text : `None exists: ${text}`;
}

function overdueSitreps({ digest, times }: Material): Block {
  const { missed } = digest.sitreps;
  return {
    kind: 'lines',
    caption: 'Sitreps overdue',
    total: digest.metrics.sitreps.overdue,
    lines: missed.map(({ seq, dueAt, sentAt }): Line => {
      const outcome =
        sentAt === null
          ? 'not sent'
          : `sent ${duration(msOf(sentAt) - msOf(dueAt))} late, at ${times.utc(sentAt)}`;
      return { at: dueAt, seq, text: `Sitrep due, ${outcome}`, note: null };
    }),
  };
}

function followUps({ source, names, times }: Material): Block {
  const tasks = source.incident.tasks.filter(({ context }) => context.followUp);
  return {
    kind: 'table',
    head: ['Follow-up', 'What', 'Owner', 'Due', 'State'],
    rows: tasks.map(({ n, text, state, context }) => [
      String(n),
      names.inText(text),
      context.assignee === null ? 'nobody' : names.of(context.assignee),
      context.dueAt === null ? 'no date' : times.full(context.dueAt),
      followUpState({ state, context }, { source, names, times }),
    ]),
  };
}

/** What became of it, as far as is known when it is exported. */
function followUpState(
  { state, context }: Pick<TaskView, 'state' | 'context'>,
  { source, names, times }: Pick<Material, 'source' | 'names' | 'times'>,
): string {
  const { dueAt, closedAt, closedBy, reason } = context;
  const name = taskStateNames[state];
  const why = reason === null ? '' : `: ${names.inText(reason)}`;
  if (closedAt !== null) {
    const by = closedBy === null ? '' : ` by ${names.of(closedBy)}`;
    const late = state === 'done' && dueAt !== null && closedAt > dueAt ? ', late' : '';
    return `${name} ${times.utc(closedAt)}${by}${late}${why}`;
  }
  const isOverdue = dueAt !== null && dueAt < source.exportedAt;
  return `${name}${isOverdue ? ', overdue' : ''}${why}`;
}
