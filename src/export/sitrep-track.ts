// Which sitreps went out, and which were due and did not come in time.
import type { EntryView } from '#src/commands/outcome.ts';
import type { IsoInstant } from '#machines/incident-types.ts';
import { textIn } from './listing.ts';

const keptMax = 500;

/** One missed deadline, however often people were reminded of it. */
export interface OverdueSitrep {
  seq: number;
  dueAt: IsoInstant;
  reminders: number;
  sentAt: IsoInstant | null;
}

export interface SitrepTrack {
  take(entry: EntryView): void;
  sent(): number;
  firstAt(): IsoInstant | null;
  overdue(): number;
  reminders(): number;
  /** At most 500 of each are kept for lists and drawings. */
  marks: { seq: number; at: IsoInstant }[];
  missed: OverdueSitrep[];
}

export function startSitrepTrack(): SitrepTrack {
  const marks: { seq: number; at: IsoInstant }[] = [];
  const missed: OverdueSitrep[] = [];
  let firstAt: IsoInstant | null = null;
  let pending: OverdueSitrep | null = null;
  let sent = 0;
  let overdue = 0;
  let reminders = 0;

  function remind(seq: number, dueAt: IsoInstant): void {
    reminders += 1;
    if (pending?.dueAt === dueAt) {
      pending.reminders += 1;
      return;
    }
    overdue += 1;
    pending = { seq, dueAt, reminders: 1, sentAt: null };
    if (missed.length < keptMax) missed.push(pending);
  }

  return {
    take({ kind, seq, occurredAt, data }) {
      if (kind === 'sitrepOverdue') remind(seq, textIn(data, 'dueAt') ?? occurredAt);
      if (kind !== 'sitrep') return;
      sent += 1;
      firstAt ??= occurredAt;
      if (pending !== null) pending.sentAt = occurredAt;
      pending = null;
      if (marks.length < keptMax) marks.push({ seq, at: occurredAt });
    },
    sent: () => sent,
    firstAt: () => firstAt,
    overdue: () => overdue,
    reminders: () => reminders,
    marks,
    missed,
  };
}
