// The whole record of one incident, streamed: what exports are made of.
import type { IncidentRow } from '#db/incidents.ts';
import type { JournalRow } from '#db/journal.ts';
import { readJournal } from '#db/journal.ts';
import { pairedWith } from '#db/mirrors.ts';
import type { Db } from '#db/open.ts';
import { peopleOf } from '#db/people.ts';
import { readRevisions, readTimeline } from '#db/timeline.ts';
import type { EntryView, IncidentView } from '../commands/view-types.ts';
import { withPlatform } from '../shared/platform-name.ts';
import { incidentView } from './view.ts';

/** Streams: entries and journal are read a page at a time, as often as they are asked for. */
export interface IncidentRecord {
  incident: IncidentView;
  people: Map<string, { name: string; handle: string }>;
  entries(): Iterable<EntryView>;
  revisions(): Iterable<EntryView>;
  journal(): Iterable<JournalRow>;
}

/** Everybody of the incident's tenant, and those of the paired one with the name of their platform. */
function peopleOn(db: Db, { tenant }: IncidentRow): IncidentRecord['people'] {
  const paired = pairedWith(db, tenant);
  const theirs = paired === null ? [] : peopleOf(db, paired);
  return new Map([
    ...peopleOf(db, tenant).map(({ id, name, handle }) => [id, { name, handle }] as const),
    ...theirs.map(
      ({ id, name, handle }) => [id, { name: withPlatform(name, id), handle }] as const,
    ),
  ]);
}

export function readRecord(db: Db, row: IncidentRow): IncidentRecord {
  return {
    incident: incidentView(db, row, row.tenant),
    people: peopleOn(db, row),
    entries: () => readTimeline(db, row.id),
    revisions: () => readRevisions(db, row.id),
    journal: () => readJournal(db, row.id),
  };
}
