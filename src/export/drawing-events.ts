// The upper rows of the drawing: phases as bands, and facts, levels, statements and sitreps as marks.
import { factNames } from '#machines/incident-types.ts';
import type { Rows, Scale } from './scale.ts';
import { rowName } from './scale.ts';
import { escaped } from './html-text.ts';
import type { Material } from './report.ts';
import { duration, msOf } from './times.ts';
import { phaseNames, roundName } from './wording.ts';

const bandHeight = 26;
const rowHeight = 20;
/** About the width of one letter at the drawing's text size. */
const letter = 6.4;

type Shape = 'dot' | 'ring' | 'triangle' | 'diamond' | 'square' | 'star';

interface Mark {
  at: string;
  shape: Shape;
  title: string;
  label: string;
}

export function bandRow({ digest, times }: Material, scale: Scale, top: number): Rows {
  const { phases, metrics } = digest;
  const bands = phases.bands.map(({ phase, epoch, from, to }) => {
    const x = scale.x(from);
    const size = Math.max(1, scale.x(to ?? metrics.until) - x);
    const round = roundName(epoch);
    const name = phaseNames[phase];
    const full = round === '' ? name : `${name}, ${round}`;
    const span = duration(msOf(to ?? metrics.until) - msOf(from));
    const title = `${full}: ${times.utc(from)} to ${to === null ? 'now' : times.utc(to)}, ${span}`;
    const label = [full, name].find((text) => text.length * letter + 8 <= size);
    const text =
      label === undefined
        ? ''
        : `<text class="band" x="${(x + 5).toFixed(1)}" y="${top + 17}">${label}</text>`;
    return `<g><title>${escaped(title)}</title><rect class="${phase}" x="${x}" y="${top}" width="${size.toFixed(1)}" height="${bandHeight}"/>${text}</g>\n`;
  });
  return { svg: rowName('Phase', top + 17) + bands.join(''), height: bandHeight + 8 };
}

export function markRows(material: Material, scale: Scale, top: number): Rows {
  const rows: [name: string, marks: Mark[]][] = [
    ['Facts', facts(material, scale)],
    ['Level', levels(material)],
    ['Statements', statements(material)],
    ['Sitreps', sitreps(material)],
  ];
  const filled = rows.filter(([, marks]) => marks.length > 0);
  const svg = filled.map(([name, marks], index) => {
    const middle = top + index * rowHeight + rowHeight / 2;
    return `${rowName(name, middle + 4)}${drawn(marks, scale, middle)}\n`;
  });
  return { svg: svg.join(''), height: filled.length * rowHeight };
}

/** Labels that would run into the one before or the next mark are left out; the mark and its title stay. */
function drawn(marks: readonly Mark[], scale: Scale, y: number): string {
  const sorted = marks.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  return sorted
    .map(({ at, shape, title, label }, index) => {
      const x = scale.x(at);
      const next = sorted[index + 1];
      const room = (next === undefined ? 1000 : scale.x(next.at) - 6) - x - 8;
      const shown = label !== '' && label.length * letter <= room;
      const text = shown
        ? `<text class="mark" x="${x + 8}" y="${y + 4}">${escaped(label)}</text>`
        : '';
      return `<g><title>${escaped(title)}</title>${shapes[shape](x, y)}${text}</g>`;
    })
    .join('');
}

const shapes: Record<Shape, (x: number, y: number) => string> = {
  dot: (x, y) => `<circle class="sent" cx="${x}" cy="${y}" r="4"/>`,
  ring: (x, y) => `<circle class="missed" cx="${x}" cy="${y}" r="4"/>`,
  triangle: (x, y) => `<path class="fact" d="M${x} ${y - 6}l6 11h-12z"/>`,
  diamond: (x, y) => `<path class="change" d="M${x} ${y - 6}l6 6-6 6-6-6z"/>`,
  square: (x, y) => `<rect class="said" x="${x - 4}" y="${y - 4}" width="8" height="8"/>`,
  star: (x, y) =>
    `<path class="release" d="M${x} ${y - 7}l2 5 5.3.3-4.1 3.4 1.4 5.2-4.6-2.9-4.6 2.9 1.4-5.2-4.1-3.4 5.3-.3z"/>`,
};

function facts({ source: { incident }, times }: Material, { startMs }: Scale): Mark[] {
  return factNames.flatMap((name): Mark[] => {
    const at = incident.context.facts[name] ?? null;
    if (at === null) return [];
    const label = msOf(at) < startMs ? `${name} (${at.slice(0, 10)})` : name;
    return [{ at, shape: 'triangle', title: `${name}: ${times.utc(at)}`, label }];
  });
}

function levels({ digest, times }: Material): Mark[] {
  return digest.lists.of('levels').lines.map(({ at, to }) => {
    const label = `level ${to ?? '?'}`;
    return { at, shape: 'diamond', title: `${label}: ${times.utc(at)}`, label };
  });
}

function statements({ digest, times }: Material): Mark[] {
  return digest.lists.of('publications').lines.map(({ at, kind }) => {
    const shape = kind === 'released' ? 'star' : 'square';
    return { at, shape, title: `${kind}: ${times.utc(at)}`, label: kind };
  });
}

function sitreps({ digest: { sitreps: track }, times }: Material): Mark[] {
  const mark = (at: string, shape: Shape, what: string): Mark => {
    return { at, shape, title: `${what}: ${times.utc(at)}`, label: '' };
  };
  return [
    ...track.sentAt.map((at) => mark(at, 'dot', 'Sitrep')),
    ...track.missed.map(({ dueAt }) => mark(dueAt, 'ring', 'Sitrep overdue')),
  ];
}
