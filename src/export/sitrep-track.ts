// Which sitreps went out, and which were due and did not come in time.
import type { EntryView } from '#src/commands/view-types.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import { textIn } from './listing.ts';

const keptMax = 500;

/** One missed deadline, and when the sitrep came after all. */
export interface OverdueSitrep {
  seq: number;
  dueAt: IsoInstant;
  sentAt: IsoInstant | null;
}

export interface SitrepTrack {
  take(entry: EntryView): void;
  sent(): number;
  firstAt(): IsoInstant | null;
  overdue(): number;
  /** At most 500 of each are kept for lists and drawings. */
  sentAt: readonly IsoInstant[];
  missed: readonly OverdueSitrep[];
}

export function startSitrepTrack(): SitrepTrack {
  const sentAt: IsoInstant[] = [];
  const missed: OverdueSitrep[] = [];
  let firstAt: IsoInstant | null = null;
  let pending: OverdueSitrep | null = null;
  let sent = 0;
  let overdue = 0;

  function miss(seq: number, dueAt: IsoInstant): void {
    // A second reminder of the same deadline is not a second miss.
    if (pending?.dueAt === dueAt) return;
    overdue += 1;
    pending = { seq, dueAt, sentAt: null };
    if (missed.length < keptMax) missed.push(pending);
  }

  return {
    take({ kind, seq, occurredAt, data }) {
      if (kind === 'sitrepOverdue') miss(seq, textIn(data, 'dueAt') ?? occurredAt);
      if (kind !== 'sitrep') return;
      sent += 1;
      firstAt ??= occurredAt;
      if (pending !== null) pending.sentAt = occurredAt;
      pending = null;
      if (sentAt.length < keptMax) sentAt.push(occurredAt);
    },
    sent: () => sent,
    firstAt: () => firstAt,
    overdue: () => overdue,
    sentAt,
    missed,
  };
}
