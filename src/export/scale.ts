// The geometry that the rows of the drawing share: from instants to positions, and the names in the margin.
import { escaped } from './html-text.ts';
import type { Material } from './report.ts';
import { msOf } from './times.ts';

export const width = 1000;
const left = 186;
const right = width - 14;
/** How much of the drawing may lie before the declaration, for facts that are older. */
const beforeShare = 0.25;

export interface Scale {
  startMs: number;
  endMs: number;
  xOfMs: (ms: number) => number;
  /** Position of an instant; what lies outside the drawing is drawn at its edge. */
  x: (at: string) => number;
}

/** Rows of the drawing and the height they take. */
export interface Rows {
  svg: string;
  height: number;
}

export function scaleOf({ source, digest }: Material): Scale {
  const { declaredAt, facts } = source.incident.context;
  const declaredMs = msOf(declaredAt);
  const endMs = Math.max(declaredMs + 60_000, msOf(digest.metrics.until));
  const earlyMs = Object.values(facts)
    .filter((at) => at !== null)
    .map((at) => msOf(at))
    .filter((ms) => declaredMs - ms <= (endMs - declaredMs) * beforeShare);
  const startMs = Math.min(declaredMs, ...earlyMs);
  const perMs = (right - left) / (endMs - startMs);
  const xOfMs = (ms: number): number => {
    const x = Math.min(right, Math.max(left, left + (ms - startMs) * perMs));
    return Math.round(x * 10) / 10;
  };
  return { startMs, endMs, xOfMs, x: (at) => xOfMs(msOf(at)) };
}

/** The name of a row, right-aligned in the margin. */
export function rowName(text: string, y: number): string {
  return `<text class="row" x="${left - 14}" y="${y}">${escaped(text)}</text>`;
}
