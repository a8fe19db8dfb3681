// The lower rows of the drawing: each task from the moment it was added, hollow until somebody said yes.
import type { TaskView } from '#src/commands/view-types.ts';
import type { Rows, Scale } from './scale.ts';
import { rowName } from './scale.ts';
import { escaped } from './html-text.ts';
import type { Material } from './report.ts';
import type { TaskSpan } from './task-track.ts';
import { clip, oneLine } from './visible.ts';

const rowHeight = 16;
const barHeight = 9;
const barsMax = 60;
const nameMax = 25;

export function taskRows(material: Material, scale: Scale, top: number): Rows {
  const { tasks } = material.source.incident;
  const shown = tasks.slice(0, barsMax);
  const bars = shown.map((task, index) => bar(task, material, scale, top + 4 + index * rowHeight));
  const cut = tasks.length - shown.length;
  const bottom = top + 4 + shown.length * rowHeight;
  const more = cut === 0 ? '' : rowName(`and ${cut} more tasks`, bottom + barHeight);
  return {
    svg: bars.join('') + more,
    height: shown.length * rowHeight + 4 + (cut === 0 ? 0 : rowHeight),
  };
}

function bar(task: TaskView, material: Material, scale: Scale, top: number): string {
  const { digest, names, times } = material;
  const span = digest.tasks.spans.get(task.n) ?? spanOf(task);
  const text = oneLine(names.inText(task.text));
  const end = span.closedAt ?? digest.metrics.until;
  const from = scale.x(span.addedAt);
  const yes = scale.x(span.acknowledgedAt ?? end);
  const to = Math.max(scale.x(end), from + 2);
  const answer =
    span.acknowledgedAt === null
      ? 'never acknowledged'
      : `acknowledged ${times.utc(span.acknowledgedAt)}`;
  const closed = span.closedAt === null ? task.state : `${task.state} ${times.utc(span.closedAt)}`;
  const title = `Task ${task.n}, ${clip(text, 200)}: added ${times.utc(span.addedAt)}, ${answer}, ${closed}`;
  const hollow = `<rect class="waits" x="${from}" y="${top + 0.5}" width="${(to - from).toFixed(1)}" height="${barHeight - 1}"/>`;
  const filled =
    span.acknowledgedAt === null
      ? ''
      : `<rect class="${task.state === 'waived' ? 'dropped' : 'works'}" x="${yes}" y="${top}" width="${Math.max(1.5, to - yes).toFixed(1)}" height="${barHeight}"/>`;
  const name = rowName(clip(`${task.n} ${text}`, nameMax), top + barHeight);
  return `<g><title>${escaped(title)}</title>${name}${hollow}${filled}${ending(task, to, top)}</g>\n`;
}

/** A tick where a task was done, a cross where it was waived, nothing while it goes on. */
function ending({ state }: TaskView, x: number, top: number): string {
  if (state === 'done') return `<path class="tickmark" d="M${x + 3} ${top + 4.5}l2.5 3 5-6.5"/>`;
  if (state === 'waived')
    return `<path class="crossmark" d="M${x + 4} ${top + 1.5}l6 6m0-6l-6 6"/>`;
  return '';
}

/** What the task itself knows, should its entries be missing. */
function spanOf({ context }: TaskView): TaskSpan {
  const { openedAt, acknowledgedAt, closedAt } = context;
  return { addedAt: openedAt, acknowledgedAt, closedAt, waitingSince: null };
}
