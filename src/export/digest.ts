// One pass over the timeline: everything an export must know before, or beside, the entries themselves.
// What it keeps is small and capped, however long the timeline is.
import type { EntryView } from '#src/commands/view-types.ts';
import type { DecisionTrack } from './decision-track.ts';
import { startDecisionTrack } from './decision-track.ts';
import type { Latecomers } from './chronology.ts';
import { startLatecomers } from './chronology.ts';
import type { Listings } from './listing.ts';
import { startListings } from './listing.ts';
import type { Metrics } from './metrics.ts';
import { metricsOf, startFirstTimes } from './metrics.ts';
import type { PhaseTrack } from './phase-track.ts';
import { startPhaseTrack } from './phase-track.ts';
import type { SaidTrack } from './said-track.ts';
import { startSaidTrack } from './said-track.ts';
import type { SitrepTrack } from './sitrep-track.ts';
import { startSitrepTrack } from './sitrep-track.ts';
import type { ExportSource } from './source.ts';
import type { Standing } from './standing.ts';
import { startStanding } from './standing.ts';
import type { TaskTrack } from './task-track.ts';
import { startTaskTrack } from './task-track.ts';

export interface Digest {
  count: number;
  lastHash: string | null;
  metrics: Metrics;
  lists: Listings;
  latecomers: Latecomers;
  standing: Standing;
  phases: PhaseTrack;
  sitreps: SitrepTrack;
  tasks: TaskTrack;
  decisions: DecisionTrack;
  said: SaidTrack;
}

export interface DigestInProgress {
  take(entry: EntryView): void;
  finish(): Digest;
}

/** For exports that write the entries in the same pass. */
export function startDigest({ incident, exportedAt }: ExportSource): DigestInProgress {
  const lists = startListings();
  const latecomers = startLatecomers();
  const standing = startStanding();
  const phases = startPhaseTrack();
  const sitreps = startSitrepTrack();
  const followUps = incident.tasks.filter(({ context }) => context.followUp);
  const tasks = startTaskTrack(new Set(followUps.map(({ n }) => n)));
  const decisions = startDecisionTrack();
  const said = startSaidTrack();
  const firsts = startFirstTimes();
  const trackers = [lists, latecomers, standing, phases, sitreps, tasks, firsts, decisions, said];
  let count = 0;
  let lastHash: string | null = null;

  return {
    take(entry) {
      count += 1;
      lastHash = entry.hash;
      for (const tracker of trackers) tracker.take(entry);
    },
    finish() {
      const tracks = { firsts, phases, sitreps, tasks, clocks: incident.clocks };
      const metrics = metricsOf(incident.context.declaredAt, exportedAt, tracks);
      return {
        count,
        lastHash,
        metrics,
        lists,
        latecomers,
        standing,
        phases,
        sitreps,
        tasks,
        decisions,
        said,
      };
    },
  };
}

export function digestOf(source: ExportSource): Digest {
  const digest = startDigest(source);
  for (const entry of source.entries()) digest.take(entry);
  return digest.finish();
}
