// Slack's rate limits, counted per method and workspace over the last minute, and for posts per channel too (off by
// default). A window lets no more through than a bucket of the same size would.

interface Limit {
  max: number;
  spanMs: number;
}

export interface LimitedCall {
  method: string;
  /** Of the contract; 5 stands for "special". */
  tier: number;
  /** The workspace, or the caller's token where no workspace knows it. */
  tenant: string;
  channel: string;
  /** Sold outside Slack's Marketplace: reads of the past then come once a minute. */
  isCommercialApp?: boolean;
}

function perMinute(max: number): Limit {
  return { max, spanMs: 60_000 };
}

const tiers: ReadonlyMap<number, Limit> = new Map([
  [1, perMinute(1)],
  [2, perMinute(20)],
  [3, perMinute(50)],
  [4, perMinute(100)],
  // "Hundreds a minute", says Slack of auth.test, chat.getPermalink and of all posts of a workspace together.
  [5, perMinute(300)],
]);

/** Where Slack's sources name two tiers the contract has the higher; here the lower one counts. */
const lowerTiers: ReadonlyMap<string, number> = new Map([
  ['apps.connections.open', 1],
  ['users.conversations', 2],
]);

// About one a second in a channel. Short bursts pass; three at once are safely below what was seen to be refused.
const postsInChannel: Limit = { max: 3, spanMs: 3000 };

const readsOfThePast = new Set(['conversations.history', 'conversations.replies']);

function tierOf(call: LimitedCall): number {
  if (call.isCommercialApp && readsOfThePast.has(call.method)) return 1;
  return lowerTiers.get(call.method) ?? call.tier;
}

export class RateLimits {
  readonly #calls = new Map<string, number[]>();

  /** Seconds to wait, or undefined when the call may go on and has been counted. `now` in epoch milliseconds. */
  retryAfter(call: LimitedCall, now: number): number | undefined {
    const whole = `${call.tenant}:${call.method}`;
    const windows: [string, Limit][] = [[whole, tiers.get(tierOf(call)) ?? perMinute(1)]];
    if (call.method === 'chat.postMessage')
      windows.push([`${whole}:${call.channel}`, postsInChannel]);

    const waits = windows.map(([key, limit]) => this.#waitMs(key, limit, now));
    const longest = Math.max(...waits);
    if (longest > 0) return Math.max(1, Math.ceil(longest / 1000));
    for (const [key] of windows) this.#calls.get(key)?.push(now);
    return undefined;
  }

  #waitMs(key: string, { max, spanMs }: Limit, now: number): number {
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - spanMs);
    this.#calls.set(key, recent);
    const [oldest] = recent;
    return oldest === undefined || recent.length < max ? 0 : oldest + spanMs - now;
  }
}
