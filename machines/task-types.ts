// The words of a task: its context, its states and the events of its chart.
import type { FollowUpPeople } from './follow-ups.ts';
import type { IncidentId, IsoInstant, Level, PersonId, Phase, Role } from './incident-types.ts';

export interface TaskContext {
  incidentId: IncidentId;
  n: number;
  text: string;
  phase: Phase;
  level: Level;
  /** A follow-up outlives its incident; a response task is dropped when the incident closes. */
  followUp: boolean;
  /** The role the playbook gives the task to; null for tasks that people add. */
  role: Role | null;
  /** Which line of the playbook it came from, with the epoch; null for tasks that people add. */
  template: string | null;
  assignee: PersonId | null;
  dueAt: IsoInstant | null;
  openedAt: IsoInstant;
  acknowledgedAt: IsoInstant | null;
  closedAt: IsoInstant | null;
  closedBy: PersonId | null;
  /** 0 nobody told yet, 1 deputy told, 2 crisis lead told. */
  escalation: 0 | 1 | 2;
  /** Why it is blocked or waived. */
  reason: string | null;
  /** The message that it came from; absent where there is none. */
  link?: string;
  /** How often its reminders were put off since somebody new got it; absent until then. */
  snoozes?: number;
}

export type TaskInput = Pick<
  TaskContext,
  | 'incidentId'
  | 'n'
  | 'text'
  | 'phase'
  | 'level'
  | 'followUp'
  | 'role'
  | 'template'
  | 'assignee'
  | 'dueAt'
> &
  Pick<TaskContext, 'link'> & { at: IsoInstant; by: PersonId };

/** Every event carries who and when; `by` is `ssirp` for timers. */
export interface Stamp {
  at: IsoInstant;
  by: PersonId;
}

export type TaskEvent = Stamp &
  (
    | { type: 'ASSIGN'; to: PersonId }
    | { type: 'ACK' }
    | { type: 'START' }
    | { type: 'DONE'; note: string }
    | { type: 'BLOCK'; reason: string }
    | { type: 'WAIVE'; reason: string }
    | { type: 'REOPEN' }
    | { type: 'DUE_DATE'; dueAt: IsoInstant }
    | { type: 'CHANGE_LEVEL'; level: Level }
    /** The people to tell are looked up by the use case when the timer fires. */
    | { type: 'ACK_OVERDUE'; deputy: PersonId | null; lead: PersonId | null }
    /** `sent`, of a follow-up: how many reminders there were since it was due, with this one; absent for the first. */
    | ({ type: 'DUE'; sent?: number } & FollowUpPeople)
    /** Only of a follow-up. */
    | ({ type: 'DUE_SOON' } & FollowUpPeople)
    /** `sent`, of a follow-up: of the reminder that would ring within the rest, so that it goes on doubling. */
    | { type: 'SNOOZE'; minutes: number; sent?: number }
  );

export type TaskState = 'open' | 'acknowledged' | 'started' | 'blocked' | 'done' | 'waived';
