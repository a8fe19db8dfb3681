// The response metrics of one incident: how long after the declaration each thing happened, in milliseconds.
// Of an open incident they are what is known up to the export.
import type { ClockView, EntryView } from '#src/commands/view-types.ts';
import type { IsoInstant, Phase } from '#machines/incident-types.ts';
import type { ClockCounts } from '#machines/clock-outcome.ts';
import { clockCounts } from '#machines/clock-outcome.ts';
import type { PhaseTime, PhaseTrack } from './phase-track.ts';
import type { SitrepTrack } from './sitrep-track.ts';
import type { AckTimes, TaskTrack } from './task-track.ts';
import { msOf } from './times.ts';

export interface Metrics {
  /** The incident is open: everything counts up to `until`, the instant of the export. */
  running: boolean;
  until: IsoInstant;
  totalMs: number;
  /** Without the time between a closing and a reopening. */
  activeMs: number;
  firstRoleMs: number | null;
  crisisLeadMs: number | null;
  mobilizedMs: number | null;
  firstSitrepMs: number | null;
  firstGuidanceMs: number | null;
  releaseMs: number | null;
  phases: Record<Phase, PhaseTime>;
  tasks: AckTimes;
  sitreps: { sent: number; overdue: number };
  clocks: ClockCounts;
}

export interface FirstTimes {
  take(entry: EntryView): void;
  role(): IsoInstant | null;
  crisisLead(): IsoInstant | null;
  guidance(): IsoInstant | null;
  release(): IsoInstant | null;
}

/** When something happened for the first time. */
export function startFirstTimes(): FirstTimes {
  let role: IsoInstant | null = null;
  let crisisLead: IsoInstant | null = null;
  let guidance: IsoInstant | null = null;
  let release: IsoInstant | null = null;
  return {
    take({ kind, occurredAt, data }) {
      switch (kind) {
        // Being asked to take a role is not yet having somebody in it.
        case 'roleClaimed':
        case 'roleAcknowledged':
          role ??= occurredAt;
          if (data['role'] === 'crisis_lead') crisisLead ??= occurredAt;
          break;
        case 'guidance':
          guidance ??= occurredAt;
          break;
        case 'released':
          guidance ??= occurredAt;
          release ??= occurredAt;
          break;
      }
    },
    role: () => role,
    crisisLead: () => crisisLead,
    guidance: () => guidance,
    release: () => release,
  };
}

interface Tracks {
  firsts: FirstTimes;
  phases: PhaseTrack;
  sitreps: SitrepTrack;
  tasks: TaskTrack;
  clocks: readonly ClockView[];
}

export function metricsOf(
  declaredAt: IsoInstant,
  exportedAt: IsoInstant,
  { firsts, phases, sitreps, tasks, clocks }: Tracks,
): Metrics {
  const start = msOf(declaredAt);
  const sinceDeclared = (at: IsoInstant | null): number | null =>
    at === null ? null : Math.max(0, msOf(at) - start);
  const closedAt = phases.closedAt();
  const until = closedAt ?? exportedAt;
  const times = phases.times(until);
  return {
    running: closedAt === null,
    until,
    totalMs: Math.max(0, msOf(until) - start),
    activeMs: Object.values(times).reduce((sum, { ms }) => sum + ms, 0),
    firstRoleMs: sinceDeclared(firsts.role()),
    crisisLeadMs: sinceDeclared(firsts.crisisLead()),
    mobilizedMs: sinceDeclared(phases.mobilizedAt()),
    firstSitrepMs: sinceDeclared(sitreps.firstAt()),
    firstGuidanceMs: sinceDeclared(firsts.guidance()),
    releaseMs: sinceDeclared(firsts.release()),
    phases: times,
    tasks: tasks.ackTimes(exportedAt),
    sitreps: {
      sent: sitreps.sent(),
      overdue: sitreps.overdue(),
    },
    clocks: clockCounts(clocks, exportedAt),
  };
}
