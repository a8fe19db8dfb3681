// Graph's limits of Teams, over sliding windows: one call a second for each chat or channel, four changes of a chat's
// members a minute, thirty calls a second in all.

import type { GraphRoute } from './graph-route.ts';

const second = 1000;

export class GraphLimits {
  readonly #calls = new Map<string, number[]>();

  /** Seconds to wait, or undefined when the call may go on and has been counted. `now` in epoch milliseconds. */
  retryAfter(route: GraphRoute, path: readonly string[], now: number): number | undefined {
    const place = path[0] === 'teams' ? path[3] : path[0] === 'chats' ? path[1] : undefined;
    const windows = [
      { key: 'whole', max: 30, spanMs: second },
      ...(route.isMemberChange === true
        ? [{ key: `members ${place}`, max: 4, spanMs: 60 * second }]
        : []),
      ...(place === undefined || route.isMemberChange === true
        ? []
        : [{ key: `place ${place}`, max: 1, spanMs: second }]),
    ];
    const waits = windows.map(({ key, max, spanMs }) => {
      const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - spanMs);
      const mustGo = recent[recent.length - max];
      return mustGo === undefined ? 0 : mustGo + spanMs - now;
    });
    const longest = Math.max(...waits);
    if (longest > 0) return Math.max(1, Math.ceil(longest / second));
    for (const { key } of windows) this.#calls.set(key, [...(this.#calls.get(key) ?? []), now]);
    return undefined;
  }
}
