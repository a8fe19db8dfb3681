// Tells whoever listens that something changed, at most every few milliseconds: a burst becomes one message.

export interface Changes {
  changed(): void;
  /** Returns the way to stop listening. */
  listen(listener: () => void): () => void;
}

const quietMs = 40;

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let pending = false;
  return {
    changed: () => {
      if (pending || listeners.size === 0) return;
      pending = true;
      setTimeout(() => {
        pending = false;
        for (const listener of listeners) listener();
      }, quietMs).unref();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
