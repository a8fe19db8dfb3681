// The order of the postmortem: Microsoft's fixed headings first, then what they rest on.
import { annexSections } from './annex-sections.ts';
import { approvalsSection } from './approval-section.ts';
import { casesSection } from './case-section.ts';
import { clocksSection } from './clock-section.ts';
import { decisionsSection } from './decision-sections.ts';
import { digestOf } from './digest.ts';
import { lapseSections, technicalSummary } from './lapse-sections.ts';
import { metricsSection } from './metrics-section.ts';
import { namesOf } from './names.ts';
import type { Block, Material, Section } from './report.ts';
import { section } from './report.ts';
import { scoreSections } from './score-section.ts';
import { saidSection } from './said-section.ts';
import type { ExportSource } from './source.ts';
import { summarySection } from './summary-section.ts';
import { timesIn } from './times.ts';
import { trainSections } from './train-section.ts';
import { clip, oneLine } from './visible.ts';

const titleMax = 160;

export function materialOf(source: ExportSource): Material {
  return {
    source,
    digest: digestOf(source),
    names: namesOf(source.people),
    times: timesIn(source.zones),
  };
}

/** The title for headings: one line, of a length that fits; the summary has it in full. */
export function shortTitle({ source, names }: Material): string {
  return clip(oneLine(names.inText(source.incident.context.title)), titleMax);
}

export function sectionsOf(material: Material): Section[] {
  return [
    summarySection(material),
    metricsSection(material),
    ...scoreSections(material),
    eventsSection(material),
    technicalSummary(material),
    ...lapseSections(material),
    decisionsSection(material),
    approvalsSection(material),
    casesSection(material),
    clocksSection(material),
    ...trainSections(material),
    saidSection(material),
    ...annexSections(material),
  ];
}

function eventsSection({ digest: { latecomers } }: Material): Section {
  const cut = latecomers.cut();
  const order: Block[] = [
    {
      kind: 'paragraph',
      text: 'In the order in which things happened; what was told later says when it was recorded.',
    },
    ...(cut === 0
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: `${cut} more that were told late stand where they were recorded.`,
          },
        ]),
  ];
  return section('Sequence of events', [{ kind: 'drawing' }, ...order, { kind: 'events' }]);
}
