// The postmortem as Markdown. Reads well as plain text; every text of the record goes through markdown-text.ts.
import type { EntryView } from '#src/commands/view-types.ts';
import { httpLink } from './link.ts';
import { inline, lines, target } from './markdown-text.ts';
import { phaseTable } from './phase-table.ts';
import { materialOf, sectionsOf, shortTitle } from './postmortem.ts';
import type { Block, Line, Material } from './report.ts';
import { cutNotice, standingOf } from './report.ts';
import type { ExportSource } from './source.ts';
import { tlpLabel } from './wording.ts';

export function* markdown(source: ExportSource): Generator<string> {
  const material = materialOf(source);
  const { context } = source.incident;
  const label = `**${tlpLabel(context)}**\n`;
  yield `${label}\n# ${context.id}: ${inline(shortTitle(material))}\n`;
  if (context.drill) yield '\n> **DRILL: this is an exercise.**\n';
  for (const { heading, blocks } of sectionsOf(material)) {
    yield `\n## ${heading}\n`;
    for (const block of blocks) yield* written(block, material);
  }
  yield `\n---\n\n${label}`;
}

function* written(block: Block, material: Material): Generator<string> {
  switch (block.kind) {
    case 'pairs':
      yield '\n';
      for (const [name, value] of block.rows)
        yield `- **${inline(name)}:** ${lines(value, '  ')}\n`;
      return;
    case 'lines':
      yield* list(block, material);
      return;
    case 'table':
      yield* table(block);
      return;
    case 'paragraph':
      yield `\n${inline(block.text)}\n`;
      return;
    case 'command':
      yield `\n    ${block.text}\n`;
      return;
    case 'drawing':
      yield* table(phaseTable(material));
      return;
    case 'events':
      yield '\n';
      for (const entry of material.digest.latecomers.inOrder(material.source.entries())) {
        yield event(entry, material);
      }
  }
}

function* list(block: Extract<Block, { kind: 'lines' }>, material: Material): Generator<string> {
  if (block.caption !== null) yield `\n### ${inline(block.caption)}\n`;
  yield '\n';
  for (const line of block.lines) yield item(line, material);
  const notice = cutNotice(block);
  if (notice !== null) yield `\n${notice}\n`;
}

function item({ at, seq, text, note }: Line, { times }: Material): string {
  const when = at === null ? '' : `**${times.utc(at)}** `;
  const after = note === null ? '' : ` *(${inline(note)})*`;
  const where = seq === null ? '' : ` (entry ${seq})`;
  return `- ${when}${lines(text, '  ')}${where}${after}\n`;
}

function* table({ head, rows }: Extract<Block, { kind: 'table' }>): Generator<string> {
  yield `\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n`;
  for (const row of rows) yield `| ${row.map(inline).join(' | ')} |\n`;
}

function event(entry: EntryView, { digest, names, times }: Material): string {
  const { seq, occurredAt, recordedAt, actor, text } = entry;
  const local = times.local(occurredAt);
  const zones = local.length === 0 ? '' : ` (${local.join(', ')})`;
  const late =
    occurredAt.slice(0, 16) === recordedAt.slice(0, 16)
      ? ''
      : `, recorded ${times.utc(recordedAt)}`;
  const link = httpLink(entry.link);
  const source = link === null ? '' : ` [source](${target(link.href)})`;
  const standing = standingOf(digest, seq);
  const note = standing === null ? '' : ` *(${standing})*`;
  const words = lines(names.inText(text), '  ');
  return `- **${times.utc(occurredAt)}**${zones} · ${seq} · ${inline(names.of(actor))}${late}: ${words}${source}${note}\n`;
}
