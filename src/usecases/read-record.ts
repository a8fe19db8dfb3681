// The whole record of one incident, streamed: what exports are made of.
import type { IncidentRow } from '#db/incidents.ts';
import type { JournalRow } from '#db/journal.ts';
import { readJournal } from '#db/journal.ts';
import type { Db } from '#db/open.ts';
import { peopleOf } from '#db/people.ts';
import { readRevisions, readTimeline } from '#db/timeline.ts';
import type { EntryView, IncidentView } from '../commands/outcome.ts';
import { incidentView } from './view.ts';

/** Streams: entries and journal are read a page at a time, as often as they are asked for. */
export interface IncidentRecord {
  incident: IncidentView;
  people: Map<string, { name: string; handle: string }>;
  entries(): Iterable<EntryView>;
  revisions(): Iterable<EntryView>;
  journal(): Iterable<JournalRow>;
}

export function readRecord(db: Db, row: IncidentRow): IncidentRecord {
  return {
    incident: incidentView(db, row),
    people: new Map(peopleOf(db, row.tenant).map(({ id, name, handle }) => [id, { name, handle }])),
    entries: () => readTimeline(db, row.id),
    revisions: () => readRevisions(db, row.id),
    journal: () => readJournal(db, row.id),
  };
}
