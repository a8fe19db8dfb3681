// Keeps calls below the limits of a service, each at most so many in any span of time. A delivery takes its places
// beforehand or waits its turn in the outbox; what somebody waits for goes out at once but counts. What the service
// limits all the same rests for as long as it says.

/** At most so many calls in any span of so many milliseconds. */
export interface Limit {
  max: number;
  ms: number;
}

/** What one call counts against; `name` is told apart from every other. */
export interface Counted {
  name: string;
  limit: Limit;
}

interface Window {
  limit: Limit;
  /** When each call of the span was made or its place taken, epoch milliseconds, oldest first. */
  at: number[];
}

/** Places taken for calls still to be made. */
export type Places = Map<Window, number>;

/** Calls that a delivery could not foresee may use what is left up to the limit itself, if the limits kept are four
 * fifths of it. */
const headroom = 1.25;
const windowsMax = 2000;

/** There is no room for a call now: nothing was sent. */
export class Paced extends Error {
  readonly afterMs: number;

  constructor(afterMs: number) {
    super('no room below the limit');
    this.afterMs = afterMs;
  }
}

export interface PacingRules<Call> {
  countedOf: (call: Call) => readonly Counted[];
  /** What rests when the service has limited the call. */
  restingOf: (call: Call) => string;
}

export class Pacing<Call> {
  readonly #now: () => number;
  readonly #rules: PacingRules<Call>;
  readonly #windows = new Map<string, Window>();
  /** What the service limited, until when. */
  readonly #resting = new Map<string, number>();

  /** `now` in epoch milliseconds. */
  constructor(now: () => number, rules: PacingRules<Call>) {
    this.#now = now;
    this.#rules = rules;
  }

  /** Takes a place for each call; or takes none and says in how many milliseconds it is worth asking again. */
  take(calls: readonly Call[]): Places | number {
    const places: Places = new Map();
    for (const window of calls.flatMap((call) => this.#windowsOf(call)))
      places.set(window, Math.min(window.limit.max, (places.get(window) ?? 0) + 1));
    const waits = [...places].map(([window, wanted]) => this.#wait(window, wanted, 1));
    const rests = calls.map((call) => this.#restOf(call));
    const longest = Math.max(0, ...waits, ...rests);
    if (longest > 0) return longest;
    for (const [window, wanted] of places)
      for (let n = 0; n < wanted; n += 1) window.at.push(this.#now());
    return places;
  }

  /** Gives back the places that were not used. */
  giveBack(places: Places): void {
    for (const [window, left] of places) window.at.splice(Math.max(0, window.at.length - left));
    places.clear();
  }

  /** Counts a call that goes out now, in a place where one was taken. Throws Paced when there is no room for it. */
  spend(call: Call, places: Places): void {
    const windows = this.#windowsOf(call);
    const unforeseen = windows.filter((window) => (places.get(window) ?? 0) === 0);
    const waits = unforeseen.map((window) => this.#wait(window, 1, headroom));
    const longest = Math.max(this.#restOf(call), ...waits);
    if (longest > 0) throw new Paced(longest);
    for (const window of windows) places.set(window, Math.max(0, (places.get(window) ?? 0) - 1));
    this.#count(unforeseen);
  }

  /** Counts a call that goes out now whatever the limits: somebody waits for it. */
  count(call: Call): void {
    this.#count(this.#windowsOf(call));
  }

  #count(windows: readonly Window[]): void {
    for (const { at } of windows) at.push(this.#now());
  }

  /** The service limited the call: no more of its kind for so long. */
  rest(call: Call, ms: number): void {
    const name = this.#rules.restingOf(call);
    this.#resting.set(name, Math.max(this.#resting.get(name) ?? 0, this.#now() + ms));
  }

  #restOf(call: Call): number {
    return Math.max(0, (this.#resting.get(this.#rules.restingOf(call)) ?? 0) - this.#now());
  }

  #wait({ at, limit }: Window, calls: number, room: number): number {
    const max = Math.floor(limit.max * room);
    const last = at[at.length + calls - max - 1];
    return last === undefined ? 0 : Math.max(0, last + limit.ms - this.#now());
  }

  #windowsOf(call: Call): Window[] {
    return this.#rules.countedOf(call).map((counted) => this.#window(counted));
  }

  #window({ name, limit }: Counted): Window {
    const since = this.#now() - limit.ms;
    const window = this.#windows.get(name) ?? { limit, at: [] };
    const from = window.at.findIndex((at) => at > since);
    window.at.splice(0, from === -1 ? window.at.length : from);
    this.#windows.delete(name);
    this.#windows.set(name, window);
    // What was called longest ago is forgotten.
    if (this.#windows.size > windowsMax)
      this.#windows.delete(this.#windows.keys().next().value ?? '');
    return window;
  }
}
