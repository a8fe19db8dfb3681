// Decisions with whoever agreed to them, and what was learnt in which phase.
import { phases } from '#machines/incident-types.ts';
import type { Decision } from './decision-track.ts';
import type { Block, Material, Section } from './report.ts';
import { listBlock, section, standingOf } from './report.ts';
import { phaseNames } from './wording.ts';

export function decisionsSection(material: Material): Section {
  const track = material.digest.decisions;
  const { decisions } = track;
  const cut = track.total() - decisions.length;
  const more: Block[] =
    cut === 0 ? [] : [{ kind: 'paragraph', text: `${cut} more stand in the sequence of events.` }];
  return section('Decisions', [
    {
      kind: 'table',
      head: ['When', 'Decision', 'By', 'Approved by', 'Entry'],
      rows: decisions.map((decision) => rowOf(material, decision)),
    },
    ...more,
  ]);
}

function rowOf(
  material: Material,
  { seq, at, by, text, approvals, isOverride }: Decision,
): string[] {
  const { digest, names, times } = material;
  const standing = standingOf(digest, seq);
  const agreed = approvals?.map((yes) => `${names.of(yes.by)} (${yes.as})`).join(', ') ?? '';
  // One person's own decision needs nobody; that nobody agreed to a release or an override is worth saying.
  const nobody = isOverride ? 'nobody: an override' : '–';
  const approved = approvals === null ? nobody : agreed || 'nobody';
  return [
    times.utc(at),
    `${names.inText(text)}${standing === null ? '' : ` (${standing})`}`,
    names.of(by),
    approved,
    String(seq),
  ];
}

/** The lessons, under the phase in which each was told. */
export function lessonBlocks(material: Material): Block[] {
  const { lists } = material.digest;
  return [
    ...phases.map((phase) =>
      listBlock(
        material,
        `Lessons from ${phaseNames[phase].toLowerCase()}`,
        lists.of(`lesson.${phase}`),
      ),
    ),
    listBlock(material, 'Lessons after closing', lists.of('lesson.closed')),
  ];
}
