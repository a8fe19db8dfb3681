// Summary: what a reader who stops after one screen must know.
import type { IncidentContext } from '#machines/incident-types.ts';
import { stated } from './corrections.ts';
import type { Material, Section } from './report.ts';
import { listBlock, section } from './report.ts';
import { duration } from './times.ts';
import {
  kindNames,
  levelName,
  outcomeNames,
  phaseNames,
  roundName,
  tlpLabel,
  visibilityNames,
} from './wording.ts';

export function summarySection(material: Material): Section {
  const { source, digest, names, times } = material;
  const { context, channel, ruling } = source.incident;
  const { metrics } = digest;
  return section('Summary', [
    {
      kind: 'pairs',
      rows: [
        ['Incident', context.id],
        ['Title', names.inText(context.title)],
        ...(context.drill ? [['Drill', 'Yes, this is an exercise'] as const] : []),
        ['Status', statusOf(material)],
        ['Level', levelName(context.level)],
        ['Level by the facts', `${levelName(ruling.level)}: ${ruling.text}`],
        ['Kind', kindNames[context.kind]],
        ['Visibility', visibilityNames[context.visibility]],
        ['TLP', tlpLabel(context)],
        ['Declared', `${times.full(context.declaredAt)} by ${names.of(context.declaredBy)}`],
        ['Closed', metrics.running ? 'not closed' : times.full(metrics.until)],
        ['Duration', `${duration(metrics.totalMs)}${metrics.running ? ', running' : ''}`],
        ...(channel === null ? [] : [['Channel', names.inText(channel.name)] as const]),
        ['Brief', stated(material, 'brief', context.brief)],
        ['Scope', stated(material, 'scope', context.scope)],
        ['Affected products', stated(material, 'affected', affectedOf(context))],
        ['Decision', stated(material, 'decision', decisionOf(context))],
        ['Postmortem', stated(material, 'postmortem', context.postmortem?.summary ?? null)],
      ],
    },
    listBlock(material, 'Changes of level', digest.lists.of('levels')),
    listBlock(material, 'Reopened', digest.lists.of('reopenings')),
  ]);
}

function statusOf({ source: { incident } }: Material): string {
  const { outcome, mergedInto, phase, epoch } = incident.context;
  if (!incident.closed) {
    const round = roundName(epoch);
    return `Open, in ${phaseNames[phase].toLowerCase()}${round === '' ? '' : `, ${round}`}`;
  }
  const name = outcome === null ? 'Closed' : outcomeNames[outcome];
  return mergedInto === null ? name : `${name} into ${mergedInto}`;
}

export function affectedOf({ affected }: IncidentContext): string | null {
  return affected.length === 0 ? null : affected.join(', ');
}

export function decisionOf({ decision }: IncidentContext): string | null {
  if (decision === null) return null;
  const remedy = decision.remedy === 'fix' ? 'Build a fix' : 'Advisory only, no fix';
  return decision.reason === '' ? remedy : `${remedy}: ${decision.reason}`;
}
