// How Slack repeats an event that was not taken: at once, after a minute more and after five minutes more, on the
// workspace's clock, and then never again.

import type { Delivery } from './app-connection.ts';
import type { Json } from './json.ts';

/** From one try to the next. */
const pausesMs = [0, 60_000, 300_000] as const;

const reasons = {
  operation_timeout: 'http_timeout',
  connection_failed: 'connection_failed',
  http_error: 'http_error',
  invalid_answer: 'unknown_error',
} as const satisfies Record<Exclude<NonNullable<Delivery['error']>, 'not_delivered'>, string>;

interface Waiting {
  inner: Json;
  eventId: string;
  /** 1 to 3, as in x-slack-retry-num. */
  retryNum: number;
  retryReason: string;
  /** Epoch milliseconds. */
  dueAt: number;
}

export class EventRetries {
  readonly #waiting: Waiting[] = [];

  /** Notes how a try went; `retryNum` is 0 for the first. */
  note(
    tried: { inner: Json; eventId: string; retryNum: number },
    went: Delivery,
    now: number,
  ): void {
    const pause = pausesMs[tried.retryNum];
    const { error } = went;
    if (error === undefined || error === 'not_delivered') return;
    if (pause === undefined || went.isRetryRefused === true) return;
    this.#waiting.push({
      ...tried,
      retryNum: tried.retryNum + 1,
      retryReason: reasons[error],
      dueAt: now + pause,
    });
  }

  /** Takes the earliest retry that is due. */
  takeDue(now: number): Waiting | undefined {
    const due = this.#waiting.filter(({ dueAt }) => dueAt <= now);
    const [first] = due.toSorted((one, other) => one.dueAt - other.dueAt);
    if (first) this.#waiting.splice(this.#waiting.indexOf(first), 1);
    return first;
  }

  /** When the next one is due, in epoch milliseconds; undefined when none waits. */
  nextDueAt(): number | undefined {
    return this.#waiting.map(({ dueAt }) => dueAt).toSorted((one, other) => one - other)[0];
  }
}
