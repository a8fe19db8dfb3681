// Whoever declares an incident is taken to its channel as soon as that opens.
import type { PageState } from './state.ts';

export interface Follow {
  /** The present persona is about to declare one. */
  expect(state: PageState): void;
  /** The channel that opened since, once. */
  opened(state: PageState): string | null;
}

const patienceMs = 60_000;

export function createFollow(): Follow {
  let waiting: { known: Set<string>; me: string; untilMs: number } | null = null;
  return {
    expect: (state) => {
      const known = new Set(state.data?.channels.map(({ id }) => id));
      waiting = { known, me: state.me, untilMs: Date.now() + patienceMs };
    },
    opened: (state) => {
      if (waiting === null || waiting.me !== state.me || Date.now() > waiting.untilMs) return null;
      const { known } = waiting;
      const found = state.data?.channels.find(
        ({ id, kind }) => kind === 'incident' && !known.has(id),
      );
      if (found === undefined) return null;
      waiting = null;
      return found.id;
    },
  };
}
