// The drawn timeline: phases as bands, what happened as marks, tasks as bars. One SVG, no script, no outside part.
import { ticksFor } from './axis.ts';
import { bandRow, markRows } from './drawing-events.ts';
import { taskRows } from './drawing-tasks.ts';
import { escaped } from './html-text.ts';
import type { Material } from './report.ts';
import type { Scale } from './scale.ts';
import { scaleOf, width } from './scale.ts';
import { utc } from './times.ts';

const axisHeight = 34;

export function drawing(material: Material): string {
  const { context } = material.source.incident;
  const scale = scaleOf(material);
  const bands = bandRow(material, scale, axisHeight);
  const marks = markRows(material, scale, axisHeight + bands.height);
  const tasks = taskRows(material, scale, axisHeight + bands.height + marks.height);
  const height = axisHeight + bands.height + marks.height + tasks.height + 6;
  const span = `from ${utc(context.declaredAt)} to ${utc(material.digest.metrics.until)}`;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="drawing-title drawing-text">
<title id="drawing-title">Timeline of ${escaped(context.id)}</title>
<desc id="drawing-text">Phases, statements, sitreps and tasks ${span}. The phases follow as a table, the rest under Sequence of events and Tasks.</desc>
${axis(scale, height)}${bands.svg}${marks.svg}${tasks.svg}</svg>`;
}

function axis({ startMs, endMs, xOfMs }: Scale, height: number): string {
  return ticksFor(startMs, endMs)
    .map(({ ms, label, date }) => {
      const x = xOfMs(ms);
      const day = date === null ? '' : `<text class="day" x="${x}" y="11">${date}</text>`;
      return `<path class="tick" d="M${x} 28V${height}"/>${day}<text class="hour" x="${x}" y="24">${label}</text>\n`;
    })
    .join('');
}
