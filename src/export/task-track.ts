// The life of each task as the record tells it: for its bar in the drawing and for the times to acknowledge.
import type { EntryView } from '#src/commands/view-types.ts';
import type { IsoInstant, Level } from '#machines/incident-types.ts';
import { levels } from '#machines/levels.ts';
import { numberIn, textIn } from './listing.ts';
import { msOf } from './times.ts';

export interface TaskSpan {
  addedAt: IsoInstant;
  /** The first time somebody said yes. */
  acknowledgedAt: IsoInstant | null;
  closedAt: IsoInstant | null;
  /** Since when the task waits for an answer; null once it has one or is closed. */
  waitingSince: IsoInstant | null;
}

export interface AckTimes {
  /** Answers: one per opening, so a task given to somebody new counts again. */
  acknowledged: number;
  medianMs: number | null;
  maxMs: number | null;
  /** Answers later than the level then in force allows. */
  late: number;
  /** Tasks that wait for an answer now, and how many of them too long. */
  waiting: number;
  waitingLate: number;
}

export interface TaskTrack {
  take(entry: EntryView): void;
  spans: ReadonlyMap<number, TaskSpan>;
  ackTimes(now: IsoInstant): AckTimes;
}

/** Whoever says yes to a follow-up is in no hurry: those do not count for the times. */
export function startTaskTrack(followUps: ReadonlySet<number>): TaskTrack {
  const spans = new Map<number, TaskSpan>();
  const answeredMs: number[] = [];
  let level: Level = 4;
  let late = 0;

  function answer(n: number, span: TaskSpan, at: IsoInstant): void {
    if (span.waitingSince === null) return;
    const ms = Math.max(0, msOf(at) - msOf(span.waitingSince));
    span.waitingSince = null;
    span.acknowledgedAt ??= at;
    if (followUps.has(n)) return;
    answeredMs.push(ms);
    if (ms > levels[level].ackMs) late += 1;
  }

  function change(n: number, span: TaskSpan, { kind, occurredAt, actor, data }: EntryView): void {
    switch (kind) {
      case 'task.ack':
      case 'task.start':
      case 'task.block':
        answer(n, span, occurredAt);
        break;
      case 'task.done':
        answer(n, span, occurredAt);
        span.closedAt = occurredAt;
        break;
      case 'task.waive':
        span.waitingSince = null;
        span.closedAt = occurredAt;
        break;
      case 'task.assign':
        // Taking a task oneself is a yes; being given one is a new question.
        if (textIn(data, 'to') === actor) answer(n, span, occurredAt);
        else span.waitingSince = occurredAt;
        break;
      case 'task.reopen':
        span.waitingSince = occurredAt;
        span.closedAt = null;
        break;
    }
  }

  return {
    take(entry) {
      if (entry.kind === 'declared') level = levelIn(entry.data['level']) ?? level;
      if (entry.kind === 'level') level = levelIn(entry.data['to']) ?? level;
      if (!entry.kind.startsWith('task.')) return;
      const n = numberIn(entry.data, 'n');
      if (n === null) return;
      if (entry.kind === 'task.added') {
        const at = entry.occurredAt;
        spans.set(n, { addedAt: at, acknowledgedAt: null, closedAt: null, waitingSince: at });
        return;
      }
      const span = spans.get(n);
      if (span !== undefined) change(n, span, entry);
    },
    spans,
    ackTimes(now) {
      const waiting = [...spans].flatMap(([n, { waitingSince }]) =>
        waitingSince === null || followUps.has(n) ? [] : [msOf(now) - msOf(waitingSince)],
      );
      const sorted = answeredMs.toSorted((a, b) => a - b);
      return {
        acknowledged: sorted.length,
        medianMs: medianOf(sorted),
        maxMs: sorted.at(-1) ?? null,
        late,
        waiting: waiting.length,
        waitingLate: waiting.filter((ms) => ms > levels[level].ackMs).length,
      };
    },
  };
}

function levelIn(value: unknown): Level | undefined {
  return ([1, 2, 3, 4] as const).find((known) => known === value);
}

function medianOf(sorted: readonly number[]): number | null {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : Math.round((upper + lower) / 2);
}
