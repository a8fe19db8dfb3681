// The drawn timeline in words, for readers who cannot see it and for Markdown.
import type { Block, Material } from './report.ts';
import { duration, msOf } from './times.ts';
import { phaseNames } from './wording.ts';

const rowsMax = 100;

export function phaseTable({ digest, times }: Material): Extract<Block, { kind: 'table' }> {
  const { phases, metrics } = digest;
  const shown = phases.bands.slice(0, rowsMax);
  const rows = shown.map(({ phase, epoch, from, to }) => [
    phaseNames[phase],
    String(epoch + 1),
    times.full(from),
    to === null ? 'running' : times.full(to),
    duration(msOf(to ?? metrics.until) - msOf(from)),
  ]);
  const cut = phases.bands.length - shown.length + phases.bandsCut();
  const rest = cut === 0 ? [] : [[`${cut} more`, '', '', '', '']];
  return {
    kind: 'table',
    head: ['Phase', 'Round', 'From', 'To', 'Time'],
    rows: [...rows, ...rest],
  };
}
