// What a workspace turned out not to have: its plan, a setting or a scope that was not granted forbids it. It is not
// asked for again for a day, and nobody is bothered: the pinned card says the same.

const dayMs = 24 * 60 * 60 * 1000;

export interface OptionalSurfaces {
  /** `place`: the workspace, or one channel of it. */
  isMissing(place: string, surface: 'canvas' | 'bookmarks'): boolean;
  missing(place: string, surface: 'canvas' | 'bookmarks'): void;
}

/** `now` in epoch milliseconds. */
export function createOptionalSurfaces(now: () => number): OptionalSurfaces {
  const until = new Map<string, number>();
  return {
    isMissing: (place, surface) => (until.get(`${place} ${surface}`) ?? 0) > now(),
    missing: (place, surface) => void until.set(`${place} ${surface}`, now() + dayMs),
  };
}
