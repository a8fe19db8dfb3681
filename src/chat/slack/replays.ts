// Signed requests that were taken already. The same signature a second time is a recording that somebody plays back:
// it must neither do nor tell anything. Slack signs anew whenever it sends anew.

/** Bolt refuses what is older than five minutes; a clock may be a minute ahead. */
const keptS = 5 * 60 + 60;
const keptMax = 100_000;

export interface Replays {
  /**
   * Remembers the signature of a genuine request; false when it was taken before, or may have been by an earlier
   * process. `sentAtS`: its timestamp, in seconds since 1970.
   */
  isNew(signature: string, sentAtS: number): boolean;
  /** It was not taken after all. */
  forget(signature: string): void;
}

/** `startedAtMs`: what was signed before that may be known to the process that ran until then. */
export function createReplays(startedAtMs: number): Replays {
  const startedAtS = Math.floor(startedAtMs / 1000);
  const taken = new Map<string, number>();
  let newestS = 0;

  const dropOld = (): void => {
    for (const [signature, sentAtS] of taken) {
      // Oldest first, as they came: what remains behind a fresh one goes with it later.
      if (sentAtS >= newestS - keptS && taken.size <= keptMax) return;
      taken.delete(signature);
    }
  };

  return {
    isNew: (signature, sentAtS) => {
      if (sentAtS < startedAtS || taken.has(signature)) return false;
      taken.set(signature, sentAtS);
      // The requests' own time: no clock of ours can make a recording fresh again.
      newestS = Math.max(newestS, sentAtS);
      dropOld();
      return true;
    },
    forget: (signature) => {
      taken.delete(signature);
    },
  };
}
