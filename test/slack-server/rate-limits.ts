// Slack's rate limits as one-minute windows per method, for tests and benches that want them (off by default).

const windowMs = 60_000;
const callsPerMinute = new Map([
  [1, 1],
  [2, 20],
  [3, 50],
  [4, 100],
]);
const postMessageGapMs = 1000;
// Slack lets short bursts through; three posts at once are safely below what was seen to be refused.
const postMessageBurst = 3;

export class RateLimits {
  readonly #calls = new Map<string, number[]>();

  /** Seconds to wait, or undefined when the call may go on and has been counted. */
  retryAfter(
    call: { method: string; tier: number; channel: string },
    now: number,
  ): number | undefined {
    const isPost = call.method === 'chat.postMessage';
    const key = isPost ? `${call.method}:${call.channel}` : call.method;
    const span = isPost ? postMessageGapMs * postMessageBurst : windowMs;
    const allowed = isPost ? postMessageBurst : callsPerMinute.get(call.tier);
    if (allowed === undefined) return undefined;

    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - span);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= allowed)
      return Math.max(1, Math.ceil((oldest + span - now) / 1000));
    this.#calls.set(key, [...recent, now]);
    return undefined;
  }
}
