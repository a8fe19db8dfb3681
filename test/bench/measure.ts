// What a measure is, and how two sides are compared: in turns, by their medians, as a ratio. The machine is shared and
// noisy, so no absolute figure means anything by itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Measure {
  ours: number;
  baseline: number;
  /** Ours divided by the baseline. */
  ratio: number;
  aim: string;
  met: boolean;
  unit: string;
}

export type Measures = Record<string, Measure>;

/** `aim` is a bound of the ratio: at least for rates, at most for times. */
export function measured(
  { ours, baseline }: { ours: number; baseline: number },
  aim: { atLeast: number } | { atMost: number },
  unit: string,
): Measure {
  const ratio = ours / baseline;
  return {
    ours: rounded(ours),
    baseline: rounded(baseline),
    ratio: rounded(ratio),
    aim: 'atLeast' in aim ? `ratio >= ${aim.atLeast}` : `ratio <= ${aim.atMost}`,
    met: 'atLeast' in aim ? ratio >= aim.atLeast : ratio <= aim.atMost,
    unit,
  };
}

/** Both sides in turns, each beginning every other round; what happened to one is likely to have happened to both. */
export async function inTurns(
  rounds: number,
  ours: (round: number) => number | Promise<number>,
  baseline: (round: number) => number | Promise<number>,
): Promise<{ ours: number; baseline: number }> {
  const taken = { ours: [] as number[], baseline: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) taken.ours.push(await ours(round));
    taken.baseline.push(await baseline(round));
    if (round % 2 === 1) taken.ours.push(await ours(round));
  }
  return { ours: median(taken.ours), baseline: median(taken.baseline) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('a median of nothing');
  return middle;
}

/** Milliseconds that the work takes. */
export function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A folder for database files, on the same disk for both sides; removed at the end. */
export function temporaryFolder(): Disposable & { file: (name: string) => string } {
  const path = mkdtempSync(join(tmpdir(), 'ssirp-bench-'));
  return {
    file: (name) => join(path, name),
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
