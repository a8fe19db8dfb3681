// Each block of the postmortem as HTML. Every text of the record goes through html-text.ts.
import { phases } from '#machines/incident-types.ts';
import { drawing } from './drawing.ts';
import { eventRows } from './html-events.ts';
import { escaped } from './html-text.ts';
import { phaseTable } from './phase-table.ts';
import type { Block, Line, Material } from './report.ts';
import { cutNotice } from './report.ts';
import { phaseNames } from './wording.ts';

export function* blockHtml(block: Block, material: Material): Generator<string> {
  switch (block.kind) {
    case 'pairs':
      yield '<dl>\n';
      for (const [name, value] of block.rows) {
        yield `<dt>${escaped(name)}</dt><dd><bdi>${escaped(value)}</bdi></dd>\n`;
      }
      yield '</dl>\n';
      return;
    case 'lines':
      yield* list(block, material);
      return;
    case 'table':
      yield* table(block);
      return;
    case 'paragraph':
      yield `<p>${escaped(block.text)}</p>\n`;
      return;
    case 'command':
      yield `<pre><code>${escaped(block.text)}</code></pre>\n`;
      return;
    case 'drawing':
      yield* figure(material);
      return;
    case 'events':
      yield* eventRows(material);
  }
}

function* list(block: Extract<Block, { kind: 'lines' }>, material: Material): Generator<string> {
  if (block.caption !== null) yield `<h3>${escaped(block.caption)}</h3>\n`;
  yield '<ul>\n';
  for (const line of block.lines) yield item(line, material);
  yield '</ul>\n';
  const notice = cutNotice(block);
  if (notice !== null) yield `<p class="cut">${notice}</p>\n`;
}

function item({ at, seq, text, note }: Line, { times }: Material): string {
  const when = at === null ? '' : `<time datetime="${escaped(at)}">${times.utc(at)}</time> `;
  const where = seq === null ? '' : ` <a class="entry" href="#e${seq}">entry ${seq}</a>`;
  const after = note === null ? '' : ` <em class="standing"><bdi>${escaped(note)}</bdi></em>`;
  return `<li>${when}<bdi>${escaped(text)}</bdi>${where}${after}</li>\n`;
}

function* table({ head, rows }: Extract<Block, { kind: 'table' }>): Generator<string> {
  yield `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(head.join(', '))}"><table>\n<thead><tr>`;
  for (const name of head) yield `<th scope="col">${escaped(name)}</th>`;
  yield '</tr></thead>\n<tbody>\n';
  for (const row of rows) {
    yield `<tr>${row.map((cell) => `<td><bdi>${escaped(cell)}</bdi></td>`).join('')}</tr>\n`;
  }
  yield '</tbody></table></div>\n';
}

const legend = phases
  .map((phase) => `<span class="swatch ${phase}"></span>${phaseNames[phase]}`)
  .join(' ');

function* figure(material: Material): Generator<string> {
  yield `<figure><div class="scroll" tabindex="0" role="region" aria-label="Drawn timeline">${drawing(material)}</div>
<figcaption><span class="legend">${legend}</span> Times in UTC. A task's bar is hollow until it is acknowledged; a tick means done, a cross waived. A ring is a sitrep that was overdue, a star the release.</figcaption>
<details><summary>The phases as a table</summary>\n`;
  yield* table(phaseTable(material));
  yield '</details></figure>\n';
}
