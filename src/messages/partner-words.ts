// The words of the partner programme.
import type { CaseExcerpt, PartnerTier, Piece } from '#machines/partner-types.ts';

export const tierNames = {
  ans: 'Advance notification',
  entry: 'Entry level',
  standard: 'Standard',
  validate: 'Validate',
} as const satisfies Record<PartnerTier, string>;

const pieceNames: readonly [Piece, string][] = [
  ['summary', 'severity and products'],
  ['description', 'description'],
  ['measures', 'mitigations and workarounds'],
  ['detection', 'detection guidance'],
  ['repro', 'steps to reproduce it'],
  ['poc', 'proof of concept'],
];

/** What is in a package, by name. */
export function piecesOf(content: readonly CaseExcerpt[]): string {
  return pieceNames
    .filter(([piece]) => content.some((one) => one[piece] !== undefined))
    .map(([, name]) => name)
    .join(', ');
}
