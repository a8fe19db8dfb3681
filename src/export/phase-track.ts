// How long the incident was in each phase, over all epochs, and the bands that the drawing shows.
import type { EntryView } from '#src/commands/view-types.ts';
import type { IsoInstant, Phase } from '#machines/incident-types.ts';
import { phases } from '#machines/incident-types.ts';
import { numberIn } from './listing.ts';
import { msOf } from './times.ts';

const bandsMax = 300;

/** One stay in one phase; `to` is null while it lasts. */
export interface Band {
  phase: Phase;
  epoch: number;
  from: IsoInstant;
  to: IsoInstant | null;
}

export interface PhaseTime {
  ms: number;
  /** How often the phase was entered. */
  times: number;
  /** The incident is in it now, and `ms` counts up to the export. */
  running: boolean;
}

export interface PhaseTrack {
  take(entry: EntryView): void;
  /** The stays in order, at most 300; `bandsCut` more were not kept. */
  bands: Band[];
  bandsCut(): number;
  /** When *mobilize* was left for the first time. */
  mobilizedAt(): IsoInstant | null;
  closedAt(): IsoInstant | null;
  times(now: IsoInstant): Record<Phase, PhaseTime>;
}

export function startPhaseTrack(): PhaseTrack {
  const bands: Band[] = [];
  const sums = perPhase(() => ({ ms: 0, times: 0 }));
  let current: Band | null = null;
  let cut = 0;
  let mobilizedAt: IsoInstant | null = null;
  let closedAt: IsoInstant | null = null;

  function leave(at: IsoInstant): void {
    if (current === null) return;
    current.to = at;
    sums[current.phase].ms += Math.max(0, msOf(at) - msOf(current.from));
    current = null;
  }

  function enter(phase: Phase, epoch: number, from: IsoInstant): void {
    leave(from);
    closedAt = null;
    sums[phase].times += 1;
    current = { phase, epoch, from, to: null };
    if (bands.length < bandsMax) bands.push(current);
    else cut += 1;
  }

  return {
    take({ kind, occurredAt, data }) {
      if (kind === 'closed') {
        leave(occurredAt);
        closedAt = occurredAt;
        mobilizedAt ??= occurredAt;
        return;
      }
      if (kind !== 'phaseEntered') return;
      const phase = phases.find((known) => known === data['phase']);
      if (phase === undefined) return;
      enter(phase, numberIn(data, 'epoch') ?? 0, occurredAt);
      if (phase !== 'mobilize') mobilizedAt ??= occurredAt;
    },
    bands,
    bandsCut: () => cut,
    mobilizedAt: () => mobilizedAt,
    closedAt: () => closedAt,
    times: (now) =>
      perPhase((phase) => {
        const running = current?.phase === phase;
        const since = running && current !== null ? Math.max(0, msOf(now) - msOf(current.from)) : 0;
        return { ms: sums[phase].ms + since, times: sums[phase].times, running };
      }),
  };
}

function perPhase<T>(make: (phase: Phase) => T): Record<Phase, T> {
  return {
    mobilize: make('mobilize'),
    assess: make('assess'),
    remediate: make('remediate'),
    communicate: make('communicate'),
    review: make('review'),
  };
}
