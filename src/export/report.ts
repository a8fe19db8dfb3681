// The postmortem as data: sections of plain text that markdown.ts and html.ts each write in their own way.
// Text in it is never markup.
import type { IsoInstant } from '#machines/incident-types.ts';
import type { Digest } from './digest.ts';
import type { Listed, Listing } from './listing.ts';
import type { Names } from './names.ts';
import type { ExportSource } from './source.ts';
import type { Times } from './times.ts';

/** One line of a list: what happened, when, and which entry says so. */
export interface Line {
  at: IsoInstant | null;
  seq: number | null;
  text: string;
  /** What became of the entry later. */
  note: string | null;
}

export type Block =
  | { kind: 'pairs'; rows: readonly (readonly [label: string, value: string])[] }
  | { kind: 'lines'; caption: string | null; lines: readonly Line[]; total: number }
  | { kind: 'table'; head: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: 'paragraph'; text: string }
  | { kind: 'command'; text: string }
  /** The drawn timeline, and the timeline itself, which only the writer may stream. */
  | { kind: 'drawing' }
  | { kind: 'events' };

export interface Section {
  heading: string;
  blocks: readonly Block[];
}

/** What every section is made from. */
export interface Material {
  source: ExportSource;
  digest: Digest;
  names: Names;
  times: Times;
}

const nothing = 'Nothing recorded.';

/** Leaves out empty blocks, and says so when none is left. */
export function section(heading: string, blocks: readonly Block[]): Section {
  const filled = blocks.filter((block) => !isEmpty(block));
  return { heading, blocks: filled.length > 0 ? filled : [{ kind: 'paragraph', text: nothing }] };
}

/** A list of the digest under a caption. */
export function listBlock(material: Material, caption: string | null, listing: Listing): Block {
  return {
    kind: 'lines',
    caption,
    lines: listing.lines.map((line) => lineOf(material, line)),
    total: listing.total,
  };
}

/** The sentence after a list that was cut. */
export function cutNotice({ lines, total }: Extract<Block, { kind: 'lines' }>): string | null {
  if (total <= lines.length) return null;
  return `The first ${lines.length} of ${total}; all of them are in the sequence of events.`;
}

/** Later corrections of an entry in words, or null. */
export function standingOf({ standing }: Digest, seq: number): string | null {
  const withdrawn = standing.withdrawnBy(seq);
  if (withdrawn !== undefined) return `withdrawn by entry ${withdrawn}`;
  const corrected = standing.correctedBy(seq);
  return corrected === undefined ? null : `corrected by entry ${corrected}`;
}

function lineOf({ digest, names }: Material, line: Listed): Line {
  const standing = standingOf(digest, line.seq);
  const approved = line.approvedBy === null ? '' : ` (approved by ${names.of(line.approvedBy)})`;
  const corrected = line.correctedTo === null ? '' : `: ${names.inText(line.correctedTo)}`;
  return {
    at: line.at,
    seq: line.seq,
    text: `${names.inText(line.text)}${approved}`,
    note: standing === null ? null : `${standing}${corrected}`,
  };
}

function isEmpty(block: Block): boolean {
  if ('rows' in block) return block.rows.length === 0;
  return block.kind === 'lines' && block.total === 0;
}
