// What a handover tells the successor besides the state of the incident: read from the record when it is offered, and
// kept in the journal with the event.
import type { HandoverBrief } from '#machines/incident-types.ts';
import type { IncidentRow } from '#db/incidents.ts';
import type { Db } from '#db/open.ts';
import { pendingTasksOf } from '#db/tasks.ts';
import type { EntryRow } from '#db/timeline.ts';
import { entriesSince, newestEntry } from '#db/timeline.ts';

/** What somebody must have read who takes over; sitreps and tasks are told by themselves. */
const telling =
  `brief tlp fact decision scope affected mitigation level phaseEntered regressed overridden reopened fixFailed fixReady
   approved go noGo pulledIn holding guidance released monitoringWaived stakeholderSitrep finding note correction
   withdrawal case.* approval.* clock.applies clock.notApplicable clock.filed clock.waived`.split(
    /\s+/u,
  );
const entriesMax = 20;
const textMax = 500;

export function handoverBrief(db: Db, { id, declaredAt }: IncidentRow): HandoverBrief {
  const former = newestEntry(db, id, { kinds: ['handover'] });
  const sitrep = newestEntry(db, id, { kinds: ['sitrep'] });
  const entries = standing(entriesSince(db, id, { kinds: telling, after: former?.seq ?? 0 }));
  const tasks = pendingTasksOf(db, id).map(({ n, state, snapshot: { context } }) => {
    const { text, assignee, dueAt } = context;
    return { n, text, assignee, dueAt, state };
  });
  return {
    since: former?.recordedAt ?? declaredAt,
    // What is due first comes first, what has no date last.
    tasks: tasks.toSorted((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9') || a.n - b.n),
    lastSitrep:
      sitrep === undefined
        ? null
        : {
            text: sitrep.text.replace(/^Sitrep: /u, ''),
            at: sitrep.occurredAt,
            by: sitrep.actor,
          },
    entries: entries.slice(-entriesMax).map(({ seq, text, occurredAt }) => ({
      seq,
      text: text.slice(0, textMax).toWellFormed(),
      at: occurredAt,
    })),
    entriesTotal: entries.length,
  };
}

/** Without what was withdrawn, and without the old words of what was corrected. */
function standing(entries: readonly EntryRow[]): EntryRow[] {
  const replaced = new Set(
    entries.flatMap(({ kind, data }) =>
      kind === 'correction' || kind === 'withdrawal' ? [Number(data['of'])] : [],
    ),
  );
  return entries.filter(({ seq, kind }) => kind !== 'withdrawal' && !replaced.has(seq));
}
