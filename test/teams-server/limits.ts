// The Bot Connector's rate limits, counted per thread over sliding windows (off by default). A thread is a channel or
// chat as the service stores it, so the posts of a channel share theirs.

interface Window {
  max: number;
  spanMs: number;
}

const second = 1000;

const writes: readonly Window[] = [
  { max: 7, spanMs: second },
  { max: 8, spanMs: 2 * second },
  { max: 60, spanMs: 30 * second },
  { max: 1800, spanMs: 3600 * second },
];

const reads: readonly Window[] = [
  { max: 14, spanMs: second },
  { max: 16, spanMs: 2 * second },
  { max: 120, spanMs: 30 * second },
  { max: 3600, spanMs: 3600 * second },
];

/** Of an app in a tenant, over everything. */
const whole: Window = { max: 30, spanMs: second };

export class Limits {
  readonly #calls = new Map<string, number[]>();

  /** Seconds to wait, or undefined when the call may go on and has been counted. `now` in epoch milliseconds. */
  retryAfter(
    call: { kind: 'write' | 'read' | 'create'; thread: string },
    now: number,
  ): number | undefined {
    const key = `${call.kind} ${call.thread}`;
    const windows = call.kind === 'read' ? reads : writes;
    const waits = windows.map((window) => this.#waitMs(key, window, now));
    const longest = Math.max(this.#waitMs('whole', whole, now), ...waits);
    if (longest > 0) return Math.max(1, Math.ceil(longest / second));
    for (const counted of [key, 'whole'])
      this.#calls.set(counted, [...(this.#calls.get(counted) ?? []), now]);
    return undefined;
  }

  #waitMs(key: string, { max, spanMs }: Window, now: number): number {
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - spanMs);
    const mustGo = recent[recent.length - max];
    return mustGo === undefined ? 0 : mustGo + spanMs - now;
  }
}
