// What a playbook is and which of its tasks an incident gets. Reading one from a file is src/playbook-file.ts.
import type { ApprovalAct } from './approval-types.ts';
import type { Kind, Level, Phase, Role } from './incident-types.ts';

export interface PlaybookTask {
  /** Stays the same when the wording changes; an incident gets each id at most once per epoch. */
  id: string;
  phase: Phase;
  text: string;
  role: Role;
  levels: Level[];
  kinds: Kind[] | 'all';
  /** Milliseconds from the moment the task is added; null: no due time. */
  dueMs: number | null;
  /** A follow-up outlives the incident. */
  followUp?: boolean;
}

export interface Playbook {
  name: string;
  version: string;
  /** A task whose due time differs by level stands here once per due time, with disjoint levels. */
  tasks: PlaybookTask[];
  /** At which levels what needs a second person; what is not named needs none. */
  approvals: Partial<Record<ApprovalAct, readonly Level[]>>;
}

/** The tasks of one phase for an incident of this level and kind, in the order of the playbook. */
export function tasksFor(
  playbook: Playbook,
  incident: { phase: Phase; level: Level; kind: Kind },
): PlaybookTask[] {
  return playbook.tasks.filter(
    ({ phase, levels, kinds }) =>
      phase === incident.phase &&
      levels.includes(incident.level) &&
      (kinds === 'all' || kinds.includes(incident.kind)),
  );
}
