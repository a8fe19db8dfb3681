// What an export is made from. Whoever reads the database fills this in; nothing here knows where it comes from.
import type { EntryView, IncidentView } from '#src/commands/view-types.ts';
import type { IsoInstant, PersonId } from '#machines/incident-types.ts';

/** One accepted event: what replay needs, and which timeline entries it made. */
export interface JournalView {
  n: number;
  /** `incident`, `task/<n>`, or a part: `case/<n>`. */
  instance: string;
  event: Record<string, unknown> & { type: string };
  chartVersion: number;
  recordedAt: IsoInstant;
  firstSeq: number | null;
  lastSeq: number | null;
}

export interface ExportSource {
  exportedAt: IsoInstant;
  /** IANA zones to show beside UTC, in order; may be empty. */
  zones: readonly string[];
  incident: IncidentView;
  people: ReadonlyMap<PersonId, { name: string; handle: string }>;
  /** The timeline in seq order. May be long, is never held as a whole, and may be asked for more than once. */
  entries(): Iterable<EntryView>;
  /** The corrections and withdrawals among them, in seq order. */
  revisions(): Iterable<EntryView>;
  journal(): Iterable<JournalView>;
}
