// When to try again after a failed delivery.

const second = 1000;
const longestMs = 5 * 60 * second;

/**
 * Milliseconds to wait after `attempts` failed tries: 1, 2, 4 … seconds up to five minutes, plus up to a quarter of
 * it by chance (`random` in 0..1), so that what failed together does not come back together.
 */
export function backoffMs(attempts: number, random: number): number {
  const base = Math.min(longestMs, second * 2 ** Math.min(attempts - 1, 20));
  return Math.round(base * (1 + random / 4));
}
