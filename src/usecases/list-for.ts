// The incidents that a person may read of in a list.
import type { ListQuery } from '#db/incidents.ts';
import { listIncidents, membersOf } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import type { ListedIncident } from '../commands/view-types.ts';

/** Newest first. Admins see of a restricted incident only that there is one, until they belong to it. */
export function listFor(db: Db, query: ListQuery): ListedIncident[] {
  return listIncidents(db, query).map(({ visibility, ...listed }) =>
    visibility !== 'restricted' || membersOf(db, listed.id).includes(query.person)
      ? listed
      : { ...listed, isHidden: true, title: '', level: 0, channelName: null, channelUrl: null },
  );
}
