// What every step of every chart has in common: it is written whole, in the caller's transaction.
import { incidentChartVersion } from '#machines/incident.ts';
import { after } from '#machines/rule-parts.ts';
import { partOf, siblingOf } from '#machines/siblings.ts';
import type { Step } from '#machines/step.ts';
import { taskChartVersion } from '#machines/task.ts';
import type { IncidentRow } from '#db/incidents.ts';
import { appendJournal } from '#db/journal.ts';
import type { EntryRow } from '#db/timeline.ts';
import { appendEntries } from '#db/timeline.ts';
import { cancelTimer, moveTimer, startTimer } from '#db/timers.ts';
import { queue } from './queue.ts';
import type { Work } from './work.ts';

/** An incident loaded for change; `finish` writes it back once. */
export interface Opened {
  row: IncidentRow;
  formerPeople: readonly string[];
  /** Entries made so far, for the answer. */
  entries: EntryRow[];
}

/** What was accepted, as the journal keeps it. */
interface Journaled {
  instance: string;
  event: { type: string; input?: unknown };
  at: string;
}

/** Journal, timeline, timers and effects of one step; its snapshot and consequences are the caller's. */
export function writeStep(
  work: Work,
  opened: Opened,
  { instance, event, at }: Journaled,
  step: Step<unknown, { type: string }>,
): void {
  const { tx, now } = work;
  const { row } = opened;
  const entries = appendEntries(
    tx,
    { incidentId: row.id, lastSeq: row.lastSeq, lastHash: row.lastHash },
    step.entries,
    now,
  );
  row.lastJournal += 1;
  appendJournal(tx, {
    incidentId: row.id,
    n: row.lastJournal,
    instance,
    event: { ...event },
    chartVersion: chartVersionOf(instance),
    recordedAt: now,
    firstSeq: entries[0]?.seq ?? null,
    lastSeq: entries.at(-1)?.seq ?? null,
  });
  row.lastSeq += entries.length;
  row.lastHash = entries.at(-1)?.hash ?? row.lastHash;
  opened.entries.push(...entries);
  for (const change of step.timers) {
    if ('cancel' in change) cancelTimer(tx, row.id, instance, change.cancel);
    else if ('move' in change) {
      const { id, delayMs, only } = change.move;
      moveTimer(tx, { incidentId: row.id, instance, id, dueAt: after(at, delayMs) }, only);
    } else {
      const { id, event: later, delayMs } = change.start;
      const dueAt = after(at, delayMs);
      startTimer(tx, { incidentId: row.id, instance, id, dueAt, event: { ...later } });
    }
  }
  for (const effect of step.effects) queue(work, row, effect);
}

function chartVersionOf(instance: string): number {
  if (instance === 'incident') return incidentChartVersion;
  const part = partOf(instance);
  return part === undefined ? taskChartVersion : siblingOf(part.kind).chartVersion;
}
