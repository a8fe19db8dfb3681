// Keeps one workspace's calls below Slack's limits, which count per method and minute, and for posts per channel and
// second. A delivery takes its places beforehand or waits its turn in the outbox; what somebody waits for goes out at
// once but counts. When Slack limits a method all the same, that method rests for as long as Slack says.

/** At most so many calls in any span of so many milliseconds. */
interface Limit {
  max: number;
  ms: number;
}

export interface Call {
  method: string;
  /** Where the method is limited per channel too; null where it is not known yet. */
  channel?: string | null;
}

interface Window {
  limit: Limit;
  /** When each call of the span was made or its place taken, epoch milliseconds, oldest first. */
  at: number[];
}

/** Places taken for calls still to be made. */
export type Places = Map<Window, number>;

/** Four fifths of Slack's tiers, in spans short enough that a wait is short too. */
const tiers = {
  /** 20 a minute. */
  two: { max: 8, ms: 30_000 },
  /** 50 a minute. */
  three: { max: 10, ms: 15_000 },
  /** 100 a minute. */
  four: { max: 20, ms: 15_000 },
} as const satisfies Record<string, Limit>;
/** Slack: about one a second in a channel, short bursts allowed; in a workspace "several hundred" a minute. */
const postsInChannel: Limit = { max: 3, ms: 3750 };
const postsInWorkspace: Limit = { max: 40, ms: 15_000 };
/** Calls that a delivery could not foresee may use what is left up to the limit itself. */
const headroom = 1.25;
const windowsMax = 2000;

const methods: Readonly<Record<string, Limit>> = {
  ...of(
    tiers.two,
    `conversations.create conversations.setTopic conversations.setPurpose conversations.archive
    conversations.unarchive conversations.rename conversations.list users.list users.conversations
    usergroups.list usergroups.users.list pins.add pins.remove bookmarks.add bookmarks.edit bookmarks.remove
    canvases.create conversations.canvases.create`,
  ),
  ...of(
    tiers.three,
    `conversations.invite conversations.kick conversations.join conversations.info conversations.history
    conversations.replies conversations.open chat.update chat.delete reactions.add users.lookupByEmail
    canvases.edit files.delete bookmarks.list team.info bots.info`,
  ),
  ...of(
    tiers.four,
    `chat.postEphemeral views.open views.publish views.push views.update users.info conversations.members
    files.getUploadURLExternal files.completeUploadExternal`,
  ),
  'chat.postMessage': postsInWorkspace,
};

function of(limit: Limit, names: string): Record<string, Limit> {
  return Object.fromEntries(names.split(/\s+/u).map((name) => [name, limit]));
}

/** There is no room for a call now: nothing was sent. */
export class Paced extends Error {
  readonly afterMs: number;

  constructor(afterMs: number) {
    super('no room below the limit');
    this.afterMs = afterMs;
  }
}

export class Pacing {
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();
  /** Methods that Slack limited, until when. */
  readonly #resting = new Map<string, number>();

  /** `now` in epoch milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes a place for each call; or takes none and says in how many milliseconds it is worth asking again. */
  take(calls: readonly Call[]): Places | number {
    const places: Places = new Map();
    for (const window of calls.flatMap((call) => this.#windowsOf(call)))
      places.set(window, Math.min(window.limit.max, (places.get(window) ?? 0) + 1));
    const waits = [...places].map(([window, wanted]) => this.#wait(window, wanted, 1));
    const rests = calls.map(({ method }) => this.#restOf(method));
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
    const longest = Math.max(this.#restOf(call.method), ...waits);
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

  /** Slack limited the method: nothing more of it for so long. */
  rest(method: string, ms: number): void {
    this.#resting.set(method, Math.max(this.#resting.get(method) ?? 0, this.#now() + ms));
  }

  #restOf(method: string): number {
    return Math.max(0, (this.#resting.get(method) ?? 0) - this.#now());
  }

  #wait({ at, limit }: Window, calls: number, room: number): number {
    const max = Math.floor(limit.max * room);
    const last = at[at.length + calls - max - 1];
    return last === undefined ? 0 : Math.max(0, last + limit.ms - this.#now());
  }

  #windowsOf({ method, channel }: Call): Window[] {
    const limit = methods[method];
    if (limit === undefined) return [];
    const whole = this.#window(method, limit);
    if (method !== 'chat.postMessage' || channel === undefined || channel === null) return [whole];
    return [whole, this.#window(`${method} ${channel}`, postsInChannel)];
  }

  #window(name: string, limit: Limit): Window {
    const since = this.#now() - limit.ms;
    const window = this.#windows.get(name) ?? { limit, at: [] };
    const from = window.at.findIndex((at) => at > since);
    window.at.splice(0, from === -1 ? window.at.length : from);
    this.#windows.delete(name);
    this.#windows.set(name, window);
    // The channel that was written to longest ago is forgotten.
    if (this.#windows.size > windowsMax)
      this.#windows.delete(this.#windows.keys().next().value ?? '');
    return window;
  }
}
