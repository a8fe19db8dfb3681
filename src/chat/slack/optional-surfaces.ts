// What a workspace turned out not to have: its plan, a setting or a scope that was not granted forbids it. It is not
// asked for again for a day, and nobody is bothered: the pinned card says the same.

const dayMs = 24 * 60 * 60 * 1000;

export interface OptionalSurfaces {
  isMissing(team: string, surface: 'canvas' | 'bookmarks'): boolean;
  missing(team: string, surface: 'canvas' | 'bookmarks'): void;
}

/** `now` in epoch milliseconds. */
export function createOptionalSurfaces(now: () => number): OptionalSurfaces {
  const until = new Map<string, number>();
  return {
    isMissing: (team, surface) => (until.get(`${team} ${surface}`) ?? 0) > now(),
    missing: (team, surface) => void until.set(`${team} ${surface}`, now() + dayMs),
  };
}
