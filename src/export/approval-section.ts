// What needed two people: who proposed what, who was asked, and who answered when; also what was never done.
import type { PartView } from '#src/commands/view-types.ts';
import { approvalsOf } from '#src/messages/approval-card.ts';
import type { Material, Section } from './report.ts';
import { section } from './report.ts';
import { duration, msOf } from './times.ts';

type ApprovalView = Extract<PartView, { kind: 'approval' }>;

export function approvalsSection(material: Material): Section {
  return section('Two-person approvals', [
    {
      kind: 'table',
      head: ['Approval', 'What', 'Proposed', 'Asked', 'Outcome'],
      rows: approvalsOf(material.source.incident).map((view) => rowOf(material, view)),
    },
  ]);
}

function rowOf(material: Material, view: ApprovalView): string[] {
  const { names, times } = material;
  const { words, proposedAt, proposedBy, asked } = view.snapshot.context;
  return [
    String(view.n),
    names.inText(words),
    `${times.utc(proposedAt)} by ${names.of(proposedBy)}`,
    asked.map((person) => names.of(person)).join(', '),
    outcomeOf(material, view),
  ];
}

function outcomeOf(
  { names, times }: Pick<Material, 'names' | 'times'>,
  { state, snapshot: { context } }: ApprovalView,
): string {
  const { proposedAt, expiresAt, decidedAt, decidedBy, reason, movedTo } = context;
  if (decidedAt === null || decidedBy === null)
    return movedTo === null ? `waits until ${times.full(expiresAt)}` : `see ${movedTo.incidentId}`;
  const at = times.utc(decidedAt);
  const why = reason === null ? '' : `: ${names.inText(reason)}`;
  const decided = `${at} by ${names.of(decidedBy)}`;
  switch (state) {
    case 'approved':
      return `approved ${decided}, after ${duration(msOf(decidedAt) - msOf(proposedAt))}`;
    case 'declined':
      return `declined ${decided}${why}`;
    case 'withdrawn':
      return `taken back ${decided}${why}`;
    case 'expired':
      return `expired ${at}; nothing was done`;
    case 'overtaken':
      return `overtaken ${at}${why}; nothing was done`;
    default:
      return `${state} ${decided}${why}`;
  }
}
